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
import { differenceOf, type TextEdit } from '../base/textEdit';
import type { Language, Program } from './ast';
import type { Grammar } from './grammar';
import { Lowering, type Dispatch } from './lowering';
import type { FunctionBody } from './lazyFunction';
import { readPieces, type Pieces } from './pieces';
import { createPython } from './python/index';
import { placeholder, skeletonOf, type SkeletonBody } from './python/skeleton';
import { RepairedText, type Repair, type RepairEdit } from './repair';
import { FlatTree, readTree } from './tree';
import { createTypeScript } from './typescript/index';

/** Reads a grammar of `@vscode/tree-sitter-wasm`; asked when its language is first met. */
export type GrammarSource = () => Uint8Array;

/** The one thing that is not in the language's own library: every runtime has it. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => never };

export interface ParserRuntime {
  /** The bytes of `web-tree-sitter.wasm`. */
  readonly wasm: Uint8Array;
  readonly python: GrammarSource;
  readonly typescript?: GrammarSource;
  /** For files that may hold JSX. */
  readonly tsx?: GrammarSource;
}

export interface Parser {
  /** Always a program: what could not be parsed is in its `errors`, all else is there. The same text yields the same object. */
  parse(file: string, text: string, language: Language): Program;
  /**
   * A file that nobody edits, of which nothing is kept here: the bodies of Python's functions are parsed when they are first asked
   * for. Comments and syntax errors in them are not in the program.
   */
  parseLazily(file: string, text: string, language: Language): Program;
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
  /** null: its tree was not sound. */
  readonly pieces: Pieces | null;
}

/** A tree takes some twenty times its text in memory: keep those that are likely edited. */
const KEPT_TREES = 12;

/** @throws where the bytes are not the expected WebAssembly (a broken installation). */
export async function createParser(runtime: ParserRuntime): Promise<Parser> {
  await TreeSitterParser.init({ wasmBinary: runtime.wasm });
  const fronts = {
    python: once(runtime.python, createPython),
    typescript: once(runtime.typescript, createTypeScript),
    tsx: once(runtime.tsx, createTypeScript),
  };
  const parser = new TreeSitterParser();
  const flat = new FlatTree();
  const kept = new Map<string, Kept>();

  const forget = (file: string): void => {
    kept.get(file)?.tree.delete();
    kept.delete(file);
  };

  const frontOf = (language: Language, file: string): Front => {
    if (language === 'python') return fronts.python();
    return /\.(?:[jt]sx|[cm]?js)$/.test(file) && runtime.tsx !== undefined ? fronts.tsx() : fronts.typescript();
  };

  const treeOf = (text: string, previous: Tree | null = null): Tree => {
    const tree = parser.parse(text, previous);
    if (tree === null) throw new Error('tree-sitter returned no tree');
    return tree;
  };

  /** Reads into `flat` the text's tree, repaired where it has to be. */
  const readTrees = (tree: Tree, front: Front, text: string): void => {
    readTree(tree, front.grammar, text, flat);
    if (flat.severity > 0 || front.isSuspect?.(flat, text)) readRepaired(parser, front, tree, text, flat);
  };

  const readText = (text: string, front: Front): void => {
    parser.setLanguage(front.grammar.language);
    const tree = treeOf(text);
    readTrees(tree, front, text);
    tree.delete();
  };

  /** The program of what was read. */
  const lower = (file: string, language: Language, front: Front, lowering: Lowering): Program => {
    const body = flat.kinds[0] === 0 ? front.dispatch.recover(lowering, 0) : lowering.block(0);
    return programOf(file, language, lowering.text, { body, comments: flat.comments, errors: flat.problems });
  };

  const parse = (file: string, text: string, language: Language): Program => {
    const before = kept.get(file);
    if (before?.text === text && before.language === language) return before.program;
    const front = frontOf(language, file);
    parser.setLanguage(front.grammar.language);
    const edit = before?.language === language ? differenceOf(before.text, text) : null;
    if (before !== undefined && edit !== null) before.tree.edit(treeEdit(before.text, text, edit));
    const tree = treeOf(text, edit === null ? null : before?.tree);
    const known =
      before !== undefined && before.pieces !== null && edit !== null ? { pieces: before.pieces, edit } : undefined;
    const pieces = language === 'python' ? readPieces(tree, front, text, flat, known) : null;
    let program: Program;
    if (pieces !== null) {
      const body = pieces.list.flatMap(({ statements }) => statements);
      program = programOf(file, language, text, { body, comments: pieces.comments, errors: [] });
    } else {
      readTrees(tree, front, text);
      program = lower(file, language, front, new Lowering(flat, text, front.grammar, front.dispatch));
    }
    forget(file);
    kept.set(file, { language, text, tree, program, pieces });
    if (kept.size > KEPT_TREES) forget(kept.keys().next().value!);
    return program;
  };

  /** null: it has to be parsed whole. */
  const parseSkeleton = (file: string, text: string): Program | null => {
    const skeleton = skeletonOf(text);
    if (skeleton === null) return null;
    const front = fronts.python();
    readText(skeleton.text, front);
    if (flat.problems.length > 0) return null;
    const bodies = new Map(skeleton.bodies.map((body) => [body.end - placeholder.length, body]));
    const deferred = (start: number): (() => FunctionBody) | undefined => {
      const body = bodies.get(start);
      bodies.delete(start);
      return body && (() => readBody(text, body));
    };
    const lowering = new Lowering(flat, text, front.grammar, front.dispatch, { deferred });
    const program = lower(file, 'python', front, lowering);
    return bodies.size === 0 ? program : null;
  };

  /** Parses a body in a function of its own. */
  const readBody = (text: string, { start, end }: SkeletonBody): FunctionBody => {
    const front = fronts.python();
    readText(bodyHeader + text.slice(start, end), front);
    flat.shift(start - bodyHeader.length);
    const statements = new Lowering(flat, text, front.grammar, front.dispatch).block(0);
    const definition = statements.find((statement) => statement.kind === 'function');
    return definition ?? { body: statements, isGenerator: false, docstring: null };
  };

  return {
    parse,
    parseLazily(file, text, language) {
      const lazy = language === 'python' ? parseSkeleton(file, text) : null;
      if (lazy !== null) return lazy;
      const program = parse(file, text, language);
      forget(file);
      return program;
    },
    forget,
    dispose() {
      for (const file of [...kept.keys()]) forget(file);
      parser.delete();
    },
  };
}

const bodyHeader = 'def _():\n';

const programOf = (
  file: string,
  language: Language,
  text: string,
  content: Pick<Program, 'body' | 'comments' | 'errors'>,
): Program => ({ kind: 'program', start: 0, end: text.length, file, language, text, ...content });

/** Makes a language when it is first met. */
function once(source: GrammarSource | undefined, create: (language: TreeSitterLanguage) => Front): () => Front {
  let front: Front | null = null;
  return () => {
    if (source === undefined) throw new Error('the parser was created without the grammar of this language');
    return (front ??= create(TreeSitterLanguage.loadSync(new WebAssembly.Module(source()))));
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

function treeEdit(before: string, after: string, edit: TextEdit): Edit {
  const { start, before: oldEnd, after: newEnd } = edit;
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
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
