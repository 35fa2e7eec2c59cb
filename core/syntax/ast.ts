// The neutral program: one syntax tree for Python and for TypeScript, made by `python/` and `typescript/` and executed by
// `eval/`. Nodes are plain data; offsets count UTF-16 code units of the file's text. A construct of TypeScript that means the
// same as one of Python has the same node; the few that differ are marked "TypeScript".

import type { Placement } from './placement';

export type Language = 'python' | 'typescript';

interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Program extends Node {
  readonly kind: 'program';
  readonly file: string;
  readonly language: Language;
  readonly text: string;
  readonly body: readonly Statement[];
  /** All comments, in order: directives (`# convlens: ...`) are read from them. */
  readonly comments: readonly Comment[];
  /** Where the text could not be parsed. */
  readonly errors: readonly SyntaxProblem[];
  /** Of a program whose functions have been edited since it was read (`grown.ts`). */
  readonly growth?: Growth;
}

/** Where the places of a grown text are, and what its edited statements say now. */
export interface Growth {
  readonly placement: Placement;
  readonly sources: ReadonlyMap<Statement, string>;
}

export interface Comment extends Node {
  /** Without the `#` or `//`, trimmed. */
  readonly text: string;
}

export interface SyntaxProblem extends Node {
  readonly missing?: string;
}

// ---------------------------------------------------------------- expressions

export type Expression =
  | Literal
  | FloatLiteral
  | BytesLiteral
  | EllipsisLiteral
  | Template
  | Name
  | Attribute
  | Subscript
  | Slice
  | Call
  | Unary
  | Binary
  | Logical
  | Compare
  | Conditional
  | Lambda
  | ListDisplay
  | TupleDisplay
  | SetDisplay
  | DictDisplay
  | Comprehension
  | Starred
  | NamedExpression
  | Await
  | Yield
  | ErrorExpression;

/** `None`, `True`, `"text"`, `3`. An integer beyond 2^53 is a bigint. TypeScript: `null` and `undefined` are null; a number
 * literal with an integral value is an integer. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: null | boolean | string | number | bigint;
}

export interface FloatLiteral extends Node {
  readonly kind: 'float';
  readonly value: number;
  /** `2j` */
  readonly imaginary?: boolean;
}

export interface BytesLiteral extends Node {
  readonly kind: 'bytes';
  readonly value: string;
}

export interface EllipsisLiteral extends Node {
  readonly kind: 'ellipsis';
}

/** An f-string or a template literal; literal parts are strings (escapes resolved). */
export interface Template extends Node {
  readonly kind: 'template';
  readonly parts: readonly (string | TemplateField)[];
}

export interface TemplateField {
  readonly value: Expression;
  readonly conversion: 'r' | 's' | 'a' | null;
  /** The part after `:`, itself a template. */
  readonly format: Template | null;
  /** `{x=}`: the text to print before the value. */
  readonly debugText: string | null;
}

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

export interface Attribute extends Node {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
  /** Where the attribute's name begins (`b` in `a.b`). */
  readonly nameStart: number;
  /** TypeScript: `a?.b`. */
  readonly optional?: boolean;
}

export interface Subscript extends Node {
  readonly kind: 'subscript';
  readonly object: Expression;
  /** Several indices make a tuple. */
  readonly index: Expression;
}

export interface Slice extends Node {
  readonly kind: 'slice';
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** TypeScript: `new Callee(...)`. */
  readonly isNew?: boolean;
}

export interface Argument extends Node {
  readonly kind: 'positional' | 'keyword' | 'star' | 'doubleStar';
  readonly name: string | null;
  readonly value: Expression;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  /** `typeof` and `void`: TypeScript. */
  readonly operator: '-' | '+' | '~' | 'not' | 'typeof' | 'void';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>' | '>>>';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logical extends Node {
  readonly kind: 'logical';
  /** `??`: TypeScript. */
  readonly operator: 'and' | 'or' | '??';
  readonly left: Expression;
  readonly right: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

/** `a < b <= c` has two operators and two rights. TypeScript: `===` is `==`, `instanceof` is a call of `isinstance`. */
export interface Compare extends Node {
  readonly kind: 'compare';
  readonly left: Expression;
  readonly operators: readonly ComparisonOperator[];
  readonly rights: readonly Expression[];
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

/** A lambda or an arrow function; a block body (TypeScript) is a list of statements. */
export interface Lambda extends Node {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression | readonly Statement[];
  readonly isAsync?: boolean;
}

export interface ListDisplay extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}

export interface TupleDisplay extends Node {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
}

export interface SetDisplay extends Node {
  readonly kind: 'set';
  readonly elements: readonly Expression[];
}

/** A dict or an object literal; a null key spreads its value (`**d`, `...o`). */
export interface DictDisplay extends Node {
  readonly kind: 'dict';
  readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
}

export interface Comprehension extends Node {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'dict' | 'generator';
  /** The element, or the key of a dict comprehension. */
  readonly element: Expression;
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}

export interface ComprehensionClause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export interface Starred extends Node {
  readonly kind: 'starred';
  readonly value: Expression;
}

export interface NamedExpression extends Node {
  readonly kind: 'named';
  /** Python: a name. TypeScript assignments in expression position: any target. */
  readonly target: Expression;
  readonly value: Expression;
}

export interface Await extends Node {
  readonly kind: 'await';
  readonly value: Expression;
}

export interface Yield extends Node {
  readonly kind: 'yield';
  readonly value: Expression | null;
  /** `yield from` */
  readonly delegate: boolean;
}

/** Text that could not be parsed, or a construct with no meaning here; evaluates to Unknown with `reason`. */
export interface ErrorExpression extends Node {
  readonly kind: 'error';
  readonly reason: string;
}

// ---------------------------------------------------------------- statements

export type Statement =
  | ExpressionStatement
  | Assign
  | AnnotatedAssign
  | AugmentedAssign
  | Return
  | If
  | While
  | For
  | FunctionDefinition
  | ClassDefinition
  | Import
  | ImportFrom
  | Raise
  | Try
  | With
  | Assert
  | Pass
  | Break
  | Continue
  | ScopeDeclaration
  | Delete
  | Match
  | ErrorStatement;

export interface ExpressionStatement extends Node {
  readonly kind: 'expression';
  readonly value: Expression;
}

/** `a = b = value`: two targets. Targets are names, attributes, subscripts, tuples, lists, starred. */
export interface Assign extends Node {
  readonly kind: 'assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
  /** TypeScript: `const`/`let` declare in the block's scope. */
  readonly declares?: boolean;
}

export interface AnnotatedAssign extends Node {
  readonly kind: 'annotated';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}

export interface AugmentedAssign extends Node {
  readonly kind: 'augmented';
  readonly operator: BinaryOperator;
  readonly target: Expression;
  readonly value: Expression;
}

export interface Return extends Node {
  readonly kind: 'return';
  readonly value: Expression | null;
}

/** `elif` is an If alone in `otherwise`. */
export interface If extends Node {
  readonly kind: 'if';
  readonly test: Expression;
  readonly then: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface While extends Node {
  readonly kind: 'while';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  /** TypeScript: what a C-like `for` does after each round, `continue` included. */
  readonly update?: readonly Statement[];
}

export interface For extends Node {
  readonly kind: 'for';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface FunctionDefinition extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
  /** The body yields. */
  readonly isGenerator: boolean;
  readonly docstring: string | null;
}

export interface Parameter extends Node {
  readonly name: string;
  /** `positionalOnly` stands before `/`, `keywordOnly` after `*`. */
  readonly kind: 'positionalOnly' | 'normal' | 'star' | 'keywordOnly' | 'doubleStar';
  readonly annotation: Expression | null;
  readonly default: Expression | null;
  /** TypeScript: a destructured parameter; `name` is then invented. */
  readonly pattern?: Expression;
}

/** TypeScript: fields with initialisers are assigned at the head of `__init__` (the lowering adds it); `constructor` is `__init__`. */
export interface ClassDefinition extends Node {
  readonly kind: 'class';
  readonly name: string;
  readonly nameStart: number;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly docstring: string | null;
}

/** `import a.b as c` */
export interface Import extends Node {
  readonly kind: 'import';
  readonly names: readonly ImportName[];
}

export interface ImportName extends Node {
  /** Dotted. `*` for a star import; `default` for TypeScript's default import. */
  readonly name: string;
  readonly alias: string | null;
}

/** `from ..a import b as c`; level counts the dots. TypeScript: `module` is the specifier as written, level 0. */
export interface ImportFrom extends Node {
  readonly kind: 'importFrom';
  readonly module: string;
  readonly level: number;
  readonly names: readonly ImportName[];
}

export interface Raise extends Node {
  readonly kind: 'raise';
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}

export interface Try extends Node {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finalizer: readonly Statement[];
}

export interface ExceptHandler extends Node {
  /** Null catches everything. */
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}

export interface With extends Node {
  readonly kind: 'with';
  readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
  readonly body: readonly Statement[];
}

export interface Assert extends Node {
  readonly kind: 'assert';
  readonly test: Expression;
  readonly message: Expression | null;
}

export interface Pass extends Node {
  readonly kind: 'pass';
}

export interface Break extends Node {
  readonly kind: 'break';
}

export interface Continue extends Node {
  readonly kind: 'continue';
}

export interface ScopeDeclaration extends Node {
  readonly kind: 'global' | 'nonlocal';
  readonly names: readonly string[];
}

export interface Delete extends Node {
  readonly kind: 'delete';
  readonly targets: readonly Expression[];
}

export interface Match extends Node {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly cases: readonly {
    readonly pattern: Pattern;
    readonly guard: Expression | null;
    readonly body: readonly Statement[];
  }[];
}

export type Pattern =
  | { readonly kind: 'value'; readonly value: Expression }
  /** `_` has a null name. */
  | { readonly kind: 'capture'; readonly name: string | null }
  /** `*rest` has a name, `*_` null; `index` of the star or -1. */
  | { readonly kind: 'sequence'; readonly patterns: readonly Pattern[]; readonly star: number }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
      readonly rest: string | null;
    }
  | {
      readonly kind: 'class';
      readonly class: Expression;
      readonly positional: readonly Pattern[];
      readonly keyword: readonly { readonly name: string; readonly pattern: Pattern }[];
    }
  | { readonly kind: 'or'; readonly alternatives: readonly Pattern[] }
  | { readonly kind: 'as'; readonly pattern: Pattern; readonly name: string };

/** A statement that could not be parsed; the others go on. */
export interface ErrorStatement extends Node {
  readonly kind: 'error';
  readonly reason: string;
}
