// Layers of the library that are constructed again with equal arguments: their constructors are Python, and a network is made of a
// few kinds of layers many times over. What a constructor made of plain arguments is kept and copied, with new tensors, the same
// draws and the same work charged; it is as if it had run, for a constructor of the library looks at nothing but its arguments as
// long as nothing of the library has been changed.
import { Float } from '../../ops/operator';
import type { StorageStep } from '../storageSteps';
import {
  DictValue,
  DTypeValue,
  InstanceValue,
  SetValue,
  Storage,
  TensorValue,
  TupleValue,
  isOfLibrary,
  type ClassValue,
  type Keywords,
  type Machine,
  type Value,
} from '../values';
import { membersOf } from './moduleMembers';

/** What templates ask of the interpreter. */
export interface TemplateHost extends Machine {
  /** Every initialisation so far. */
  readonly steps: StorageStep[];
  /** Steps of the budget that are spent. */
  readonly spent: number;
  /** What could not be told so far. */
  readonly doubts: readonly unknown[];
  /** Nothing of the library differs from how it was loaded, nothing is recorded, and no branch is undone later. */
  isPlain(): boolean;
}

interface Template {
  readonly instance: InstanceValue;
  readonly steps: readonly StorageStep[];
  readonly work: number;
}

/** Kinds of layers that are kept; a program has a few hundred. */
const mostTemplates = 4_000;

export class ModuleTemplates {
  /** null: what the constructor makes cannot be copied. */
  private readonly known = new Map<ClassValue, Map<string, Template | null>>();
  private count = 0;

  constructor(private readonly host: TemplateHost) {}

  /** What `construct` makes of these arguments, or a copy of what it made of them before. */
  instance(type: ClassValue, args: readonly Value[], keywords: Keywords, construct: () => Value): Value {
    const { host } = this;
    const key = host.isPlain() ? keyOf(args, keywords) : undefined;
    if (key === undefined) return construct();
    const kept = this.known.get(type)?.get(key);
    if (kept === null) return construct();
    if (kept !== undefined) {
      host.step(kept.work);
      return this.copyOf(kept);
    }
    const before = { steps: host.steps, drawn: host.steps.length, doubts: host.doubts.length, spent: host.spent };
    const made = construct();
    const isSame = host.isPlain() && host.steps === before.steps && host.doubts.length === before.doubts;
    if (isSame && this.count < mostTemplates) {
      const steps = host.steps.slice(before.drawn);
      this.keep(type, key, isCopyable(made) ? templateOf(made, steps, host.spent - before.spent) : null);
    }
    return made;
  }

  private keep(type: ClassValue, key: string, template: Template | null): void {
    let kept = this.known.get(type);
    if (kept === undefined) this.known.set(type, (kept = new Map<string, Template | null>()));
    kept.set(key, template);
    this.count++;
  }

  private copyOf({ instance, steps }: Template): InstanceValue {
    const storages = new Map<Storage, Storage>();
    const copy = copyInstance(instance, storages);
    const location = this.host.place();
    if (location !== null) copy.created = { location };
    for (const step of steps) this.host.steps.push(copyStep(step, storages));
    return copy;
  }
}

/** The template is a copy, too: whoever has the layer itself may change it. */
function templateOf(made: InstanceValue, steps: readonly StorageStep[], work: number): Template {
  const storages = new Map<Storage, Storage>();
  const instance = copyInstance(made, storages);
  return { instance, steps: steps.map((step) => copyStep(step, storages)), work };
}

/** undefined: an argument is no plain value. Equal keys are equal arguments, type by type. */
function keyOf(args: readonly Value[], keywords: Keywords): string | undefined {
  let key = '';
  for (const value of args) {
    const part = keyPart(value);
    if (part === undefined) return undefined;
    key += `${part},`;
  }
  for (const [name, value] of keywords ?? []) {
    const part = keyPart(value);
    if (part === undefined) return undefined;
    key += `${name}=${part},`;
  }
  return key;
}

function keyPart(value: Value): string | undefined {
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'None';
      if (value instanceof Float) return Object.is(value.value, -0) ? '-0.' : `${value.value}.`;
      if (value instanceof DTypeValue) return `dtype ${value.dtype}`;
      if (value instanceof TupleValue && value.type === null) {
        const parts = value.items.map(keyPart);
        return parts.includes(undefined) ? undefined : `(${parts.join()})`;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** A leaf of the module tree with plain attributes: one that shares nothing that can be changed with anything else. */
function isCopyable(value: Value): value is InstanceValue {
  if (!(value instanceof InstanceValue) || value.payload !== undefined) return false;
  if (membersOf(value, '_modules')?.entries.size !== 0) return false;
  const tensors = new Set<TensorValue>();
  const isMember = (member: Value): boolean => {
    if (!(member instanceof TensorValue)) return isPlainValue(member);
    const isNew = !tensors.has(member);
    tensors.add(member);
    return isNew && member.attributes === null && member.undecided === null && member.storage.base === null;
  };
  return [...value.attributes.values()].every((attribute) => {
    if (attribute instanceof DictValue)
      return (
        attribute.type === null &&
        attribute.owner === null &&
        attribute.open === null &&
        attribute.attributes === null &&
        !attribute.isRegistry &&
        [...attribute.entries.values()].every((entry) => isPlainValue(entry.key) && isMember(entry.value))
      );
    if (attribute instanceof SetValue)
      return attribute.type === null && attribute.open === null && [...attribute.entries.values()].every(isPlainValue);
    return isPlainValue(attribute);
  });
}

const isPlainValue = (value: Value): boolean =>
  typeof value !== 'object' ||
  value === null ||
  value instanceof Float ||
  value instanceof DTypeValue ||
  (value instanceof TupleValue &&
    value.type === null &&
    value.attributes === null &&
    value.items.every(isPlainValue)) ||
  // a function or a class of the library
  (value.kind === 'function' && isOfLibrary(value)) ||
  (value.kind === 'class' && isOfLibrary(value)) ||
  value.kind === 'native';

function copyInstance(instance: InstanceValue, storages: Map<Storage, Storage>): InstanceValue {
  const copy = new InstanceValue(instance.type);
  for (const [name, value] of instance.attributes) copy.attributes.set(name, copyAttribute(value, storages));
  return copy;
}

function copyAttribute(value: Value, storages: Map<Storage, Storage>): Value {
  if (value instanceof DictValue) {
    const copy = new DictValue();
    for (const [hash, { key, value: member }] of value.entries)
      copy.entries.set(hash, { key, value: member instanceof TensorValue ? copyTensor(member, storages) : member });
    return copy;
  }
  if (value instanceof SetValue) {
    const copy = new SetValue(value.frozen);
    for (const [hash, member] of value.entries) copy.entries.set(hash, member);
    return copy;
  }
  return value;
}

function copyTensor(tensor: TensorValue, storages: Map<Storage, Storage>): TensorValue {
  const copy = new TensorValue(tensor.tensor, storageFor(tensor.storage, storages));
  copy.type = tensor.type;
  copy.isParameter = tensor.isParameter;
  copy.uninitialised = tensor.uninitialised;
  copy.whyUninitialised = tensor.whyUninitialised;
  copy.requiresGrad = tensor.requiresGrad;
  return copy;
}

function storageFor(storage: Storage, storages: Map<Storage, Storage>): Storage {
  let copy = storages.get(storage);
  if (copy === undefined) storages.set(storage, (copy = new Storage(storage.elements)));
  return copy;
}

function copyStep({ storage, initialiser, part }: StorageStep, storages: Map<Storage, Storage>): StorageStep {
  return {
    storage: storageFor(storage, storages),
    initialiser:
      initialiser.kind === 'from' ? { ...initialiser, source: storageFor(initialiser.source, storages) } : initialiser,
    part,
  };
}
