// Messages between the visualiser's page and the worker that evaluates the free expression: one reply a request.
import { finite, integer, object, record, tagged, text, oneOf, type Check } from './validate';

export interface AlgebraRequest {
  readonly id: number;
  readonly expression: string;
  /** The names that the expression may use. */
  readonly scope: Readonly<Record<string, number>>;
}

export type AlgebraReply =
  /** The value, or the simplified expression, as text. */
  | { readonly reply: 'result'; readonly id: number; readonly text: string }
  /** What is wrong with the expression. */
  | { readonly reply: 'problem'; readonly id: number; readonly message: string };

const id = integer(0, Number.MAX_SAFE_INTEGER);

export const algebraRequest: Check<AlgebraRequest> = object({
  id,
  expression: text(500),
  scope: record(finite(), 50),
});

export const algebraReply: Check<AlgebraReply> = tagged<'reply', AlgebraReply>('reply', {
  result: object({ reply: oneOf('result'), id, text: text(10_000) }),
  problem: object({ reply: oneOf('problem'), id, message: text(10_000) }),
});
