// `type`, and the classes that descend from it: what makes a class out of a name, its bases and what its body bound.
import type { Location } from '../base/location';
import { lookupInClass } from './binding';
import { createClass, finishClass, instantiate } from './classes';
import {
  ClassValue,
  DictValue,
  FunctionValue,
  NativeFunction,
  StaticMethod,
  TupleValue,
  type Attributes,
  type Keywords,
  type Machine,
  type Value,
} from './values';

/** What a class statement says. */
export interface ClassStatement {
  readonly name: string;
  readonly bases: readonly Value[];
  readonly attributes: Attributes;
  readonly module: string;
  readonly definition: Location | null;
  /** `metaclass=M`; undefined where there is none. */
  readonly metaclass: Value | undefined;
  readonly keywords: Keywords;
}

/** Makes the class through its metaclass, its own or that of a base; `made` is told of it before hooks run. */
export function makeClass(machine: Machine, statement: ClassStatement, made: (type: ClassValue) => void): Value {
  const { name, bases, attributes, metaclass, keywords } = statement;
  const given = metaclass instanceof ClassValue ? metaclass : null;
  const inherited = bases.find((base) => base instanceof ClassValue && base.meta !== null);
  const meta = given ?? (inherited instanceof ClassValue ? inherited.meta : null);
  const creator = meta === null ? undefined : lookupInClass(meta, '__new__');
  if (meta !== null && creator instanceof FunctionValue) {
    const namespace = new DictValue();
    for (const [key, value] of attributes) namespace.entries.set(key, { key, value });
    const args = [name, new TupleValue(bases), namespace];
    const type = machine.call(creator, [meta, ...args], keywords);
    if (!(type instanceof ClassValue)) return type;
    type.definition ??= statement.definition;
    made(type);
    initialise(machine, meta, type, args, keywords);
    return type;
  }
  const type = createClass(machine, name, bases, attributes, statement.module, statement.definition);
  if (given !== null && given !== machine.types.type) type.meta = given;
  if (typeof metaclass === 'object' && metaclass !== null && metaclass.kind === 'unknown') type.open ??= metaclass;
  made(type);
  finishClass(machine, type, keywords);
  if (meta !== null && lookupInClass(meta, '__init__') instanceof FunctionValue) {
    const namespace = new DictValue();
    for (const [key, value] of attributes) namespace.entries.set(key, { key, value });
    initialise(machine, meta, type, [name, new TupleValue(bases), namespace], keywords);
  }
  return type;
}

function initialise(machine: Machine, meta: ClassValue, type: ClassValue, args: Value[], keywords: Keywords): void {
  const initialiser = lookupInClass(meta, '__init__');
  if (initialiser instanceof FunctionValue) machine.call(initialiser, [type, ...args], keywords);
}

/** The members of `type`: what `super().__new__`, `super().__init__` and `super().__call__` of a metaclass reach. */
export function installType({ type }: Machine['types']): void {
  const { attributes } = type;
  attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [meta, name, bases, namespace], keywords) => {
        if (typeof name !== 'string' || !(namespace instanceof DictValue))
          return machine.unknown('a class made by type()');
        const members = new Map<string, Value>();
        for (const { key, value } of namespace.entries.values()) if (typeof key === 'string') members.set(key, value);
        const module = members.get('__module__');
        const own = typeof module === 'string' ? module : '';
        const made = createClass(machine, name, machine.elements(bases) ?? [], members, own, null);
        if (meta instanceof ClassValue && meta !== type) made.meta = meta;
        finishClass(machine, made, keywords);
        return made;
      }),
    ),
  );
  attributes.set('__init__', new NativeFunction('__init__', () => null));
  attributes.set(
    '__call__',
    new NativeFunction('__call__', (machine, [own, ...args], keywords) =>
      own instanceof ClassValue ? instantiate(machine, own, args, keywords) : machine.unknown('the call of a class'),
    ),
  );
}
