// Parsed files, kept from one analysis to the next: a program never changes, so those of the libraries are parsed once.
import type { Language, Program } from '../syntax/ast';
import type { Parser } from '../syntax/parser';

export interface Programs {
  /** `before` is told of the characters that are to be parsed of another file, where its program is not at hand. */
  parse(file: string, text: string, before?: (characters: number) => void): Program;
}

/** Texts kept beyond the one that is edited; a program takes some thirty times its text in memory. */
const keptCharacters = 4_000_000;

/** `edited` says which files' trees are worth keeping for incremental parsing; the others are freed at once. */
export function createPrograms(parser: Parser, edited: (file: string) => boolean): Programs {
  const kept = new Map<string, Program>();
  let characters = 0;
  return {
    parse(file, text, before) {
      const known = kept.get(file);
      if (known !== undefined && known.text === text) return known;
      if (edited(file)) return parser.parse(file, text, languageOf(file));
      before?.(text.length);
      const program = parser.parseLazily(file, text, languageOf(file));
      characters += text.length - (known?.text.length ?? 0);
      kept.delete(file);
      kept.set(file, program);
      for (const [oldest, old] of kept) {
        if (characters <= keptCharacters) break;
        kept.delete(oldest);
        characters -= old.text.length;
      }
      return program;
    },
  };
}

const languageOf = (file: string): Language => (/\.[cm]?[jt]sx?$/.test(file) ? 'typescript' : 'python');
