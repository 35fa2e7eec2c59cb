// Recurrent layers over packed sequences of unequal length, and packing itself (torch.nn.utils.rnn): the steps of all sequences stand
// one after the other, the first of each, then the second of those that have one, ...
//
//     lengths 3, 1 of 3×2×I (or 2×3×I)  ->  4×I, batch sizes 2, 1, 1
//
// MACs: steps × weight elements of each layer and direction.
import { multiply, product, sum, type Dim } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { tensorOf } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { requireInput, requireStates, statesOf } from './checks';

const known = (a: OperatorArguments, name: string): readonly number[] =>
  a.tensor(name).data ?? a.unknown(`how long the sequences are: the values of the tensor ${name}`);

export const packPaddedSequence = {
  name: 'pack_padded_sequence',
  signature: 'input, lengths, batch_first',
  functions: ['torch._pack_padded_sequence'],
  methods: [],
  infer(a): Inference {
    const { shape, dtype } = a.tensor('input');
    const lengths = known(a, 'lengths');
    if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
    const [steps, batch] = a.boolean('batch_first') ? [shape[1], shape[0]] : shape;
    if (typeof batch === 'number' && batch !== lengths.length) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `expected one length for each of ${batch} sequences, but got ${lengths.length}`,
        ),
      );
    }
    if (lengths.some((length) => length <= 0)) {
      a.fail(invalidArgument(a.operatorName, 'the length of every sequence has to be greater than 0'));
    }
    if (lengths.some((length, i) => i > 0 && length > lengths[i - 1])) {
      a.fail(
        invalidArgument(a.operatorName, '`lengths` must be sorted in decreasing order when `enforce_sorted` is True', {
          hint: 'Pass enforce_sorted=False.',
        }),
      );
    }
    // PyTorch does not look, and packs what it does not say
    if (typeof steps === 'number' && lengths[0] > steps)
      a.unknown(`a sequence of ${steps} steps said to have ${lengths[0]}`);
    const sizes = Array.from(
      { length: lengths[0] ?? 0 },
      (_, step) => lengths.filter((length) => length > step).length,
    );
    const total = lengths.reduce((all, length) => all + length, 0);
    return {
      result: {
        tuple: [{ shape: [total, ...shape.slice(2)], dtype }, tensorOf([sizes.length], 'int64', () => sizes)],
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

export const padPackedSequence = {
  name: 'pad_packed_sequence',
  signature: 'input, batch_sizes, batch_first, padding_value, total_length',
  functions: ['torch._pad_packed_sequence'],
  methods: [],
  infer(a): Inference {
    const { shape, dtype } = a.tensor('input');
    const sizes = known(a, 'batch_sizes');
    const wanted = a.int('total_length');
    if (wanted > 0 && wanted < sizes.length) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `total_length is ${wanted}, but the longest of the packed sequences has ${sizes.length} steps`,
        ),
      );
    }
    const [steps, batch] = [Math.max(wanted, sizes.length), sizes[0] ?? 0];
    const leading = a.boolean('batch_first') ? [batch, steps] : [steps, batch];
    const lengths = Array.from({ length: batch }, (_, i) => sizes.filter((size) => size > i).length);
    return {
      result: {
        tuple: [{ shape: [...leading, ...shape.slice(1)], dtype }, tensorOf([batch], 'int64', () => lengths)],
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

const packed = <const Name extends string>(name: Name, aten: string, isLstm: boolean) =>
  ({
    name,
    signature: 'input, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional',
    functions: [`torch.ops.aten.${aten}.data`, `torch._${name}`],
    methods: [],
    infer: (a) => inferPacked(a, isLstm),
  }) as const satisfies Operator;

export const packedLayers = [
  packed('packed_lstm', 'lstm', true),
  packed('packed_gru', 'gru', false),
  packed('packed_rnn_tanh', 'rnn_tanh', false),
  packed('packed_rnn_relu', 'rnn_relu', false),
] as const;

function inferPacked(a: OperatorArguments, isLstm: boolean): Inference {
  const input = a.tensor('input');
  if (input.shape.length !== 2) a.fail(wrongRank(a.operatorName, '2', input.shape));
  const states = statesOf(a, isLstm);
  const weights = a.tensors('params').filter(({ shape }) => shape.length === 2);
  const layers = a.int('num_layers');
  const directions = a.boolean('bidirectional') ? 2 : 1;
  const sizes = known(a, 'batch_sizes');
  requireInput(a, input, weights);
  requireStates(a, states, layers * directions, sizes[0] ?? 0);
  const output: TensorType = {
    shape: [input.shape[0], multiply(states[0].shape[2], directions)],
    dtype: input.dtype,
  };
  return {
    result: { tuple: [output, ...states.map(({ shape, dtype }) => ({ shape, dtype }))] },
    macs: multiply(input.shape[0], sum(weights.map(({ shape }): Dim => product(shape)))),
    window: 'global',
    attributes: {
      num_layers: layers,
      bidirectional: directions === 2,
      dropout: a.boolean('train') ? a.number('dropout') : 0,
      /** Sequences that have a last step. */
      last_batch: sizes[sizes.length - 1] ?? 0,
    },
  };
}
