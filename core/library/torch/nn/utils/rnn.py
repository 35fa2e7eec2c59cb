# torch.nn.utils.rnn: sequences of unequal length. How many steps are packed depends on the lengths' values.
import _convlens
import torch
from collections import namedtuple

_Fields = namedtuple('PackedSequence', ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'])


class PackedSequence(_Fields):
    def to(self, *args, **kwargs):
        return self


def _packed():
    return PackedSequence(*[_convlens.unknown('a packed sequence')] * 4)


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    return _packed()


def pack_sequence(sequences, enforce_sorted=True):
    return _packed()


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    return _convlens.unknown('an unpacked sequence'), _convlens.unknown('the lengths of an unpacked sequence')


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    """[(L₁, *), (L₂, *)] -> (max L, N, *)"""
    longest = max(sequence.size(0) for sequence in sequences)
    shape = (longest, len(sequences)) if not batch_first else (len(sequences), longest)
    return torch.full((*shape, *sequences[0].shape[1:]), padding_value, dtype=sequences[0].dtype)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    return _convlens.unknown('sequences of unknown lengths')
