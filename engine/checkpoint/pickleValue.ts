// What a checkpoint can hold, as Python has it: None, bool, int, float, str, tuple, list, dict, OrderedDict and tensors.
// Numbers read from a file are plain numbers; to write, a whole number that Python shall see as a float is a PyFloat.
import type { FileTensor } from './tensor';

export type PyValue =
  null | boolean | number | bigint | string | PyFloat | PyTuple | PyTensor | readonly PyValue[] | PyDict;

export type PyKey = string | number;

/** A dict; with `ordered`, a collections.OrderedDict. */
export class PyDict extends Map<PyKey, PyValue> {
  ordered = false;
}

export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export class PyTuple {
  readonly items: readonly PyValue[];

  constructor(items: readonly PyValue[]) {
    this.items = items;
  }
}

/** A tensor whose bytes are read when they are asked for. */
export class PyTensor {
  readonly dtype: FileTensor['dtype'];
  readonly shape: FileTensor['shape'];
  readonly read: () => FileTensor;

  constructor(dtype: FileTensor['dtype'], shape: FileTensor['shape'], read: () => FileTensor) {
    this.dtype = dtype;
    this.shape = shape;
    this.read = read;
  }

  static of(tensor: FileTensor): PyTensor {
    return new PyTensor(tensor.dtype, tensor.shape, () => tensor);
  }
}

export const float = (value: number): PyFloat => new PyFloat(value);

/** A dict of the entries of a plain object, in order. */
export const dict = (entries: Readonly<Record<string, PyValue>>): PyDict => new PyDict(Object.entries(entries));

export function orderedDict(entries: Iterable<readonly [PyKey, PyValue]>): PyDict {
  const made = new PyDict(entries);
  made.ordered = true;
  return made;
}

export const isDict = (value: PyValue | undefined): value is PyDict => value instanceof PyDict;
