// What the library's Python files ask about functions.
import { FunctionValue, ListValue, TupleValue, type NativeFunction, type Value } from '../values';

export function defineFunctionNatives(define: (name: string, call: NativeFunction['call']) => void): void {
  define('signature', (machine, [callable]) => {
    const isMethod = typeof callable === 'object' && callable !== null && callable.kind === 'method';
    let fn = isMethod ? callable.callable : callable;
    for (
      let inner: Value | undefined = fn;
      inner instanceof FunctionValue;
      inner = inner.attributes?.get('__wrapped__')
    )
      fn = inner;
    if (!(fn instanceof FunctionValue)) return machine.unknown('the signature of a function');
    const skip = isMethod ? 1 : 0;
    const { node, defaults } = fn;
    return new ListValue(
      node.parameters.slice(skip).map((parameter, i) => {
        const fallback = defaults[i + skip];
        return new TupleValue([
          parameter.name,
          parameter.kind === 'normal' ? 'positional' : parameter.kind,
          fallback !== undefined,
          fallback ?? null,
        ]);
      }),
    );
  });
  // whether the wrapper has the other's docstring from now on: nobody needs to read it for that
  define('share_docstring', (_, [wrapper, wrapped]) => {
    if (!(wrapper instanceof FunctionValue && wrapped instanceof FunctionValue)) return false;
    if (wrapped.attributes?.has('__doc__') === true) return false;
    for (let source: FunctionValue | null = wrapped; source !== null; source = source.documented)
      if (source === wrapper) return false;
    wrapper.documented = wrapped;
    return true;
  });
}
