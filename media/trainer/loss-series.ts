// The losses of all training steps, for a curve: kept in a bounded number of points, smoothed on demand.

/** More points than a chart has pixels are of no use: past this, neighbours are averaged in pairs. */
const mostPoints = 4_096;

export class LossSeries {
  /** Steps, from 1, as one point each or as the middle of the steps that it averages. */
  private steps: number[] = [];
  private losses: number[] = [];
  /** Steps that one point averages. */
  private width = 1;
  /** Steps that wait for a point of their own. */
  private waiting: { readonly step: number; readonly loss: number }[] = [];

  get length(): number {
    return this.steps.length;
  }

  append(step: number, loss: number): void {
    this.waiting.push({ step, loss });
    if (this.waiting.length < this.width) return;
    this.steps.push(mean(this.waiting.map((each) => each.step)));
    this.losses.push(mean(this.waiting.map((each) => each.loss)));
    this.waiting = [];
    if (this.steps.length >= mostPoints) this.halve();
  }

  /** Forgets what came after a step: a run that goes on from an earlier epoch repeats it. */
  truncate(step: number): void {
    const kept = this.steps.filter((each) => each <= step).length;
    this.steps.length = kept;
    this.losses.length = kept;
    this.waiting = [];
  }

  private halve(): void {
    const pairs = <T>(values: readonly T[]): T[][] =>
      Array.from({ length: Math.floor(values.length / 2) }, (_, i) => values.slice(2 * i, 2 * i + 2));
    this.steps = pairs(this.steps).map(mean);
    this.losses = pairs(this.losses).map(mean);
    this.width *= 2;
  }

  /**
   * x: epochs, y: losses smoothed by an exponential mean without the bias of its start, `weight` in [0, 1) for what went before.
   */
  smoothed(
    weight: number,
    stepsPerEpoch: number,
  ): { readonly epochs: readonly number[]; readonly losses: readonly number[] } {
    let sum = 0;
    let norm = 0;
    const losses = this.losses.map((loss) => {
      sum = sum * weight + loss * (1 - weight);
      norm = norm * weight + (1 - weight);
      return sum / norm;
    });
    return { epochs: this.steps.map((step) => step / stepsPerEpoch), losses };
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
