// What the library's Python files (core/library) ask of the evaluator: the module `_convlens`, and the classes of tensors.
import { sourceFile } from '../functionParts';
import type { ImportHost } from '../imports';
import type { DiagnosticCode } from '../../base/codes';
import { diagnosticTemplates } from '../../base/codes';
import type { Initialiser } from '../../graph/graph';
import { Float } from '../../ops/operator';
import { asNumber } from '../numbers';
import { keyText } from '../hashing';
import { isSymbolic } from '../../shape/dim';
import { countForEach } from './batching';
import { defineDefaultType } from './defaultType';
import type { OperatorHost } from './dispatch';
import { defineFunctionNatives } from './functionNatives';
import { installModuleWalks } from './moduleWalks';
import {
  ClassValue,
  DTypeValue,
  InstanceValue,
  ListValue,
  ModuleValue,
  NativeFunction,
  PythonError,
  StaticMethod,
  Storage,
  TensorValue,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { shallowCopy, deepCopy } from './copying';

export function installTensorClasses(types: BuiltinTypes): void {
  const creator = (
    type: ClassValue,
    make: (
      machine: Machine,
      type: ClassValue,
      args: readonly Value[],
      keywords: ReadonlyMap<string, Value> | null,
    ) => Value,
  ): void => {
    type.attributes.set(
      '__new__',
      new StaticMethod(
        new NativeFunction('__new__', (machine, [own, ...args], keywords) =>
          make(machine, own as ClassValue, args, keywords),
        ),
      ),
    );
    type.attributes.set('__init__', new NativeFunction('__init__', () => null));
  };
  creator(types.Tensor, (machine, own, args) => {
    // an array of NumPy's model holds a tensor
    const first = args[0] instanceof InstanceValue ? (args[0].attributes.get('_t') ?? args[0]) : args[0];
    const isOfValues = first instanceof ListValue || first instanceof TupleValue || first instanceof TensorValue;
    const made = isOfValues
      ? machine.applyOperator('tensor', [first], new Map([['dtype', new DTypeValue('float32')]]))
      : machine.applyOperator('empty', args.length === 0 ? [0] : args, null);
    if (made instanceof TensorValue && own !== types.Tensor) made.type = own;
    return made;
  });
  creator(types.Parameter, (machine, own, args, keywords) => {
    if (own === types.Parameter && args.length > 2)
      return machine.raise(
        'TypeError',
        `Parameter.__new__() takes from 1 to 3 positional arguments but ${args.length + 1} were given`,
      );
    const data = args[0] ?? keywords?.get('data') ?? null;
    if (
      data !== null &&
      (typeof data !== 'object' || data instanceof ListValue || data instanceof TupleValue || data instanceof Float)
    )
      return machine.raise('AttributeError', `'${machine.typeOf(data).name}' object has no attribute 'detach'`);
    const requiresGrad = args[1] ?? keywords?.get('requires_grad') ?? true;
    const parameter = aliasOf(data);
    parameter.isParameter = true;
    parameter.requiresGrad = machine.truth(requiresGrad) !== false;
    if (requiresGrad instanceof UnknownValue) parameter.undecided = requiresGrad;
    if (own !== types.Parameter) parameter.type = own;
    return parameter;
  });
  creator(types.Buffer, (_machine, _own, args, keywords) => {
    const buffer = aliasOf(args[0] ?? keywords?.get('data') ?? null);
    buffer.type = types.Buffer;
    return buffer;
  });
  const lazy = (type: ClassValue, isParameter: boolean): void =>
    creator(type, () => {
      const tensor = aliasOf(null);
      tensor.isParameter = isParameter;
      tensor.requiresGrad = isParameter;
      tensor.type = type;
      return tensor;
    });
  lazy(types.UninitializedParameter, true);
  lazy(types.UninitializedBuffer, false);
}

/** A tensor object over the same memory; what is no tensor gives one whose shape is not known. */
function aliasOf(data: Value): TensorValue {
  if (data instanceof TensorValue) {
    const alias = new TensorValue(data.tensor, data.storage);
    alias.uninitialised = data.uninitialised;
    alias.whyUninitialised = data.whyUninitialised;
    return alias;
  }
  const tensor = new TensorValue({ shape: [], dtype: 'float32' }, new Storage(null));
  tensor.uninitialised = true;
  if (data instanceof UnknownValue) tensor.whyUninitialised = data.reason;
  return tensor;
}

/** `_convlens`. */
export function createNatives(types: BuiltinTypes): ModuleValue {
  const module = new ModuleValue('_convlens', null);
  const { attributes } = module;
  for (const name of [
    'ModuleBase',
    'Tensor',
    'Parameter',
    'Buffer',
    'UninitializedParameter',
    'UninitializedBuffer',
    'dtype',
  ] as const) {
    attributes.set(name, types[name]);
  }
  const define = (name: string, call: NativeFunction['call']): void =>
    void attributes.set(name, new NativeFunction(name, call, false));
  installModuleWalks(attributes);
  defineDefaultType(attributes);
  define('unknown', (machine, [reason]) => machine.unknown(typeof reason === 'string' ? reason : 'not told'));
  define('doubt', (machine, [reason]) => {
    machine.inexact(typeof reason === 'string' ? reason : 'not told');
    return null;
  });
  define('is_unknown', (_, [value]) => value instanceof UnknownValue);
  define('source_file', (machine, [object]) => sourceFile(object) ?? machine.unknown('where the source lies'));
  define('has_module', (machine, [name]) =>
    typeof name === 'string' ? (machine as ImportHost).findModule(name) !== undefined : machine.unknown('a module'),
  );
  define('initialise', (machine, [tensor, kind, ...numbers]) => {
    if (tensor instanceof TensorValue && typeof kind === 'string')
      machine.initialise(tensor, initialiserOf(kind, numbers));
    return null;
  });
  define('problem', (machine, [code], keywords) => {
    if (typeof code !== 'string' || !(code in diagnosticTemplates)) return machine.raise('RuntimeError', keyText(code));
    const details: Record<string, string | number> = {};
    const special: Record<string, string> = {};
    let exception = 'ValueError';
    for (const [name, value] of keywords ?? []) {
      const text = typeof value === 'number' ? value : machine.text(value);
      if (typeof text !== 'string' && typeof text !== 'number') continue;
      if (name === 'expected' || name === 'actual' || name === 'hint') special[name] = String(text);
      else if (name === 'exception') exception = String(text);
      else details[name] = text;
    }
    return machine.problem({ code: code as DiagnosticCode, details, ...special }, exception);
  });
  // what is computed beside the network: NumPy's arrays
  define('unrecorded', (machine, [callable, ...args], keywords) => {
    const host = machine as OperatorHost;
    const { recording } = host;
    host.recording = null;
    try {
      return machine.call(callable, args, keywords);
    } catch (error) {
      // what PyTorch refuses as it runs NumPy refuses as a value
      if (error instanceof PythonError && error.problem !== null && error.exception.type.name === 'RuntimeError')
        machine.problem(error.problem, 'ValueError', error.related);
      throw error;
    } finally {
      host.recording = recording;
    }
  });
  define('count_for_each', (machine, [size, examples, callable, ...args], keywords) => {
    const call = (): Value => machine.call(callable, args, keywords);
    const all = machine.elements(examples);
    return all !== null && (typeof size === 'number' || isSymbolic(size))
      ? countForEach(machine, size, all, call)
      : machine.unknown('a function over a batch whose size cannot be told');
  });
  define('is_number', (_, [value]) => asNumber(value) !== undefined);
  define('class_hooks', (_, [type], keywords) => {
    if (type instanceof ClassValue) {
      type.hooks = {
        call: keywords?.get('call'),
        iterate: keywords?.get('iterate'),
        getitem: keywords?.get('getitem'),
        contains: keywords?.get('contains'),
        length: keywords?.get('length'),
      };
    }
    return null;
  });
  define('track', (machine, [mode]) => {
    const { recording } = machine as OperatorHost;
    if (recording === null) return null;
    recording.isTracking = machine.truth(mode) !== false;
    if (mode instanceof UnknownValue) recording.recomputes = true;
    return null;
  });
  define('recomputes', (machine) => {
    const { recording } = machine as OperatorHost;
    if (recording !== null) recording.recomputes = true;
    return null;
  });
  define('new', (_, [type]) => (type instanceof ClassValue ? new InstanceValue(type) : null));
  define('copy', (machine, [value]) => shallowCopy(machine, value));
  define('deepcopy', (machine, [value]) => deepCopy(machine, value, new Map()));
  defineFunctionNatives(define);
  return module;
}

function initialiserOf(kind: string, values: readonly Value[]): Initialiser {
  const numbers = values.map((value) => asNumber(value));
  if (kind !== 'unsupported' && numbers.includes(undefined))
    return { kind: 'unsupported', reason: `${kind} by numbers that cannot be told` };
  const [a, b, c, d] = numbers as number[];
  switch (kind) {
    case 'constant':
      return { kind, value: a };
    case 'uniform':
      return { kind, low: a, high: b };
    case 'normal':
      return { kind, mean: a, std: b };
    case 'truncatedNormal':
      return { kind, mean: a, std: b, low: c, high: d };
    case 'bernoulli':
      return { kind, probability: a };
    case 'orthogonal':
      return { kind, gain: a };
    case 'eye':
      return { kind };
    case 'dirac':
      return { kind, groups: a };
    case 'sparse':
      return { kind, sparsity: a, std: b };
    default:
      return { kind: 'unsupported', reason: typeof values[0] === 'string' ? values[0] : kind };
  }
}
