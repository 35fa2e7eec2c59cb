// A call by which the file's own code feeds a model. Its tensors are the model's inputs; numbers, flags and `None` beside them stay.
//
//     net(images, time=torch.ones(2), train=False)        inputs: images, time
import { isSymbolic } from '../../shape/dim';
import { DictValue, ListValue, TensorValue, TupleValue, UnknownValue, type Keywords, type Value } from '../values';

export interface FedCall {
  readonly args: readonly Value[];
  readonly keywords: Keywords;
  /** Those among the arguments, and in lists, tuples and dicts there, each once, in order. */
  readonly tensors: readonly TensorValue[];
}

/** What a model is given, as it is now: lists may change afterwards. null: it holds no tensor, or what cannot be told. */
export function fedCall(args: readonly Value[], keywords: Keywords): FedCall | null {
  const tensors = new Set<TensorValue>();
  let isKnown = true;
  const look = (tensor: TensorValue): TensorValue => {
    tensors.add(tensor);
    isKnown &&= !tensor.uninitialised && !tensor.tensor.shape.some(isSymbolic);
    return tensor;
  };
  const lose = (): void => void (isKnown = false);
  const copied = args.map((value) => replaced(value, look, lose));
  const named = keywords && new Map([...keywords].map(([name, value]) => [name, replaced(value, look, lose)]));
  return isKnown && tensors.size > 0 ? { args: copied, keywords: named, tensors: [...tensors] } : null;
}

/** The same call with other tensors, one for each of `call.tensors`. */
export function feedAgain(call: FedCall, inputs: readonly TensorValue[]): Pick<FedCall, 'args' | 'keywords'> {
  const replacement = (tensor: TensorValue): TensorValue => inputs[call.tensors.indexOf(tensor)];
  const again = (value: Value): Value => replaced(value, replacement);
  return {
    args: call.args.map(again),
    keywords: call.keywords && new Map([...call.keywords].map(([name, value]) => [name, again(value)])),
  };
}

function replaced(value: Value, tensor: (value: TensorValue) => TensorValue, lose?: () => void): Value {
  const inner = (part: Value): Value => replaced(part, tensor, lose);
  if (value instanceof TensorValue) return tensor(value);
  if (value instanceof TupleValue) return new TupleValue(value.items.map(inner), value.type);
  if (value instanceof ListValue && value.open === null) return new ListValue(value.items.map(inner), value.type);
  if (value instanceof DictValue && value.open === null && value.owner === null) {
    const dict = new DictValue(value.type);
    for (const [hash, entry] of value.entries) dict.entries.set(hash, { ...entry, value: inner(entry.value) });
    return dict;
  }
  if (value instanceof UnknownValue || value instanceof ListValue || value instanceof DictValue) lose?.();
  return value;
}
