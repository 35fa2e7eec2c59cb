// The visualiser without a browser: where keys lead, the arithmetic as text, editing, the stepper with a worker that answers at once,
// layers from the extension, the calculator's fields, diagrams and charts.
import { describe, expect, test } from 'vitest';
import { convolve } from '../../core/lesson/convolve';
import { windowAt } from '../../core/lesson/output-window';
import { exampleScene } from '../../core/lesson/scene';
import { convolveSeparable, depthwiseStep, pointwiseStep } from '../../core/lesson/separable';
import { translator } from '../../media/shared/strings';
import { productsText, separableLines, totalText, windowLines } from '../../media/visualiser/arithmetic';
import { calculate, textsOf, type CalculatorTexts } from '../../media/visualiser/calculator';
import { chartOf } from '../../media/visualiser/chart';
import { compute } from '../../media/visualiser/algebra';
import { connectionDiagram, runText } from '../../media/visualiser/diagram';
import { edited, readNumber } from '../../media/visualiser/editing';
import { readCount, readList, readPair } from '../../media/visualiser/fields';
import {
  exampleLayer,
  firstGrouping,
  layerFacts,
  reductionParts,
  sceneOf,
  subjectOf,
} from '../../media/visualiser/layer';
import { phrases } from '../../media/visualiser/phrases';
import { isLast, moved, origin, positionOf, stepCount, stepOf } from '../../media/visualiser/steps';
import type { LayerDescription } from '../../protocol/webview';
import { valueOf } from '../core/lesson/support';

const t = translator('en', phrases);

describe('stepping', () => {
  const extent = { channels: 2, height: 2, width: 3 };
  test('positions and steps are each other’s inverse', () => {
    for (let step = 0; step < stepCount(extent); step++) expect(stepOf(positionOf(step, extent), extent)).toBe(step);
    expect(isLast({ channel: 1, row: 1, column: 2 }, extent)).toBe(true);
  });
  test.each([
    ['ArrowRight', { channel: 0, row: 0, column: 2 }, { channel: 0, row: 1, column: 0 }],
    ['ArrowRight', { channel: 0, row: 1, column: 2 }, { channel: 1, row: 0, column: 0 }],
    ['ArrowRight', { channel: 1, row: 1, column: 2 }, { channel: 1, row: 1, column: 2 }],
    ['ArrowLeft', origin, origin],
    ['ArrowDown', origin, { channel: 0, row: 1, column: 0 }],
    ['ArrowDown', { channel: 0, row: 1, column: 1 }, { channel: 0, row: 1, column: 1 }],
    ['ArrowUp', { channel: 1, row: 1, column: 1 }, { channel: 1, row: 0, column: 1 }],
    ['PageDown', origin, { channel: 1, row: 0, column: 0 }],
    ['PageUp', { channel: 1, row: 1, column: 1 }, { channel: 0, row: 1, column: 1 }],
    ['Home', { channel: 1, row: 1, column: 1 }, origin],
    ['End', origin, { channel: 1, row: 1, column: 2 }],
  ])('%s from %j', (key, from, to) => {
    expect(moved(from, key, extent)).toEqual(to);
  });
  test('other keys do not move', () => {
    expect(moved(origin, 'a', extent)).toBeUndefined();
  });
});

describe('the arithmetic of the worked example', () => {
  const window = windowAt(exampleScene.standard, origin);
  test('products and total', () => {
    expect(productsText(window.terms[0])).toBe('1·1 + 0·0 + 2·(−1) + 2·0 + 1·1 + 0·0 + 1·1 + 0·1 + 1·0');
    expect(totalText(window, t)).toBe('1 + (−2) + 1 = 0');
    expect(windowLines(window, t)).toHaveLength(5);
  });
  test('a bias is named', () => {
    const biased = windowAt({ ...exampleScene.standard, bias: [3, 0] }, origin);
    expect(totalText(biased, t)).toBe('1 + (−2) + 1 + bias 3 = 3');
  });
  test('depthwise, then pointwise', () => {
    const { separable } = exampleScene;
    const { between } = valueOf(convolveSeparable(separable));
    const depthwise = [0, 1, 2].map((channel) => windowAt(depthwiseStep(separable), { ...origin, channel }));
    const lines = separableLines({ depthwise, pointwise: windowAt(pointwiseStep(separable, between), origin) }, t);
    expect(lines[4]).toBe('pointwise: 1·1 + 4·0.5 + 1·1 = 4');
  });
});

describe('editing', () => {
  test.each([
    ['-0.5', -0.5],
    ['−2', -2],
    [' 3 ', 3],
    ['1e3', 1_000],
    ['0,25', 0.25],
    ['', undefined],
    ['1e9', undefined],
    ['NaN', undefined],
    ['2-1', undefined],
  ])('"%s" is read as %s', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
  test('one input number changes all three forms, one kernel number only its own', () => {
    const scene = edited(exampleScene, { target: 'input', index: 0, value: 9 });
    expect([scene.standard, scene.grouped, scene.separable].map(({ input }) => input.data[0])).toEqual([9, 9, 9]);
    expect(exampleScene.standard.input.data[0]).toBe(1);
    const other = edited(exampleScene, { target: 'depthwise', index: 4, value: 9 });
    expect(other.separable.depthwise.data[4]).toBe(9);
    expect(other.grouped.weight.data[4]).toBe(1);
  });
});

describe('a layer from the extension', () => {
  const depthwise: LayerDescription = {
    type: 'Conv2d',
    path: 'ds_block2.depthwise',
    model: 'DSDilatedNet()',
    file: 'mnist_ds_dilated.py',
    location: null,
    inChannels: 64,
    outChannels: 64,
    kernel: [3, 3],
    stride: [1, 1],
    padding: [2, 2],
    dilation: [2, 2],
    groups: 64,
    bias: false,
    input: [14, 14],
  };
  test('keeps its grouping in what is shown, and says what is reduced', () => {
    const subject = valueOf(subjectOf(depthwise));
    expect(subject.shown).toMatchObject({ inChannels: 4, outChannels: 4, groups: 4, dilation: [2, 2] });
    expect(firstGrouping(subject)).toBe(4);
    expect(reductionParts(subject, t)[0]).toBe('4 of 64 input channels');
    expect(layerFacts(subject)).toEqual([
      '64 → 64',
      'kernel 3×3',
      'padding 2',
      'dilation 2',
      'groups 64',
      'bias False',
      'input 14×14',
    ]);
    expect(convolve(sceneOf(subject, 4).grouped).kind).toBe('known');
  });
  test('padding "same" keeps the size, also of an even kernel', () => {
    const subject = valueOf(subjectOf({ ...depthwise, padding: 'same', kernel: [4, 4], dilation: [1, 1] }));
    const output = valueOf(convolve(sceneOf(subject, 4).standard));
    expect([output.height, output.width]).toEqual(subject.shown.input);
  });
  test('without an input size, one is assumed that the kernel fits into', () => {
    expect(subjectOf({ ...depthwise, input: null, dilation: [9, 9], padding: [0, 0] }).kind).toBe('known');
  });
  test('what PyTorch refuses is wrong', () => {
    expect(subjectOf({ ...depthwise, groups: 3 })).toMatchObject({ kind: 'wrong', problem: { code: 'CL1001' } });
    expect(subjectOf({ ...depthwise, padding: [0, 0], input: [4, 4] })).toMatchObject({ problem: { code: 'CL1004' } });
  });
});

describe('the calculator', () => {
  const texts = textsOf(exampleLayer);
  const problems = (change: Partial<CalculatorTexts>): unknown => {
    const result = calculate({ ...texts, ...change });
    return result.ok ? 'ok' : { ...result.problems, ...result.kernelTooLarge };
  };
  test('the example: 54 against 33 weights', () => {
    const result = calculate(texts);
    expect(result.ok && result.steps.map((step) => step.cost.params)).toEqual([54, 33]);
  });
  test.each([
    [{ kernel: '3, 5' }, { kernel: 5, size: 4 }],
    [{ kernel: '1×3' }, 'ok'],
    [{ padding: 'same' }, 'ok'],
    [{ inChannels: '0' }, { inChannels: 'range' }],
    [{ stride: 'two' }, { stride: 'range' }],
    [{ groups: '3' }, { groups: 'groups' }],
    [{ height: '1', width: '1.5' }, { width: 'range' }],
  ])('%j', (change, expected) => {
    expect(problems(change)).toEqual(expected);
  });
});

describe('fields', () => {
  test('counts, pairs and lists', () => {
    expect([readCount('12', 1, 20), readCount('21', 1, 20), readCount('-1', 0, 9), readCount('', 0, 9)]).toEqual([
      12,
      undefined,
      undefined,
      undefined,
    ]);
    expect([readPair('3', 1, 9), readPair('3 5', 1, 9), readPair('1,2,3', 1, 9)]).toEqual([[3, 3], [3, 5], undefined]);
    expect(readList('1, 2 5', { min: 1, max: 9, most: 3 })).toEqual([1, 2, 5]);
    expect(readList('1, 2, 3, 4', { min: 1, max: 9, most: 3 })).toBeUndefined();
  });
});

describe('drawings', () => {
  test('few channels: one curve a connection; many: one band a group', () => {
    const few = connectionDiagram({ inChannels: 6, outChannels: 12 }, 3, { width: 400, height: 300 });
    expect(few.groups.map(({ path }) => path.match(/M/g)?.length)).toEqual([8, 8, 8]);
    expect(few.inputs.centres).toHaveLength(6);
    const many = connectionDiagram({ inChannels: 64, outChannels: 128 }, 4, { width: 400, height: 300 });
    expect(many.groups.every(({ filled }) => filled)).toBe(true);
    expect(many.outputs.centres.every((y, i, all) => i === 0 || y > all[i - 1])).toBe(true);
  });
  test('runs as text', () => {
    expect([runText({ first: 3, count: 1 }), runText({ first: 4, count: 4 })]).toEqual(['3', '4–7']);
  });
  test('a chart keeps its points inside its frame and its ticks to ones, twos and fives', () => {
    const points = [1, 2, 4, 8].map((x) => [x, 18_432 / x] as const);
    const size = { width: 460, height: 260 };
    const { lines, frame, y } = chartOf({ ...size, series: [{ name: '', points }], xFormat: String, yFormat: String });
    for (const [x, at] of lines[0].points) {
      expect(x).toBeGreaterThanOrEqual(frame.left - 1e-9);
      expect(x).toBeLessThanOrEqual(frame.right + 1e-9);
      expect(at).toBeGreaterThanOrEqual(frame.top - 1e-9);
      expect(at).toBeLessThanOrEqual(frame.bottom + 1e-9);
    }
    expect(y.map(({ text }) => text)).toEqual(['5000', '10000']);
  });
  test('a chart of one value, or of equal values, still has an extent', () => {
    const chart = chartOf({
      width: 100,
      height: 100,
      series: [{ name: '', points: [[1, 5]] }],
      xFormat: String,
      yFormat: String,
    });
    expect(chart.lines[0].points.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('the free expression', () => {
  const scope = { C_in: 32, C_out: 64, K: 3, params: 18_432 };
  test.each([
    ['C_in * C_out * K^2', '18,432'],
    ['1/C_out + 1/K^2', '0.126736'],
    ['simplify(2*K*K + 3*K^2)', '5 * K ^ 2 = 45'],
    ['derivative(C_in*C_out*K^2, "K")', '2 * C_in * C_out * K = 12,288'],
    ['simplify(x + x)', '2 * x'],
  ])('%s', (expression, text) => {
    expect(compute(expression, scope)).toBe(text);
  });
  test.each([
    'import({a: 1})',
    'evaluate("1")',
    'parse("1")',
    'createUnit("x")',
    'cos.constructor("1")()',
    'f(x) = x',
    'K +',
  ])('%s is refused', (expression) => {
    expect(() => compute(expression, scope)).toThrow();
  });
});
