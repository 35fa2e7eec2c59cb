// A worker from a script that lies at a webview URI. A webview may only start workers from Blob URLs, so the text is fetched first.

/** Fails with the reason where the script cannot be had. The Blob's URL stays valid: the worker may start helpers from it. */
export async function workerFromUri(uri: string, name: string): Promise<Worker> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  const script = new Blob([await response.text()], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { name });
}

export async function bytesFromUri(uri: string, name: string): Promise<ArrayBuffer> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}
