// The confusion matrix of a validation pass: how often each class was taken for each.

export class Confusion {
  readonly counts: number[][];

  constructor(classes: number) {
    this.counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  }

  /** Pairs outside the matrix (a model with more outputs than the data has classes) count nowhere. */
  add(labels: Int32Array, predictions: Int32Array): void {
    for (let i = 0; i < labels.length; i++) {
      const row = this.counts[labels[i]];
      if (row !== undefined && predictions[i] < row.length) row[predictions[i]] += 1;
    }
  }
}
