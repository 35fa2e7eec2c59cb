// Calling: binding of arguments to parameters by Python's rules, and running the body.
import { withoutFraction } from './fractions';
import type { Parameter } from '../syntax/ast';
import { instantiate } from './classes';
import { specialMethod } from './attributes';
import { lookupInClass } from './binding';
import { makeGenerator } from './generators';
import { bindScriptArguments } from './javascript/functions';
import type { ClassValue } from './values';
import {
  Abort,
  BoundMethod,
  DictValue,
  FunctionValue,
  NativeFunction,
  PythonError,
  Scope,
  TupleValue,
  isOfLibrary,
  type Frame,
  type Keywords,
  type Machine,
  type Value,
} from './values';

/** Deeper calls are not followed: JavaScript's own stack is shorter than Python's. */
export const maximumDepth = 220;

export function callValue(machine: Machine, callable: Value, args: readonly Value[], keywords: Keywords): Value {
  if (typeof callable !== 'object' || callable === null) {
    return machine.raise('TypeError', `'${machine.typeOf(callable).name}' object is not callable`);
  }
  switch (callable.kind) {
    case 'function':
      return callFunction(machine, callable, args, keywords);
    case 'native':
      return callable.keepsFractions
        ? callable.call(machine, args, keywords)
        : withoutFraction(callable.call(machine, args, keywords));
    case 'method':
      return callValue(machine, callable.callable, [callable.self, ...args], keywords);
    case 'class':
      return callClass(machine, callable, args, keywords);
    case 'unknown':
      machine.unknownCalls++;
      return withoutFraction(callable);
    case 'staticmethod':
      return callValue(machine, callable.callable, args, keywords);
    default: {
      const method = specialMethod(machine, callable, '__call__');
      if (method !== undefined) return callValue(machine, method, args, keywords);
      return machine.raise('TypeError', `'${machine.typeOf(callable).name}' object is not callable`);
    }
  }
}

function callClass(machine: Machine, type: ClassValue, args: readonly Value[], keywords: Keywords): Value {
  if (type === machine.types.type && args.length === 1) return machine.typeOf(args[0]);
  const own = type.meta === null ? undefined : lookupInClass(type.meta, '__call__');
  if (own instanceof FunctionValue) return machine.call(own, [type, ...args], keywords);
  return instantiate(machine, type, args, keywords);
}

export function callFunction(machine: Machine, fn: FunctionValue, args: readonly Value[], keywords: Keywords): Value {
  const caller = machine.frame;
  const depth = caller === null ? 0 : caller.depth + 1;
  machine.step();
  if (depth > maximumDepth) {
    // on a branch that may not be taken: it is not
    if (machine.isSpeculative()) machine.raise('RecursionError', 'maximum recursion depth exceeded');
    throw new Abort('the calls are nested too deeply to follow');
  }
  const scope = new Scope(fn.closure);
  if (fn.program.language === 'typescript') bindScriptArguments(machine, fn, args, scope);
  else bindArguments(machine, fn, args, keywords, scope);
  const frame: Frame = {
    scope,
    program: fn.program,
    function: fn,
    returned: null,
    maybeReturned: null,
    caller,
    callNode: null,
    self: args.length > 0 ? args[0] : undefined,
    depth,
  };
  const { node } = fn;
  if (!isOfLibrary(fn)) machine.entered.add(node);
  if (node.kind === 'function' && node.isGenerator) return makeGenerator(machine, node.body, frame, fn.name);
  machine.frame = frame;
  try {
    if (node.kind === 'lambda' && !Array.isArray(node.body)) return machine.evaluate(node.body as never, frame);
    const completion = machine.execute(node.body as never, frame);
    const result = completion === 'return' ? frame.returned : null;
    return frame.maybeReturned === null ? result : machine.join([...frame.maybeReturned, result]);
  } catch (error) {
    // it may have returned before: then it has not come to what raises
    if (!(error instanceof PythonError) || frame.maybeReturned === null) throw error;
    return machine.join(frame.maybeReturned);
  } finally {
    machine.frame = caller;
  }
}

/** Binds arguments into `scope`; a mismatch raises TypeError with Python's words. */
function bindArguments(
  machine: Machine,
  fn: FunctionValue,
  args: readonly Value[],
  keywords: Keywords,
  scope: Scope,
): void {
  const { parameters } = fn.node;
  const { names } = scope;
  let position = 0;
  let used = 0;
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    switch (parameter.kind) {
      case 'star':
        names.set(parameter.name, new TupleValue(args.slice(position)));
        position = args.length;
        continue;
      case 'doubleStar':
        continue;
      case 'normal':
      case 'positionalOnly':
        if (position < args.length) {
          if (keywords !== null && parameter.kind === 'normal' && keywords.has(parameter.name)) {
            raiseSignature(machine, fn, `got multiple values for argument '${parameter.name}'`);
          }
          names.set(parameter.name, args[position++]);
          continue;
        }
        break;
      case 'keywordOnly':
        break;
    }
    const given = parameter.kind === 'positionalOnly' ? undefined : keywords?.get(parameter.name);
    if (given !== undefined) {
      names.set(parameter.name, given);
      used++;
      continue;
    }
    const fallback = fn.defaults[i];
    if (fallback === undefined) {
      checkKeywords(machine, fn, parameters, keywords);
      if (parameter.kind === 'keywordOnly' && position < args.length)
        raiseSignature(machine, fn, tooMany(fn, args.length));
      raiseSignature(machine, fn, missing(fn, parameters, args.length, keywords));
    }
    names.set(parameter.name, fallback);
  }
  if (position < args.length) raiseSignature(machine, fn, tooMany(fn, args.length));
  const last = parameters.length > 0 ? parameters[parameters.length - 1] : undefined;
  if (last?.kind === 'doubleStar') names.set(last.name, surplus(parameters, keywords));
  else if (keywords !== null && used < keywords.size) checkKeywords(machine, fn, parameters, keywords);
}

/** A keyword that no parameter takes. */
function checkKeywords(
  machine: Machine,
  fn: FunctionValue,
  parameters: readonly Parameter[],
  keywords: Keywords,
): void {
  if (keywords === null || parameters.some(({ kind }) => kind === 'doubleStar')) return;
  for (const name of keywords.keys()) {
    if (parameters.some((p) => p.name === name && p.kind === 'positionalOnly'))
      raiseSignature(machine, fn, `got some positional-only arguments passed as keyword arguments: '${name}'`);
    if (!parameters.some((p) => p.name === name && (p.kind === 'normal' || p.kind === 'keywordOnly')))
      raiseSignature(machine, fn, `got an unexpected keyword argument '${name}'`);
  }
}

/** `takes from 1 to 2 positional arguments but 3 were given` */
function tooMany(fn: FunctionValue, given: number): string {
  const positional = fn.node.parameters.filter((p) => p.kind === 'normal' || p.kind === 'positionalOnly');
  const most = positional.length;
  const least = positional.filter((p) => fn.defaults[fn.node.parameters.indexOf(p)] === undefined).length;
  const range = least === most ? String(most) : `from ${least} to ${most}`;
  return `takes ${range} positional argument${most === 1 ? '' : 's'} but ${given} ${given === 1 ? 'was' : 'were'} given`;
}

function surplus(parameters: readonly Parameter[], keywords: Keywords): DictValue {
  const rest = new DictValue();
  if (keywords === null) return rest;
  for (const [name, value] of keywords) {
    if (!parameters.some((p) => p.name === name && (p.kind === 'normal' || p.kind === 'keywordOnly'))) {
      rest.entries.set(name, { key: name, value });
    }
  }
  return rest;
}

function missing(fn: FunctionValue, parameters: readonly Parameter[], given: number, keywords: Keywords): string {
  const missing = parameters.filter(
    (p, i) =>
      (p.kind === 'normal' || p.kind === 'positionalOnly' || p.kind === 'keywordOnly') &&
      (p.kind === 'keywordOnly' || i >= given) &&
      fn.defaults[i] === undefined &&
      keywords?.has(p.name) !== true,
  );
  // Python names the positional ones first
  const positional = missing.filter((p) => p.kind !== 'keywordOnly');
  const absent = positional.length > 0 ? positional : missing;
  const names = absent.map((p) => `'${p.name}'`);
  const comma = names.length > 2 ? ',' : '';
  const listed =
    names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')}${comma} and ${names[names.length - 1]}`;
  const kind = absent[0]?.kind === 'keywordOnly' ? 'keyword-only' : 'positional';
  return `missing ${absent.length} required ${kind} argument${absent.length === 1 ? '' : 's'}: ${listed}`;
}

function raiseSignature(machine: Machine, fn: FunctionValue, what: string): never {
  return machine.problem({ code: 'CL1013', details: { reason: `${fn.qualifiedName}() ${what}` } }, 'TypeError');
}

/** Positional and keyword arguments read by name, for functions written here: `args(['iterable', 'start'], ...)`. */
export function namedArguments(
  names: readonly string[],
  args: readonly Value[],
  keywords: Keywords,
): readonly (Value | undefined)[] {
  return names.map((name, i) => (i < args.length ? args[i] : keywords?.get(name)));
}

/** Wraps a function of values as a NativeFunction. */
export const native = (name: string, call: NativeFunction['call'], binds = true): NativeFunction =>
  new NativeFunction(name, call, binds);

export const boundTo = (self: Value, callable: Value): BoundMethod => new BoundMethod(self, callable);
