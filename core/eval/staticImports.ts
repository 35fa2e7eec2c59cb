// Packages that import lazily put an object of their own in their place, and tell type checkers beside it what they hold:
//
//     if TYPE_CHECKING:
//         from .modeling_resnet import *
//     else:
//         sys.modules[__name__] = _LazyModule(__name__, ...)
//
// What they tell is read: the names are the same, imports are lazy here anyway, and a look at every file of a package is saved.
import type { Expression, Statement } from '../syntax/ast';
import { ListValue, TupleValue, type Value } from './values';

/** The statements to run in place of one at the top level of a module. */
export function staticForm(statement: Statement): readonly Statement[] {
  if (statement.kind !== 'if' || !asksForTypes(statement.test)) return [statement];
  return statement.otherwise.some(replacesModule) ? statement.then : [statement];
}

/** `TYPE_CHECKING`, `typing.TYPE_CHECKING`, `TYPE_CHECKING or EAGER_IMPORT` */
function asksForTypes(test: Expression): boolean {
  if (test.kind === 'logical') return test.operator === 'or' && (asksForTypes(test.left) || asksForTypes(test.right));
  return (test.kind === 'name' || test.kind === 'attribute') && test.name === 'TYPE_CHECKING';
}

/** `sys.modules[__name__] = ...` */
function replacesModule(statement: Statement): boolean {
  return (
    statement.kind === 'assign' &&
    statement.targets.some(
      (target) => target.kind === 'subscript' && target.object.kind === 'attribute' && target.object.name === 'modules',
    )
  );
}

/** Ways by which a module gets names that its text does not hold. */
const dynamicNames = /\bimport\s*\*|\b(?:globals|vars|locals)\(\)|\bsys\.modules\b|^def __getattr__\b|\bexec\(/m;
/** The public names written down as a whole, with nothing added later. */
const publicNames = /^__all__\s*=\s*[[(]([^\])]*)[\])]\s*$(?![\s\S]*__all__)/m;

type Exports = (name: string) => boolean;

/** What star imports may bring in, remembered of each file's text. */
export class Exporters {
  private readonly known = new Map<string, { readonly text: string; readonly mayExport: Exports }>();

  mayExport(file: string, text: string, name: string): boolean {
    let known = this.known.get(file);
    if (known?.text !== text) this.known.set(file, (known = { text, mayExport: exporter(text) }));
    return known.mayExport(name);
  }
}

/** Whether `from m import *` of a module with this text can bring a name in. */
function exporter(text: string): Exports {
  const listed = text.includes('__all__') ? publicNames.exec(text)?.[1] : undefined;
  if (listed === undefined) {
    const isDynamic = dynamicNames.test(text);
    return (name) => isDynamic || (text.includes(name) && new RegExp(`\\b${name}\\b`).test(text));
  }
  const names = new Set([...listed.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double));
  return (name) => names.has(name);
}

/** The same of a module whose body has run: `__all__` says what is public. */
export function exports(all: Value | undefined, name: string): boolean {
  if (!(all instanceof TupleValue) && !(all instanceof ListValue && all.open === null)) return true;
  return all.items.includes(name) || all.items.some((item) => typeof item !== 'string');
}
