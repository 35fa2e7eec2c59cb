// Contestants of bench/engine/train.mjs under a Node given by its path, each in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';

/** Answers with how to start a contestant with so many workers, and what else `node-child.mjs` and the contestant take. */
export async function nodeStarter(execPath, folder, data, closing) {
  const script = await bundle('contestant.ts', 'esm', folder);
  return async (workers, further = {}) => {
    const child = fork(join(import.meta.dirname, 'node-child.mjs'), [], { execPath, serialization: 'advanced' });
    closing.push(() => child.kill());
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the engine ended before it answered')));
    ended.catch(() => undefined);
    const ask = async (type, argument) => {
      child.send({ type, argument });
      return Promise.race([once(child, 'message').then(([answer]) => answer), ended]);
    };
    const started = await ask('start', { script, workers, ...data, ...further });
    return { ...started, where: `Node ${started.version}`, ask };
  };
}
