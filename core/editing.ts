// A file that is being edited: its program, which grows while functions are typed in, and what was done with it before.
import { differenceOf } from './base/textEdit';
import { isDirective, mayHoldModels, sameDirectives } from './eval/model/discover';
import { Steps } from './eval/model/steps';
import type { Interpreter } from './eval/interpreter';
import type { FunctionDefinition, Program } from './syntax/ast';
import { GrownProgram } from './syntax/grown';

interface Kept {
  readonly program: GrownProgram;
  /** As it was read last. */
  read: Program;
  readonly steps: Steps;
  /** Functions with another body, or docstring, since the last analysis; null: there was none. */
  grown: { readonly bodies: Set<FunctionDefinition>; readonly documented: Set<FunctionDefinition> } | null;
}

/** What an analysis evaluates: places in it are those of the text only after `growth.placement`. */
export interface Editing {
  readonly program: Program;
  /** As it is edited. */
  readonly text: string;
  readonly steps: Steps;
}

/** Each holds all that one analysis made. */
const mostKept = 3;

export class Edited {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly interpreter: Interpreter) {}

  /** To be told of every text that is read; `key`: of requests that are answered alike. */
  follow(key: string, read: Program): void {
    const known = this.kept.get(key);
    // half a statement: what comes next is an edit of the last text without an error
    if (known === undefined || known.read === read || read.errors.length > 0) return;
    const isAlike =
      isPlain(read) &&
      mayHoldModels(known.read) === mayHoldModels(read) &&
      sameDirectives(known.read, read, differenceOf(known.read.text, read.text));
    const change = isAlike ? known.program.grow(known.read, read) : null;
    if (change === null) {
      this.kept.delete(key);
      return;
    }
    known.read = read;
    for (const fn of change.bodies) known.grown?.bodies.add(fn);
    for (const fn of change.documented) known.grown?.documented.add(fn);
  }

  /** Of the text that was read last, to be evaluated now. */
  begin(key: string, read: Program): Editing {
    const known = this.kept.get(key) ?? this.add(read);
    if (known?.read !== read) return { program: read, text: read.text, steps: new Steps(this.interpreter) };
    this.kept.delete(key);
    this.kept.set(key, known);
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
    known.steps.begin(known.grown);
    known.grown = { bodies: new Set(), documented: new Set() };
    return { program: known.program, text: read.text, steps: known.steps };
  }

  private add(read: Program): Kept | undefined {
    const program = isPlain(read) ? GrownProgram.of(read) : undefined;
    return program && { program, read, steps: new Steps(this.interpreter), grown: null };
  }
}

/** No directive stands inside of a statement: it would have to grow with it. */
const isPlain = ({ body, comments }: Program): boolean =>
  !comments.some(
    ({ text, start }) =>
      isDirective(text) && body.some((statement) => statement.start < start && start < statement.end),
  );
