# torch.nn.utils.rnn: sequences of unequal length. How many steps are packed depends on the lengths' values: where those are not known,
# the sequence knows its batch alone, so that the states after it keep their shapes.
import _convlens
import torch
from collections import namedtuple

_Fields = namedtuple('PackedSequence', ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'])


class PackedSequence(_Fields):
    """`_batch` is set where lengths are not known: a sequence of so many, and no more is known of it."""

    _batch = None

    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args, **kwargs):
        return type(self)(self.data.to(*args, **kwargs), *self[1:])

    def cpu(self):
        return self

    cuda = pin_memory = lambda self, *args, **kwargs: self

    def double(self):
        return self.to(dtype=torch.double)

    def float(self):
        return self.to(dtype=torch.float)

    def half(self):
        return self.to(dtype=torch.half)

    @property
    def is_cuda(self):
        return False


def invert_permutation(permutation):
    """[2, 0, 1] -> [1, 2, 0]"""
    if permutation is None or _convlens.is_unknown(permutation):
        return permutation
    order = permutation.tolist()
    if _convlens.is_unknown(order):
        return order
    return torch.tensor([order.index(i) for i in range(len(order))])


def _sequence_of(batch):
    sequence = PackedSequence(*[_convlens.unknown('a packed sequence whose lengths are not known')] * 4)
    sequence._batch = batch
    return sequence


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    if not isinstance(lengths, torch.Tensor):
        lengths = torch.as_tensor(lengths, dtype=torch.int64)
    if enforce_sorted:
        order = None
    else:
        values = lengths.tolist()
        if _convlens.is_unknown(values) or any(_convlens.is_unknown(value) for value in values):
            return _sequence_of(input.size(0 if batch_first else 1))
        order = torch.tensor(sorted(range(len(values)), key=lambda i: -values[i]))
        lengths = torch.tensor(sorted(values, reverse=True))
        input = input.index_select(0 if batch_first else 1, order)
    packed = torch._pack_padded_sequence(input, lengths, batch_first)
    if _convlens.is_unknown(packed):
        return _sequence_of(input.size(0 if batch_first else 1))
    data, batch_sizes = packed
    return PackedSequence(data, batch_sizes, order)


def pack_sequence(sequences, enforce_sorted=True):
    lengths = [sequence.size(0) for sequence in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    if sequence._batch is not None:
        return _convlens.unknown('a sequence whose length is not known'), _convlens.unknown('lengths that are not known')
    padded, lengths = torch._pad_packed_sequence(
        sequence.data, sequence.batch_sizes, batch_first, padding_value, 0 if total_length is None else total_length
    )
    order = sequence.unsorted_indices
    if order is None:
        return padded, lengths
    return padded.index_select(0 if batch_first else 1, order), lengths[order]


def unpack_sequence(packed_sequences):
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    """[(L₁, *), (L₂, *)] -> (max L, N, *)"""
    longest = max(sequence.size(0) for sequence in sequences)
    shape = (longest, len(sequences)) if not batch_first else (len(sequences), longest)
    return torch.full((*shape, *sequences[0].shape[1:]), padding_value, dtype=sequences[0].dtype)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    if not batch_first:
        padded_sequences = padded_sequences.transpose(0, 1)
    return [sequence[:length] for sequence, length in zip(padded_sequences, lengths.tolist())]
