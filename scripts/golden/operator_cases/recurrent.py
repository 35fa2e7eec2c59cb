"""Recurrent layers."""
from itertools import product


def weights(T, gates, inputs, hidden, layers, directions, bias, projection=0):
    result = []
    output = projection or hidden
    for layer in range(layers):
        for _ in range(directions):
            width = inputs if layer == 0 else output * directions
            result += [T(gates * hidden, width), T(gates * hidden, output)]
            if bias:
                result += [T(gates * hidden), T(gates * hidden)]
            if projection:
                result.append(T(projection, hidden))
    return result


def cases(call, T):
    for (name, gates), layers, directions, bias, batch_first in product(
        [("lstm", 4), ("gru", 3), ("rnn_tanh", 1), ("rnn_relu", 1)], [1, 2], [1, 2], [True, False], [True, False]
    ):
        params = weights(T, gates, 4, 5, layers, directions, bias)
        shape = [2, 7, 4] if batch_first else [7, 2, 4]
        state = T(layers * directions, 2, 5)
        hidden = [state, state] if name == "lstm" else state
        call(f"torch.{name}", T(*shape), hidden, params, bias, layers, 0.0, False, directions == 2, batch_first)
    # Wrong sizes are left out: the fused kernel of the CPU does not look, though nn.LSTM does before it calls.
    projected = weights(T, 4, 4, 5, 2, 1, True, 3)
    call("torch.lstm", T(7, 2, 4), [T(2, 2, 3), T(2, 2, 5)], projected, True, 2, 0.0, False, False, False)
    call("torch.lstm_cell", T(7, 4), [T(7, 5), T(7, 5)], T(20, 4), T(20, 5), T(20), T(20))
    call("torch.gru_cell", T(7, 4), T(7, 5), T(15, 4), T(15, 5), T(15), T(15))
    call("torch.rnn_tanh_cell", T(7, 4), T(7, 5), T(5, 4), T(5, 5))
    call("torch.rnn_relu_cell", T(7, 4), T(7, 5), T(5, 4), T(5, 5))
    call("torch.gru_cell", T(7, 3), T(7, 5), T(15, 4), T(15, 5))

    def lengths(*values):
        return T(len(values), dtype="int64", values=list(values))

    for values, batch_first in product([(7, 3), (4, 4), (5, 1), (3, 5), (2, 0), (3,)], [True, False]):
        call("torch._pack_padded_sequence", T(*([2, 7, 4] if batch_first else [7, 2, 4])), lengths(*values), batch_first)
    call("torch._pack_padded_sequence", T(7, 2), lengths(7, 3), False)
    call("torch._pack_padded_sequence", T(2, 7, 4, 3), lengths(6, 3), True)
    for total, batch_first in product([-1, 3, 6, 2], [True, False]):
        call("torch._pad_packed_sequence", T(6, 4), lengths(3, 2, 1), batch_first, 0.0, total)
    for (name, gates), layers, directions, bias in product(
        [("lstm", 4), ("gru", 3), ("rnn_tanh", 1), ("rnn_relu", 1)], [1, 2], [1, 2], [True, False]
    ):
        params = weights(T, gates, 4, 5, layers, directions, bias)
        state = T(layers * directions, 3, 5)
        hidden = [state, state] if name == "lstm" else state
        call(f"torch.ops.aten.{name}.data", T(6, 4), lengths(3, 2, 1), hidden, params, bias, layers, 0.0, False, directions == 2)
    call("torch.ops.aten.lstm.data", T(6, 4), lengths(3, 2, 1), [T(2, 3, 3), T(2, 3, 5)], projected, True, 2, 0.0, False, False)
