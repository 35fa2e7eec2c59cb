// What a rule may know of an operation before anything is computed: shapes and attributes.
import type { ShapeContext } from '../layers/rule';
import type { PlanOperation, PlanValue } from './ir';

export const shapeContext = (operation: PlanOperation, training: boolean): ShapeContext => ({
  training,
  shape: (name) => single(operation, name).shape,
  listShapes: (name) => [operation.inputs[name] ?? []].flat().map(({ shape }: PlanValue) => shape),
  hasInput: (name) => (operation.inputs[name] ?? null) !== null,
  outputShape: (index = 0) => operation.outputs[index].shape,
  attribute: (name) => operation.attributes[name],
  isBoolean: (name) => [operation.inputs[name] ?? []].flat().some(({ boolean }: PlanValue) => boolean),
});

function single(operation: PlanOperation, name: string): PlanValue {
  const entry = operation.inputs[name];
  if (!entry || Array.isArray(entry)) throw new Error(`${operation.operator} has no tensor ${name}`);
  return entry as PlanValue;
}
