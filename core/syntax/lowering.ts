// What the lowerings of both languages share: walking a flat tree and dispatching nodes to the functions that convert them.
// A module of a lowering exports a table from node names to converters; the tables meet in the language's `index.ts`.
import type { ErrorExpression, Expression, Statement } from './ast';
import type { FieldName, Grammar } from './grammar';
import type { FunctionBody } from './lazyFunction';
import type { FlatTree } from './tree';

export type Convert<T> = (lowering: Lowering, node: number) => T;

/** Converters by node name. A statement may become several (`x = 1; y = 2` is two already; `for (;;)` is one and its head). */
export interface Converters {
  readonly expressions: Readonly<Record<string, Convert<Expression>>>;
  readonly statements: Readonly<Record<string, Convert<Statement | readonly Statement[]>>>;
  /** Converts the children of an ERROR node that stands among statements. */
  readonly recover: Convert<readonly Statement[]>;
  /** Puts the statements of a block into the order in which they take effect (hoisting). */
  readonly arrange?: (statements: Statement[]) => Statement[];
}

/** The converters by symbol id. */
export interface Dispatch {
  readonly expressions: readonly (Convert<Expression> | undefined)[];
  readonly statements: readonly (Convert<Statement | readonly Statement[]> | undefined)[];
  readonly recover: Convert<readonly Statement[]>;
  readonly arrange: (statements: Statement[]) => Statement[];
}

export function createDispatch(grammar: Grammar, converters: Converters): Dispatch {
  const byId = <T>(table: Readonly<Record<string, T>>): (T | undefined)[] =>
    grammar.names.map((name, id) =>
      id !== 0 && grammar.named[id] === 1 && Object.hasOwn(table, name) ? table[name] : undefined,
    );
  return {
    expressions: byId(converters.expressions),
    statements: byId(converters.statements),
    recover: converters.recover,
    arrange: converters.arrange ?? ((statements) => statements),
  };
}

/** Deeper nesting than any person writes; beyond it the stack would be at risk. */
const MAX_DEPTH = 500;

export interface LoweringOptions {
  /** Added to every offset of the tree. */
  readonly shift?: number;
  /** Bodies of functions that are read when they are asked for: all, or those that the tree does not have, by where their
   * placeholders begin. */
  readonly deferred?: 'all' | ((start: number) => (() => FunctionBody) | undefined);
}

/** One conversion of one tree. A node is its index in the flat tree; -1 is no node. */
export class Lowering {
  readonly fields: Readonly<Record<FieldName, number>>;
  /** The function being lowered contains a `yield`. */
  yields = false;
  /** Python: the class whose body is being read, for names such as `__x`. */
  className = '';
  private depth = 0;
  private temporaries = 0;
  private readonly shift: number;

  constructor(
    readonly tree: FlatTree,
    readonly text: string,
    readonly grammar: Grammar,
    private readonly dispatch: Dispatch,
    private readonly options: LoweringOptions = {},
  ) {
    this.fields = grammar.fields;
    this.shift = options.shift ?? 0;
  }

  /** How to read the body of a function later; undefined: it is read now. `read` lowers the block. */
  deferred(block: number, read: (lowering: Lowering) => FunctionBody): (() => FunctionBody) | undefined {
    const { deferred } = this.options;
    if (deferred !== 'all') return deferred?.(this.start(block));
    const { tree, text, grammar, dispatch, shift, className } = this;
    return () => {
      const later = new Lowering(tree, text, grammar, dispatch, { shift });
      later.className = className;
      return read(later);
    };
  }

  name(node: number): string {
    return this.grammar.names[this.tree.kinds[node]];
  }

  isNamed(node: number): boolean {
    return this.grammar.named[this.tree.kinds[node]] === 1;
  }

  start(node: number): number {
    return this.tree.starts[node] + this.shift;
  }

  end(node: number): number {
    return this.tree.ends[node] + this.shift;
  }

  slice(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** The first child under a field, or -1. */
  child(node: number, field: number): number {
    const { fields, next } = this.tree;
    for (let c = node + 1, end = next[node]; c < end; c = next[c]) if (fields[c] === field) return c;
    return -1;
  }

  /** The named children, ERROR nodes left out. */
  children(node: number): number[] {
    const { kinds, next } = this.tree;
    const { named } = this.grammar;
    const found: number[] = [];
    for (let c = node + 1, end = next[node]; c < end; c = next[c])
      if (kinds[c] !== 0 && named[kinds[c]] === 1) found.push(c);
    return found;
  }

  /** The first named child, or -1. */
  firstChild(node: number): number {
    const { kinds, next } = this.tree;
    const { named } = this.grammar;
    for (let c = node + 1, end = next[node]; c < end; c = next[c])
      if (kinds[c] !== 0 && named[kinds[c]] === 1) return c;
    return -1;
  }

  /** A child with this name stands directly below: a token (`,`) or a node. */
  has(node: number, name: string): boolean {
    return this.find(node, name) !== -1;
  }

  find(node: number, name: string): number {
    const { kinds, next } = this.tree;
    const { names } = this.grammar;
    for (let c = node + 1, end = next[node]; c < end; c = next[c]) if (names[kinds[c]] === name) return c;
    return -1;
  }

  /** The text of the token under `operator`, e.g. `+`. */
  operator(node: number): string {
    const { kinds, next } = this.tree;
    const { names, named } = this.grammar;
    for (let c = node + 1, end = next[node]; c < end; c = next[c])
      if (named[kinds[c]] === 0 && names[kinds[c]] !== '(') return names[kinds[c]];
    return '';
  }

  /** A token with this text stands directly below. */
  operatorIs(node: number, token: string): boolean {
    const found = this.find(node, token);
    return found !== -1 && !this.isNamed(found);
  }

  isBroken(node: number): boolean {
    return this.tree.broken[node] === 1;
  }

  expression(node: number): Expression {
    if (node === -1) return { kind: 'error', start: 0, end: 0, reason: 'syntax error' };
    const convert = this.dispatch.expressions[this.tree.kinds[node]];
    if (convert === undefined || this.isBroken(node)) return this.error(node);
    if (this.depth > MAX_DEPTH) return this.error(node, 'nested too deeply');
    this.depth++;
    const result = convert(this, node);
    this.depth--;
    return result;
  }

  /** The expression under a field, or null where there is none. */
  optional(node: number, field: number): Expression | null {
    const found = this.child(node, field);
    return found === -1 ? null : this.expression(found);
  }

  expressions(nodes: readonly number[]): Expression[] {
    return nodes.map((node) => this.expression(node));
  }

  isExpression(node: number): boolean {
    return this.dispatch.expressions[this.tree.kinds[node]] !== undefined;
  }

  isStatement(node: number): boolean {
    return this.dispatch.statements[this.tree.kinds[node]] !== undefined;
  }

  /** The statements that stand directly below a block; no block, no statements. */
  block(node: number): Statement[] {
    const result: Statement[] = [];
    if (node === -1) return result;
    const { next } = this.tree;
    for (let c = node + 1, end = next[node]; c < end; c = next[c]) this.statement(c, result);
    return this.dispatch.arrange(result);
  }

  /** Appends what a node among statements stands for; tokens stand for nothing. */
  statement(node: number, into: Statement[]): void {
    const kind = this.tree.kinds[node];
    if (kind === 0) {
      into.push(...this.dispatch.recover(this, node));
      return;
    }
    const convert = this.dispatch.statements[kind];
    if (convert === undefined) {
      if (this.isNamed(node))
        into.push({ kind: 'error', start: this.start(node), end: this.end(node), reason: 'syntax error' });
      return;
    }
    if (this.depth > MAX_DEPTH) {
      into.push({ kind: 'error', start: this.start(node), end: this.end(node), reason: 'nested too deeply' });
      return;
    }
    this.depth++;
    const result = convert(this, node);
    this.depth--;
    if (Array.isArray(result)) into.push(...(result as readonly Statement[]));
    else into.push(result as Statement);
  }

  /** A name that no source can spell, for a value that the lowering keeps. */
  fresh(): string {
    return `%${++this.temporaries}`;
  }

  error(node: number, reason = 'syntax error'): ErrorExpression {
    return { kind: 'error', start: this.start(node), end: this.end(node), reason };
  }
}

/** Where a node stands: the beginning of every object that is made of one. */
export const range = (l: Lowering, node: number): { start: number; end: number } => ({
  start: l.start(node),
  end: l.end(node),
});
