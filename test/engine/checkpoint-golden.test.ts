// Checkpoints between torch and the engine, both ways: files that torch.save wrote (scripts/golden/checkpoint.py), and files that
// the engine writes, read by an independent unzip, by the engine, and, where CONVLENS_PYTHON names a Python with torch, by torch.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { GraphParameter, SerialisedGraph } from '../../core/graph/graph';
import { readCheckpoint, writeCheckpoint } from '../../engine/checkpoint/checkpoint';
import { modelTensors, readModelTensors } from '../../engine/checkpoint/modelState';
import { optimizerStateDict, readOptimizerState } from '../../engine/checkpoint/optimizerState';
import { PyDict, PyTensor, PyTuple, type PyValue } from '../../engine/checkpoint/pickleValue';
import { readSafetensors, writeSafetensors } from '../../engine/checkpoint/safetensors';
import { decode } from '../../engine/checkpoint/tensor';
import { readTorchFile } from '../../engine/checkpoint/torchFile';
import { Optimizer, parameterIds } from '../../engine/optim/optimizer';
import { optimizerSettings, type OptimizerChoices, type OptimizerKind } from '../../engine/optim/settings';
import { emptyState, updateParameters } from '../../engine/optim/update';
import { uniform } from '../../engine/random/distributions';
import { Generator } from '../../engine/random/generator';
import type { OptimizerState, ParameterSlot, StateData } from '../../engine/types';

const folder = new URL('../golden/engine/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('checkpoint.json', folder), 'utf8')) as Record<string, unknown>;
const fileOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

/** As scripts/golden/checkpoint.py describes a value. */
function described(value: PyValue): unknown {
  if (value instanceof PyTensor) {
    const { dtype, shape } = value;
    return { dtype, shape: [...shape], values: [...decode(value.read())].map(Number) };
  }
  if (value instanceof PyTuple) return value.items.map(described);
  if (value instanceof PyDict) return Object.fromEntries([...value].map(([key, item]) => [key, described(item)]));
  return Array.isArray(value) ? value.map(described) : value;
}

const parameter = (name: string, shape: number[], buffer?: 'float32' | 'int64'): GraphParameter => ({
  name,
  aliases: [],
  kind: buffer === undefined ? 'parameter' : 'buffer',
  shape,
  dtype: buffer ?? 'float32',
  trainable: buffer === undefined,
  persistent: true,
});

/** The model of scripts/golden/checkpoint.py. */
const graph: SerialisedGraph = {
  version: 1,
  expression: 'Small()',
  training: true,
  values: [],
  inputs: [],
  output: null,
  parameters: [
    parameter('conv.weight', [2, 1, 3, 3]),
    parameter('bn.weight', [2]),
    parameter('bn.bias', [2]),
    parameter('bn.running_mean', [2], 'float32'),
    parameter('bn.running_var', [2], 'float32'),
    parameter('bn.num_batches_tracked', [], 'int64'),
    parameter('fc.weight', [3, 2]),
    parameter('fc.bias', [3]),
  ],
  initialisation: [],
  operations: [],
  calls: [],
};

const elements = ({ shape }: GraphParameter): number => (shape ?? []).reduce((a, b) => a * b, 1);

function layoutOf(of: SerialisedGraph): ParameterSlot[] {
  let offset = 0;
  return parameterIds(of).map((id) => {
    const length = elements(of.parameters[id]);
    offset += length;
    const { name, shape } = of.parameters[id];
    return { id, name, shape: shape ?? [], offset: offset - length, length, used: true };
  });
}

const kinds: Readonly<Record<string, readonly [OptimizerKind, OptimizerChoices]>> = {
  adam: ['adam', { lr: 0.01 }],
  adamw: ['adamw', { lr: 0.01, amsgrad: true }],
  sgd: ['sgd', { lr: 0.01, momentum: 0.9 }],
  'plain-sgd': ['sgd', { lr: 0.01 }],
  rmsprop: ['rmsprop', { lr: 0.01, momentum: 0.5, centered: true }],
};

const optimizerOf = (kind: string): Optimizer =>
  new Optimizer([{ parameters: parameterIds(graph), settings: optimizerSettings(...kinds[kind]) }]);

/** A model with arbitrary values whose optimiser has made two steps. */
function trained(kind: string): { bytes: Uint8Array<ArrayBuffer>; state: StateData[]; optimizer: OptimizerState } {
  const state = graph.parameters.map((each): StateData => {
    if (each.dtype === 'int64') return BigInt64Array.of(12345678901n);
    const data = new Float32Array(elements(each));
    uniform(new Generator(each.name.length), data, 0.5, 1);
    return data;
  });
  const layout = layoutOf(graph);
  const size = layout.reduce((sum, { length }) => sum + length, 0);
  const steps = emptyState(layout);
  const optimizer = optimizerOf(kind);
  for (let i = 1; i <= 2; i++) {
    updateParameters(optimizer.step(), layout, new Float32Array(size), new Float32Array(size).fill(i), steps);
  }
  const bytes = writeCheckpoint({
    epoch: 3,
    model: modelTensors(graph, (id) => state[id]),
    optimizer: optimizerStateDict(optimizer, layout, steps),
    valAcc: 98,
    trainer: {
      generator: new Generator(5).readState(),
      step: 2,
      bestValAcc: 98,
      bestEpoch: 3,
      epochsWithoutImprovement: 0,
      schedule: { last_epoch: 3 },
    },
  });
  return { bytes, state, optimizer: steps };
}

describe('files that torch wrote', () => {
  it.each(['adam', 'sgd'])('%s.pth holds what torch says', (name) => {
    expect(described(readTorchFile(fileOf(`${name}.pth`), name))).toEqual(golden[name]);
  });

  it('odd.pth: views, every dtype, plain values', () => {
    const value = readTorchFile(fileOf('odd.pth'), 'odd.pth') as PyDict;
    const plain = value.get('plain');
    value.set('plain', null);
    expect(described(value)).toEqual(golden['odd']);
    expect(described(plain!)).toEqual({
      big: 2n ** 70n,
      negative: -(2 ** 40),
      list: [1, 2.5, null, true, 'x'],
      tuple: [1],
      3: 'three',
    });
  });

  it.each(['adam', 'sgd'])('%s.pth goes into the engine', (name) => {
    const loaded = readCheckpoint(fileOf(`${name}.pth`), name);
    expect(loaded).toMatchObject({ epoch: 2, valAcc: 97, trainer: null });
    const state = readModelTensors(graph, loaded.model);
    expect(state[5]).toEqual(BigInt64Array.of(2n));
    const layout = layoutOf(graph);
    const { steps, slots } = readOptimizerState(loaded.optimizer, optimizerOf(name), layout);
    expect(steps).toEqual(layout.map(() => (name === 'adam' ? 2 : 1)));
    expect(Object.keys(slots)).toEqual(name === 'adam' ? ['exp_avg', 'exp_avg_sq'] : ['momentum_buffer']);
  });
});

describe('files that the engine writes', () => {
  it('are archives in which every entry begins at a multiple of 64', () => {
    const { bytes } = trained('adam');
    const entries = unzipSync(bytes);
    expect(Object.keys(entries).slice(0, 5)).toEqual([
      'archive/data.pkl',
      'archive/.format_version',
      'archive/.storage_alignment',
      'archive/byteorder',
      'archive/data/0',
    ]);
    for (const content of Object.values(entries)) {
      if (content.length < 8) continue;
      const at = Buffer.from(bytes).indexOf(Buffer.from(content));
      expect(at % 64).toBe(0);
    }
  });

  it.each(Object.keys(kinds))('%s comes back as it went', (kind) => {
    const { bytes, state, optimizer } = trained(kind);
    const loaded = readCheckpoint(bytes, 'x.pth');
    expect(loaded).toMatchObject({ epoch: 3, valAcc: 98 });
    expect(loaded.trainer).toEqual({
      generator: new Generator(5).readState(),
      step: 2,
      bestValAcc: 98,
      bestEpoch: 3,
      epochsWithoutImprovement: 0,
      schedule: { last_epoch: 3 },
    });
    expect(readModelTensors(graph, loaded.model)).toEqual(state);
    const back = readOptimizerState(loaded.optimizer, optimizerOf(kind), layoutOf(graph));
    expect(back.slots).toEqual(optimizer.slots);
  });

  it('keep shared weights together', () => {
    const tied = { ...graph, parameters: [{ ...graph.parameters[6], aliases: ['head.weight'] }] };
    const tensors = modelTensors(tied, () => new Float32Array(6).fill(2));
    expect([...tensors.keys()]).toEqual(['fc.weight', 'head.weight']);
    const optimizer = optimizerOf('adam');
    const trainer = {
      generator: new Uint8Array(1),
      step: 0,
      bestValAcc: 0,
      bestEpoch: 0,
      epochsWithoutImprovement: 0,
      schedule: {},
    };
    const bytes = writeCheckpoint({
      epoch: 0,
      model: tensors,
      optimizer: optimizerStateDict(optimizer, [], { steps: [], slots: {} }),
      valAcc: 0,
      trainer,
    });
    expect(Object.keys(unzipSync(bytes)).filter((name) => /data\/\d/.test(name))).toEqual([
      'archive/data/0',
      'archive/data/1',
    ]);
    expect(readModelTensors(tied, readCheckpoint(bytes, 'x').model)).toEqual([new Float32Array(6).fill(2)]);
  });

  it('as safetensors come back as they went', () => {
    const { state } = trained('adam');
    const bytes = writeSafetensors(modelTensors(graph, (id) => state[id]));
    expect(readModelTensors(graph, readSafetensors(bytes, 'x.safetensors'))).toEqual(state);
    expect(readModelTensors(graph, readCheckpoint(bytes, 'x.safetensors').model)).toEqual(state);
  });
});

const python = process.env['CONVLENS_PYTHON'];
describe.skipIf(python === undefined)('torch takes what the engine writes', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'convlens-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('strictly, for the model, the optimizer and the generator', { timeout: 120_000 }, () => {
    const files = Object.keys(kinds).map((kind) => ({ kind, path: join(scratch, `${kind}.pth`), ...trained(kind) }));
    for (const { path, bytes } of files) writeFileSync(path, bytes);
    const script = fileURLToPath(new URL('../../scripts/golden/checkpoint.py', import.meta.url));
    const pairs = files.flatMap(({ path, kind }) => [path, kind]);
    const { stdout, stderr } = spawnSync(python!, ['-W', 'ignore', script, 'load', ...pairs], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const drawn = new Float32Array(3);
    uniform(new Generator(5), drawn, 0, 1);
    const found = stdout.trim().split('\n');
    for (const [i, { kind, bytes }] of files.entries()) {
      const saved = described(readTorchFile(bytes, kind)) as Record<string, unknown>;
      delete saved['trainer'];
      expect(JSON.parse(found[i])).toEqual({ saved, missing: [], extra: [], drawn: [...drawn], finite: true });
    }
  });
});
if (python === undefined) console.log('CONVLENS_PYTHON is not set: checkpoints are not loaded into torch itself');
