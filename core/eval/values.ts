// The values that evaluation computes with. Python's immediate values are JavaScript's: None is null, bool boolean, str string,
// int a number (a bigint beyond 2^53, a SymbolicDim where symbols are in it); a float is a `Float`, so that 64 / 2 is not 32.
// Everything else is an object with a `kind`. `Machine` is what the parts of the evaluator ask of each other.
import type { Location } from '../base/location';
import type { Problem, RelatedPlace } from '../base/diagnostic';
import type { Initialiser } from '../graph/graph';
import type { Float, TensorType } from '../ops/operator';
import type { SymbolicDim } from '../shape/dim';
import type { DType } from '../shape/dtype';
import type { Call, Expression, FunctionDefinition, Lambda, Program, Statement } from '../syntax/ast';

export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | SymbolicDim
  | Float
  | UnknownValue
  | EllipsisValue
  | NotImplementedValue
  | BytesValue
  | TupleValue
  | ListValue
  | DictValue
  | SetValue
  | DictView
  | RangeValue
  | SliceValue
  | FunctionValue
  | NativeFunction
  | BoundMethod
  | ClassValue
  | InstanceValue
  | ModuleValue
  | IteratorValue
  | PropertyValue
  | StaticMethod
  | ClassMethod
  | SuperValue
  | TensorValue
  | DTypeValue
  | LazyImport;

/** Whose making lives on from one analysis to the next; what an analysis changes of it is put back (`keptModules.ts`). */
export interface Maker {
  readonly isLibrary: boolean;
  /** It does what an analysis has to see each time: what it made does not live on. */
  spoil(): void;
}

/** While it is loaded, the library's own model: it lives on in any case. */
export const libraryLoad: Maker = { isLibrary: true, spoil: () => undefined };

/** The library's own, which is no business of whoever reads the user's code. */
export const isOfLibrary = ({ madeIn }: { readonly madeIn: Maker | null }): boolean => madeIn?.isLibrary === true;

/** Whose body runs: every value that can be changed is stamped with it. */
export const heap = {
  /** null: what is made is of this analysis only. */
  madeIn: null as Maker | null,
  /** The names of the module whose body runs; null: the library's, or none. */
  module: null as object | null,
};

export type Keywords = ReadonlyMap<string, Value> | null;
export type Attributes = Map<string, Value>;

/** What cannot be told, and why. Every operation on it yields it again, so the first reason survives. */
export class UnknownValue {
  readonly kind = 'unknown';
  constructor(
    readonly reason: string,
    readonly location: Location | null,
  ) {}
}

export class EllipsisValue {
  readonly kind = 'ellipsis';
}
export class NotImplementedValue {
  readonly kind = 'notImplemented';
}
export const ELLIPSIS = new EllipsisValue();
export const NOT_IMPLEMENTED = new NotImplementedValue();

export class BytesValue {
  readonly kind = 'bytes';
  constructor(readonly text: string) {}
}

/** Containers carry their class, so that a user's subclass of `dict` is a DictValue with attributes. */
export class TupleValue {
  readonly kind = 'tuple';
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  constructor(
    readonly items: readonly Value[],
    readonly type: ClassValue | null = null,
  ) {}
}

export class ListValue {
  readonly kind = 'list';
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  /** Which elements it has could not be told: `items` are some that it may have. */
  open: UnknownValue | null = null;
  constructor(
    public items: Value[],
    readonly type: ClassValue | null = null,
  ) {}
}

export interface DictEntry {
  readonly key: Value;
  value: Value;
}

/** Insertion-ordered; keys by `hashKey` (hashing.ts). */
export class DictValue {
  readonly kind = 'dict';
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  entries = new Map<unknown, DictEntry>();
  /** Whose attributes these are, where the entries are those. */
  owner: Mutable | null = null;
  /** A key or a number of entries that could not be told: absent keys are unknown, not missing. */
  open: UnknownValue | null = null;
  /** The names of the module whose body made it; null: none did. */
  readonly home = heap.module;
  /** Other modules' bodies put entries in: what is absent may be in one that has not run yet. */
  isRegistry = false;
  constructor(readonly type: ClassValue | null = null) {}
}

/** `d.keys()`, `d.values()`, `d.items()`: what the dict holds now. */
export class DictView {
  readonly kind = 'view';
  constructor(
    readonly dict: DictValue,
    readonly form: 'keys' | 'values' | 'items',
  ) {}

  of({ key, value }: DictEntry): Value {
    return this.form === 'keys' ? key : this.form === 'values' ? value : new TupleValue([key, value]);
  }

  items(): Value[] {
    return [...this.dict.entries.values()].map((entry) => this.of(entry));
  }
}

export class SetValue {
  readonly kind = 'set';
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  entries = new Map<unknown, Value>();
  /** Elements that could not be told may be in it, too. */
  open: UnknownValue | null = null;
  constructor(
    readonly frozen: boolean,
    readonly type: ClassValue | null = null,
  ) {}
}

export type IntegerValue = number | bigint | SymbolicDim;

export class RangeValue {
  readonly kind = 'range';
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {}
  get length(): number {
    const { start, stop, step } = this;
    return Math.max(0, step > 0 ? Math.ceil((stop - start) / step) : Math.ceil((start - stop) / -step));
  }
}

export class SliceValue {
  readonly kind = 'slice';
  constructor(
    readonly lower: Value,
    readonly upper: Value,
    readonly step: Value,
  ) {}
}

export class FunctionValue {
  readonly kind = 'function';
  /** Whose docstring it has, where it wraps another one. */
  documented: FunctionValue | null = null;
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  constructor(
    readonly name: string,
    readonly qualifiedName: string,
    readonly node: FunctionDefinition | Lambda,
    readonly closure: Scope,
    readonly program: Program,
    /** Values of the parameters' defaults, undefined where a parameter has none; evaluated at definition. */
    readonly defaults: readonly (Value | undefined)[],
    /** The class whose body defines it: `super()` and `__class__`. */
    readonly owner: { class: ClassValue | null },
  ) {}
}

export type NativeCall = (machine: Machine, args: readonly Value[], keywords: Keywords) => Value;

export class NativeFunction {
  readonly kind = 'native';
  constructor(
    readonly name: string,
    readonly call: NativeCall,
    /** False: a type's `__new__`-like or a function kept in a class without binding. */
    readonly binds = true,
    /** What it yields may be a fraction of symbols: by itself, not because an argument is one. */
    readonly keepsFractions = false,
  ) {}
}

export class BoundMethod {
  readonly kind = 'method';
  constructor(
    readonly self: Value,
    readonly callable: Value,
  ) {}
}

/** How an enumeration-like class answers for itself, in place of a metaclass. */
export interface ClassHooks {
  readonly call?: Value;
  readonly iterate?: Value;
  readonly getitem?: Value;
  readonly contains?: Value;
  readonly length?: Value;
}

export class ClassValue {
  readonly kind = 'class';
  readonly madeIn = heap.madeIn;
  readonly attributes: Attributes = new Map();
  /** Method resolution order (C3), itself first. */
  mro: readonly ClassValue[] = [this];
  hooks: ClassHooks | null = null;
  /** null: `type`. */
  meta: ClassValue | null = null;
  /** Bases that could not be told: an absent attribute is unknown, not missing. */
  open: UnknownValue | null = null;
  /** It or a base has a `__getattribute__` of its own. */
  interceptsAttributes = false;
  /** The only attributes that its instances have (`__slots__`); null: any. */
  slots: ReadonlySet<string> | null = null;
  constructor(
    readonly name: string,
    readonly bases: readonly ClassValue[],
    readonly module: string,
    /** Constructs an instance of a native type; inherited along the MRO. */
    readonly construct:
      ((machine: Machine, type: ClassValue, args: readonly Value[], keywords: Keywords) => Value) | null,
    public definition: Location | null = null,
  ) {}
}

export class InstanceValue {
  readonly kind = 'instance';
  readonly madeIn = heap.madeIn;
  readonly attributes: Attributes = new Map();
  /** The value of an instance of a subclass of int, float or str; the message arguments of an exception. */
  payload: Value | undefined = undefined;
  /** For modules: where it was constructed. */
  created: CreationPlace | null = null;
  constructor(public type: ClassValue) {}
}

/** Where user code constructs a module: the call, and the file. */
export interface CreationPlace {
  readonly location: Location;
}

export class ModuleValue {
  readonly kind = 'module';
  /** Of its attributes. */
  madeIn = heap.madeIn;
  readonly attributes: Attributes = new Map();
  /** Runs the module's body; null once it has run (or begun). */
  load: (() => void) | null = null;
  scope: Scope | null = null;
  constructor(
    readonly name: string,
    readonly file: string | null,
  ) {}
}

/** `from module import name`, not looked up yet: modules are loaded when a name of theirs is first used. */
export class LazyImport {
  readonly kind = 'lazy';
  /** `from . import functional` looks itself up in its own package: then the submodule is meant. */
  resolving = false;
  constructor(private readonly find: () => Value) {}

  resolve(): Value {
    this.resolving = true;
    try {
      return this.find();
    } finally {
      this.resolving = false;
    }
  }
}

export const DONE = Symbol('done');

export interface GeneratorControl {
  send(value: Value): Value | typeof DONE;
  throw(error: PythonError): Value | typeof DONE;
  close(): void;
  /** What it returned, once it is done. */
  result(): Value;
}

export class IteratorValue {
  readonly kind = 'iterator';
  constructor(
    readonly next: () => Value | typeof DONE,
    readonly name = 'iterator',
    /** Generators only. */
    readonly generator: GeneratorControl | null = null,
  ) {}
}

export class PropertyValue {
  readonly kind = 'property';
  constructor(
    readonly getter: Value,
    readonly setter: Value,
    readonly deleter: Value = null,
  ) {}
}

export class StaticMethod {
  readonly kind = 'staticmethod';
  constructor(readonly callable: Value) {}
}

export class ClassMethod {
  readonly kind = 'classmethod';
  constructor(readonly callable: Value) {}
}

export class SuperValue {
  readonly kind = 'super';
  constructor(
    /** Lookup starts after this class in the MRO of `self`'s type. */
    readonly after: ClassValue,
    readonly self: Value,
  ) {}
}

/** What several tensors share: the memory that initialisation fills. */
export class Storage {
  constructor(
    readonly elements: number | null,
    /** The storage of which this is a part (a slice of a tensor). */
    readonly base: Storage | null = null,
    /** Elements of the base before the part; null: it does not lie in one piece, or it is not known where. */
    readonly offset: number | null = null,
  ) {}
}

/** How a tensor is made of another: see `Initialiser`. */
export interface Derivation {
  readonly kind: 'from';
  readonly source: Storage;
  readonly operation: Extract<Initialiser, { readonly kind: 'derived' }>['operation'];
  readonly value: number;
}

export class TensorValue {
  readonly kind = 'tensor';
  readonly madeIn = heap.madeIn;
  attributes: Attributes | null = null;
  /** A constructor other than `Tensor`: `Parameter`, or a user's subclass. */
  type: ClassValue | null = null;
  isParameter = false;
  /** Of no known shape: a lazy module's parameter before its first call, or one made of what could not be told. */
  uninitialised = false;
  whyUninitialised = 'the parameter of a lazy module';
  requiresGrad = false;
  /** Why it could not be told whether it requires a gradient. */
  undecided: UnknownValue | null = null;
  /** In the graph being recorded; -1 outside of it. */
  valueId = -1;
  /** Which recording `valueId` belongs to. */
  recording = 0;
  /** Made in a recording as a part of another tensor, in its memory: `x[0]` of x. */
  part: { readonly whole: TensorValue; readonly index: Value } | null = null;
  constructor(
    public tensor: TensorType,
    public storage: Storage,
  ) {}
}

export class DTypeValue {
  readonly kind = 'dtype';
  constructor(readonly dtype: DType) {}
}

/** Names of one block: a function's locals, a class body, a module. */
export class Scope {
  readonly madeIn = heap.madeIn;
  readonly names: Attributes;
  globals: Scope;
  /** Names declared `global` or `nonlocal` here, with where they live. */
  redirected: Map<string, Scope> | null = null;
  /** Modules whose public names `from m import *` brings in. */
  stars: ModuleValue[] | null = null;
  /** A star import of a module that was not found: an absent name is unknown, not missing. */
  openStar: UnknownValue | null = null;
  /** Functions defined in a class body do not see its names. */
  isClassBody = false;
  /** Class bodies only: the class's name, the annotations made so far, and the class once it exists. */
  className = '';
  annotations: DictValue | null = null;
  owner: { class: ClassValue | null } | null = null;
  constructor(
    /** The enclosing function's scope, or the module's; null for a module. */
    readonly parent: Scope | null,
    names: Attributes = new Map(),
  ) {
    this.names = names;
    this.globals = parent === null ? this : parent.globals;
  }
}

/** How a block ended. */
export type Completion = 'normal' | 'return' | 'break' | 'continue';

/** One running function, class body or module. */
export interface Frame {
  /** Of the innermost block, where blocks have names of their own (TypeScript). */
  scope: Scope;
  readonly program: Program;
  readonly function: FunctionValue | null;
  /** What `return` gave. */
  returned: Value;
  /** Values returned on branches of which it cannot be told whether they are taken. */
  maybeReturned: Value[] | null;
  readonly caller: Frame | null;
  /** The frame a comprehension stands in. */
  readonly enclosing?: Frame;
  /** The call under evaluation here: what a traceback's line is. */
  callNode: Call | null;
  /** The statement under execution. */
  statement?: Statement;
  /** What the yields of the expression under evaluation were sent. */
  sent?: ReadonlyMap<Expression, Value> | null;
  /** First argument of the running method, for `super()`. */
  self: Value | undefined;
  readonly depth: number;
}

/** A problem raised while evaluating: a Python exception on its way to a handler. */
export class PythonError {
  constructor(
    readonly exception: InstanceValue,
    /** The innermost place in user code. */
    public location: Location | null,
    readonly problem: Problem | null,
    /** Other places that explain it: where the tensors concerned were made. */
    readonly related: readonly RelatedPlace[] = [],
  ) {}
}

/** Evaluation stops here: a budget is spent, or the request is cancelled. */
export class Abort {
  constructor(readonly reason: string) {}
}

export type Mutable =
  | InstanceValue
  | ListValue
  | DictValue
  | SetValue
  | TensorValue
  | ClassValue
  | ModuleValue
  | TupleValue
  | FunctionValue
  | Scope;

/** What the parts of the evaluator ask of each other; `interpreter.ts` puts it together. */
export interface Machine {
  readonly builtins: Attributes;
  /** Told of every module whose `__init__` has run to its end. */
  readonly onModuleMade: ((module: InstanceValue) => void) | null;
  /** Layers of the library as they were constructed before. */
  readonly templates: {
    instance(type: ClassValue, args: readonly Value[], keywords: Keywords, construct: () => Value): Value;
  };
  /** Definitions of which the body ran since the analysis began. */
  readonly entered: Set<FunctionDefinition | Lambda | Statement>;
  /** Those of which the docstring was read. */
  readonly consulted: Machine['entered'];
  readonly types: BuiltinTypes;
  evaluate(node: Expression, frame: Frame): Value;
  execute(body: readonly Statement[], frame: Frame): Completion;
  call(callable: Value, args: readonly Value[], keywords?: Keywords): Value;
  /** undefined: no such attribute. */
  lookup(object: Value, name: string): Value | undefined;
  /** Raises AttributeError where there is none. `node`: the expression that asks for it. */
  attribute(object: Value, name: string, node?: Expression): Value;
  setAttribute(object: Value, name: string, value: Value): void;
  deleteAttribute(object: Value, name: string): void;
  assign(target: Expression, value: Value, frame: Frame): void;
  getItem(object: Value, index: Value): Value;
  setItem(object: Value, index: Value, value: Value): void;
  deleteItem(object: Value, index: Value): void;
  /** All the elements; null where they cannot be told. Counts against the budget. */
  elements(iterable: Value): readonly Value[] | null;
  /** A fresh iterator; null where the value is unknown. Raises TypeError on what is not iterable. */
  iterator(iterable: Value): IteratorValue | null;
  /** Python's truth; undefined where it cannot be told. */
  truth(value: Value): boolean | undefined;
  binary(operator: string, left: Value, right: Value): Value;
  compare(operator: string, left: Value, right: Value): Value;
  /** `==` as a truth; undefined where it cannot be told. */
  equal(left: Value, right: Value): boolean | undefined;
  text(value: Value): Value;
  repr(value: Value): string;
  typeOf(value: Value): ClassValue;
  isInstance(value: Value, type: Value): boolean | undefined;
  unknown(reason: string): UnknownValue;
  raise(type: string, message: string): never;
  /** Raises a diagnosed error. */
  problem(problem: Problem, exception?: string, related?: readonly RelatedPlace[]): never;
  /** Counts work; throws Abort when the budget is spent. */
  step(work?: number): void;
  /** To be called before an object is changed: branches that may not be taken are undone. */
  touch(object: Mutable): void;
  /** To be called before a name that was imported is bound to what it stands for; the names are of `owner`. */
  resolving(names: Attributes, owner: Maker | null, name: string, lazy: LazyImport): void;
  importModule(name: string): Value;
  /** False: `from module import *` does not bring the name in. */
  mayExport(module: ModuleValue, name: string): boolean;
  /** Runs the imported modules that register an absent key of `dict`, or mention it where it is needed, until one has put it in. */
  registers(dict: DictValue, key: unknown, isNeeded: boolean): boolean;
  /** What a module has beside what its file binds: submodules, operators. */
  moduleFallback(module: ModuleValue, name: string): Value | undefined;
  /** The names of those. */
  moduleNames(module: ModuleValue): readonly string[];
  /** Under a condition that cannot be told. */
  isSpeculative(): boolean;
  /** Evaluates both ways where `condition` cannot be told, and joins what comes out. */
  fork(condition: Value, then: () => Value, otherwise: () => Value): Value;
  /** Executes both blocks where `condition` cannot be told, and joins the states. */
  forkBlocks(condition: Value, frame: Frame, then: () => Completion, otherwise: () => Completion): Completion;
  /** Executes a block that may run any number of times: what it changes is unknown afterwards. */
  maybe(condition: Value, frame: Frame, body: () => Completion): void;
  /** The figures of what is being recorded are no longer certain. */
  inexact(reason: string): void;
  /** The value of `current op= value`. */
  augment(operator: string, current: Value, value: Value): Value;
  /** Makes the object `tensor` stand for what `source` is (in-place operators). */
  rebind(tensor: TensorValue, source: TensorValue): void;
  /** A part whose elements were changed changes what it is a part of: `x[0].add_(1)` is `x[0] += 1`. */
  putBack(tensor: TensorValue): void;
  /** The exception being handled, for a bare `raise`. */
  handled: PythonError | null;
  /** Calls of what is not known so far: each may have raised. */
  unknownCalls: number;
  /** What one of two ways raised, while the other one was taken. */
  maybeRaised: PythonError[];
  /** How many `try` bodies are being executed: imports in them are not lazy. */
  tryDepth: number;
  /** How many context managers are entered that may swallow what is raised. */
  handlerDepth: number;
  /** Tells the recording what a call in the source yielded; returns it. */
  observe(node: Call, frame: Frame, value: Value): Value;
  /** One value for several that are possible. */
  join(values: readonly Value[]): Value;
  /** The innermost place in user code that is being evaluated. */
  place(): Location | null;
  frame: Frame | null;
  tensor(type: TensorType, initialiser?: Initialiser): TensorValue;
  applyOperator(name: string, args: readonly Value[], keywords: Keywords): Value;
  initialise(tensor: TensorValue, initialiser: Initialiser): void;
  /** The tensor is filled out of what another one holds now. */
  derive(tensor: TensorValue, derivation: Derivation): void;
  /** Some of the tensor's elements are filled, in row-major order from `offset` on. */
  initialisePart(tensor: TensorValue, offset: number, elements: number, initialiser: Initialiser): void;
}

export const builtinTypeNames = [
  'object',
  'type',
  'NoneType',
  'int',
  'bool',
  'float',
  'complex',
  'str',
  'bytes',
  'tuple',
  'list',
  'dict',
  'set',
  'frozenset',
  'dict_keys',
  'dict_values',
  'dict_items',
  'range',
  'slice',
  'function',
  'method',
  'module',
  'iterator',
  'generator',
  'property',
  'staticmethod',
  'classmethod',
  'super',
  'ellipsis',
  'NotImplementedType',
  'Tensor',
  'Parameter',
  'Buffer',
  'UninitializedParameter',
  'UninitializedBuffer',
  'dtype',
  'ModuleBase',
] as const;
export type BuiltinTypes = Readonly<Record<(typeof builtinTypeNames)[number], ClassValue>>;
