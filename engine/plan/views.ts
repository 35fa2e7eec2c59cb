// Names and views of an operation's tensors: where a value, its gradient and what an operation saves lie.
import type { LayerRule, Saved, View } from '../layers/rule';
import { layerRule } from '../layers/table';
import type { PlanOperation, PlanValue } from './ir';
import type { RunState } from './run-state';
import { shapeContext } from './shape-context';
import type { AddressOf, Buffer } from './task';

export const valueKey = (value: PlanValue): string => `v${value.id}`;
/** Several values may be the same parameter: its gradient is one. */
export const gradientKey = ({ id, source }: PlanValue): string =>
  source.kind === 'parameter' ? `gp${source.parameter}` : `g${id}`;

/** Only what operations make (and the inputs) has a place in the plan; the rest lies in the store. */
export const isPlanned = (value: PlanValue): boolean =>
  value.source.kind === 'operation' || value.source.kind === 'input';

export const valueBuffer = (value: PlanValue): Buffer => ({ key: valueKey(value), bytes: 4 * value.size });
export const gradientBuffer = (value: PlanValue): Buffer => ({ key: gradientKey(value), bytes: 4 * value.size });

/** The inputs' tensors, lists flattened. */
export const inputValues = (operation: PlanOperation): readonly PlanValue[] =>
  Object.values(operation.inputs).flatMap((entry) => (entry === null ? [] : entry));

export function viewOf(run: RunState, address: AddressOf, value: PlanValue): View {
  const { source } = value;
  const at =
    source.kind === 'parameter'
      ? run.store.parameter(source.parameter)
      : source.kind === 'constant'
        ? run.store.constant(value.id)
        : address(valueKey(value));
  return { shape: value.shape, data: run.memory.floats(at, value.size) };
}

/** null: nobody wants it. */
export function gradientViewOf(run: RunState, address: AddressOf, value: PlanValue): View | null {
  if (!value.hasGradient) return null;
  const at =
    value.source.kind === 'parameter' ? run.store.gradient(value.source.parameter) : address(gradientKey(value));
  return at === null ? null : { shape: value.shape, data: run.memory.floats(at, value.size) };
}

export function savedOf(operation: PlanOperation, training: boolean): Readonly<Record<string, Saved>> {
  const rule = requiredRule(operation);
  if (!rule.saves) return {};
  return rule.saves(shapeContext(operation, training));
}

export const savedKey = (operation: PlanOperation, name: string): string => `s${operation.index}.${name}`;

export function requiredRule(operation: PlanOperation): LayerRule {
  const rule = layerRule(operation.operator);
  if (!rule) throw new Error(`no rule for ${operation.operator}`);
  return rule;
}
