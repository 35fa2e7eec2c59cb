// What a function is made of, as `f.__code__` and `types.FunctionType` have it.
import type { Parameter } from '../syntax/ast';
import { localNames } from './localNames';
import {
  BoundMethod,
  ClassValue,
  FunctionValue,
  InstanceValue,
  ModuleValue,
  TupleValue,
  UnknownValue,
  isOfLibrary,
  type Machine,
  type Value,
} from './values';

/** The code: its name and the number of its positional arguments; what else there is cannot be told. */
export function codeOf(machine: Machine, fn: FunctionValue): Value {
  const type = new ClassValue('code', [machine.types.object], 'builtins', null);
  type.mro = [type, machine.types.object];
  type.open = machine.unknown('the compiled code of a function');
  const code = new InstanceValue(type);
  code.payload = fn;
  const positional = fn.node.parameters.filter(({ kind }) => kind === 'normal' || kind === 'positionalOnly');
  code.attributes.set('co_name', fn.name);
  code.attributes.set('co_argcount', positional.length);
  code.attributes.set('co_varnames', new TupleValue(variableNames(machine, fn)));
  return code;
}

/** The parameters, those with stars last, and the names that the body binds. */
function variableNames(machine: Machine, { node }: FunctionValue): string[] {
  machine.entered.add(node);
  const isStarred = ({ kind }: Parameter): boolean => kind === 'star' || kind === 'doubleStar';
  const { parameters } = node;
  const named = [...parameters.filter((p) => !isStarred(p)), ...parameters.filter(isStarred)].map(({ name }) => name);
  return [...new Set([...named, ...(node.kind === 'function' ? localNames(node) : [])])];
}

/** The file in which a function, a class or a module is written; null where that is not known. */
export function sourceFile(object: Value | undefined): string | null {
  if (object instanceof FunctionValue) return isOfLibrary(object) ? null : object.program.file;
  if (object instanceof BoundMethod) return sourceFile(object.callable);
  if (object instanceof ClassValue) return object.definition?.file ?? null;
  return object instanceof ModuleValue ? object.file : null;
}

/** Another function of the same code, in the same globals. */
export function functionOf(code: Value | undefined, name: Value | undefined): Value {
  const source = code instanceof InstanceValue ? code.payload : undefined;
  if (!(source instanceof FunctionValue)) return new UnknownValue('a function made of code', null);
  const { qualifiedName, node, closure, program, defaults, owner } = source;
  const own = typeof name === 'string' ? name : source.name;
  return new FunctionValue(own, qualifiedName, node, closure, program, defaults, owner);
}
