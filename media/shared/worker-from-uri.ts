// A worker from a script that lies at a webview URI. A webview may only start workers from Blob URLs, so the text is fetched first.

/** Fails with the reason where the script cannot be had. The Blob's URL stays valid: the worker may start helpers from it. */
export async function workerFromUri(uri: string, name: string, prelude = ''): Promise<Worker> {
  const response = await fetched(uri, name);
  const script = new Blob([prelude, await response.text()], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { name });
}

export async function bytesFromUri(uri: string, name: string): Promise<ArrayBuffer> {
  return (await fetched(uri, name)).arrayBuffer();
}

async function fetched(uri: string, name: string): Promise<Response> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response;
}

/**
 * Tells when a worker is gone: it holds a lock as long as it lives, and a worker that is killed fires no event. `prelude` goes
 * before its script; `gone` must be called once the script has run, and never settles where the runtime has no locks.
 */
export function lifeline(): { readonly prelude: string; readonly gone: () => Promise<void> } {
  const name = `convlens-${crypto.randomUUID()}`;
  const hold = `() => new Promise(() => {})`;
  return {
    prelude: `self.navigator.locks?.request(${JSON.stringify(name)}, ${hold}).catch(() => {});\n`,
    gone: async () => {
      const locks = navigator.locks as LockManager | undefined;
      if (locks === undefined) return new Promise(() => undefined);
      await locks.request(name, () => undefined);
    },
  };
}
