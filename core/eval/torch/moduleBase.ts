// torch.nn.Module's hot paths: storing, finding and deleting attributes, and being called. The rest of the class is Python, in
// core/library/torch/nn/modules/module.py.
import { keyText } from '../hashing';
import { Float } from '../../ops/operator';
import { isSymbolic, type Dim } from '../../shape/dim';
import type { AttributeValue, Tree } from '../../graph/graph';
import { setThroughDescriptor } from '../attributeAssignment';
import { lookupInClass } from '../binding';
import {
  ClassValue,
  DictValue,
  InstanceValue,
  ListValue,
  NativeFunction,
  PropertyValue,
  TensorValue,
  TupleValue,
  heap,
  UnknownValue,
  type BuiltinTypes,
  type Keywords,
  type Machine,
  type Value,
} from '../values';
import type { OperatorHost } from './dispatch';
import { runHooks, runPreHooks, type Given } from './moduleHooks';
import { memberDicts, membersOf, moduleMember } from './moduleMembers';
import type { RecordedCall, Recording } from './recording';

export function installModuleBase(types: BuiltinTypes): void {
  const { attributes } = types.ModuleBase;
  const define = (name: string, call: NativeFunction['call']): void =>
    void attributes.set(name, new NativeFunction(name, call));
  define('__init__', (machine, [self]) => {
    if (!(self instanceof InstanceValue)) return null;
    machine.touch(self);
    for (const which of memberDicts) self.attributes.set(which, new DictValue());
    self.attributes.set('training', true);
    return null;
  });
  define('__setattr__', (machine, [self, name, value]) => {
    if (self instanceof InstanceValue && typeof name === 'string') setMember(machine, self, name, value);
    return null;
  });
  define('__getattr__', (machine, [self, name]) => {
    if (self instanceof InstanceValue && typeof name === 'string') {
      const member = moduleMember(self, name);
      if (member !== undefined) return member;
    }
    return machine.raise('AttributeError', `'${machine.typeOf(self).name}' object has no attribute '${keyText(name)}'`);
  });
  define('__delattr__', (machine, [self, name]) => {
    if (!(self instanceof InstanceValue) || typeof name !== 'string') return null;
    for (const which of memberDicts) {
      const dict = membersOf(self, which);
      if (dict?.entries.has(name) === true) {
        machine.touch(dict);
        dict.entries.delete(name);
        return null;
      }
    }
    machine.touch(self);
    if (!self.attributes.delete(name))
      machine.raise('AttributeError', `'${self.type.name}' object has no attribute '${name}'`);
    return null;
  });
  define('__call__', (machine, args, keywords) => callModule(machine, args[0], args.slice(1), keywords));
}

function setMember(machine: Machine, self: InstanceValue, name: string, value: Value): void {
  const parameters = membersOf(self, '_parameters');
  const modules = membersOf(self, '_modules');
  const buffers = membersOf(self, '_buffers');
  const isParameter = value instanceof TensorValue && value.isParameter;
  const isChild = value instanceof InstanceValue && value.type.mro.includes(machine.types.ModuleBase);
  if (parameters === undefined || modules === undefined || buffers === undefined) {
    if (isParameter || isChild) {
      machine.raise(
        'AttributeError',
        `cannot assign ${isParameter ? 'parameters' : 'module'} before Module.__init__() call`,
      );
    }
    setPlain(machine, self, name, value);
    return;
  }
  const into = (dict: DictValue): void => {
    machine.touch(self);
    self.attributes.delete(name);
    for (const other of [parameters, modules, buffers]) {
      if (other !== dict && other.entries.has(name)) {
        machine.touch(other);
        other.entries.delete(name);
      }
    }
    machine.touch(dict);
    dict.entries.set(name, { key: name, value });
  };
  /** A name that is registered keeps its kind: it takes its own, None and what cannot be told. */
  const require = (fits: boolean, what: string): void => {
    if (fits || value === null || value instanceof UnknownValue) return;
    machine.raise('TypeError', `cannot assign '${machine.typeOf(value).name}' as ${what} or None expected)`);
  };
  if (isParameter) into(parameters);
  else if (parameters.entries.has(name)) {
    require(false, `parameter '${name}' (torch.nn.Parameter`);
    into(parameters);
  } else if (isChild) into(modules);
  else if (modules.entries.has(name)) {
    require(false, `child module '${name}' (torch.nn.Module`);
    into(modules);
  } else if (buffers.entries.has(name) || (value instanceof TensorValue && value.type === machine.types.Buffer)) {
    require(value instanceof TensorValue, `buffer '${name}' (torch.Tensor`);
    into(buffers);
  } else setPlain(machine, self, name, value);
}

function setPlain(machine: Machine, self: InstanceValue, name: string, value: Value): void {
  const inClass = lookupInClass(self.type, name);
  if (inClass instanceof PropertyValue && inClass.setter !== null) {
    machine.call(inClass.setter, [self, value]);
    return;
  }
  if (setThroughDescriptor(machine, inClass, self, value)) return;
  machine.touch(self);
  if (name === '__class__' && value instanceof ClassValue) {
    self.type = value;
    return;
  }
  self.attributes.set(name, value);
}

/** Runs `forward` and records the call. */
function callModule(machine: Machine, self: Value, args: readonly Value[], keywords: Keywords): Value {
  const host = machine as OperatorHost;
  if (!(self instanceof InstanceValue)) return machine.unknown('the call of what is no module');
  const forward = machine.attribute(self, 'forward');
  const { recording } = host;
  heap.madeIn?.spoil();
  host.onModuleCall?.(self, args, keywords, host.moduleDepth);
  const given = runPreHooks(machine, self, { args, keywords });
  host.moduleDepth++;
  try {
    if (recording === null) return runHooks(machine, self, given, machine.call(forward, given.args, given.keywords));
    return recordCall(machine, recording, self, forward, given);
  } finally {
    host.moduleDepth--;
  }
}

function recordCall(machine: Machine, recording: Recording, self: InstanceValue, forward: Value, given: Given): Value {
  const call: RecordedCall = {
    module: self,
    inputs: given.args.filter((value) => value instanceof TensorValue).map((value) => value.tensor.shape),
    output: null,
    outputValue: null,
    attributes: describe(self),
    params: ownParameters(self),
    called: machine.place(),
    leaf: !hasChildren(self),
    start: recording.operations.length,
    end: 0,
    certain: true,
  };
  recording.stack.push(call);
  let result: Value;
  try {
    result = machine.call(forward, given.args, given.keywords);
  } finally {
    recording.stack.pop();
  }
  result = runHooks(machine, self, given, result);
  call.end = recording.operations.length;
  call.output = shapeTree(result);
  const first = firstTensor(result);
  call.outputValue = first === null ? null : recording.valueOf(first);
  recording.calls.push(call);
  return result;
}

function hasChildren(self: InstanceValue): boolean {
  const modules = membersOf(self, '_modules');
  if (modules === undefined) return false;
  for (const entry of modules.entries.values()) if (entry.value !== null) return true;
  return false;
}

/** Scalars among the module's own parameters; null where one has no shape yet. */
export function ownParameters(self: InstanceValue): number | null {
  let total = 0;
  const seen = new Set<Value>();
  for (const { value } of membersOf(self, '_parameters')?.entries.values() ?? []) {
    // under two names it is still one parameter
    if (value === null || seen.has(value)) continue;
    seen.add(value);
    if (!(value instanceof TensorValue) || value.uninitialised || value.storage.elements === null) return null;
    total += value.tensor.shape.reduce<number>((size, dim) => size * (isSymbolic(dim) ? NaN : dim), 1);
  }
  return Number.isNaN(total) ? null : total;
}

/** The module's plain attributes that are numbers, flags, names or tuples of such; and whether it has a bias. */
export function describe(self: InstanceValue): Readonly<Record<string, AttributeValue<Dim>>> {
  const shown: Record<string, AttributeValue<Dim>> = {};
  for (const [name, value] of self.attributes) {
    if (name.startsWith('_') || name === 'training') continue;
    const plain = plainValue(value);
    if (plain !== undefined) shown[name] = plain;
  }
  const bias = membersOf(self, '_parameters')?.entries.get('bias');
  if (bias !== undefined) shown['bias'] = bias.value !== null;
  return shown;
}

function plainValue(value: Value): AttributeValue<Dim> | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value;
  if (value instanceof Float) return value.value;
  if (isSymbolic(value)) return value;
  if (value instanceof TupleValue || value instanceof ListValue) {
    const items = value.items.map(plainValue);
    return items.includes(undefined) ? undefined : (items as AttributeValue<Dim>[]);
  }
  return undefined;
}

/** The shapes in a value, as a tree; null for what is no tensor. */
export function shapeTree(value: Value): Tree<readonly Dim[]> {
  if (value instanceof TensorValue) return value.tensor.shape;
  if (value instanceof TupleValue || value instanceof ListValue) return value.items.map(shapeTree);
  if (value instanceof DictValue) {
    const tree: Record<string, Tree<readonly Dim[]>> = {};
    for (const { key, value: item } of value.entries.values()) tree[keyText(key)] = shapeTree(item);
    return tree;
  }
  return null;
}

export function firstTensor(value: Value): TensorValue | null {
  if (value instanceof TensorValue) return value;
  const items =
    value instanceof TupleValue || value instanceof ListValue
      ? value.items
      : value instanceof DictValue
        ? [...value.entries.values()].map((entry) => entry.value)
        : [];
  for (const item of items) {
    const found = firstTensor(item);
    if (found !== null) return found;
  }
  return null;
}
