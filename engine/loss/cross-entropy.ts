// Cross-entropy of logits, and the negative log likelihood of log-probabilities (torch.nn.functional.cross_entropy, nll_loss).
//     loss = Σ (1 − ε) · w[y] · −log p[y]  +  ε/K · Σ_c w[c] · −log p[c],   divided by Σ w[y]      p = softmax(logits)
// The output is [N, K] or [N, K, positions...]; labels are one an item or one a position.
import type { LossFunction } from './types';

interface Settings {
  readonly logits: boolean;
  readonly weight?: readonly number[];
  readonly labelSmoothing?: number;
  readonly ignoreIndex?: number;
}

export const crossEntropy =
  (settings: Settings): LossFunction =>
  (output, batch, gradient, denominator) => {
    const [items, classes] = output.shape;
    const positions = output.data.length / (items * classes);
    const labels = batch.labels;
    if (!labels) throw new Error('this loss needs labels');
    const predictions = new Int32Array(items * positions);
    const logProbability = new Float64Array(classes);
    let [sum, correct] = [0, 0];
    for (let row = 0; row < items * positions; row++) {
      const start = Math.floor(row / positions) * classes * positions + (row % positions);
      predictions[row] = readRow(output.data, start, positions, settings.logits, logProbability);
      const label = labels[row];
      const ignored = label === (settings.ignoreIndex ?? -100);
      if (!ignored && (label < 0 || label >= classes)) throw new Error(`label ${label} of ${classes} classes`);
      if (!ignored) sum += rowLoss(settings, logProbability, label);
      if (predictions[row] === label) correct++;
      if (gradient)
        writeGradient(settings, logProbability, ignored ? null : label, denominator, gradient.data, start, positions);
    }
    return { sum, correct, predictions };
  };

/** Fills the row's log-probabilities and returns the class of its largest element (the first of equals). */
function readRow(data: Float32Array, start: number, step: number, logits: boolean, target: Float64Array): number {
  let best = 0;
  for (let k = 0; k < target.length; k++) {
    target[k] = data[start + k * step];
    if (target[k] > target[best]) best = k;
  }
  if (!logits) return best;
  const largest = target[best];
  let sum = 0;
  for (let k = 0; k < target.length; k++) sum += Math.exp(target[k] - largest);
  const shift = largest + Math.log(sum);
  for (let k = 0; k < target.length; k++) target[k] -= shift;
  return best;
}

function rowLoss({ weight, labelSmoothing = 0 }: Settings, logProbability: Float64Array, label: number): number {
  const hard = -(weight?.[label] ?? 1) * logProbability[label];
  if (labelSmoothing === 0) return hard;
  let smooth = 0;
  for (let k = 0; k < logProbability.length; k++) smooth -= (weight?.[k] ?? 1) * logProbability[k];
  return (1 - labelSmoothing) * hard + (labelSmoothing / logProbability.length) * smooth;
}

/** d loss / d log p[k] is −t[k]; through the softmax: p[k] · Σ t − t[k]. */
function writeGradient(
  { logits, weight, labelSmoothing = 0 }: Settings,
  logProbability: Float64Array,
  label: number | null,
  denominator: number,
  gradient: Float32Array,
  start: number,
  step: number,
): void {
  const classes = logProbability.length;
  const target = (k: number): number =>
    (weight?.[k] ?? 1) * ((k === label ? 1 - labelSmoothing : 0) + labelSmoothing / classes);
  let total = 0;
  for (let k = 0; k < classes; k++) total += target(k);
  for (let k = 0; k < classes; k++) {
    const slope = logits ? Math.exp(logProbability[k]) * total - target(k) : -target(k);
    gradient[start + k * step] = label === null ? 0 : slope / denominator;
  }
}
