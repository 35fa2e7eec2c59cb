// A dimension that is no number, and what is remembered of it. A model does the same arithmetic over and over, layer by layer and
// in every analysis anew: each expression is one object while it is remembered, and keeps what its operations gave with others.
import { formatPolynomial } from './dim-text';
import { constantOf, polynomialKey, type Polynomial } from './polynomial';

export type Dim = number | SymbolicDim;

/** An expression that holds at least one symbol. Two are equal exactly where their keys are. */
export class SymbolicDim {
  readonly kind = 'dim';
  /** Made when it is first asked for. */
  #key: string | undefined;
  #text: string | undefined;
  /** By operation, then by the other operand. Private: a structured clone leaves it behind. */
  readonly #results: (Map<Dim, unknown> | undefined)[] = [];

  constructor(readonly polynomial: Polynomial) {}

  get key(): string {
    return (this.#key ??= polynomialKey(this.polynomial));
  }

  toString(): string {
    return (this.#text ??= formatPolynomial(this.polynomial));
  }

  /** What `operation` gave with `other`, or gives; results are never undefined. */
  result<T>(operation: Operation<T>, other: Dim): T {
    const results = (this.#results[operation.index] ??= new Map<Dim, unknown>());
    const known = results.get(other) as T | undefined;
    if (known !== undefined) return known;
    const made = operation.compute(this, other);
    if (results.size >= mostResults) results.clear();
    results.set(other, made);
    return made;
  }
}

/** A function of a symbolic dimension and another one, which depends on nothing else. */
export interface Operation<T> {
  readonly index: number;
  readonly compute: (dim: SymbolicDim, other: Dim) => T;
}

let operations = 0;

export const operation = <T>(compute: Operation<T>['compute']): Operation<T> => ({ index: operations++, compute });

/** A loop over numbers makes as many results as it has rounds. */
const mostResults = 4_096;
const mostExpressions = 20_000;
const expressions = new Map<string, SymbolicDim>();

/** The dimension of a polynomial: the same object for equal ones, most of the time. */
export function toDim(polynomial: Polynomial): Dim {
  const value = constantOf(polynomial);
  if (value !== undefined) return value;
  const made = new SymbolicDim(polynomial);
  const known = expressions.get(made.key);
  if (known !== undefined) return known;
  if (expressions.size >= mostExpressions) expressions.clear();
  expressions.set(made.key, made);
  return made;
}
