// The losses of torch.nn.functional (engine/loss has the formulas): a kernel writes each row's loss, its prediction and its
// gradient, and two sums follow. Classes are rows of labels; the other losses compare element by element.
import type { Batch, LossSpec } from '../types';
import type { DerivedGraph, PlanValue } from '../plan/ir';
import { bufferRef, gradientRef, valueRef, type Target } from './context';
import { literal, tableOf, type Kernel, type StoredRef } from './kernel';
import { nestKernels, type Nest, type Strided } from './nest';
import { resultsRef, stepRef } from './places';

export interface LossKernels {
  readonly kernels: readonly Kernel[];
  /** Given by the host before each run: labels or targets. */
  readonly given: StoredRef;
  /** null for losses without classes. */
  readonly predictions: StoredRef | null;
}

/** Labels or targets of a batch: what the host uploads. */
export function givenRef(graph: DerivedGraph, spec: LossSpec): StoredRef {
  const { shape, size } = graph.output;
  const classes = spec.kind === 'cross_entropy' || spec.kind === 'nll';
  const elements = classes ? size / (shape[1] ?? 1) : size;
  return bufferRef({ key: 'given', bytes: 4 * Math.max(1, elements) });
}

export function lossKernels(graph: DerivedGraph, spec: LossSpec, training: boolean, shares: boolean): LossKernels {
  const { nests, ...rest } = lossNests(graph, spec, training);
  const parts = (elements: number): StoredRef => bufferRef({ key: 'loss.parts', bytes: 4 * elements });
  return { ...rest, kernels: nests.flatMap((each) => nestKernels(each, shares, parts)) };
}

type LossNests = Omit<LossKernels, 'kernels'> & { readonly nests: readonly Nest[] };

function lossNests(graph: DerivedGraph, spec: LossSpec, training: boolean): LossNests {
  const { output } = graph;
  const gradient: Target | null = training && output.hasGradient ? { out: gradientRef(output), add: false } : null;
  const given = givenRef(graph, spec);
  return spec.kind === 'cross_entropy' || spec.kind === 'nll'
    ? classLoss(graph, spec, given, gradient)
    : elementLoss(graph, spec, given, gradient);
}

/** The terms of a nest of one output. */
const inRow = (ref: StoredRef): Strided => ({ ref, strides: [0, 1] });

function elementLoss(
  graph: DerivedGraph,
  spec: Exclude<LossSpec, { kind: 'cross_entropy' | 'nll' }>,
  given: StoredRef,
  gradient: Target | null,
): LossNests {
  const x = valueRef(graph.output);
  const values = bufferRef({ key: 'loss', bytes: 4 * x.size });
  const weights = spec.kind === 'bce_with_logits' ? (spec.posWeight ?? null) : null;
  const factor = weights ? `(1.0 + (ld_weights(i % ${weights.length}u) - 1.0) * b)` : '1.0';
  const [value, slope] =
    spec.kind === 'mse'
      ? ['(a - b) * (a - b)', '2.0 * (a - b)']
      : [`(1.0 - b) * a + ${factor} * softplus(-a)`, `1.0 - b - ${factor} * sigmoid(-a)`];
  return {
    nests: [
      {
        shape: [x.size],
        reads: { a: { ref: x, strides: [1] }, b: { ref: given, strides: [1] } },
        uses: { step: stepRef, ...(weights && { weights: tableOf(weights) }) },
        results: [{ out: values, value }, ...(gradient ? [{ ...gradient, value: `(${slope}) / ld_step(0u)` }] : [])],
      },
      {
        shape: [1],
        reduce: [x.size],
        reads: { x: inRow(values) },
        results: [
          { out: resultsRef, value: 'x', at: '0u' },
          { out: resultsRef, value: '0.0', at: '1u' },
        ],
      },
    ],
    given,
    predictions: null,
  };
}

function classLoss(
  graph: DerivedGraph,
  spec: Extract<LossSpec, { kind: 'cross_entropy' | 'nll' }>,
  given: StoredRef,
  gradient: Target | null,
): LossNests {
  const x = valueRef(graph.output);
  const [items, classes] = x.shape;
  const positions = x.size / (items * classes);
  const rows = items * positions;
  const values = bufferRef({ key: 'loss', bytes: 4 * rows });
  const predictions = bufferRef({ key: 'predictions', bytes: 4 * rows });
  const logits = spec.kind === 'cross_entropy';
  const smoothing = logits ? (spec.labelSmoothing ?? 0) : 0;
  const weightOf = (k: string): string => (spec.weight ? `ld_weights(${k})` : '1.0');
  const hot = literal(1 - smoothing);
  const soft = literal(smoothing / classes);
  // The weight of class k in the row's target distribution.
  const target = `(${weightOf('k')} * (select(0.0, ${hot}, f32(k) == label) + ${soft}))`;
  const each = (body: string): string =>
    `for (var k = 0u; k < ${classes}u; k++) { let x = ld_x(first + k * ${positions}u); ${body} }`;
  const gradientCode = gradient
    ? each(
        `var slope = 0.0; if (!ignored) { slope = ${logits ? `exp(x - shift) * weight - ${target}` : `-${target}`}; }
    st_dx(first + k * ${positions}u, slope / ld_step(0u));`,
      )
    : '';
  const before = `let label = ld_labels(i);
  let ignored = label == ${literal(spec.ignoreIndex ?? -100)};
  let first = i / ${positions}u * ${classes * positions}u + i % ${positions}u;
  var best = 0u; var largest = ld_x(first);
  ${each('if (x > largest) { largest = x; best = k; }')}
  var shift = 0.0;
  ${logits ? `var sum = 0.0; ${each('sum += exp(x - largest);')} shift = largest + log(sum);` : ''}
  var weight = 0.0; var loss = 0.0;
  ${each(`let t = ${target}; weight += t; if (t != 0.0) { loss -= t * (x - shift); }`)}
  ${gradientCode}`;
  return {
    nests: [
      {
        shape: [rows],
        uses: {
          x,
          labels: given,
          step: stepRef,
          ...(spec.weight && { weights: tableOf(spec.weight) }),
          ...(gradient && { dx: gradient.out }),
        },
        before,
        results: [
          { out: values, value: 'select(loss, 0.0, ignored)' },
          { out: predictions, value: 'f32(best)' },
        ],
      },
      {
        shape: [1],
        reduce: [rows],
        reads: { x: inRow(values), p: inRow(predictions), l: inRow(given) },
        results: [
          { out: resultsRef, value: 'x', at: '0u' },
          { out: resultsRef, value: 'select(0.0, 1.0, p == l)', at: '1u' },
        ],
      },
    ],
    given,
    predictions,
  };
}

/**
 * The numbers of a batch that `given` takes.
 * @throws where labels or targets are missing or are none
 */
export function givenNumbers(loss: LossSpec, output: PlanValue, batch: Batch): Float32Array {
  if (loss.kind === 'mse' || loss.kind === 'bce_with_logits') {
    if (batch.targets?.length !== output.size) throw new Error(`this loss needs ${output.size} targets`);
    return batch.targets;
  }
  const classes = output.shape[1];
  const { labels } = batch;
  if (labels?.length !== output.size / classes) throw new Error(`this loss needs ${output.size / classes} labels`);
  const ignored = loss.ignoreIndex ?? -100;
  for (const label of labels)
    if (label !== ignored && (label < 0 || label >= classes)) throw new Error(`label ${label} of ${classes} classes`);
  return Float32Array.from(labels);
}
