// Calls as they are written: their arguments, and `super()`.
import type { Argument, Call } from '../syntax/ast';
import { isDocumented } from './documenting';
import {
  ClassValue,
  DictValue,
  FunctionValue,
  SuperValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

export function evaluateCall(machine: Machine, node: Call, frame: Frame): Value {
  const callee =
    node.callee.kind === 'name' && node.callee.name === 'super'
      ? superCallee(machine, node, frame)
      : machine.evaluate(node.callee, frame);
  if (callee instanceof SuperValue) return callee;
  const args: Value[] = [];
  let keywords: Map<string, Value> | null = null;
  let lost: UnknownValue | null = null;
  for (const argument of node.arguments) {
    switch (argument.kind) {
      case 'positional':
        args.push(machine.evaluate(argument.value, frame));
        break;
      case 'keyword':
        (keywords ??= new Map<string, Value>()).set(argument.name as string, machine.evaluate(argument.value, frame));
        break;
      case 'star': {
        const value = machine.evaluate(argument.value, frame);
        const elements = machine.elements(value);
        if (elements === null)
          lost =
            value instanceof UnknownValue ? value : machine.unknown('a starred argument whose length cannot be told');
        else args.push(...elements);
        break;
      }
      case 'doubleStar':
        lost = spreadKeywords(machine, argument, frame, (keywords ??= new Map<string, Value>())) ?? lost;
        break;
    }
  }
  if (lost !== null) return lost;
  // `document(...)(f)`: a decorator that is called
  if (node.callee.kind === 'call' && args.length === 1 && args[0] instanceof FunctionValue)
    if (isDocumented(machine, callee, args[0])) return args[0];
  const outer = frame.callNode;
  frame.callNode = node;
  try {
    return machine.observe(node, frame, machine.call(callee, args, keywords));
  } finally {
    frame.callNode = outer;
  }
}

function spreadKeywords(
  machine: Machine,
  argument: Argument,
  frame: Frame,
  keywords: Map<string, Value>,
): UnknownValue | null {
  const value = machine.evaluate(argument.value, frame);
  if (value instanceof UnknownValue) return value;
  const dict = new DictValue();
  if (value instanceof DictValue) for (const [hash, entry] of value.entries) dict.entries.set(hash, entry);
  else if (value !== null) spreadMapping(machine, dict, value);
  for (const { key, value: item } of dict.entries.values()) {
    if (typeof key !== 'string') return machine.raise('TypeError', 'keywords must be strings');
    if (keywords.has(key)) machine.raise('TypeError', `got multiple values for keyword argument '${key}'`);
    keywords.set(key, item);
  }
  return value instanceof DictValue ? value.open : dict.open;
}

/** `super()` without arguments, which reads the running method; with arguments, an ordinary call. */
function superCallee(machine: Machine, node: Call, frame: Frame): Value {
  if (node.arguments.length >= 2) {
    const [type, self] = node.arguments.map((argument) => machine.evaluate(argument.value, frame));
    if (type instanceof ClassValue) return new SuperValue(type, self);
    return machine.unknown('super() of an unknown class');
  }
  const running = runningClass(frame);
  const owner = running?.function?.owner.class ?? null;
  if (running === null || owner === null || running.self === undefined)
    return machine.raise('RuntimeError', 'super(): no arguments');
  if (running.self instanceof UnknownValue) return running.self;
  return new SuperValue(owner, running.self);
}

/** The frame of the method that is running, for `super()` and `__class__`. */
export function runningClass(frame: Frame): Frame | null {
  let running: Frame | null = frame;
  while (running !== null && (running.function === null || running.function.owner.class === null))
    running = running.enclosing ?? null;
  return running;
}

/** `**mapping` of any object with keys() and __getitem__. */
export function spreadMapping(machine: Machine, dict: DictValue, mapping: Value): void {
  const keys = machine.elements(machine.call(machine.attribute(mapping, 'keys'), []));
  if (keys === null) {
    dict.open = machine.unknown('a mapping whose keys cannot be told');
    return;
  }
  for (const key of keys) machine.setItem(dict, key, machine.getItem(mapping, key));
}
