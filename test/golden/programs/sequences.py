"""Recurrent layers over sequences of equal and of unequal length, and their cells: what each costs and what training keeps of it."""
import torch
import torch.nn as nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence


class Recurrent(nn.Module):
    def __init__(self, kind, **options):
        super().__init__()
        self.embed = nn.Linear(4, 8)
        self.layer = kind(8, 6, **options)

    def forward(self, x):
        return self.layer(self.embed(x))


class FromImage(nn.Module):
    """What the layer is given does not lie in memory as its steps come."""

    def __init__(self, kind=nn.GRU, **options):
        super().__init__()
        self.layer = kind(3, 6, batch_first=True, **options)

    def forward(self, x):
        return self.layer(x.transpose(1, 2))[0]


class Stepwise(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.cell = kind(4, 6)

    def forward(self, x):
        state = None
        for step in x:
            state = self.cell(step, state)
        return state


class Packed(nn.Module):
    def __init__(self, kind, lengths=(5, 3), enforce_sorted=True, batch_first=True, total_length=None, **options):
        super().__init__()
        self.embed = nn.Linear(4, 8)
        self.layer = kind(8, 6, batch_first=batch_first, **options)
        self.lengths, self.enforce_sorted, self.batch_first, self.total_length = list(lengths), enforce_sorted, batch_first, total_length

    def forward(self, x):
        packed = pack_padded_sequence(self.embed(x), torch.tensor(self.lengths), self.batch_first, self.enforce_sorted)
        output, state = self.layer(packed)
        assert isinstance(output, PackedSequence)
        padded, lengths = pad_packed_sequence(output, self.batch_first, total_length=self.total_length)
        return padded, lengths, state, output.data, output.batch_sizes


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.GRU(4, 6)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        _, state = self.layer(pack_sequence([x[0], x[1, :3]]))
        return self.head(state[-1])


MODELS = {
    "Recurrent(nn.RNN)": [[5, 2, 4]],
    "Recurrent(nn.RNN, nonlinearity='relu', num_layers=2, dropout=0.2)": [[5, 2, 4]],
    "Recurrent(nn.GRU, num_layers=3, bidirectional=True, batch_first=True)": [[2, 5, 4]],
    "Recurrent(nn.GRU, num_layers=2, dropout=0.5)": [[5, 4]],
    "Recurrent(nn.LSTM, proj_size=3, num_layers=2, bidirectional=True)": [[5, 2, 4]],
    "FromImage()": [[2, 3, 5]],
    "FromImage(bidirectional=True)": [[2, 3, 5]],
    "Stepwise(nn.RNNCell)": [[3, 2, 4]],
    "Stepwise(nn.GRUCell)": [[3, 2, 4]],
    "Stepwise(nn.LSTMCell)": [[3, 2, 4]],
    "Packed(nn.LSTM)": [[2, 5, 4]],
    "Packed(nn.LSTM, num_layers=2, dropout=0.3, batch_first=False)": [[5, 2, 4]],
    "Packed(nn.LSTM, proj_size=2, total_length=7)": [[2, 5, 4]],
    "Packed(nn.GRU, (3, 5, 2), enforce_sorted=False)": [[3, 5, 4]],
    "Packed(nn.RNN, (4, 4, 4, 1), num_layers=2)": [[4, 5, 4]],
    "Encoder()": [[2, 5, 4]],
}
