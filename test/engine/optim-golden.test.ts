// The optimisers' formulas against torch.optim (scripts/golden/optimizers.py): parameters, state and gradient norms.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Optimizer } from '../../engine/optim/optimizer';
import { optimizerSettings, type OptimizerChoices, type OptimizerKind } from '../../engine/optim/settings';
import { plainArithmetic, type Arithmetic } from '../../engine/optim/arithmetic';
import { emptyState, updateParameters, type MutableOptimizerState } from '../../engine/optim/update';
import type { KernelBytes, OptimizerStep, ParameterSlot, SlotName } from '../../engine/types';
import { wasmArithmetic } from '../../engine/kernels/arithmetic';
import { compileKernels } from '../../engine/kernels/module';
import { slotsOf } from '../../engine/kernels/slots';
import { kernels } from './backends';

interface Golden {
  readonly shapes: readonly (readonly number[])[];
  readonly runs: readonly {
    kind: OptimizerKind;
    options: { lr: number; betas?: [number, number]; weight_decay?: number; maximize?: boolean } & OptimizerChoices;
    clip: NonNullable<OptimizerStep['clip']> | null;
    initial: string;
    gradients: readonly string[];
    norms: readonly number[];
    final: string;
    slots: Readonly<Partial<Record<SlotName, string>>>;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/engine/optimizers.json', import.meta.url), 'utf8')) as Golden;

const floats = (packed: string): Float32Array => {
  const bytes = Buffer.from(packed, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

function layoutOf(shapes: readonly (readonly number[])[]): ParameterSlot[] {
  let offset = 0;
  return shapes.map((shape, id) => {
    const length = shape.reduce((a, b) => a * b, 1);
    offset += length;
    return { id, name: `p${id}`, shape, offset: offset - length, length, used: true };
  });
}

/** Equal to the rounding of a few float32 operations, counted from a tenth of the largest value: sums may cancel. */
function close(actual: Float32Array, expected: Float32Array): void {
  const floor = Math.max(...expected.map(Math.abs)) / 10;
  const worst = Math.max(...expected.map((value, i) => Math.abs(actual[i] - value) / Math.max(Math.abs(value), floor)));
  expect(worst).toBeLessThan(8 * 2 ** -24);
}

type Run = Golden['runs'][number];

/** Arrays that an arithmetic takes. */
interface Place {
  readonly arithmetic: Arithmetic;
  readonly array: (contents: Float32Array) => Float32Array;
}

const plain: Place = { arithmetic: plainArithmetic, array: (contents) => contents.slice() };

/** The kernels' memory, filled from the front. */
async function kernelPlace(variant: KernelBytes): Promise<Place> {
  const { kernels: made, buffer } = (await compileKernels(variant)).instantiate(1 << 20);
  let end = 1024;
  return {
    arithmetic: wasmArithmetic({ kernels: made }),
    array(contents) {
      const taken = new Float32Array(buffer, end, contents.length);
      end += contents.byteLength;
      taken.set(contents);
      return taken;
    },
  };
}

interface Ran {
  readonly parameters: Float32Array;
  readonly state: MutableOptimizerState;
  readonly norms: readonly (number | undefined)[];
}

function steps({ kind, options, clip, initial, gradients }: Run, { arithmetic, array }: Place): Ran {
  const { betas, weight_decay: weightDecay, maximize = false, ...rest } = options;
  const settings = optimizerSettings(kind, { ...rest, weightDecay, beta1: betas?.[0], beta2: betas?.[1] });
  const layout = layoutOf(golden.shapes);
  const optimizer = new Optimizer([{ parameters: layout.map(({ id }) => id), settings }], clip ?? undefined);
  const parameters = array(floats(initial));
  const state = emptyState(layout);
  for (const name of optimizer.step().groups.flatMap(({ rule }) => slotsOf(rule)))
    state.slots[name] = array(new Float32Array(parameters.length));
  const norms = gradients.map((packed) => {
    const { groups, ...step } = optimizer.step();
    const flipped = groups.map((group) => ({ ...group, maximize }));
    const gradient = array(floats(packed));
    expect(arithmetic.isFinite(gradient)).toBe(true);
    return updateParameters({ ...step, groups: flipped }, layout, parameters, gradient, state, arithmetic);
  });
  return { parameters, state, norms };
}

describe('an optimiser steps as torch.optim does', () => {
  const runs = golden.runs.map((run) => ({
    ...run,
    name: `${run.kind} ${JSON.stringify(run.options)} ${run.clip?.kind ?? ''}`,
  }));
  it.each(runs)('$name', (run) => {
    const { parameters, state, norms } = steps(run, plain);
    close(parameters, floats(run.final));
    expect(Object.keys(state.slots).sort()).toEqual(Object.keys(run.slots).sort());
    for (const [name, packed] of Object.entries(run.slots)) close(state.slots[name as SlotName]!, floats(packed));
    for (const [i, norm] of run.norms.entries()) expect(norms[i]! / norm).toBeCloseTo(1, 6);
    expect(state.steps).toEqual(layoutOf(golden.shapes).map(() => run.gradients.length));
  });

  it.each(runs)('$name: kernels give the same bits', async (run) => {
    const expected = steps(run, plain);
    for (const variant of [kernels, { simd: kernels.simd }]) {
      const { parameters, state } = steps(run, await kernelPlace(variant));
      expect(parameters).toEqual(expected.parameters);
      expect(state).toEqual(expected.state);
    }
  });
});

describe('a gradient is finite where all of its elements are', () => {
  it.each([
    [[1, 2, 3, 4, 5], true],
    [[3e38, -3e38, 0, 1e-45, 3e38, 3e38], true],
    [[1, 2, 3, 4, NaN], false],
    [[0, Infinity, 0, 0], false],
    [[-Infinity], false],
    [[], true],
  ])('%j', async (numbers, expected) => {
    for (const { arithmetic, array } of [plain, await kernelPlace(kernels)])
      expect(arithmetic.isFinite(array(Float32Array.from(numbers)))).toBe(expected);
  });
});

describe('settings that torch.optim refuses are refused', () => {
  const cases: { kind: OptimizerKind; choices: OptimizerChoices; message: RegExp }[] = [
    { kind: 'adam', choices: { lr: -1 }, message: /^lr cannot be -1/ },
    { kind: 'adam', choices: { beta2: 1 }, message: /^beta2 cannot be 1/ },
    { kind: 'sgd', choices: { lr: Number.NaN }, message: /^lr cannot be NaN/ },
    { kind: 'sgd', choices: { nesterov: true }, message: /Nesterov/ },
    { kind: 'rmsprop', choices: { weightDecay: -1 }, message: /^weightDecay/ },
  ];
  it.each(cases)('$kind $choices', ({ kind, choices, message }) => {
    expect(() => optimizerSettings(kind, choices)).toThrow(message);
  });

  it('passes over what an optimiser does not have', () => {
    expect(optimizerSettings('adam', { momentum: 0.9 })).not.toHaveProperty('momentum');
  });
});

describe('parameters that no gradient reaches', () => {
  it('stay as they are, in no norm and without state', () => {
    const layout = layoutOf([[2], [2]]).map((slot, id) => ({ ...slot, used: id === 0 }));
    const optimizer = new Optimizer([{ parameters: [0, 1], settings: optimizerSettings('sgd', { lr: 1 }) }], {
      kind: 'norm',
      max: 1,
    });
    const parameters = new Float32Array([1, 1, 1, 1]);
    const state = emptyState(layout);
    const norm = updateParameters(optimizer.step(), layout, parameters, new Float32Array([0, 0.5, 9, 9]), state);
    expect(norm).toBe(0.5);
    expect([...parameters]).toEqual([1, 0.5, 1, 1]);
    expect(state.steps).toEqual([1, 0]);
  });
});
