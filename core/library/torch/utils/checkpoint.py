# torch.utils.checkpoint: recomputing activations in the backward pass changes what is kept for it, not the forward pass.
import _convlens

_SETTINGS = ('use_reentrant', 'context_fn', 'determinism_check', 'debug', 'early_stop', 'preserve_rng_state')


def checkpoint(function, *args, **kwargs):
    _convlens.recomputes()
    return function(*args, **{name: value for name, value in kwargs.items() if name not in _SETTINGS})


def checkpoint_sequential(functions, segments, input, **kwargs):
    _convlens.recomputes()
    for function in functions:
        input = function(input)
    return input


def set_checkpoint_early_stop(enable):
    return _Nothing()


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False
