// What a tensor answers to: the operators that are its methods and properties, and a few attributes that are no operators.
import { operatorsByMethod, operatorsByProperty } from '../../ops/table';
import {
  BoundMethod,
  DictValue,
  DTypeValue,
  NativeFunction,
  TensorValue,
  TupleValue,
  type Machine,
  type Value,
} from '../values';
import { callOperator } from './dispatch';

const methods = new Map<string, NativeFunction>();

/** The operator behind a method name, as a function whose first argument is the tensor. */
function methodOf(name: string): NativeFunction | undefined {
  const cached = methods.get(name);
  if (cached !== undefined) return cached;
  const operator = operatorsByMethod.get(name);
  if (operator === undefined) return undefined;
  const made = new NativeFunction(name, (machine, args, keywords) =>
    callOperator(machine, operator, args, keywords, name, true),
  );
  methods.set(name, made);
  return made;
}

/** `x.requires_grad_(flag)` sets the attribute of the tensor itself; with another argument it fails as the operator does. */
const requiresGradient = new NativeFunction('requires_grad_', (machine, args, keywords) => {
  const operator = operatorsByMethod.get('requires_grad_');
  const result = operator && callOperator(machine, operator, args, keywords, 'requires_grad_', true);
  const [tensor] = args;
  if (!(tensor instanceof TensorValue)) return result ?? machine.unknown('the gradient of what is no tensor');
  machine.setAttribute(tensor, 'requires_grad', args[1] ?? keywords?.get('requires_grad') ?? true);
  return tensor;
});
methods.set('requires_grad_', requiresGradient);

/** What concerns gradients and streams alone. */
const aside = (name: string): NativeFunction =>
  new NativeFunction(name, (machine) =>
    name.startsWith('register')
      ? machine.call(machine.attribute(machine.importModule('torch.utils.hooks'), 'RemovableHandle'), [new DictValue()])
      : null,
  );

const toNumpy = new NativeFunction('numpy', (machine, [tensor]) =>
  machine.call(machine.attribute(machine.importModule('numpy'), '_of_tensor'), [tensor]),
);

/** undefined: a tensor has no such attribute. A null tensor stands for the class: methods unbound. */
export function tensorAttribute(machine: Machine, tensor: TensorValue | null, name: string): Value | undefined {
  if (tensor?.uninitialised === true && name === 'materialize') {
    return new NativeFunction('materialize', (m, [shape, ...rest]) =>
      materialise(m, tensor, rest.length === 0 ? shape : new TupleValue([shape, ...rest])),
    );
  }
  if (tensor !== null) {
    const property = operatorsByProperty.get(name);
    if (property !== undefined) return callOperator(machine, property, [tensor], null, name, true);
  }
  const method = methodOf(name);
  if (method !== undefined) return tensor === null ? method : new BoundMethod(tensor, method);
  if (tensor === null) return undefined;
  switch (name) {
    case 'numpy':
      return new BoundMethod(tensor, toNumpy);
    case 'dtype':
      return new DTypeValue(tensor.tensor.dtype);
    case 'device':
      return machine.call(machine.attribute(machine.importModule('torch'), 'device'), ['cpu']);
    case 'requires_grad':
      return tensor.requiresGrad;
    case 'grad':
    case 'grad_fn':
    case 'names':
      return null;
    case 'is_leaf':
    case 'is_cpu':
      return true;
    case 'layout':
      return machine.attribute(machine.importModule('torch'), 'strided');
    case 'output_nr':
      return 0;
    case 'get_device':
      return new NativeFunction('get_device', () => -1);
    case 'backward':
    case 'retain_grad':
    case 'register_hook':
    case 'register_post_accumulate_grad_hook':
    case 'record_stream':
      return aside(name);
    case 'is_conj':
    case 'is_neg':
    case 'is_inference':
    case 'is_shared':
    case 'is_pinned':
      return new NativeFunction(name, () => false);
    case 'is_meta':
    case 'is_quantized':
    case 'is_sparse':
    case 'is_mkldnn':
    case 'is_nested':
    case 'retains_grad':
    case 'is_sparse_csr':
    case 'is_mtia':
    case 'is_ipu':
    case 'is_xla':
    case 'is_maia':
    case 'is_vulkan':
      return false;
    case 'data': {
      const alias = new TensorValue(tensor.tensor, tensor.storage);
      alias.uninitialised = tensor.uninitialised;
      alias.valueId = tensor.valueId;
      alias.recording = tensor.recording;
      return alias;
    }
    default:
      return undefined;
  }
}

/** Gives a lazy module's parameter its shape. */
function materialise(machine: Machine, tensor: TensorValue, shape: Value): Value {
  const made = machine.applyOperator('empty', [shape], null);
  if (!(made instanceof TensorValue)) return made;
  machine.touch(tensor);
  tensor.tensor = made.tensor;
  tensor.storage = made.storage;
  tensor.uninitialised = false;
  if (tensor.type === machine.types.UninitializedParameter || tensor.type === machine.types.UninitializedBuffer)
    tensor.type = null;
  return null;
}
