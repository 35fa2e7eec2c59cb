// Imports of TypeScript. `@tensorflow/tfjs` and its parts are the library's model; `./blocks` is a file beside the importing one;
// other packages are unknown.
import type { Import, ImportFrom } from '../../syntax/ast';
import { bindName } from '../scope';
import { LazyImport, ModuleValue, type Frame, type Machine, type Value } from '../values';

/** What the interpreter gives to imports. */
export interface ScriptImportHost extends Machine {
  /** The module of the library, or of a file; undefined where there is none. */
  findModule(name: string): ModuleValue | undefined;
  /** The module of a file by its path; undefined where there is no such file. */
  findFile(path: string): ModuleValue | undefined;
}

/** Packages that are TensorFlow.js: the whole, its back ends for Node, its parts. */
const tensorflow = /^@tensorflow\/tfjs(?:-(?:node|node-gpu|core|layers))?(?:\/dist\/[\w./-]*)?$/;

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

function findScript(machine: ScriptImportHost, specifier: string, frame: Frame): Value {
  if (tensorflow.test(specifier)) return machine.findModule('tfjs') ?? machine.unknown('the model of TensorFlow.js');
  if (!/^\.{0,2}\//.test(specifier)) return machine.unknown(`the module '${specifier}' is not known`);
  const path = specifier.startsWith('/') ? specifier : resolve(frame.program.file, specifier);
  // `./blocks.js` is what a module of TypeScript writes for `blocks.ts`
  const bare = path.replace(/\.([cm]?)jsx?$/, '');
  const candidates = [
    ...(bare === path ? [] : [`${bare}.ts`, `${bare}.tsx`, `${bare}.mts`, `${bare}.cts`]),
    path,
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => `${path}/index${extension}`),
  ];
  for (const candidate of candidates) {
    const module = /\.\w+$/.test(candidate) ? machine.findFile(candidate) : undefined;
    if (module !== undefined) return module;
  }
  return machine.unknown(`the module '${specifier}' was not found`);
}

/** `./a/../b` beside a file, with forward slashes. */
function resolve(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** `import * as tf from '...'`, `import '...'`, `const tf = require('...')`. */
export function executeScriptImport(machine: ScriptImportHost, statement: Import, frame: Frame): void {
  for (const { name, alias } of statement.names) {
    const module = findScript(machine, name, frame);
    if (alias !== null) bindName(machine, frame.scope, alias, module);
    else if (module instanceof ModuleValue) module.load?.();
  }
}

/** `import { a as b } from '...'`, `import a from '...'`, `export * from '...'`. */
export function executeScriptImportFrom(machine: ScriptImportHost, statement: ImportFrom, frame: Frame): void {
  const module = findScript(machine, statement.module, frame);
  for (const { name, alias } of statement.names) {
    if (name === '*') {
      if (module instanceof ModuleValue) (frame.scope.stars ??= []).push(module);
      else if (typeof module === 'object' && module !== null && module.kind === 'unknown')
        frame.scope.openStar = module;
      continue;
    }
    bindName(
      machine,
      frame.scope,
      alias ?? name,
      module instanceof ModuleValue ? new LazyImport(() => exported(machine, module, name)) : module,
    );
  }
}

function exported(machine: Machine, module: ModuleValue, name: string): Value {
  const value = machine.lookup(module, name);
  if (value !== undefined) return value;
  // TensorFlow.js has no default export: tools let the whole module stand for it
  if (name === 'default') return module;
  return machine.unknown(`'${name}' of the module '${module.name}' is not modelled`);
}
