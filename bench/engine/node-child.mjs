// The engine under the Node that runs this file: bench/engine/node.mjs starts it and asks over the process's channel.
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';

const channelOf = (port) => ({
  sharesMemory: process.env.CONVLENS_MESSAGES === undefined,
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => port.on('message', listener),
});

let contestant;

/** @param webgpu path of the package `webgpu`, to compute on its device; absent: WebAssembly */
async function start({ script, workers, webgpu, flags = [], ...rest }) {
  const url = pathToFileURL(script).href;
  const { startContestant } = await import(url);
  const channels = Array.from({ length: workers - 1 }, () => {
    const { port1, port2 } = new MessageChannel();
    const code = `import { serveWorker } from ${JSON.stringify(url)};
      import { workerData } from 'node:worker_threads';
      serveWorker({ post: (m, t) => workerData.postMessage(m, [...t]), onMessage: (l) => workerData.on('message', l) });`;
    new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      workerData: port2,
      transferList: [port2],
    });
    return channelOf(port1);
  });
  const now = () => performance.now();
  const gpu = webgpu && (await import(pathToFileURL(webgpu).href)).create(flags);
  const adapter = gpu && (await gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (gpu && !adapter) return { missing: 'there is no WebGPU adapter' };
  contestant = await startContestant({ ...rest, workers: channels, gpu, now });
  const { variant, plannedBytes, firstStepMs, trainingFlops } = contestant;
  const { vendor, architecture, description } = adapter?.info ?? {};
  const device = adapter && `${vendor} ${architecture} ${description}`;
  return { version: process.version, variant, plannedBytes, firstStepMs, trainingFlops, device };
}

process.on('message', async ({ type, argument }) =>
  process.send(await (type === 'start' ? start(argument) : contestant[type](argument))),
);
