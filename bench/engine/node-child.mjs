// The engine under the Node that runs this file: bench/engine/node.mjs starts it and asks over the process's channel.
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';

const channelOf = (port) => ({
  sharesMemory: process.env.CONVLENS_MESSAGES === undefined,
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => port.on('message', listener),
});

let contestant;

async function start({ script, pixels, labels, kernels, workers }) {
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
  contestant = await startContestant({ pixels, labels, kernels, workers: channels, now });
  const { variant, plannedBytes, firstStepMs, trainingFlops } = contestant;
  return { version: process.version, variant, plannedBytes, firstStepMs, trainingFlops };
}

process.on('message', async ({ type, argument }) =>
  process.send(await (type === 'start' ? start(argument) : contestant[type](argument))),
);
