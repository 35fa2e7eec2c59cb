# Recurrent layers. Weights of layer l: (gates·hidden, input) and (gates·hidden, hidden), stacked for the gates i, f, g, o (LSTM)
# or r, z, n (GRU); with biases b_ih and b_hh, and with proj_size a projection (proj, hidden); `_reverse` for the other direction.
import math
import torch
from .. import init
from ..parameter import Parameter
from ..utils.rnn import PackedSequence
from .module import Module
from .utils import _whole
import _convlens

_GATES = {'LSTM': 4, 'GRU': 3, 'RNN_TANH': 1, 'RNN_RELU': 1}


class RNNBase(Module):
    def __init__(self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
                 proj_size=0, device=None, dtype=None):
        super().__init__()
        if isinstance(dropout, bool) or not isinstance(dropout, (int, float)) or not 0 <= dropout <= 1:
            raise ValueError('dropout should be a number in range [0, 1] representing the probability of an element being zeroed')
        _whole(hidden_size=hidden_size, input_size=input_size)
        for name, value in (('hidden_size', hidden_size), ('num_layers', num_layers)):
            if value <= 0:
                raise ValueError(f'{name} must be greater than zero')
        if proj_size < 0:
            raise ValueError('proj_size should be a positive integer or zero to disable projections')
        if proj_size >= hidden_size:
            raise ValueError('proj_size has to be smaller than hidden_size')
        if mode not in _GATES:
            raise ValueError('Unrecognized RNN mode: ' + mode)
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._flat_weights_names = []
        self._all_weights = []
        rows = _GATES[mode] * hidden_size
        carried = proj_size if proj_size > 0 else hidden_size
        directions = ('', '_reverse') if bidirectional else ('',)
        for layer in range(num_layers):
            entering = input_size if layer == 0 else carried * len(directions)
            for suffix in directions:
                shapes = {'weight_ih': (rows, entering), 'weight_hh': (rows, carried)}
                if bias:
                    shapes.update(bias_ih=(rows,), bias_hh=(rows,))
                if proj_size > 0:
                    shapes['weight_hr'] = (proj_size, hidden_size)
                names = []
                for name, shape in shapes.items():
                    names.append(f'{name}_l{layer}{suffix}')
                    setattr(self, names[-1], Parameter(torch.empty(shape, device=device, dtype=dtype)))
                self._flat_weights_names += names
                self._all_weights.append(names)
        self.reset_parameters()

    @property
    def _flat_weights(self):
        return [getattr(self, name) for name in self._flat_weights_names]

    @property
    def all_weights(self):
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self):
        pass

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size)
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _zeros(self, input, size):
        """An initial state: (layers · directions, N, size)."""
        batch = input.size(0 if self.batch_first else 1)
        return torch.zeros(self.num_layers * (2 if self.bidirectional else 1), batch, size, dtype=input.dtype, device=input.device)

    def _check(self, input):
        if input.dim() not in (2, 3):
            raise ValueError(f'{type(self).__name__}: Expected input to be 2D or 3D, got {input.dim()}D tensor instead')
        if input.size(-1) != self.input_size:
            _convlens.problem('CL1003', operator=type(self).__name__, expectedFeatures=self.input_size, actualFeatures=input.size(-1))

    def _run(self, operator, input, hx):
        return operator(input, hx, self._flat_weights, self.bias, self.num_layers, self.dropout, self.training, self.bidirectional,
                        self.batch_first)

    def _run_packed(self, operator, sequence, hx, sizes):
        """(sequence, states) of a packed sequence; hx is None or a list of states of the given sizes."""
        batch = sequence.batch_sizes[0] if sequence._batch is None else sequence._batch
        layers = self.num_layers * (2 if self.bidirectional else 1)
        if hx is None:
            dtype = self._flat_weights[0].dtype if sequence._batch is not None else sequence.data.dtype
            hx = [torch.zeros(layers, batch, size, dtype=dtype) for size in sizes]
        elif sequence.sorted_indices is not None and sequence._batch is None:
            hx = [state.index_select(1, sequence.sorted_indices) for state in hx]
        if sequence._batch is not None:
            _convlens.doubt('the lengths of a packed sequence are not known')
            return sequence, hx
        if sequence.data.size(-1) != self.input_size:
            _convlens.problem('CL1003', operator=type(self).__name__, expectedFeatures=self.input_size, actualFeatures=sequence.data.size(-1))
        data, *states = operator(sequence.data, sequence.batch_sizes, hx if len(sizes) > 1 else hx[0], self._flat_weights, self.bias,
                                 self.num_layers, self.dropout, self.training, self.bidirectional)
        if sequence.unsorted_indices is not None:
            states = [state.index_select(1, sequence.unsorted_indices) for state in states]
        return PackedSequence(data, *sequence[1:]), states

    def extra_repr(self):
        text = f'{self.input_size}, {self.hidden_size}'
        defaults = {'proj_size': 0, 'num_layers': 1, 'bias': True, 'batch_first': False, 'dropout': 0.0, 'bidirectional': False}
        for name, default in defaults.items():
            if getattr(self, name) != default:
                text += f', {name}={getattr(self, name)}'
        return text


class _OneState(RNNBase):
    """RNN and GRU: the state is one tensor."""

    def _forward(self, operator, packed, input, hx):
        if isinstance(input, PackedSequence):
            sequence, (hidden,) = self._run_packed(packed, input, None if hx is None else [hx], [self.hidden_size])
            return sequence, hidden
        self._check(input)
        batched = input.dim() == 3
        if not batched:
            input = input.unsqueeze(0 if self.batch_first else 1)
            hx = None if hx is None else hx.unsqueeze(1)
        if hx is None:
            hx = self._zeros(input, self.hidden_size)
        output, hidden = self._run(operator, input, hx)
        if not batched:
            output, hidden = output.squeeze(0 if self.batch_first else 1), hidden.squeeze(1)
        return output, hidden


class RNN(_OneState):
    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0,
                 bidirectional=False, device=None, dtype=None):
        if nonlinearity not in ('tanh', 'relu'):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        self.nonlinearity = nonlinearity
        super().__init__('RNN_' + nonlinearity.upper(), input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional,
                         0, device, dtype)

    def forward(self, input, hx=None):
        if self.mode == 'RNN_TANH':
            return self._forward(torch.rnn_tanh, torch._packed_rnn_tanh, input, hx)
        return self._forward(torch.rnn_relu, torch._packed_rnn_relu, input, hx)


class GRU(_OneState):
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
                 device=None, dtype=None):
        super().__init__('GRU', input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, 0, device, dtype)

    def forward(self, input, hx=None):
        return self._forward(torch.gru, torch._packed_gru, input, hx)


class LSTM(RNNBase):
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
                 proj_size=0, device=None, dtype=None):
        super().__init__('LSTM', input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size, device, dtype)

    def forward(self, input, hx=None):
        if isinstance(input, PackedSequence):
            sizes = [self.proj_size or self.hidden_size, self.hidden_size]
            sequence, states = self._run_packed(torch._packed_lstm, input, None if hx is None else list(hx), sizes)
            return sequence, tuple(states)
        self._check(input)
        batched = input.dim() == 3
        if not batched:
            input = input.unsqueeze(0 if self.batch_first else 1)
            hx = None if hx is None else tuple(state.unsqueeze(1) for state in hx)
        if hx is None:
            hx = self._zeros(input, self.proj_size or self.hidden_size), self._zeros(input, self.hidden_size)
        output, hidden, cell = self._run(torch.lstm, input, hx)
        if not batched:
            output, hidden, cell = output.squeeze(0 if self.batch_first else 1), hidden.squeeze(1), cell.squeeze(1)
        return output, (hidden, cell)


class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None):
        super().__init__()
        _whole(input_size=input_size, hidden_size=hidden_size)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(torch.empty((rows, input_size), device=device, dtype=dtype))
        self.weight_hh = Parameter(torch.empty((rows, hidden_size), device=device, dtype=dtype))
        self.register_parameter('bias_ih', Parameter(torch.empty(rows, device=device, dtype=dtype)) if bias else None)
        self.register_parameter('bias_hh', Parameter(torch.empty(rows, device=device, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _step(self, operator, input, states):
        """One step; without a batch axis for the while of it, with zeros where no state is given."""
        if input.dim() not in (1, 2):
            raise ValueError(f'{type(self).__name__}: Expected input to be 1D or 2D, got {input.dim()}D instead')
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)
        if states[0] is None:
            zeros = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
            states = [zeros for _ in states]
        elif not batched:
            states = [state.unsqueeze(0) for state in states]
        hx = states[0] if len(states) == 1 else tuple(states)
        result = operator(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        if batched:
            return result
        return result.squeeze(0) if len(states) == 1 else tuple(state.squeeze(0) for state in result)

    def extra_repr(self):
        return f'{self.input_size}, {self.hidden_size}' + ('' if self.bias else ', bias=False')


class RNNCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        if self.nonlinearity not in ('tanh', 'relu'):
            raise RuntimeError(f'Unknown nonlinearity: {self.nonlinearity}')
        return self._step(torch.rnn_tanh_cell if self.nonlinearity == 'tanh' else torch.rnn_relu_cell, input, [hx])


class LSTMCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input, hx=None):
        return self._step(torch.lstm_cell, input, [None, None] if hx is None else list(hx))


class GRUCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input, hx=None):
        return self._step(torch.gru_cell, input, [hx])
