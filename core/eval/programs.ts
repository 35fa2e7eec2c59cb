// Parsed files, kept from one analysis to the next: a program never changes, so those of the libraries are parsed once.
import type { Language, Program } from '../syntax/ast';
import type { Parser } from '../syntax/parser';
import { writeStored } from '../syntax/stored';

export interface Programs {
  /** `before` is told of the characters that are to be parsed of another file, where its program is not at hand. */
  parse(file: string, text: string, before?: (characters: number) => void): Program;
}

/** Texts kept beyond the one that is edited; a program takes some thirty times its text in memory. */
const keptCharacters = 4_000_000;

/** Programs kept beyond this process: see `core/syntax/stored.ts`. */
export interface ProgramStore {
  /** undefined: none is kept of this text. */
  find(file: string, text: string): Program | undefined;
  /** `stored` may be called at any time, and is worth its time only where nobody waits; undefined: the program cannot be kept. */
  keep(text: string, stored: () => string | undefined): void;
}

/** `edited` says which files' trees are worth keeping for incremental parsing; the others are freed at once. */
export function createPrograms(parser: Parser, edited: (file: string) => boolean, store?: ProgramStore): Programs {
  const kept = new Map<string, Program>();
  let characters = 0;
  const remember = (file: string, program: Program): Program => {
    characters += program.text.length - (kept.get(file)?.text.length ?? 0);
    kept.delete(file);
    kept.set(file, program);
    for (const [oldest, old] of kept) {
      if (characters <= keptCharacters) break;
      kept.delete(oldest);
      characters -= old.text.length;
    }
    return program;
  };
  return {
    parse(file, text, before) {
      const known = kept.get(file);
      if (known !== undefined && known.text === text) return known;
      const stored = store?.find(file, text);
      if (stored !== undefined) return remember(file, stored);
      const language = languageOf(file);
      store?.keep(text, () => {
        const program = parser.parse(file, text, language);
        parser.forget(file);
        return writeStored(program);
      });
      if (edited(file)) return parser.parse(file, text, language);
      before?.(text.length);
      return remember(file, parser.parseLazily(file, text, language));
    },
  };
}

const languageOf = (file: string): Language => (/\.[cm]?[jt]sx?$/.test(file) ? 'typescript' : 'python');
