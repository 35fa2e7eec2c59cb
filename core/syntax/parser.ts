// Text to neutral program. Trees of recently parsed files are kept, so that an edit reparses only what it touches; the
// runtime and the grammars are injected as bytes, for the core reads no files.
//
//     const parser = await createParser({ wasm, python, typescript });
//     parser.parse('net.py', 'x = 1\n', 'python').body   -> [assign]
import {
  Edit,
  Language as TreeSitterLanguage,
  Parser as TreeSitterParser,
  type Point,
  type Tree,
} from 'web-tree-sitter';
import type { Language, Program } from './ast';
import type { Grammar } from './grammar';
import { Lowering, type Dispatch } from './lowering';
import { createPython } from './python/index';
import { RepairedText, type Repair, type RepairEdit } from './repair';
import { FlatTree, readTree } from './tree';
import { createTypeScript } from './typescript/index';

/** The bytes of `web-tree-sitter.wasm` and of the grammars in `@vscode/tree-sitter-wasm`. */
export interface ParserRuntime {
  readonly wasm: Uint8Array;
  readonly python: Uint8Array;
  readonly typescript?: Uint8Array;
  /** For files that may hold JSX. */
  readonly tsx?: Uint8Array;
}

export interface Parser {
  /** Always a program: what could not be parsed is in its `errors`, all else is there. The same text yields the same object. */
  parse(file: string, text: string, language: Language): Program;
  /** Frees what is kept for a file. */
  forget(file: string): void;
  /** Frees everything; the parser is of no use afterwards. */
  dispose(): void;
}

/** A language: its grammar, its lowering, and how to repair a text that does not parse. */
interface Front {
  readonly grammar: Grammar;
  readonly dispatch: Dispatch;
  readonly repair?: Repair;
  /** What to take out where `repair` was not enough. */
  readonly removal?: Repair;
  /** The text may need a repair although it parses: the grammar lets some statements go on over the end of their line. */
  readonly isSuspect?: (tree: FlatTree, text: string) => boolean;
}

interface Kept {
  readonly language: Language;
  readonly text: string;
  readonly tree: Tree;
  readonly program: Program;
}

/** A tree takes some twenty times its text in memory: keep those that are likely edited. */
const KEPT_TREES = 12;

/** @throws where the bytes are not the expected WebAssembly (a broken installation). */
export async function createParser(runtime: ParserRuntime): Promise<Parser> {
  await TreeSitterParser.init({ wasmBinary: runtime.wasm });
  const python = createPython(await TreeSitterLanguage.load(runtime.python));
  const typescript = runtime.typescript && createTypeScript(await TreeSitterLanguage.load(runtime.typescript));
  const tsx = runtime.tsx && createTypeScript(await TreeSitterLanguage.load(runtime.tsx));
  const parser = new TreeSitterParser();
  const flat = new FlatTree();
  const kept = new Map<string, Kept>();

  const forget = (file: string): void => {
    kept.get(file)?.tree.delete();
    kept.delete(file);
  };

  const frontOf = (language: Language, file: string): Front => {
    if (language === 'python') return python;
    const front = tsx !== undefined && /\.(?:[jt]sx|[cm]?js)$/.test(file) ? tsx : typescript;
    if (front === undefined) throw new Error('the parser was created without the grammar of TypeScript');
    return front;
  };

  return {
    parse(file, text, language) {
      const before = kept.get(file);
      if (before?.text === text && before.language === language) return before.program;
      const front = frontOf(language, file);
      parser.setLanguage(front.grammar.language);
      let previous: Tree | null = null;
      if (before?.language === language) {
        before.tree.edit(differenceOf(before.text, text));
        previous = before.tree;
      }
      const tree = parser.parse(text, previous);
      if (tree === null) throw new Error('tree-sitter returned no tree');
      forget(file);
      readTree(tree, front.grammar, text, flat);
      if (flat.severity > 0 || front.isSuspect?.(flat, text)) readRepaired(parser, front, tree, text, flat);
      const lowering = new Lowering(flat, text, front.grammar, front.dispatch);
      const body = flat.kinds[0] === 0 ? front.dispatch.recover(lowering, 0) : lowering.block(0);
      const { comments, problems: errors } = flat;
      const program: Program = {
        kind: 'program',
        start: 0,
        end: text.length,
        file,
        language,
        text,
        body,
        comments,
        errors,
      };
      kept.set(file, { language, text, tree, program });
      if (kept.size > KEPT_TREES) forget(kept.keys().next().value!);
      return program;
    },
    forget,
    dispose() {
      for (const file of [...kept.keys()]) forget(file);
      parser.delete();
    },
  };
}

/** How often lines are taken out before what is left in error is taken as it is. */
const REMOVALS = 3;

/** Reads into `flat` the best tree of the text and its repairs. */
function readRepaired(parser: TreeSitterParser, front: Front, tree: Tree, text: string, flat: FlatTree): void {
  if (front.repair === undefined) return;
  // A text that parses is repaired only where it is suspect: any repair that parses is better.
  let best: { readonly severity: number; readonly edits: readonly RepairEdit[] | null } = {
    severity: Math.max(flat.severity, 1),
    edits: null,
  };
  let last = best.edits;
  const attempt = (edits: readonly RepairEdit[]): void => {
    const repaired = new RepairedText(text, edits);
    const repairedTree = parser.parse(repaired.text);
    if (repairedTree === null) return;
    readTree(repairedTree, front.grammar, text, flat, repaired);
    repairedTree.delete();
    last = edits;
    if (flat.severity < best.severity) best = { severity: flat.severity, edits };
  };
  const edits = front.repair(text, flat.problems);
  if (edits.length > 0) attempt(edits);
  for (let round = 0; round < REMOVALS && flat.severity > 0 && front.removal !== undefined; round++) {
    const removed = front.removal(
      text,
      flat.problems.filter((problem) => problem.missing === undefined),
    );
    if (removed.length === 0) break;
    attempt(merge(last ?? [], removed));
  }
  if (best.edits === null) {
    if (last !== null) readTree(tree, front.grammar, text, flat);
    return;
  }
  if (best.edits !== last) attempt(best.edits);
  for (const { start, end, silent } of best.edits) if (start < end && !silent) flat.problems.push({ start, end });
  flat.problems.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The edits of `removed`, and those of `edits` outside them. */
function merge(edits: readonly RepairEdit[], removed: readonly RepairEdit[]): RepairEdit[] {
  const outside = edits.filter((edit) => !removed.some((line) => edit.start <= line.end && edit.end >= line.start));
  return [...outside, ...removed].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The one edit that turns `before` into `after`: what is left between their common beginning and end. */
function differenceOf(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return new Edit({
    startIndex: start,
    oldEndIndex: before.length - tail,
    newEndIndex: after.length - tail,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, before.length - tail),
    newEndPosition: pointAt(after, after.length - tail),
  });
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) {
    row++;
    lineStart = i + 1;
  }
  return { row, column: offset - lineStart };
}
