// Where absolute imports may start: the folders that the settings name, relative to the workspace folder of the file, and that
// folder itself.

export function importRoots(settings: readonly string[], folders: readonly string[], file: string): readonly string[] {
  const folder = folders
    .filter((each) => file.startsWith(`${each}/`))
    .reduce<string | undefined>(
      (longest, each) => (longest && longest.length >= each.length ? longest : each),
      undefined,
    );
  const resolved = settings.flatMap((root) => {
    const path = root.replaceAll('\\', '/').replace(/\/+$/, '');
    if (/^(?:\/|[A-Za-z]:\/)/.test(path)) return [path];
    return folder === undefined ? [] : [`${folder}/${path.replace(/^\.\//, '')}`];
  });
  return [...new Set([...resolved, ...(folder === undefined ? [] : [folder])])];
}
