// Shapes: their text both ways, broadcasting, strides.
import { describe, expect, it } from 'vitest';
import { broadcastShapes } from '../../../core/shape/broadcast';
import { type Dim, symbol } from '../../../core/shape/dim';
import { contiguousStrides, elementCount, formatShape, parseShape, shapeEquals } from '../../../core/shape/shape';

const shape = (text: string): readonly Dim[] => {
  const parsed = parseShape(text);
  if (!parsed) throw new Error(`no shape: ${text}`);
  return parsed;
};

describe('text', () => {
  it.each([
    ['1x3x224x224', '1×3×224×224'],
    ['Nx3xHxW', 'N×3×H×W'],
    ['(1, 3, H, W)', '1×3×H×W'],
    ['[4]', '4'],
    ['(4,)', '4'],
    ['()', 'scalar'],
    ['1 × 64 × (H-1)//2+1', '1×64×((H-1)//2+1)'],
    ['2*N x C', '(2*N)×C'],
  ])('%s is %s', (text, expected) => {
    expect(formatShape(shape(text))).toBe(expected);
    expect(shapeEquals(shape(formatShape(shape(text))), shape(text))).toBe(true);
  });

  it.each(['', 'x', '1x', '1,,2', '1.5x2', 'a b'])('%j is no shape', (text) => {
    expect(parseShape(text)).toBeUndefined();
  });
});

describe('broadcasting', () => {
  it.each([
    ['8x1x6', '7x1', '8×7×6'],
    ['3', '()', '3'],
    ['N', '1', 'N'],
    ['N', '3', '3'],
    ['N', 'N', 'N'],
    ['N+1', '3', '3'],
    ['N', 'M', '(max(M, N))'],
    ['N+1', 'M', '(N+1)'],
    ['2*H', 'H', '(2*H)'],
    ['3', '4', 'CL1005'],
    ['2x3', '2', 'CL1005'],
    ['N+3', '2', 'CL1005'],
    ['N+1', 'N+2', 'CL1005'],
    ['1x3', '2x1x4x1', '2×1×4×3'],
  ])('%s with %s is %s', (a, b, expected) => {
    for (const pair of [
      [a, b],
      [b, a],
    ]) {
      const outcome = broadcastShapes(pair.map(shape));
      const text =
        outcome.kind === 'known'
          ? formatShape(outcome.value)
          : outcome.kind === 'wrong'
            ? outcome.problem.code
            : 'unknown';
      expect(text.replace('max(N, M)', 'max(M, N)')).toBe(expected.replace('max(N, M)', 'max(M, N)'));
    }
  });

  it('says unknown where a size may be 0', () => {
    const outcome = broadcastShapes([[symbol('n', { minimum: 0 })], [symbol('m')]]);
    expect(outcome.kind).toBe('unknown');
  });
});

it('counts elements and strides', () => {
  expect(String(elementCount(shape('Nx3xHxW')))).toBe('3*N*H*W');
  expect(formatShape(contiguousStrides(shape('2x3xHx5')))).toBe('(15*H)×(5*H)×5×1');
});
