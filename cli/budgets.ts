// Budgets of `.convlens.json`, for `convlens check`: the most that a model may cost.
//
//     { "budgets": { "DSDilatedNet()": { "params": 50000, "macs": 6000000, "activationBytes": 1000000 } } }
//
// A key is a model's expression, or the name before its parenthesis, which then holds for all models of that name.
import type { ModelReport } from '../core/report/report';
import { UsageError } from './environment';

export const budgetFile = '.convlens.json';

const figures = ['params', 'macs', 'activationBytes'] as const;
type Figure = (typeof figures)[number];

export type Budgets = Readonly<Record<string, Readonly<Partial<Record<Figure, number>>>>>;

/** @throws UsageError with the first thing that is wrong. */
export function parseBudgets(text: string, file: string): Budgets {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${(error as Error).message.replace(/\n.*$/s, '')}`);
  }
  const budgets = isRecord(parsed) ? parsed['budgets'] : undefined;
  if (!isRecord(budgets)) throw new UsageError(`${file}: no object "budgets"`);
  for (const [model, budget] of Object.entries(budgets)) {
    if (!isRecord(budget)) throw new UsageError(`${file}: the budget of ${model} is no object`);
    for (const [name, value] of Object.entries(budget)) {
      if (!(figures as readonly string[]).includes(name)) {
        throw new UsageError(`${file}: ${model}: ${name} is none of ${figures.join(', ')}`);
      }
      if (typeof value !== 'number' || !(value >= 0)) {
        throw new UsageError(`${file}: ${model}: ${name} is no number from 0`);
      }
    }
  }
  return budgets as Budgets;
}

export interface BudgetResult {
  readonly model: string;
  readonly figure: Figure;
  readonly limit: number;
  /** null: it cannot be told, so the budget is not known to hold. */
  readonly actual: number | null;
  readonly kept: boolean;
}

export function checkBudgets(model: ModelReport, budgets: Budgets): readonly BudgetResult[] {
  const name = model.expr.replace(/\(.*$/s, '');
  const budget = { ...own(budgets, name), ...own(budgets, model.expr) };
  const actuals: Readonly<Record<Figure, unknown>> = {
    params: model.params,
    macs: model.macs,
    activationBytes: model.activationBytes.inferencePeak,
  };
  return figures.flatMap((figure): readonly BudgetResult[] => {
    const limit = budget[figure];
    if (limit === undefined) return [];
    const value = actuals[figure];
    const actual = typeof value === 'number' ? value : null;
    return [{ model: model.expr, figure, limit, actual, kept: actual !== null && actual <= limit }];
  });
}

const own = (budgets: Budgets, key: string): Budgets[string] => (Object.hasOwn(budgets, key) ? budgets[key] : {});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
