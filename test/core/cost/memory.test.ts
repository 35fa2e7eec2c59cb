// Activation memory against PyTorch, as scripts/golden/memory.py measured it.
import { describe, expect, test } from 'vitest';
import { activationBytes, type ActivationBytes } from '../../../core/cost/memory';
import { formatDim } from '../../../core/shape/dim';
import { graphOf, readGolden } from './support';

interface Golden {
  readonly models: readonly { model: string; input: number[]; saved: number; peak: number }[];
  readonly template: string;
  readonly operators: readonly { expression: string; saved: number }[];
}

const golden = JSON.parse(readGolden('memory.json')) as Golden;
const models = readGolden('models.py');

const memoryOf = (source: string, model: string, input: string, training: boolean): ActivationBytes =>
  activationBytes(graphOf(source, model, input, training));

describe('models', () => {
  test.each(golden.models)('$model', ({ model, input, saved, peak }) => {
    const shape = input.join('x');
    expect(memoryOf(models, model, shape, false)).toEqual({ inferencePeak: peak, trainingSaved: saved });
    expect(memoryOf(models, model, shape, true).trainingSaved).toBe(saved);
  });
});

describe('what one operation keeps of h = conv(x)', () => {
  test.each(golden.operators)('$expression', ({ expression, saved }) => {
    const source = golden.template.replace('{expression}', expression);
    for (const training of [false, true]) {
      expect(memoryOf(source, 'Model()', '2x2x6x6', training).trainingSaved).toBe(saved);
    }
  });
});

test('an operator whose node is not modelled is unknown', () => {
  const source = golden.template.replace('{expression}', 'F.local_response_norm(h, 2)');
  expect(memoryOf(source, 'Model()', '2x2x6x6', false).trainingSaved).toBeNull();
});

test('a symbolic batch', () => {
  const { inferencePeak, trainingSaved } = memoryOf(models, 'resnet18()', 'Nx3x224x224', false);
  expect(inferencePeak && formatDim(inferencePeak)).toBe('6422528*N');
  // The statistics of the batch norms do not grow with the batch.
  expect(trainingSaved && formatDim(trainingSaved)).toBe('22179840*N+38400');
});
