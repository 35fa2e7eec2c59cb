// The patterns of Python's `match` statement (PEP 634).
import type { Expression, Match, Pattern } from '../ast';
import type { Lowering } from '../lowering';

type Sequence = Extract<Pattern, { kind: 'sequence' }>;

export function convertCase(l: Lowering, node: number): Match['cases'][number] {
  const patterns = l.children(node).filter((child) => l.name(child) === 'case_pattern');
  const guard = l.child(node, l.fields.guard);
  return {
    pattern: patterns.length === 1 && !l.has(node, ',') ? convertPattern(l, patterns[0]) : sequence(l, patterns),
    guard: guard === -1 ? null : l.expression(l.firstChild(guard)),
    body: l.block(l.child(node, l.fields.consequence)),
  };
}

/** A `case_pattern`, or what stands in its place within a union, a keyword or a mapping. */
function convertPattern(l: Lowering, node: number): Pattern {
  const name = l.name(node);
  switch (name) {
    case 'case_pattern':
      return convertInline(l, node)[0] ?? { kind: 'value', value: l.error(node) };
    case 'union_pattern':
      return { kind: 'or', alternatives: convertInline(l, node) };
    case 'as_pattern': {
      const [pattern, alias] = l.children(node);
      return { kind: 'as', pattern: convertPattern(l, pattern), name: alias === undefined ? '' : l.slice(alias) };
    }
    case 'list_pattern':
      return sequence(l, l.children(node));
    case 'tuple_pattern': {
      const items = l.children(node);
      return items.length === 1 && !l.has(node, ',') ? convertPattern(l, items[0]) : sequence(l, items);
    }
    case 'dict_pattern':
      return convertMapping(l, node);
    case 'class_pattern':
      return convertClass(l, node);
    case 'splat_pattern':
      return { kind: 'capture', name: splatName(l, node) };
    case 'dotted_name':
      if (!l.slice(node).includes('.')) return { kind: 'capture', name: l.slice(node) };
      return { kind: 'value', value: l.expression(node) };
    default:
      return { kind: 'value', value: name === 'complex_pattern' ? convertComplex(l, node) : l.expression(node) };
  }
}

/** Patterns written side by side below a node: the wildcard is a token there, and a minus stands before its number. */
function convertInline(l: Lowering, node: number): Pattern[] {
  const { next } = l.tree;
  const patterns: Pattern[] = [];
  let minus = false;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    const name = l.name(c);
    if (name === '-') {
      minus = true;
    } else if (name === '_') {
      patterns.push({ kind: 'capture', name: null });
    } else if (l.isNamed(c) && l.tree.kinds[c] !== 0) {
      patterns.push(minus ? { kind: 'value', value: negated(l.expression(c)) } : convertPattern(l, c));
      minus = false;
    }
  }
  return patterns;
}

const negated = (operand: Expression): Expression => ({
  kind: 'unary',
  start: operand.start - 1,
  end: operand.end,
  operator: '-',
  operand,
});

/** `-1 + 2j` */
function convertComplex(l: Lowering, node: number): Expression {
  const { next } = l.tree;
  let left: Expression | null = null;
  let operator: '+' | '-' = '+';
  let minus = false;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    const name = l.name(c);
    if (name === '-' || name === '+') {
      if (left === null) minus = true;
      else operator = name;
    } else if (left === null) {
      left = minus ? negated(l.expression(c)) : l.expression(c);
    } else {
      const right = l.expression(c);
      left = { kind: 'binary', start: l.start(node), end: l.end(node), operator, left, right };
    }
  }
  return left ?? l.error(node);
}

function splatName(l: Lowering, node: number): string | null {
  const name = l.firstChild(node);
  return name === -1 || l.slice(name) === '_' ? null : l.slice(name);
}

/** The splat among a sequence's items, directly or within a `case_pattern`; -1: the item is no splat. */
function splatOf(l: Lowering, item: number): number {
  const inner = l.name(item) === 'case_pattern' ? l.firstChild(item) : item;
  return inner !== -1 && l.name(inner) === 'splat_pattern' ? inner : -1;
}

function sequence(l: Lowering, items: readonly number[]): Sequence {
  return {
    kind: 'sequence',
    patterns: items.map((item) => convertPattern(l, item)),
    star: items.findIndex((item) => splatOf(l, item) !== -1),
  };
}

function convertMapping(l: Lowering, node: number): Pattern {
  const { next, fields } = l.tree;
  const entries: { key: Expression; pattern: Pattern }[] = [];
  let rest: string | null = null;
  let key: Expression | null = null;
  let minus = false;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    const name = l.name(c);
    if (name === 'splat_pattern' || (name === 'case_pattern' && splatOf(l, c) !== -1)) {
      rest = splatName(l, splatOf(l, c));
    } else if (name === '-') {
      minus = true;
    } else if (l.isNamed(c) && fields[c] === l.fields.key) {
      key = minus ? negated(l.expression(c)) : l.expression(c);
      minus = false;
    } else if (l.isNamed(c) && fields[c] === l.fields.value && key !== null) {
      entries.push({ key, pattern: convertPattern(l, c) });
      key = null;
    }
  }
  return { kind: 'mapping', entries, rest };
}

function convertClass(l: Lowering, node: number): Pattern {
  const [constructor, ...items] = l.children(node);
  const positional: Pattern[] = [];
  const keyword: { name: string; pattern: Pattern }[] = [];
  for (const item of items) {
    const inner = l.firstChild(item);
    if (inner !== -1 && l.name(inner) === 'keyword_pattern') {
      const name = l.firstChild(inner);
      const [pattern] = convertInline(l, inner).slice(1);
      keyword.push({ name: l.slice(name), pattern: pattern ?? { kind: 'value', value: l.error(inner) } });
    } else {
      positional.push(convertPattern(l, item));
    }
  }
  return { kind: 'class', class: l.expression(constructor), positional, keyword };
}
