// Three levels of cost, by the share of the model's multiply-accumulates: each has a theme colour of the extension.

export const costLevels = ['low', 'medium', 'high'] as const;
export type CostLevel = (typeof costLevels)[number];

/** null: unknown, which counts as low. */
export const costLevel = (share: number | null): CostLevel =>
  share !== null && share >= 0.25 ? 'high' : share !== null && share >= 0.1 ? 'medium' : 'low';
