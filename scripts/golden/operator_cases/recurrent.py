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
