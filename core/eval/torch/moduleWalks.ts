// Walks over the tree of modules, which every model takes many times: children, all modules, training mode. In module.py they
// are methods that a user's class may override, and then the override is called.
import { lookupInClass } from '../binding';
import { iteratorOf } from '../iteration';
import { hashKey, keyText } from '../hashing';
import {
  DictValue,
  DONE,
  InstanceValue,
  IteratorValue,
  NativeFunction,
  SetValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type Machine,
  type Value,
} from '../values';
import { memberDicts, membersOf } from './moduleMembers';

export function installModuleWalks(attributes: Attributes): void {
  const define = (name: string, call: NativeFunction['call']): void =>
    void attributes.set(name, new NativeFunction(name, call, false));
  define('named_children', (machine, [self]) => {
    const children = childrenOf(machine, self);
    return children instanceof UnknownValue ? children : lazily(distinct(children));
  });
  define('named_modules', (machine, [base, self, memo, prefix, removeDuplicate]) => {
    if (!(self instanceof InstanceValue) || typeof prefix !== 'string') return machine.unknown('a walk over no module');
    const seen = memo instanceof SetValue ? memo : new SetValue(false);
    return lazily(walk(machine, base, self, seen, prefix, removeDuplicate !== false));
  });
  define('seconds', (machine, [pairs]) => {
    const iterator = iteratorOf(machine, pairs);
    if (iterator === null) return pairs;
    return new IteratorValue(() => {
      const pair = iterator.next();
      if (pair === DONE) return DONE;
      return pair instanceof TupleValue && pair.items.length === 2 ? pair.items[1] : machine.getItem(pair, 1);
    }, 'generator');
  });
  define('set_mode', (machine, [type, self, mode]) => {
    const [train, children, namedChildren] = ['train', 'children', 'named_children'].map((name) =>
      machine.attribute(type, name),
    );
    setMode(machine, { value: mode, train, children, namedChildren }, self);
    return self;
  });
  define('is_free', (_, [self, name, own]) => {
    if (!(self instanceof InstanceValue) || typeof name !== 'string' || !(own instanceof DictValue)) return false;
    if (own.entries.has(name)) return true;
    // what may not be there raises no error
    const attribute = self.attributes.get(name);
    if (attribute !== undefined && !(attribute instanceof UnknownValue)) return false;
    if (name === '' || name.includes('.') || lookupInClass(self.type, name) !== undefined) return false;
    return memberDicts.every((which) => {
      const dict = membersOf(self, which);
      return dict !== undefined && dict.open === null && !dict.entries.has(name);
    });
  });
}

const lazily = (values: Iterator<Value, unknown>): IteratorValue =>
  new IteratorValue(() => {
    const result = values.next();
    return result.done === true ? DONE : result.value;
  }, 'generator');

type Children = readonly { readonly key: Value; readonly value: Value }[];

/** The children that are there now; unknown where there may be others. */
function childrenOf(machine: Machine, self: Value): Children | UnknownValue {
  const dict = machine.attribute(self, '_modules');
  if (!(dict instanceof DictValue)) return machine.unknown('the modules of what is no module');
  return dict.open ?? [...dict.entries.values()].filter(({ value }) => value !== null);
}

function* distinct(children: Children): Generator<Value> {
  const seen = new Set<Value>();
  for (const { key, value } of children) {
    if (seen.has(value)) continue;
    seen.add(value);
    yield new TupleValue([key, value]);
  }
}

function* walk(
  machine: Machine,
  base: Value,
  module: InstanceValue,
  memo: SetValue,
  prefix: string,
  removeDuplicate: boolean,
): Generator<Value> {
  const key = hashKey(module);
  if (memo.entries.has(key)) return;
  if (removeDuplicate) {
    machine.touch(memo);
    memo.entries.set(key, module);
  }
  machine.step();
  yield new TupleValue([prefix, module]);
  const children = childrenOf(machine, module);
  if (children instanceof UnknownValue) return machine.inexact(children.reason);
  for (const { key: name, value: child } of children) {
    const path = prefix === '' ? keyText(name) : `${prefix}.${keyText(name)}`;
    if (child instanceof InstanceValue && lookupInClass(child.type, 'named_modules') === base) {
      yield* walk(machine, base, child, memo, path, removeDuplicate);
      continue;
    }
    const below = machine.call(machine.attribute(child, 'named_modules'), [memo, path, removeDuplicate]);
    const iterator = iteratorOf(machine, below);
    if (iterator === null) machine.inexact('the modules of a module cannot be told');
    else for (let item = iterator.next(); item !== DONE; item = iterator.next()) yield item;
  }
}

interface Mode {
  readonly value: Value;
  /** The methods of torch.nn.Module itself. */
  readonly train: Value;
  readonly children: Value;
  readonly namedChildren: Value;
}

function setMode(machine: Machine, mode: Mode, module: Value): void {
  machine.step();
  machine.setAttribute(module, 'training', mode.value);
  const iterator = modeChildren(machine, mode, module);
  if (iterator === null) return machine.inexact('the modules of a module cannot be told');
  for (let child = iterator.next(); child !== DONE; child = iterator.next()) {
    if (child instanceof InstanceValue && lookupInClass(child.type, 'train') === mode.train)
      setMode(machine, mode, child);
    else machine.call(machine.attribute(child, 'train'), [mode.value]);
  }
}

function modeChildren(machine: Machine, mode: Mode, module: Value): IteratorValue | null {
  const isPlain =
    module instanceof InstanceValue &&
    lookupInClass(module.type, 'children') === mode.children &&
    lookupInClass(module.type, 'named_children') === mode.namedChildren;
  if (!isPlain) return iteratorOf(machine, machine.call(machine.attribute(module, 'children'), []));
  const children = childrenOf(machine, module);
  return children instanceof UnknownValue ? null : lazily(new Set(children.map(({ value }) => value)).values());
}
