// Documents and files: the core names a file by its path with forward slashes, the protocol by a URI.
import { URI } from 'vscode-uri';

const extensions: Readonly<Record<string, string>> = {
  python: '.py',
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

/** What is no file on disk keeps its URI for a name, with the extension of its language where it has none. */
export function fileOfUri(uri: string, languageId?: string): string {
  const parsed = URI.parse(uri);
  if (parsed.scheme === 'file') return parsed.fsPath.replaceAll('\\', '/');
  const extension = extensions[languageId ?? ''] ?? '';
  return /\.\w+$/.test(parsed.path) ? uri : uri + extension;
}

export const uriOfFile = (file: string): string =>
  /^[a-z][a-z0-9+.-]+:/i.test(file) ? file : URI.file(file).toString();
