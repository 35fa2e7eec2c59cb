// Operators whose result is stored: pools, means, sums, gates, other activations, joins and parts of channels.
import { numberOf, optionalList } from '../../layers/attributes';
import type { PlanOperation, PlanValue } from '../../plan/ir';
import { averageUnit } from '../average';
import { blockedOf, imageOf, type Blocked } from '../blocked';
import { joinUnit, partUnit } from '../channels';
import { elementwiseUnit } from '../elementwise';
import { gateUnit } from '../gate';
import type { Lower, Lowering } from '../lowering';
import { poolUnit } from '../pool';
import { SumUnit } from '../sum';
import { attributesOf, inputOf, isPlain, onlyIf } from './common';

function addAverage(lowering: Lowering, operation: PlanOperation): boolean {
  const input = inputOf(operation);
  if (!lowering.isImage(input)) return false;
  const pooled = lowering.lazy(input)?.lazy.pooled === true;
  const tensor = pooled ? lowering.blocked(input) : null;
  const source = tensor ? ({ kind: 'stored', tensor } as const) : lowering.source(input);
  if (!source) return false;
  const output = blockedOf(operation.outputs[0]);
  lowering.units.push(onlyIf(operation.hasBackward, averageUnit(lowering.holder, operation.index, source, output)));
  lowering.setBlocked(operation.outputs[0], output);
  return true;
}

export const globalAverage: Lower = (lowering, operation) =>
  operation.outputs[0].shape.slice(2).every((extent) => extent === 1) && addAverage(lowering, operation);

/** The mean over the spatial axes of an image. */
export const mean: Lower = (lowering, operation) => {
  const rank = inputOf(operation).shape.length;
  const axes = (optionalList(attributesOf(operation), 'dim') ?? []).map((axis) => (axis < 0 ? axis + rank : axis));
  const spatial = rank === 4 && axes.length === 2 && axes.includes(2) && axes.includes(3);
  return spatial && addAverage(lowering, operation);
};

/** Between images of one position and rows of features nothing moves. */
export const sameElements: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const [value] = operation.outputs;
  const [from, to] = [imageOf(input), imageOf(value)];
  if (!from || !to || !lowering.isImage(input)) return false;
  const single = from.height * from.width === 1 && to.height * to.width === 1;
  if (!single || from.count !== to.count || from.channels !== to.channels) return false;
  const tensor = lowering.blocked(input);
  if (!tensor) return false;
  lowering.setBlocked(value, tensor);
  return true;
};

const sameShape = (a: PlanValue, b: PlanValue): boolean =>
  a.shape.length === b.shape.length && a.shape.every((extent, i) => extent === b.shape[i]);

export const add: Lower = (lowering, operation) => {
  const [left, right] = [inputOf(operation), inputOf(operation, 'other')];
  if (!left || !right || !sameShape(left, right) || left.id === right.id || left.shape.length !== 4) return false;
  if (numberOf(attributesOf(operation), 'alpha', 1) !== 1) return false;
  if (!lowering.isImage(left) && !lowering.isImage(right)) return false;
  const operands = [left, right].map((value) => {
    const lazy = lowering.lazy(value)?.lazy;
    if (lazy && isPlain(lazy)) return lowering.source(value);
    const tensor = lowering.blocked(value);
    return tensor && ({ kind: 'stored', tensor } as const);
  });
  if (!operands[0] || !operands[1]) return false;
  const [value] = operation.outputs;
  const output: Blocked = blockedOf(value);
  const unit = new SumUnit(lowering.holder, operation.index, [operands[0], operands[1]], output);
  lowering.units.push(onlyIf(operation.hasBackward, unit));
  lowering.setBlocked(value, output);
  lowering.sums.set(value.id, unit);
  return true;
};

/** Pools without a merged form; overlapping or adaptive windows. */
export const pool =
  (kind: 'max' | 'average'): Lower =>
  (lowering, operation) => {
    const input = inputOf(operation);
    const [value] = operation.outputs;
    if (operation.outputs.length > 1 || !lowering.isImage(input) || input.shape.length > 4) return false;
    const source = lowering.source(input);
    if (!source) return false;
    const output = blockedOf(value);
    lowering.units.push(onlyIf(operation.hasBackward, poolUnit(lowering.holder, operation, kind, source, output)));
    lowering.setBlocked(value, output);
    return true;
  };

export const elementwise: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const source = lowering.isImage(input) ? lowering.source(input) : null;
  const output = source && blockedOf(operation.outputs[0]);
  const unit = source && output && elementwiseUnit(lowering.holder, operation, source, output);
  if (!unit || !output) return false;
  lowering.units.push(onlyIf(operation.hasBackward, unit));
  lowering.setBlocked(operation.outputs[0], output);
  return true;
};

/** x · s with s of shape [N, C, 1, 1]. */
export const gate: Lower = (lowering, operation) => {
  const operands = [inputOf(operation), inputOf(operation, 'other')];
  const isGate = (value: PlanValue | undefined): boolean =>
    value?.shape.length === 4 && value.shape[2] === 1 && value.shape[3] === 1;
  const [x, s] = isGate(operands[1]) ? operands : [operands[1], operands[0]];
  if (!x || !s || !isGate(s) || isGate(x) || x.shape.length !== 4) return false;
  if (x.shape[0] !== s.shape[0] || x.shape[1] !== s.shape[1] || !lowering.isImage(x) || !lowering.isImage(s))
    return false;
  const factors = lowering.blocked(s);
  const source = lowering.source(x);
  if (!factors || !source) return false;
  const output = blockedOf(operation.outputs[0]);
  lowering.units.push(
    onlyIf(operation.hasBackward, gateUnit(lowering.holder, operation.index, source, factors, output)),
  );
  lowering.setBlocked(operation.outputs[0], output);
  return true;
};

const channelAxis = (operation: PlanOperation, rank: number): boolean => {
  const axis = numberOf(attributesOf(operation), 'dim', 0);
  return rank >= 3 && rank <= 4 && (axis < 0 ? axis + rank : axis) === 1;
};

/** Parts along the channels that begin at whole blocks. */
export const cat: Lower = (lowering, operation) => {
  const parts = operation.inputs['tensors'] as readonly PlanValue[];
  const [value] = operation.outputs;
  if (!channelAxis(operation, value.shape.length)) return false;
  if (parts.slice(0, -1).some((part) => part.shape[1] % 8 !== 0) || !parts.some((part) => lowering.isImage(part)))
    return false;
  if (parts.some((part) => part.source.kind === 'parameter' || part.source.kind === 'constant')) return false;
  const sources = parts.map((part) => lowering.source(part));
  const known = sources.flatMap((source) => (source ? [source] : []));
  if (known.length < sources.length) return false;
  const output = blockedOf(value);
  lowering.units.push(onlyIf(operation.hasBackward, joinUnit(lowering.holder, operation.index, known, output)));
  lowering.setBlocked(value, output);
  return true;
};

export const parts =
  (name: string): Lower =>
  (lowering, operation) => {
    const input = inputOf(operation, name);
    if (!channelAxis(operation, input.shape.length) || !lowering.isImage(input)) return false;
    if (operation.outputs.slice(0, -1).some((output) => output.shape[1] % 8 !== 0)) return false;
    const whole = lowering.blocked(input);
    if (!whole) return false;
    let first = 0;
    const made = operation.outputs.map((output) => {
      const part = { tensor: blockedOf(output), first };
      first += part.tensor.blocks;
      lowering.setBlocked(output, part.tensor);
      return part;
    });
    lowering.units.push(onlyIf(operation.hasBackward, partUnit(lowering.holder, operation.index, whole, made)));
    return true;
  };
