// Small makers of neutral nodes, at the place of a tree node, for what the lowering of TypeScript invents.
import type { Argument, Assign, Attribute, Call, Expression, Literal, Name } from '../ast';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export const rangeOf = ({ start, end }: Range): Range => ({ start, end });

export const name = (at: Range, text: string): Name => ({ kind: 'name', ...rangeOf(at), name: text });
export const literal = (at: Range, value: Literal['value']): Literal => ({ kind: 'literal', ...rangeOf(at), value });

export const attribute = (at: Range, object: Expression, text: string, nameStart = at.end): Attribute => ({
  kind: 'attribute',
  ...rangeOf(at),
  object,
  name: text,
  nameStart,
});

export const positional = (value: Expression): Argument => ({
  kind: 'positional',
  ...rangeOf(value),
  name: null,
  value,
});

export const call = (at: Range, callee: Expression, values: readonly Expression[]): Call => ({
  kind: 'call',
  ...rangeOf(at),
  callee,
  arguments: values.map(positional),
});

export const assign = (at: Range, target: Expression, value: Expression, declares = false): Assign => ({
  kind: 'assign',
  ...rangeOf(at),
  targets: [target],
  value,
  ...(declares ? { declares } : {}),
});

/** Null or undefined. */
export const isNull = (value: Expression): Expression => ({
  kind: 'compare',
  ...rangeOf(value),
  left: value,
  operators: ['is'],
  rights: [literal(value, null)],
});
