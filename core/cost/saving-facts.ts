// What the rules of `saved-rules.ts` ask of an operation's place in the graph, and what they answer.
import type { Dim } from '../shape/dim';

/** What a rule asks of an operation's place in the graph. */
export interface SavingFacts {
  needsGradient(name: string): boolean;
  /** The input's storage, by its name. */
  input(name: string): readonly SavedItem[];
  result(index?: number): readonly SavedItem[];
  /** The operation changes its input: what the node needs of it before is copied. */
  readonly inPlace: boolean;
  /** Of one element of the input. */
  elementBytes(name: string): number;
  shape(name: string): readonly Dim[];
  resultShape(index?: number): readonly Dim[];
  isComplex(name: string): boolean;
  /** The bytes of an input's elements, were they copied. */
  copy(name: string): readonly SavedItem[];
  /** The tensors of a list. */
  each(name: string): readonly Operand[];
}

export interface Operand {
  readonly shape: readonly Dim[];
  readonly strides: readonly Dim[] | null;
  readonly kept: SavedItem;
  readonly copy: Dim;
  readonly needsGradient: boolean;
}

/** A storage of the graph, or bytes of a tensor that only the node knows. */
export type SavedItem = { readonly storage: number } | Dim;
