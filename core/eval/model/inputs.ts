// What a model is fed with: shapes written by people, and shapes supposed from the first layer that consumes the input.
import { symbol, type Dim } from '../../shape/dim';
import { parseShape as readShape } from '../../shape/shape';
import { Journal } from '../fork';
import { restore } from '../snapshots';
import type { Interpreter } from '../interpreter';
import { lookupInClass } from '../binding';
import { membersOf } from '../torch/moduleMembers';
import type { InstanceValue } from '../values';
import { Abort, FunctionValue, PythonError, Storage, TensorValue, TupleValue, type Value } from '../values';
import type { InputSpec } from './modelRun';
import { modulesOf } from './walk';

/** `1x3x224x224`, `Nx3xHxW`, `1×1×28×28`; null where it is no shape. A name is a symbol. */
export function parseShape(text: string): readonly Dim[] | null {
  const shape = readShape(text);
  return shape === undefined || shape.length === 0 ? null : shape;
}

/** `Input: (B,1,28,28)`, `input shape: [N, 3, H, W]` in a docstring. */
export function shapeInDocstring(docstring: string | null): readonly Dim[] | null {
  if (docstring === null) return null;
  const match = /\binputs?(?:\s+shape)?\s*[:=]\s*[([]\s*([\w\s,×]+?)\s*,?\s*[)\]]/i.exec(docstring);
  if (match === null) return null;
  const shape = parseShape(match[1].replace(/\s+/g, ''));
  return shape !== null && shape.length >= 2 ? shape : null;
}

/** jaxtyping: `x: Float[Tensor, "batch 1 28 28"]`. */
export function shapeInAnnotation(annotation: string | null): readonly Dim[] | null {
  const match = annotation === null ? null : /\[[^"'[\]]*,\s*["']([^"']+)["']\s*\]/.exec(annotation);
  if (match === null) return null;
  return parseShape(match[1].trim().split(/\s+/).join('x'));
}

class Found {
  constructor(readonly count: number) {}
}

/** The parameters of `forward` that must be given. */
export function requiredInputs(module: InstanceValue): number {
  const forward = lookupInClass(module.type, 'forward');
  if (!(forward instanceof FunctionValue)) return 1;
  const own = forward.node.parameters.slice(1);
  const required = own.filter(
    (p, i) => (p.kind === 'normal' || p.kind === 'positionalOnly') && forward.defaults[i + 1] === undefined,
  );
  return required.length > 0 || !own.some((p) => p.kind === 'star') ? required.length : 1;
}

/**
 * Runs `forward` on inputs of unknown shape to see which layer consumes each first: its channels, features or embeddings tell the
 * input's shape; other sizes are symbols. null: not evident.
 */
export function supposeInputs(
  interpreter: Interpreter,
  module: InstanceValue,
  count: number,
): readonly InputSpec[] | null {
  const specs = firstConsumers(interpreter, module, count);
  return specs.includes(undefined) ? null : (specs as InputSpec[]);
}

/**
 * Inputs that may fit where no layer was seen to consume them, because the code changes their form first: what the module's first
 * layer asks for, then images.
 */
export function guessInputs(module: InstanceValue, count: number): readonly (readonly InputSpec[])[] {
  if (count !== 1) return [];
  for (const part of modulesOf(module)) {
    const spec = consumes(part);
    if (spec !== null) return [[spec]];
  }
  const image = [symbol('N'), 3, symbol('H'), symbol('W')];
  return [[{ shape: image, dtype: 'float32' }]];
}

/** A shape that people write says nothing of the elements: indices where an embedding consumes them, or `forward` declares them. */
export function withElementTypes(
  interpreter: Interpreter,
  module: InstanceValue,
  inputs: readonly InputSpec[],
): readonly InputSpec[] {
  // indices come as sequences, images do not
  if (!inputs.some(({ shape, dtype }) => shape.length <= 3 && dtype === 'float32')) return inputs;
  const consumers = firstConsumers(interpreter, module, inputs.length);
  return inputs.map((spec, i) =>
    consumers[i]?.dtype === 'int64' || declaresIndices(module, i) ? { ...spec, dtype: 'int64' } : spec,
  );
}

/** `input_ids: torch.LongTensor | None`, of `forward` as it is written below its decorators. */
function declaresIndices({ type }: InstanceValue, index: number): boolean {
  let forward = lookupInClass(type, 'forward');
  for (
    let inner: Value | undefined = forward;
    inner instanceof FunctionValue;
    inner = inner.attributes?.get('__wrapped__')
  )
    forward = inner;
  if (!(forward instanceof FunctionValue)) return false;
  const annotation = forward.node.parameters.at(index + 1)?.annotation ?? null;
  return (
    annotation !== null && /\b(?:Long|Int)Tensor\b/.test(forward.program.text.slice(annotation.start, annotation.end))
  );
}

/** For each input what its first consumer asks for; undefined where none was seen. */
function firstConsumers(
  interpreter: Interpreter,
  module: InstanceValue,
  count: number,
): readonly (InputSpec | undefined)[] {
  const inputs = Array.from({ length: count }, () => {
    const tensor = new TensorValue({ shape: [], dtype: 'float32' }, new Storage(null));
    tensor.uninitialised = true;
    tensor.whyUninitialised = "the input's shape is not known";
    return tensor;
  });
  const found = new Map<TensorValue, InputSpec>();
  interpreter.onModuleCall = (called, args) => {
    for (const input of inputs) {
      if (args[0] !== input || found.has(input)) continue;
      const spec = consumes(called);
      if (spec === null) continue;
      found.set(input, spec);
      if (found.size === inputs.length) throw new Found(found.size);
    }
  };
  // a trial: what it changes and what it cannot tell are no part of the model
  const { doubts, steps } = interpreter;
  const journal = new Journal(null, true);
  interpreter.doubts = [];
  interpreter.steps = [];
  interpreter.journal = journal;
  try {
    interpreter.call(module, inputs);
  } catch (error) {
    if (!(
      error instanceof Found ||
      error instanceof PythonError ||
      error instanceof Abort ||
      error instanceof RangeError
    ))
      throw error;
  } finally {
    interpreter.onModuleCall = null;
    interpreter.frame = null;
    interpreter.journal = null;
    interpreter.moduleDepth = 0;
    interpreter.tryDepth = 0;
    interpreter.doubts = doubts;
    interpreter.steps = steps;
    for (const [object, before] of journal.before) restore(object, before);
  }
  return inputs.map((input) => found.get(input));
}

const spatial = ['H', 'W', 'D'];

/** The shape that a layer asks of its input, by what its constructor was told. */
function consumes(module: InstanceValue): InputSpec | null {
  const number = (name: string): number | null => {
    const value = module.attributes.get(name);
    return typeof value === 'number' ? value : null;
  };
  const kernel: Value | undefined = module.attributes.get('kernel_size');
  const channels = number('in_channels');
  if (channels !== null && kernel instanceof TupleValue) {
    const axes = kernel.items.length === 1 ? ['L'] : spatial.slice(0, kernel.items.length);
    return { shape: [symbol('N'), channels, ...axes.map((axis) => symbol(axis))], dtype: 'float32' };
  }
  const features = number('in_features');
  if (features !== null) return { shape: [symbol('N'), features], dtype: 'float32', anyRank: true };
  if (number('num_embeddings') !== null) return { shape: [symbol('N'), symbol('L')], dtype: 'int64' };
  const size = number('input_size');
  if (size !== null && number('hidden_size') !== null && number('num_layers') !== null) {
    const [batch, length] = [symbol('N'), symbol('L')];
    const lead = module.attributes.get('batch_first') === true ? [batch, length] : [length, batch];
    return { shape: [...lead, size], dtype: 'float32' };
  }
  const width = number('embed_dim');
  if (width !== null && number('num_heads') !== null && number('head_dim') !== null) {
    const [batch, length] = [symbol('N'), symbol('L')];
    const lead = module.attributes.get('batch_first') === true ? [batch, length] : [length, batch];
    return { shape: [...lead, width], dtype: 'float32' };
  }
  const weight = membersOf(module, '_parameters')?.entries.get('weight')?.value;
  if (number('num_features') !== null && weight instanceof TensorValue && module.type.name.endsWith('2d')) {
    return { shape: [symbol('N'), number('num_features') as number, symbol('H'), symbol('W')], dtype: 'float32' };
  }
  return null;
}
