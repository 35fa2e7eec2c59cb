// A program in pieces, one for each node at the top of its tree, so that an edit reads and lowers only the piece that it is in. A
// piece that an edit only moves keeps what was read of the tree; its statements are made anew, with the bodies of functions left
// until they are asked for.
import type { Tree } from 'web-tree-sitter';
import { movedEnd, movedStart, type TextEdit } from '../base/textEdit';
import type { Comment, Statement } from './ast';
import type { Grammar } from './grammar';
import { Lowering, type Dispatch } from './lowering';
import { readComment, readNode, type FlatTree } from './tree';

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly tree: FlatTree;
  /** Where its nodes are now, relative to where they were when they were read. */
  readonly shift: number;
  readonly statements: readonly Statement[];
  /** Inside of it. */
  readonly comments: readonly Comment[];
}

export interface Pieces {
  readonly list: readonly Piece[];
  readonly comments: readonly Comment[];
}

/** What pieces are made with. */
export interface PieceFront {
  readonly grammar: Grammar;
  readonly dispatch: Dispatch;
  readonly isSuspect?: (tree: FlatTree, text: string) => boolean;
}

/** null: the tree is not sound, and has to be read whole. `before`: the pieces of the text before the edit; `scratch` is written over. */
export function readPieces(
  tree: Tree,
  front: PieceFront,
  text: string,
  scratch: FlatTree,
  before?: { readonly pieces: Pieces; readonly edit: TextEdit },
): Pieces | null {
  if (tree.rootNode.hasError) return null;
  const { grammar } = front;
  const known = before === undefined ? new Map<number, Piece>() : movedPieces(before.pieces, before.edit);
  const list: Piece[] = [];
  const comments: Comment[] = [];
  const cursor = tree.walk();
  try {
    for (let more = cursor.gotoFirstChild(); more; more = cursor.gotoNextSibling()) {
      const kind = cursor.nodeTypeId;
      const [start, end] = [cursor.startIndex, cursor.endIndex];
      if (grammar.extras[kind] === 1) {
        if (grammar.comment.includes(kind)) comments.push(readComment(text, start, end));
        continue;
      }
      const kept = known.get(start);
      if (kept !== undefined && kept.end === end && kept.tree.kinds[0] === kind) {
        const piece = kept.statements.length > 0 ? kept : lowered(kept, front, text);
        list.push(piece);
        comments.push(...piece.comments);
        continue;
      }
      scratch.begin();
      readNode(cursor, grammar, text, scratch);
      if (front.isSuspect?.(scratch, text) === true) return null;
      const inside = scratch.comments;
      list.push(lowered({ start, end, tree: scratch.copy(), shift: 0, statements: [], comments: inside }, front, text));
      comments.push(...inside);
    }
    return { list, comments };
  } finally {
    cursor.delete();
  }
}

/** The pieces beside an edit, by where they begin after it; those that moved have no statements yet. */
function movedPieces({ list }: Pieces, edit: TextEdit): Map<number, Piece> {
  const pieces = new Map<number, Piece>();
  for (const piece of list) {
    if (piece.start < edit.before && piece.end > edit.start) continue;
    const start = movedStart(piece.start, edit);
    const by = start - piece.start;
    if (by === 0) pieces.set(start, piece);
    else {
      const comments = piece.comments.map((each) => ({ ...each, start: each.start + by, end: each.end + by }));
      pieces.set(start, {
        ...piece,
        start,
        end: movedEnd(piece.end, edit),
        shift: piece.shift + by,
        statements: [],
        comments,
      });
    }
  }
  return pieces;
}

function lowered(piece: Piece, { grammar, dispatch }: PieceFront, text: string): Piece {
  const statements: Statement[] = [];
  const options = { shift: piece.shift, deferred: 'all' } as const;
  new Lowering(piece.tree, text, grammar, dispatch, options).statement(0, statements);
  return { ...piece, statements };
}
