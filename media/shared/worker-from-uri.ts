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
 * Tells when a worker is gone: it holds a lock as long as it lives, for a worker that is killed fires no event. `prelude` goes before
 * its script (helpers that it starts from the same script, under other names, hold nothing). `gone` settles when the lock is free
 * again, and never where the runtime has no locks.
 */
export function lifeline(worker: string): { readonly prelude: string; readonly gone: () => Promise<void> } {
  const name = `${worker}-${crypto.randomUUID()}`;
  const hold = `self.navigator.locks?.request(${JSON.stringify(name)}, () => new Promise(() => {})).catch(() => {});`;
  return {
    prelude: `if (self.name === ${JSON.stringify(worker)}) ${hold}\n`,
    gone: async () => {
      const locks = navigator.locks as LockManager | undefined;
      if (locks === undefined || !(await isHeld(locks, name))) return new Promise(() => undefined);
      await locks.request(name, () => undefined);
    },
  };
}

/** Waits until the worker has its lock: asking for it earlier would take it away. */
async function isHeld(locks: LockManager, name: string): Promise<boolean> {
  for (let pause = 10; pause < 10_000; pause *= 2) {
    const { held } = await locks.query();
    if (held?.some((lock) => lock.name === name) === true) return true;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}
