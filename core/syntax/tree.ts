// A syntax tree flattened into arrays, in preorder, so that WebAssembly is crossed once for each fact and the lowerings walk
// plain memory. Comments are kept apart.
//
//     f(x)   0 module   1 expression_statement   2 call   3 identifier   4 argument_list   5 "("   6 identifier   7 ")"
//     next   8          8                        8        4              8                 6       7              8
import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { Comment, SyntaxProblem } from './ast';
import type { Grammar } from './grammar';
import { severityOf, type RepairedText } from './repair';

export class FlatTree {
  /** Symbol ids; 0 is an ERROR. */
  kinds: Uint16Array;
  /** The field under which the parent holds the node; 0: none. */
  fields: Uint8Array;
  /** Offsets in the text, in UTF-16 code units. Of a token (not a named node) only where the tree has errors. */
  starts: Int32Array;
  ends: Int32Array;
  /** The node after this one's subtree: its next sibling, or whatever follows the parent. */
  next: Int32Array;
  /** 1 where an ERROR or MISSING node is a child, directly or within a part such as an argument list. */
  broken: Uint8Array;
  count = 0;
  comments: Comment[] = [];
  problems: SyntaxProblem[] = [];
  /** How much of the text is not understood; what a repair inserted does not count. */
  severity = 0;

  constructor(size = 1024) {
    this.kinds = new Uint16Array(size);
    this.fields = new Uint8Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.next = new Int32Array(size);
    this.broken = new Uint8Array(size);
  }

  begin(): void {
    this.count = this.severity = 0;
    this.comments = [];
    this.problems = [];
  }

  /** The nodes alone, in memory of their own. */
  copy(): FlatTree {
    const copy = new FlatTree(0);
    const { count } = this;
    copy.kinds = this.kinds.slice(0, count);
    copy.fields = this.fields.slice(0, count);
    copy.starts = this.starts.slice(0, count);
    copy.ends = this.ends.slice(0, count);
    copy.next = this.next.slice(0, count);
    copy.broken = this.broken.slice(0, count);
    copy.count = count;
    return copy;
  }

  /** Moves every node: the tree is of a part of the text that begins there. */
  shift(by: number): void {
    for (let node = 0; node < this.count; node++) {
      this.starts[node] += by;
      this.ends[node] += by;
    }
  }

  grow(): void {
    const size = this.kinds.length * 2;
    const copy = <T extends { set(from: T): void }>(into: T, from: T): T => (into.set(from), into);
    this.kinds = copy(new Uint16Array(size), this.kinds);
    this.fields = copy(new Uint8Array(size), this.fields);
    this.starts = copy(new Int32Array(size), this.starts);
    this.ends = copy(new Int32Array(size), this.ends);
    this.next = copy(new Int32Array(size), this.next);
    this.broken = copy(new Uint8Array(size), this.broken);
  }
}

/** Reads `tree` into `flat`, whose arrays are reused. With `repaired`, the tree is of the repaired text; offsets are the original's. */
export function readTree(tree: Tree, grammar: Grammar, text: string, flat: FlatTree, repaired?: RepairedText): void {
  flat.begin();
  const cursor = tree.walk();
  readNode(cursor, grammar, text, flat, repaired !== undefined || tree.rootNode.hasError, repaired);
  cursor.delete();
}

/** Reads the node under the cursor, which ends where it began. */
export function readNode(
  cursor: TreeCursor,
  grammar: Grammar,
  text: string,
  flat: FlatTree,
  hasErrors = false,
  repaired?: RepairedText,
): void {
  const { named, leaves, textLeaves, fieldless, extras, comment } = grammar;
  const unparsed: SyntaxProblem[] = [];
  const parents: number[] = [];
  let takesFields = false;
  let node = 0;
  for (;;) {
    const symbol = cursor.nodeTypeId;
    const kind = symbol === 0xffff ? 0 : symbol;
    let descend = false;
    if (extras[kind] === 1) {
      if (comment.includes(kind)) flat.comments.push(readComment(text, cursor.startIndex, cursor.endIndex));
    } else {
      if (node === flat.kinds.length) flat.grow();
      flat.kinds[node] = kind;
      flat.broken[node] = 0;
      if (named[kind] === 1) {
        flat.fields[node] = takesFields ? cursor.currentFieldId : 0;
        const start = (flat.starts[node] = cursor.startIndex);
        const end = (flat.ends[node] = cursor.endIndex);
        descend = leaves[kind] === 0 && (hasErrors || !textLeaves[kind]?.(text, start, end));
      } else {
        flat.fields[node] = 0;
      }
      if (hasErrors) {
        if (named[kind] === 0) {
          flat.starts[node] = cursor.startIndex;
          flat.ends[node] = cursor.endIndex;
        }
        const from = flat.starts[node];
        const to = flat.ends[node];
        const start = (flat.starts[node] = repaired?.toOriginal(from) ?? from);
        const end = (flat.ends[node] = repaired?.toOriginal(to) ?? to);
        const inserted = repaired?.isInserted(from, to) ?? false;
        const missing = inserted || (from === to && cursor.nodeIsMissing);
        if (kind === 0 || missing) {
          flat.problems.push(missing ? { start, end, missing: grammar.names[kind] } : { start, end });
          if (!inserted) unparsed.push({ start, end });
          else flat.broken[node] = 1;
          markBroken(parents, flat, grammar);
        }
      }
      flat.next[node] = node + 1;
      node++;
    }
    if (descend && cursor.gotoFirstChild()) {
      parents.push(node - 1);
      takesFields = fieldless[kind] === 0;
      continue;
    }
    while (parents.length > 0 && !cursor.gotoNextSibling()) {
      cursor.gotoParent();
      flat.next[parents.pop()!] = node;
      if (parents.length > 0) takesFields = fieldless[flat.kinds[parents[parents.length - 1]]] === 0;
    }
    if (parents.length === 0) break;
  }
  flat.count = node;
  flat.severity = severityOf(unparsed);
}

/** An error belongs to the nearest expression or statement around it. */
function markBroken(parents: readonly number[], flat: FlatTree, grammar: Grammar): void {
  for (let i = parents.length - 1; i >= 0; i--) {
    flat.broken[parents[i]] = 1;
    if (grammar.parts[flat.kinds[parents[i]]] === 0) return;
  }
}

export function readComment(text: string, start: number, end: number): Comment {
  const raw = text.slice(start, end);
  const body = raw.startsWith('#')
    ? raw.slice(1)
    : raw.startsWith('/*')
      ? raw.slice(2, raw.endsWith('*/') ? -2 : undefined)
      : raw.slice(2);
  return { start, end, text: body.trim() };
}
