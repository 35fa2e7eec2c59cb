// The state after construction against torch (scripts/golden/initialisation.py), and what is said where it cannot be known.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GraphParameter, InitialisationStep, Initialiser, SerialisedGraph } from '../../core/graph/graph';
import type { DType } from '../../core/shape/dtype';
import { crc32 } from '../../engine/checkpoint/crc32';
import { initialise } from '../../engine/init/initialise';
import { Generator } from '../../engine/random/generator';

interface Golden {
  readonly models: readonly {
    name: string;
    seed: number;
    tensors: readonly { name: string; shape: number[]; dtype: DType; crc32?: number; values?: number[] }[];
    steps: readonly InitialisationStep[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/engine/initialisation.json', import.meta.url), 'utf8'),
) as Golden;

const parameter = (name: string, shape: readonly number[] | null, dtype: DType = 'float32'): GraphParameter => ({
  name,
  aliases: [],
  kind: 'parameter',
  shape,
  dtype,
  trainable: true,
  persistent: true,
});

const graph = (parameters: GraphParameter[], initialisation: readonly InitialisationStep[]): SerialisedGraph => ({
  version: 1,
  expression: 'Model()',
  training: true,
  values: [],
  inputs: [],
  output: null,
  parameters,
  initialisation,
  operations: [],
  calls: [],
});

describe('the initial state is the one of torch', () => {
  it.each(golden.models)('$name', ({ seed, tensors, steps }) => {
    const state = initialise(
      graph(
        tensors.map(({ name, shape, dtype }) => parameter(name, shape, dtype)),
        steps,
      ),
      new Generator(seed),
    );
    for (const [id, tensor] of tensors.entries()) {
      const data = state[id];
      if (tensor.values === undefined) {
        const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        expect([tensor.name, crc32(bytes)]).toEqual([tensor.name, tensor.crc32]);
      } else {
        const worst = Math.max(...tensor.values.map((value, i) => Math.abs(value - Number(data[i]))));
        expect(worst).toBeLessThan(2e-6);
      }
    }
  });
});

describe('a state that cannot be known is refused with its reason', () => {
  const uniform: Initialiser = { kind: 'uniform', low: 0, high: 1 };
  const cases: { name: string; of: GraphParameter; steps: InitialisationStep[]; message: RegExp }[] = [
    { name: 'nothing fills it', of: parameter('w', [2]), steps: [], message: /values of w .*nothing fills it/ },
    { name: 'lazy', of: parameter('w', null), steps: [], message: /w .*first call/ },
    {
      name: 'unsupported',
      of: parameter('w', [2]),
      steps: [{ parameter: 0, elements: 2, initialiser: { kind: 'unsupported', reason: 'sparse_ draws differ' } }],
      message: /sparse_ draws differ/,
    },
    {
      name: 'an unknown draw before it',
      of: parameter('w', [2]),
      steps: [{ parameter: null, elements: 2, initialiser: { kind: 'unsupported', reason: 'a draw of unknown size' } }],
      message: /a draw of unknown size/,
    },
    {
      name: 'another dtype',
      of: parameter('w', [2], 'float16'),
      steps: [{ parameter: 0, elements: 2, initialiser: uniform }],
      message: /float16/,
    },
    {
      name: 'another size',
      of: parameter('w', [2]),
      steps: [{ parameter: 0, elements: 3, initialiser: uniform }],
      message: /3 values for 2 elements/,
    },
  ];
  it.each(cases)('$name', ({ of, steps, message }) => {
    expect(() => initialise(graph([of], steps), new Generator(0))).toThrow(message);
  });

  it('a later fill settles empty memory', () => {
    const steps: InitialisationStep[] = [
      { parameter: 0, elements: 2, initialiser: { kind: 'unsupported', reason: 'torch.empty' } },
      { parameter: 0, elements: 2, initialiser: { kind: 'constant', value: 3 } },
    ];
    expect(initialise(graph([parameter('w', [2])], steps), new Generator(0))).toEqual([new Float32Array([3, 3])]);
  });
});
