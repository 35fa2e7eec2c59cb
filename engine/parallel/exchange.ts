// Sums over workers, the same bits on each: always added in rank order, whatever order messages arrive in.
//     two workers     both send, both add: one message's time
//     more            all send to rank 0, which adds and sends the sum back
// Where workers share memory: shared.ts.
import type { Exchange } from '../layers/rule';
import type { Link } from './link';

export const alone: Exchange = { rank: 0, size: 1, sum: () => undefined };

export type Numbers = Float64Array | Float32Array;

/** In rank order. */
export function add(target: Numbers, parts: readonly Numbers[]): void {
  for (let i = 0; i < target.length; i++) {
    let sum = 0;
    for (const part of parts) sum += part[i];
    target[i] = sum;
  }
}

/** A copy outside of the engine's memory, to be given away. */
const detached = (buffer: Numbers): Numbers => buffer.slice();

const send = (link: Link, buffer: Numbers): void => {
  const data = detached(buffer);
  link.send({ type: 'sum', data }, [data.buffer as ArrayBuffer]);
};

/** @param links to every follower, by rank from 1 */
export const leading = (links: readonly Link[]): Exchange => ({
  rank: 0,
  size: links.length + 1,
  async sum(buffer) {
    if (links.length === 1) send(links[0], buffer);
    const parts = await Promise.all(links.map((link) => link.take('sum')));
    add(buffer, [detached(buffer), ...parts.map((part) => part.data)]);
    if (links.length > 1) for (const link of links) send(link, buffer);
  },
});

export const following = (link: Link, rank: number, size: number): Exchange => ({
  rank,
  size,
  async sum(buffer) {
    send(link, buffer);
    const { data } = await link.take('sum');
    if (size === 2) add(buffer, [data, detached(buffer)]);
    else buffer.set(data);
  },
});
