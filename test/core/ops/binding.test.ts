// Python's call rules: what binds, and what PyTorch's TypeError would be.
import { describe, expect, it } from 'vitest';
import { bindArguments, callOperator, parseSignature } from '../../../core/ops/apply';
import type { ArgumentValue } from '../../../core/ops/arguments';
import { Float } from '../../../core/ops/operator';
import { operators } from '../../../core/ops/table';
import { symbol } from '../../../core/shape/dim';

const bind = (signature: string, positional: ArgumentValue[], keyword: Record<string, ArgumentValue> = {}) => {
  const outcome = bindArguments('f', parseSignature(signature), positional, new Map(Object.entries(keyword)));
  if (outcome.kind === 'known') return Object.fromEntries(outcome.value);
  return outcome.kind === 'wrong' ? String(outcome.problem.details['reason']) : outcome.reason;
};

describe('binding', () => {
  it.each<[string, ArgumentValue[], Record<string, ArgumentValue>, unknown]>([
    ['a, b=2', [1], {}, { a: 1, b: 2 }],
    ['a, b=2', [1, 3], {}, { a: 1, b: 3 }],
    ['a, b=None', [], { b: true, a: 'x' }, { a: 'x', b: true }],
    ['input, *size', [1, 2, 3], {}, { input: 1, size: [2, 3] }],
    ['input, *size', [1], { size: [2] }, { input: 1, size: [2] }],
    ['input, *size', [1], {}, { input: 1, size: [] }],
    ['a, *, b=1.5', [1], {}, { a: 1, b: new Float(1.5) }],
    ['a=(0, 1), b=[]', [], {}, { a: [0, 1], b: [] }],
    ['a=-1, b=1e-05', [], {}, { a: -1, b: new Float(1e-5) }],
    ['input, dim=None, keepdim=False', [1], { axis: 2, keepdims: true }, { input: 1, dim: 2, keepdim: true }],
    ['a', [1], { device: 'cpu', out: null }, { a: 1 }],
    ['a, b', [1], {}, "f() missing 1 required positional argument: 'b'"],
    ['a, b', [], {}, "f() missing 2 required positional arguments: 'a' and 'b'"],
    ['a', [1, 2], {}, 'f() takes 1 positional argument but 2 were given'],
    ['a', [1], { a: 2 }, "f() got multiple values for argument 'a'"],
    ['a', [1], { z: 2 }, "f() got an unexpected keyword argument 'z'"],
    ['a, *, b', [1], {}, "f() missing 1 required keyword-only argument: 'b'"],
  ])('(%s) of %j and %j', (signature, positional, keyword, expected) => {
    expect(bind(signature, positional, keyword)).toEqual(expected);
  });
});

describe('applying', () => {
  const image = { shape: [symbol('N'), 3, symbol('H'), 224], dtype: 'float32' } as const;
  const weight = { shape: [64, 3, 7, 7], dtype: 'float32' } as const;

  it('infers shape, MACs, window and attributes', () => {
    const outcome = callOperator(
      operators.conv2d,
      [image, weight],
      new Map([
        ['stride', 2],
        ['padding', 3],
      ]),
    );
    expect(outcome.kind).toBe('known');
    if (outcome.kind !== 'known') return;
    const { result, macs, window, attributes } = outcome.value;
    expect('shape' in result && result.shape.join('×')).toBe('N×64×(H-1)//2+1×112');
    expect(String(macs)).toBe('1053696*N*((H-1)//2+1)');
    expect(window).toEqual({ kernel: [7, 7], stride: [2, 2], padding: [3, 3], dilation: [1, 1] });
    expect(attributes).toEqual({ stride: [2, 2], padding: [3, 3], dilation: [1, 1], groups: 1 });
  });

  it('tells a float where an integer belongs', () => {
    const outcome = callOperator(operators.conv2d, [image, weight], new Map([['stride', new Float(2)]]));
    expect(outcome).toMatchObject({
      kind: 'wrong',
      problem: { code: 'CL1010', details: { parameter: 'stride', value: '2.0' } },
    });
  });

  it('tells the nearest legal groups', () => {
    const outcome = callOperator(operators.conv2d, [image, weight], new Map([['groups', 3]]));
    expect(outcome).toMatchObject({ kind: 'wrong', problem: { code: 'CL1001', hint: 'Nearest legal groups: 2, 4.' } });
  });
});
