// A Python program as a text to be kept from one process to the next, without the source that it is of.
import type { Comment, Program } from './ast';
import { readCompact, writeCompact, type CompactProgram } from './compact';

type Stored = Pick<CompactProgram, 'body' | 'functions'> & { readonly comments: readonly Comment[] };

/** undefined: there is no such form of it, for it is not Python, or holds errors. */
export function writeStored(program: Program): string | undefined {
  if (program.language !== 'python' || program.errors.length > 0) return undefined;
  const { body, functions } = writeCompact(program);
  return JSON.stringify({ comments: program.comments, body, functions } satisfies Stored);
}

/** @throws where `stored` is not what `writeStored` makes. */
export function readStored(file: string, text: string, stored: string): Program {
  const { comments, body, functions } = JSON.parse(stored) as Stored;
  return { ...readCompact(file, { text, body, functions }), comments };
}
