// Definitions of functions and classes.
import type { ClassDefinition, FunctionDefinition } from '../syntax/ast';
import { isDocumented } from './documenting';
import { makeClass } from './metaclasses';
import { closureOf } from './scope';
import {
  ClassValue,
  DictValue,
  FunctionValue,
  Scope,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

export function defineFunction(machine: Machine, node: FunctionDefinition, frame: Frame): Value {
  const prefix = frame.scope.isClassBody ? `${frame.scope.className}.` : '';
  const fn = new FunctionValue(
    node.name,
    prefix + node.name,
    node,
    closureOf(frame.scope),
    frame.program,
    // JavaScript evaluates them at each call
    frame.program.language === 'typescript'
      ? []
      : node.parameters.map((p) => (p.default === null ? undefined : machine.evaluate(p.default, frame))),
    frame.scope.owner ?? { class: null },
  );
  return decorate(machine, fn, node.decorators, frame);
}

function decorate(
  machine: Machine,
  value: Value,
  decorators: readonly FunctionDefinition['decorators'][number][],
  frame: Frame,
): Value {
  // evaluated from the top, applied from the bottom
  const evaluated = decorators.map((decorator) => machine.evaluate(decorator, frame));
  return evaluated.reduceRight<Value>((decorated, decorator) => {
    // a decorator that cannot be told is taken to keep what it decorates: most register, trace or document
    if (decorator instanceof UnknownValue) return decorated;
    if (isDocumented(machine, decorator, decorated)) return decorated;
    const result = machine.call(decorator, [decorated]);
    return result instanceof UnknownValue ? decorated : result;
  }, value);
}

export function defineClass(machine: Machine, node: ClassDefinition, frame: Frame): Value {
  const bases: Value[] = [];
  const keywords = new Map<string, Value>();
  let metaclass: Value | undefined;
  for (const base of node.bases) {
    const value = machine.evaluate(base.value, frame);
    if (base.kind === 'keyword' && base.name !== null) {
      if (base.name === 'metaclass') metaclass = value;
      else keywords.set(base.name, value);
    } else if (base.kind === 'star') bases.push(...(machine.elements(value) ?? [machine.unknown('starred bases')]));
    else if (base.kind === 'positional') bases.push(resolveBase(machine, value));
  }
  const owner: { class: ClassValue | null } = { class: null };
  const scope = new Scope(frame.scope);
  scope.isClassBody = true;
  scope.className = node.name;
  scope.owner = owner;
  scope.annotations = new DictValue();
  const moduleName = frame.scope.globals.names.get('__name__');
  const body: Frame = {
    ...frame,
    scope,
    function: null,
    returned: null,
    maybeReturned: null,
    callNode: null,
    enclosing: frame,
  };
  const caller = machine.frame;
  machine.frame = body;
  try {
    machine.execute(node.body, body);
  } finally {
    machine.frame = caller;
  }
  const attributes = scope.names;
  attributes.set('__annotations__', scope.annotations);
  if (node.docstring !== null) attributes.set('__doc__', node.docstring);
  const definition = {
    file: frame.program.file,
    start: node.nameStart,
    end: node.nameStart + node.name.length,
  };
  const module = typeof moduleName === 'string' ? moduleName : '';
  const type = makeClass(
    machine,
    { name: node.name, bases, attributes, module, definition, metaclass, keywords },
    (made) => (owner.class = made),
  );
  return decorate(machine, type, node.decorators, frame);
}

/** `class A(NamedTuple)`: a base that is no class says what to inherit from. */
function resolveBase(machine: Machine, base: Value): Value {
  if (base instanceof ClassValue || base instanceof UnknownValue) return base;
  const entries = machine.lookup(base, '__mro_entries__');
  if (entries === undefined) return base;
  const resolved = machine.elements(machine.call(entries, [base]));
  return resolved !== null && resolved.length > 0 ? resolved[0] : base;
}
