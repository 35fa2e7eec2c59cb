// The special methods of list, tuple, dict, set and str, for subclasses that call them through super(): each works on the plain
// container that shares the subclass instance's contents.
import { specialMethod } from '../attributes';
import { iteratorOf } from '../iteration';
import { compare } from '../comparison';
import { lengthOf } from '../truth';
import {
  DictValue,
  ListValue,
  NativeFunction,
  SetValue,
  TupleValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';

/** The same contents without the subclass. */
function plain(self: Value): Value {
  if (self instanceof DictValue) {
    const view = new DictValue();
    view.entries = self.entries;
    view.open = self.open;
    return view;
  }
  if (self instanceof ListValue) {
    const view = new ListValue(self.items);
    view.open = self.open;
    return view;
  }
  if (self instanceof TupleValue) return new TupleValue(self.items);
  if (self instanceof SetValue) {
    const view = new SetValue(self.frozen);
    view.entries = self.entries;
    view.open = self.open;
    return view;
  }
  return self;
}

/** Runs a change on the plain view and takes the contents back. */
function change(machine: Machine, self: Value, body: (view: Value) => void): null {
  if (self instanceof DictValue || self instanceof ListValue) machine.touch(self);
  const view = plain(self);
  body(view);
  if (self instanceof ListValue && view instanceof ListValue) {
    self.items = view.items;
    self.open = view.open;
  }
  if (self instanceof DictValue && view instanceof DictValue) {
    self.entries = view.entries;
    self.open = view.open;
  }
  return null;
}

export function installProtocol(types: BuiltinTypes): void {
  const define = (
    type: keyof BuiltinTypes,
    name: string,
    body: (machine: Machine, args: readonly Value[]) => Value,
  ): void => void types[type].attributes.set(name, new NativeFunction(name, (machine, args) => body(machine, args)));
  for (const type of ['list', 'tuple', 'dict', 'set'] as const) {
    if (type !== 'set') {
      define(type, '__getitem__', (machine, [self, key]) => {
        // `__missing__` belongs to the subclass, so a dict is asked as itself
        if (self instanceof DictValue) {
          const missing = specialMethod(machine, self, '__missing__');
          if (missing !== undefined && machine.truth(compare(machine, 'in', key, plain(self))) === false)
            return machine.call(missing, [key]);
        }
        return machine.getItem(plain(self), key);
      });
    }
    define(type, '__len__', (machine, [self]) => lengthOf(machine, plain(self)) ?? 0);
    define(
      type,
      '__iter__',
      (machine, [self]) => iteratorOf(machine, plain(self)) ?? machine.unknown('an iteration that cannot be told'),
    );
    define(type, '__contains__', (machine, [self, item]) => compare(machine, 'in', item, plain(self)));
    define(type, '__eq__', (machine, [self, other]) => compare(machine, '==', plain(self), plain(other)));
  }
  for (const type of ['list', 'dict'] as const) {
    define(type, '__setitem__', (machine, [self, key, value]) =>
      change(machine, self, (view) => machine.setItem(view, key, value)),
    );
    define(type, '__delitem__', (machine, [self, key]) =>
      change(machine, self, (view) => machine.deleteItem(view, key)),
    );
  }
  define('list', '__reversed__', (machine, [self]) => {
    const elements = machine.elements(plain(self));
    return elements === null
      ? machine.unknown('a list that cannot be told, reversed')
      : new ListValue([...elements].reverse());
  });
  for (const type of ['list', 'tuple'] as const) {
    define(type, '__add__', (machine, [self, other]) => machine.binary('+', plain(self), plain(other)));
  }
}
