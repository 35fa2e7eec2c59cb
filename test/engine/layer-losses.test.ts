// Losses and their gradients against PyTorch (scripts/golden/engine_losses.py), whole and in shares.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { denominatorOf, lossFunction } from '../../engine/loss/loss';
import type { Batch, LossSpec } from '../../engine/types';

interface Case {
  readonly name: string;
  readonly spec: LossSpec;
  readonly shape: readonly number[];
  readonly output: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly labels?: readonly number[];
  readonly targets?: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/engine/losses.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

/** Items [from, to) of a case, with the denominator of the whole. */
function share(each: Case, from: number, to: number, denominator: number): { sum: number; gradient: Float32Array } {
  const [items, ...rest] = each.shape;
  const cut = (data: readonly number[] | undefined): readonly number[] | undefined =>
    data?.slice((from * data.length) / items, (to * data.length) / items);
  const batch: Batch = {
    images: new Float32Array(0),
    count: to - from,
    labels: each.labels && Int32Array.from(cut(each.labels) ?? []),
    targets: each.targets && Float32Array.from(cut(each.targets) ?? []),
  };
  const shape = [to - from, ...rest];
  const data = Float32Array.from(cut(each.output) ?? []);
  const gradient = { shape, data: new Float32Array(data.length).fill(NaN) };
  const { sum } = lossFunction(each.spec)({ shape, data }, batch, gradient, denominator);
  return { sum, gradient: gradient.data };
}

function check(each: Case, cuts: readonly number[]): void {
  const whole: Batch = {
    images: new Float32Array(0),
    count: each.shape[0],
    labels: each.labels && Int32Array.from(each.labels),
    targets: each.targets && Float32Array.from(each.targets),
  };
  const denominator = denominatorOf(each.spec, whole);
  const parts = cuts.slice(1).map((to, i) => share(each, cuts[i], to, denominator));
  const loss = parts.reduce((sum, part) => sum + part.sum, 0) / denominator;
  expect(Math.abs(loss / each.loss - 1)).toBeLessThan(1e-6);
  const gradient = parts.flatMap((part) => [...part.gradient]);
  gradient.forEach((value, i) => expect(value).toBeCloseTo(each.gradient[i], 6));
}

describe('losses', () => {
  it.each(golden.cases)('$name', (each) => check(each, [0, each.shape[0]]));
  it.each(golden.cases)('$name, in two shares', (each) => check(each, [0, 1, each.shape[0]]));

  it('refuses a label that is no class', () => {
    const spec: LossSpec = { kind: 'cross_entropy' };
    expect(() => share({ ...golden.cases[0], spec, labels: [9, 0, 0, 0, 0] }, 0, 5, 5)).toThrow('label 9');
  });
});
