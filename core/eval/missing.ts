// What is there no attribute of: AttributeError where the owner's names are known to the last, unknown where they are not modelled to
// the last. Of PyTorch's modules and tensors they are known, but anyone may add to them.
//
//     nn.Conv2D(3, 8, 3)   # module 'torch.nn' has no attribute 'Conv2D'
import type { Problem } from '../base/diagnostic';
import type { Location } from '../base/location';
import type { Expression } from '../syntax/ast';
import { hasName, isKnownName, nearestName } from './torch/names';
import { ClassValue, ModuleValue, TensorValue, type Machine, type Value } from './values';

/** What the interpreter gives. */
export interface MissingHost extends Machine {
  readonly modules: {
    isLibrary(module: ModuleValue): boolean;
    isLibraryFile(file: string): boolean;
    texts(): { readonly read: readonly string[]; readonly isAll: boolean };
  };
  /** The model under evaluation was fed what nobody wrote down, and this is it or a part of it. */
  isSupposed(tensor: TensorValue): boolean;
  /** Tells what PyTorch raises here; what needs it is unknown. */
  refuse(problem: Problem, exception: string, place?: Location): Value;
}

/** `object.name`, where nothing was found under the name. */
export function missingAttribute(machine: MissingHost, object: Value, name: string, node?: Expression): Value {
  const owner = ownerOf(machine, object);
  if (owner !== null && isMissing(machine, owner, name) && mayTell(machine, owner, object, name))
    return machine.refuse(misnamed(machine, object, owner, name), 'AttributeError', placeOf(machine, name, node));
  if (object instanceof TensorValue) return machine.unknown(`the tensor attribute '${name}' is not modelled`);
  if (object instanceof ModuleValue) {
    if (machine.modules.isLibrary(object)) return machine.unknown(`'${object.name}.${name}' is not modelled`);
    return machine.raise('AttributeError', `${textOf(machine, object)} has no attribute '${name}'`);
  }
  if (owner !== null) return machine.unknown(`'${owner}.${name}' is not modelled`);
  // what the library's own classes have is not modelled to the last; torch.nn's is
  const type = machine.typeOf(object);
  const file = type.definition?.file;
  if (file !== undefined && machine.modules.isLibraryFile(file) && !type.mro.includes(machine.types.ModuleBase))
    return machine.unknown(`'${type.name}.${name}' is not modelled`);
  return machine.raise('AttributeError', `${textOf(machine, object)} has no attribute '${name}'`);
}

/** PyTorch or Python has the attribute, whether it is modelled or not. */
export function isUnmodelled(machine: Machine, object: Value, name: Value | undefined): boolean {
  const owner = ownerOf(machine, object);
  return owner !== null && typeof name === 'string' && isKnownName(owner, name);
}

/** `import torch.nn.functionl`, `from torch.nn import Conv2D`: what the import gives; undefined where the name may be there. */
export function missingImport(
  machine: MissingHost,
  module: string,
  name: string,
  isModule: boolean,
): Value | undefined {
  if (!isMissing(machine, module, name) || !mayTell(machine, module, null, name)) return undefined;
  const [exception, message] = isModule
    ? ['ModuleNotFoundError', `No module named '${module}.${name}'`]
    : ['ImportError', `cannot import name '${name}' from '${module}'`];
  const problem: Problem = { code: 'CL1014', details: { exception, message }, ...suggestion(module, name) };
  return machine.refuse(problem, exception);
}

/** Under which name the names of a thing were measured; null where they were not. */
function ownerOf(machine: Machine, object: Value): string | null {
  if (object instanceof TensorValue) return tensor;
  if (object instanceof ModuleValue)
    return object.file === null || object.file.startsWith(libraryPrefix) ? object.name : null;
  return object instanceof ClassValue && object.mro.includes(machine.types.Tensor) ? tensor : null;
}

const tensor = 'torch.Tensor';
const libraryPrefix = 'convlens-library:';

/** The name in `object.name`. */
function placeOf({ frame }: Machine, name: string, node: Expression | undefined): Location | undefined {
  if (frame === null || node === undefined) return undefined;
  return { file: frame.program.file, start: node.end - name.length, end: node.end };
}

/** PyTorch has no such name, and it is the user's code that asks for it. */
function isMissing(machine: MissingHost, owner: string, name: string): boolean {
  if (hasName(owner, name) !== false) return false;
  const program = machine.frame?.program;
  return program?.language === 'python' && !machine.modules.isLibraryFile(program.file);
}

/** Whether nobody can have added it. What is far from every name is more likely to have been added than to be misspelt. */
function mayTell(machine: MissingHost, owner: string, object: Value, name: string): boolean {
  if (object instanceof ClassValue && isOfUser(machine, object)) return false;
  if (object instanceof TensorValue && (isOfUser(machine, machine.typeOf(object)) || machine.isSupposed(object)))
    return false;
  const { read, isAll } = machine.modules.texts();
  const sets = adding(name);
  return !read.some((text) => sets.test(text)) && (isAll || nearestName(owner, name) !== null);
}

/** Code that may give a module or a tensor the name: an assignment, its name as text, or a class whose results are of that class. */
const adding = (name: string): RegExp =>
  new RegExp(
    `(?<!\\bself)\\.${name}\\s*=(?!=)|(?<!(?:get|has)attr\\([\\w.]+,\\s*)['"]${name}['"]|^\\s*class\\s+\\w+\\(.*Tensor\\b`,
    'm',
  );

const isOfUser = (machine: MissingHost, { definition }: ClassValue): boolean =>
  definition !== null && !machine.modules.isLibraryFile(definition.file);

const misnamed = (machine: Machine, object: Value, owner: string, name: string): Problem => ({
  code: 'CL1016',
  details: { owner: textOf(machine, object), attribute: name },
  ...suggestion(owner, name),
});

function suggestion(owner: string, name: string): { readonly hint?: string } {
  const meant = nearestName(owner, name);
  return meant === null ? {} : { hint: `Did you mean: '${meant}'?` };
}

function textOf(machine: Machine, object: Value): string {
  if (object instanceof ModuleValue) return `module '${object.name}'`;
  return object instanceof ClassValue ? `type object '${object.name}'` : `'${machine.typeOf(object).name}' object`;
}
