// A program as JSON that is quick to read: an object is an array of its kind's number and its fields, offsets are relative to the
// node around, and the bodies of functions are texts of their own, read when they are first asked for. The library is shipped so.
//
//     readCompact('a.py', writeCompact(parser.parse('a.py', 'x = 1\n', 'python'))).body   -> [assign]
import type { Expression, FunctionDefinition, Parameter, Program, Statement } from './ast';
import { LazyFunction } from './lazyFunction';

/** A program of Python without its file and comments. */
export interface CompactProgram {
  /** The program's text where annotations are sliced from it, else ''. */
  readonly text: string;
  readonly body: string;
  /** Bodies of the functions that stand in no other function, in order. */
  readonly functions: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
type Make = (...fields: readonly unknown[]) => Fields;
type Compact = null | boolean | number | string | Compact[];

/**
 * Every kind of object in a program but functions, as the lowering makes it: objects of a kind have one layout in memory, wherever
 * they come from. What the kind does not tell is a parameter, in order.
 */
const makers: readonly Make[] = [
  // expressions
  (start, end, value) => ({ kind: 'literal', start, end, value }),
  (start, end, value) => ({ kind: 'float', start, end, value }),
  (start, end, value, imaginary) => ({ kind: 'float', start, end, value, imaginary }),
  (start, end, value) => ({ kind: 'bytes', start, end, value }),
  (start, end) => ({ kind: 'ellipsis', start, end }),
  (start, end, parts) => ({ kind: 'template', start, end, parts }),
  (value, conversion, format, debugText) => ({ value, conversion, format, debugText }),
  (start, end, name) => ({ kind: 'name', start, end, name }),
  (start, end, object, name, nameStart) => ({ kind: 'attribute', start, end, object, name, nameStart }),
  (start, end, object, index) => ({ kind: 'subscript', start, end, object, index }),
  (start, end, lower, upper, step) => ({ kind: 'slice', start, end, lower, upper, step }),
  (start, end, callee, args) => ({ kind: 'call', start, end, callee, arguments: args }),
  (start, end, name, value) => ({ kind: 'positional', start, end, name, value }),
  (start, end, name, value) => ({ kind: 'keyword', start, end, name, value }),
  (start, end, name, value) => ({ kind: 'star', start, end, name, value }),
  (start, end, name, value) => ({ kind: 'doubleStar', start, end, name, value }),
  (start, end, operator, operand) => ({ kind: 'unary', start, end, operator, operand }),
  (start, end, operator, left, right) => ({ kind: 'binary', start, end, operator, left, right }),
  (start, end, operator, left, right) => ({ kind: 'logical', start, end, operator, left, right }),
  (start, end, left, operators, rights) => ({ kind: 'compare', start, end, left, operators, rights }),
  (start, end, test, then, otherwise) => ({ kind: 'conditional', start, end, test, then, otherwise }),
  (start, end, parameters, body) => ({ kind: 'lambda', start, end, parameters, body }),
  (start, end, name, kind, annotation, fallback) => ({ start, end, name, kind, annotation, default: fallback }),
  (start, end, elements) => ({ kind: 'list', start, end, elements }),
  (start, end, elements) => ({ kind: 'tuple', start, end, elements }),
  (start, end, elements) => ({ kind: 'set', start, end, elements }),
  (start, end, entries) => ({ kind: 'dict', start, end, entries }),
  (key, value) => ({ key, value }),
  (start, end, form, element, value, clauses) => ({ kind: 'comprehension', start, end, form, element, value, clauses }),
  (target, iterable, conditions) => ({ target, iterable, conditions }),
  (start, end, value) => ({ kind: 'starred', start, end, value }),
  (start, end, target, value) => ({ kind: 'named', start, end, target, value }),
  (start, end, value) => ({ kind: 'await', start, end, value }),
  (start, end, value, delegate) => ({ kind: 'yield', start, end, value, delegate }),
  (start, end, reason) => ({ kind: 'error', start, end, reason }),
  // statements
  (start, end, value) => ({ kind: 'expression', start, end, value }),
  (start, end, targets, value) => ({ kind: 'assign', start, end, targets, value }),
  (start, end, target, annotation, value) => ({ kind: 'annotated', start, end, target, annotation, value }),
  (start, end, operator, target, value) => ({ kind: 'augmented', start, end, operator, target, value }),
  (start, end, value) => ({ kind: 'return', start, end, value }),
  (start, end, test, then, otherwise) => ({ kind: 'if', start, end, test, then, otherwise }),
  (start, end, test, body, otherwise) => ({ kind: 'while', start, end, test, body, otherwise }),
  (start, end, target, iterable, body, otherwise) => ({ kind: 'for', start, end, target, iterable, body, otherwise }),
  (start, end, name, nameStart, bases, body, decorators, docstring) => ({
    kind: 'class',
    start,
    end,
    name,
    nameStart,
    bases,
    body,
    decorators,
    docstring,
  }),
  (start, end, names) => ({ kind: 'import', start, end, names }),
  (start, end, module, level, names) => ({ kind: 'importFrom', start, end, module, level, names }),
  (start, end, name, alias) => ({ start, end, name, alias }),
  (start, end, exception, cause) => ({ kind: 'raise', start, end, exception, cause }),
  (start, end, body, handlers, otherwise, finalizer) => ({
    kind: 'try',
    start,
    end,
    body,
    handlers,
    otherwise,
    finalizer,
  }),
  (start, end, type, name, body) => ({ start, end, type, name, body }),
  (start, end, items, body) => ({ kind: 'with', start, end, items, body }),
  (context, target) => ({ context, target }),
  (start, end, test, message) => ({ kind: 'assert', start, end, test, message }),
  (start, end) => ({ kind: 'pass', start, end }),
  (start, end) => ({ kind: 'break', start, end }),
  (start, end) => ({ kind: 'continue', start, end }),
  (start, end, names) => ({ kind: 'global', start, end, names }),
  (start, end, names) => ({ kind: 'nonlocal', start, end, names }),
  (start, end, targets) => ({ kind: 'delete', start, end, targets }),
  // match
  (start, end, subject, cases) => ({ kind: 'match', start, end, subject, cases }),
  (pattern, guard, body) => ({ pattern, guard, body }),
  (value) => ({ kind: 'value', value }),
  (name) => ({ kind: 'capture', name }),
  (patterns, star) => ({ kind: 'sequence', patterns, star }),
  (entries, rest) => ({ kind: 'mapping', entries, rest }),
  (key, pattern) => ({ key, pattern }),
  (type, positional, keyword) => ({ kind: 'class', class: type, positional, keyword }),
  (name, pattern) => ({ name, pattern }),
  (alternatives) => ({ kind: 'or', alternatives }),
  (pattern, name) => ({ kind: 'as', pattern, name }),
];

/** First in an array that is no object but a list, a function, and an integer beyond JSON's. */
const LIST = -1;
const FUNCTION = -2;
const BIGINT = -3;

// ---------------------------------------------------------------- writing

interface Layout {
  readonly number: number;
  readonly constants: readonly (readonly [string, unknown])[];
  /** The fields that are written, in order. */
  readonly fields: readonly string[];
}

/** Found by calling each maker with the numbers of its parameters. */
const layouts = (): readonly Layout[] =>
  makers.map((make, number) => {
    const entries = Object.entries(make(...Array.from({ length: make.length }, (_, i) => i)));
    const isField = ([, value]: readonly [string, unknown]): boolean => typeof value === 'number';
    const fields = entries.filter(isField).sort((a, b) => Number(a[1]) - Number(b[1]));
    return { number, constants: entries.filter((e) => !isField(e)), fields: fields.map(([name]) => name) };
  });

/** @throws where the program holds what is not described here: TypeScript's own nodes. */
export function writeCompact(program: Program): CompactProgram {
  const known = layouts();
  const functions: string[] = [];
  let depth = 0;
  let isAnnotated = false;

  const layoutOf = (object: Fields): Layout => {
    const names = Object.keys(object);
    const found = known.find(
      ({ constants, fields }) =>
        constants.length + fields.length === names.length &&
        constants.every(([name, value]) => object[name] === value) &&
        fields.every((name) => names.includes(name)),
    );
    if (found === undefined) throw new Error(`${program.file}: no layout of ${names.join(', ')}`);
    return found;
  };
  const writeFunction = (node: FunctionDefinition, base: number): Compact[] => {
    const { start, end, name, nameStart, parameters, returns, decorators, isAsync, isGenerator, docstring } = node;
    isAnnotated ||= returns !== null;
    const head = [start - base, end - start, name, nameStart - start, write(parameters, start), write(returns, start)];
    const tail = [write(decorators, start), isAsync, isGenerator, docstring];
    depth++;
    let body = write(node.body, start);
    depth--;
    if (depth === 0) body = functions.push(JSON.stringify(body)) - 1;
    return [FUNCTION, ...head, body, ...tail];
  };
  const write = (value: unknown, base: number): Compact => {
    if (typeof value === 'bigint') return [BIGINT, String(value)];
    if (typeof value !== 'object' || value === null) return value as Compact;
    if (Array.isArray(value)) return [LIST, ...value.map((item) => write(item, base))];
    const object = value as Fields;
    if (object['kind'] === 'function') return writeFunction(value as FunctionDefinition, base);
    if ('annotation' in object && object['annotation'] !== null) isAnnotated = true;
    const { number, fields } = layoutOf(object);
    const start = (object['start'] as number | undefined) ?? base;
    return [
      number,
      ...fields.map((name): Compact => {
        if (name === 'start') return start - base;
        if (name === 'end' || name === 'nameStart') return (object[name] as number) - start;
        return write(object[name], start);
      }),
    ];
  };
  const body = JSON.stringify(write(program.body, 0));
  return { text: isAnnotated ? program.text : '', body, functions };
}

// ---------------------------------------------------------------- reading

/** By kind: whether the first two fields are offsets, and which other field is one (0: none). */
interface Offsets {
  readonly ranged: boolean;
  readonly nameStart: number;
}

let offsetsByKind: readonly Offsets[] | null = null;

const findOffsets = (): readonly Offsets[] =>
  layouts().map(({ fields }) => ({ ranged: fields[0] === 'start', nameStart: fields.indexOf('nameStart') + 1 }));

export function readCompact(file: string, { text, body, functions }: CompactProgram): Program {
  const offsets = (offsetsByKind ??= findOffsets());

  const readFunction = (fields: readonly Compact[], base: number): FunctionDefinition => {
    const [, from, length, name, nameOffset, parameters, returns, body, decorators, isAsync, isGenerator, docstring] =
      fields as [number, number, number, string, number, ...Compact[]];
    const start = base + from;
    const known = { isGenerator: isGenerator as boolean, docstring: docstring as string | null };
    const given = [
      read(parameters, start) as readonly Parameter[],
      read(returns, start) as Expression | null,
      read(decorators, start) as readonly Expression[],
    ] as const;
    return new LazyFunction(start, start + length, name, start + nameOffset, ...given, isAsync as boolean, () => {
      const content = typeof body === 'number' ? (JSON.parse(functions[body]) as Compact) : body;
      return { body: read(content, start) as readonly Statement[], ...known };
    });
  };

  /** Takes the arrays over: they are changed. */
  const read = (value: Compact, base: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const number = value[0] as number;
    const fields: unknown[] = value;
    if (number === LIST) {
      const items: unknown[] = [];
      for (let i = 1; i < value.length; i++) items.push(read(value[i], base));
      return items;
    }
    if (number === FUNCTION) return readFunction(value, base);
    if (number === BIGINT) return BigInt(value[1] as string);
    const { ranged, nameStart } = offsets[number];
    let start = base;
    if (ranged) {
      start += value[1] as number;
      fields[1] = start;
      fields[2] = start + (value[2] as number);
    }
    for (let i = ranged ? 3 : 1; i < value.length; i++) {
      if (typeof value[i] === 'object') fields[i] = read(value[i], start);
    }
    if (nameStart > 0) fields[nameStart] = start + (value[nameStart] as number);
    return makers[number](fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8]);
  };

  return {
    kind: 'program',
    start: 0,
    end: text.length,
    file,
    language: 'python',
    text,
    body: read(JSON.parse(body) as Compact, 0) as readonly Statement[],
    comments: [],
    errors: [],
  };
}
