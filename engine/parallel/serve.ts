// A follower: holds its own engine and does on its share of every batch what rank 0 tells it, until it is stopped.
import { dropoutSource } from '../random/dropout';
import { Generator } from '../random/generator';
import { chooseBackend } from '../plan/backends';
import { compile } from '../plan/compile';
import type { LocalEngine } from '../plan/local';
import { combine } from '../plan/parts';
import { graphDrops, trackedBatches, writeOptimizer, writeState } from '../plan/state';
import type { DropoutSource, WorkerChannel } from '../types';
import { following } from './exchange';
import { Link } from './link';
import type { Command, FollowerSettings } from './protocol';
import { sharing } from './shared';

/** Serves one engine after the other on this channel. Failures are reported to the other side. */
export function serveWorker(channel: WorkerChannel): void {
  const link = new Link(channel);
  void serve(link).catch((error: unknown) => {
    link.send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
}

async function serve(link: Link): Promise<void> {
  for (;;) {
    const { settings } = await link.take('start');
    const engine = await start(link, settings);
    if (engine) await follow(link, engine);
  }
}

interface Following {
  readonly engine: LocalEngine;
  readonly random: DropoutSource | null;
}

async function start(link: Link, settings: FollowerSettings): Promise<Following | null> {
  const { graph, loss, capacity, slots, rank, size, shared } = settings;
  const { backend, allocator } = await chooseBackend(settings.device, settings.kernels, settings.memoryLimit);
  const random = graphDrops(graph) ? dropoutSource(new Generator(0)) : null;
  const exchange = shared ? sharing(shared, rank, size, [link]) : following(link, rank, size);
  const compiled = compile({
    parts: combine(graph, settings.evaluation, settings.auxiliaryWeight),
    backend,
    allocator,
    loss,
    capacity,
    slots,
    exchange,
    random,
    now: null,
  });
  if (compiled.kind === 'refused') {
    link.send({ type: 'refused', refusal: compiled });
    return null;
  }
  link.send({ type: 'started', bytes: compiled.bytes });
  return { engine: compiled.engine, random };
}

async function follow(link: Link, following: Following): Promise<void> {
  for (;;) {
    const command = await link.take('writeState', 'writeOptimizer', 'step', 'evaluate', 'stop');
    if (command.type === 'stop') return;
    await obey(link, following, command);
  }
}

async function obey(
  link: Link,
  { engine, random }: Following,
  command: Exclude<Command, { readonly type: 'start' | 'stop' }>,
): Promise<void> {
  switch (command.type) {
    case 'writeState':
      return writeState(engine, command.id, command.data);
    case 'writeOptimizer':
      return writeOptimizer(engine, command.state);
    case 'step': {
      if (command.random) random?.writeState(command.random);
      const batches = trackedBatches(engine);
      await engine.differentiate(command.batch, command.share, command.denominator, batches.count());
      if (!Number.isFinite(engine.run.totals.lossSum))
        return link.send({ type: 'nonFinite', operations: await engine.findNonFinite() });
      engine.update(command.optimizer);
      return batches.advance();
    }
    case 'evaluate':
      return link.send({ type: 'evaluated', ...(await engine.evaluate(command.batch, command.share)) });
  }
}
