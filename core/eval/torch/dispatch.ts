// Calling an operator: arguments bound and converted, the rule applied, the outcome recorded and turned into a value.
import type { RelatedPlace } from '../../base/diagnostic';
import type { AttributeValue, ValueId } from '../../graph/graph';
import { applyOperator, signatureOf } from '../../ops/apply';
import type { ArgumentValue } from '../../ops/arguments';
import { bindArguments } from '../../ops/binding';
import { invalidArgument } from '../../ops/problems';
import { Float, type Inference, type Operator, type TensorType } from '../../ops/operator';
import { isSymbolic, product, type Dim } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import { operatorSteps } from '../budget';
import { Storage, TensorValue, type InstanceValue, type Keywords, type Machine, type Value } from '../values';
import { fromResult, isTensorArgument, toArgument, type TensorArgument } from './arguments';
import { assignedPart, derivationOf, isReordered, partOffset } from './derivation';
import { defaultTypeOf } from './defaultType';
import type { Recording } from './recording';
import { isViewable } from './viewable';

/** A module call: its arguments as they are given, and how many calls it lies within. */
export type ModuleCallWatcher = (
  module: InstanceValue,
  args: readonly Value[],
  keywords: Keywords,
  depth: number,
) => void;

/** What the interpreter gives to operators. */
export interface OperatorHost extends Machine {
  recording: Recording | null;
  /** Told of every module call, before it runs. */
  onModuleCall: ModuleCallWatcher | null;
  /** How many module calls are under way. */
  moduleDepth: number;
}

export function callOperator(
  machine: Machine,
  operator: Operator,
  args: readonly Value[],
  keywords: Keywords,
  calledAs: string,
  method: boolean,
  /** Of a function: its full name. */
  qualified: string | null = null,
): Value {
  machine.step(operatorSteps);
  const host = machine as OperatorHost;
  const positional = args.map((arg) => toArgument(machine, arg));
  const keyword = new Map<string, ArgumentValue>();
  if (keywords !== null) for (const [name, value] of keywords) keyword.set(name, toArgument(machine, value));
  const bound = bindArguments(calledAs, signatureOf(operator, method), positional, keyword);
  if (bound.kind === 'wrong') return machine.problem(bound.problem, 'TypeError');
  if (bound.kind === 'unknown') return machine.unknown(bound.reason);
  const outcome = applyOperator(operator, bound.value, { calledAs, method, defaultDType: defaultTypeOf(machine) });
  if (outcome.kind === 'wrong')
    return machine.problem(outcome.problem, 'RuntimeError', producers(host.recording, bound.value));
  if (outcome.kind === 'unknown') {
    const unknown = machine.unknown(outcome.reason);
    host.recording?.unknown(outcome.reason, unknown.location);
    const target = inPlaceTarget(args, bound.value, calledAs, method);
    if (target !== null && outcome.reason !== '') return target;
    return unknown;
  }
  const inference = outcome.value;
  if (operator.name === 'view' || operator.name === 'view_as') requireViewable(host, operator, bound.value, inference);
  const tensors: TensorValue[] = [];
  const result = fromResult(machine, inference.result, (type) => {
    const tensor = new TensorValue(plain(type), storageFor(operator, inference, type, bound.value));
    tensors.push(tensor);
    return tensor;
  });
  if (host.recording !== null && tensors.length > 0)
    record(host, host.recording, operator, bound.value, inference, tensors, method ? `.${calledAs}` : qualified);
  const target = inPlaceTarget(args, bound.value, calledAs, method);
  if (target !== null && result instanceof TensorValue) {
    changed(host, operator, inference, bound.value, target, result);
    machine.rebind(target, result);
    // `unsqueeze_` changes the view, not its elements
    if (inference.free === true) target.part = null;
    else machine.putBack(target);
    return target;
  }
  if (host.recording !== null && operator.name === 'getitem' && inference.free === true && tensors.length === 1) {
    const [whole, index] = args;
    if (whole instanceof TensorValue && index !== undefined) tensors[0].part = { whole, index };
  }
  if (inference.initialiser !== undefined && tensors.length === 1)
    machine.initialise(tensors[0], inference.initialiser);
  else if (host.recording === null && tensors.length === 1 && tensors[0].tensor.data === undefined) {
    const derivation = derivationOf(operator, bound.value, tensors[0]);
    if (derivation !== undefined) machine.derive(tensors[0], derivation);
  }
  return result;
}

function requireViewable(
  host: OperatorHost,
  operator: Operator,
  bound: ReadonlyMap<string, ArgumentValue>,
  { result }: Inference,
): void {
  const { recording } = host;
  const input = bound.get('input');
  if (recording === null || !isTensorArgument(input) || !('shape' in result) || result.dtype !== input.dtype) return;
  if (isViewable(recording, recording.valueOf(input.source), result.shape)) return;
  const reason = `${formatShape(input.shape)} does not lie in memory so that it could be viewed as ${formatShape(result.shape)}`;
  const hint = 'Use .reshape(...), or .contiguous() before it.';
  host.problem(invalidArgument(operator.name, reason, { hint }), 'RuntimeError', producers(recording, bound));
}

/** A tensor that is changed in place before the model runs: a parameter may start with it. */
function changed(
  host: OperatorHost,
  operator: Operator,
  { initialiser, free }: Inference,
  bound: ReadonlyMap<string, ArgumentValue>,
  target: TensorValue,
  result: TensorValue,
): void {
  const known = initialiser !== undefined && initialiser.kind !== 'unsupported';
  const derivation = known || host.recording !== null ? undefined : derivationOf(operator, bound, target);
  if (derivation !== undefined) host.derive(target, derivation);
  else if (initialiser !== undefined) host.initialise(target, initialiser);
  else if (host.recording === null && free !== true) {
    const { data } = result.tensor;
    const part = operator.name === 'setitem' ? assignedPart(target, bound) : undefined;
    if (data !== undefined) host.initialise(target, { kind: 'data', data });
    else if (part !== undefined)
      host.initialisePart(target, part.offset, part.elements, { kind: 'constant', value: part.value });
    else host.initialise(target, { kind: 'unsupported', reason: `changed in place by ${operator.name}` });
  }
}

/** Where the tensors of a failed call were made. */
function producers(recording: Recording | null, bound: ReadonlyMap<string, ArgumentValue>): RelatedPlace[] {
  if (recording === null) return [];
  const places: RelatedPlace[] = [];
  for (const value of bound.values()) {
    if (!isTensorArgument(value) || value.source.recording !== recording.id) continue;
    // what a branch executed may have been taken back
    const source = recording.values.at(value.source.valueId)?.source;
    if (source?.kind !== 'operation') continue;
    const made = recording.operations.at(source.operation);
    if (made === undefined) continue;
    const { location, operator } = made;
    if (location !== null)
      places.push({ location, message: `${formatShape(value.shape)} comes from this ${operator}` });
  }
  return places;
}

/** The tensor that the call changes: `x.add_(y)`, `relu(x, inplace=True)`, `x[i] = y`. */
function inPlaceTarget(
  args: readonly Value[],
  bound: ReadonlyMap<string, ArgumentValue>,
  calledAs: string,
  method: boolean,
): TensorValue | null {
  const first = args[0];
  if (!(first instanceof TensorValue)) {
    const input = bound.get('input');
    return bound.get('inplace') === true && isTensorArgument(input) ? input.source : null;
  }
  if (calledAs === 'setitem') return first;
  if (calledAs.endsWith('_') && !calledAs.endsWith('__') && (method || calledAs !== 'requires_grad_')) return first;
  return bound.get('inplace') === true ? first : null;
}

/** Without the mark of whose argument it was. */
const plain = (type: TensorType): TensorType =>
  type.data === undefined
    ? { shape: type.shape, dtype: type.dtype }
    : { shape: type.shape, dtype: type.dtype, data: type.data };

export function elementCount(shape: readonly Dim[]): number | null {
  const count = product(shape);
  return isSymbolic(count) ? null : count;
}

/** A free operator's result of the same size is a view: it shares the memory that initialisation fills. */
function storageFor(
  operator: Operator,
  inference: Inference,
  type: TensorType,
  bound: ReadonlyMap<string, ArgumentValue>,
): Storage {
  const elements = elementCount(type.shape);
  if (inference.free === true) {
    for (const value of bound.values()) {
      if (isTensorArgument(value)) {
        if (value.source.storage.elements === elements && !isReordered(operator)) return value.source.storage;
        return new Storage(elements, value.source.storage, partOffset(value.shape, bound.get('index')));
      }
    }
  }
  return new Storage(elements);
}

function record(
  host: OperatorHost,
  recording: Recording,
  operator: Operator,
  bound: ReadonlyMap<string, ArgumentValue>,
  inference: Inference,
  outputs: readonly TensorValue[],
  spelling: string | null,
): void {
  const inputs: Record<string, ValueId | readonly ValueId[] | null> = {};
  const attributes: Record<string, AttributeValue<Dim>> = {};
  for (const [name, value] of bound) {
    if (isTensorArgument(value)) inputs[name] = recording.valueOf(value.source);
    else if (Array.isArray(value) && value.length > 0 && value.every(isTensorArgument)) {
      inputs[name] = (value as readonly TensorArgument[]).map((item) => recording.valueOf(item.source));
    } else {
      if (inference.attributes === undefined) attributes[name] = toAttribute(value);
      // Among other items tensors stand as such in the attribute, and here by themselves: `x[:, index]`.
      const tensors = Array.isArray(value) ? value.filter(isTensorArgument) : [];
      if (tensors.length > 0) inputs[name] = tensors.map((item) => recording.valueOf(item.source));
    }
  }
  if (inference.attributes !== undefined) {
    for (const [name, value] of Object.entries(inference.attributes)) attributes[name] = toAttribute(value);
  }
  const index = recording.operations.length;
  const ids = outputs.map((tensor, output) => recording.add(tensor, { kind: 'operation', operation: index, output }));
  recording.operations.push({
    operator: operator.name,
    inputs,
    attributes,
    outputs: ids,
    macs: inference.macs ?? 0,
    call: null,
    location: host.place(),
    window: inference.window ?? null,
    shares: inference.free === true ? viewedBy(recording, bound) : null,
    isInPlace: false,
    isUntracked: !recording.isTracking,
    spelling,
  });
}

/** The tensor that a free operator's results view. */
function viewedBy(recording: Recording, bound: ReadonlyMap<string, ArgumentValue>): ValueId | null {
  for (const value of bound.values()) if (isTensorArgument(value)) return recording.valueOf(value.source);
  return null;
}

/** Plain data of a normalised argument. */
export function toAttribute(value: unknown): AttributeValue<Dim> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (value instanceof Float) return value.value;
  if (isSymbolic(value)) return value;
  if (isTensorArgument(value)) return 'tensor';
  if (Array.isArray(value)) return value.map(toAttribute);
  if (typeof value === 'object') {
    if ('dtype' in value) return String(value.dtype);
    if ('ellipsis' in value) return '...';
    if ('slice' in value) return ['slice', ...(value.slice as readonly unknown[]).map(toAttribute)];
    if ('opaque' in value) return String(value.opaque);
  }
  return null;
}

/** Whether a value is, or holds at its top level, a tensor. */
export function holdsTensor(value: Value): boolean {
  if (value instanceof TensorValue) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'tuple' || value.kind === 'list') return value.items.some((item) => item instanceof TensorValue);
  if (value.kind === 'dict') return [...value.entries.values()].some((entry) => entry.value instanceof TensorValue);
  return false;
}

/** A tensor of several elements is neither true nor false. */
export function refuseAmbiguous(machine: Machine, condition: Value): void {
  if (!(condition instanceof TensorValue) || condition.uninitialised) return;
  const elements = elementCount(condition.tensor.shape);
  if (elements !== null && elements > 1)
    machine.raise('RuntimeError', 'Boolean value of Tensor with more than one value is ambiguous');
}
