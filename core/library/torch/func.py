# torch.func: a module called with other tensors in place of its own; derivatives and batching by transformation are unknown.
import _convlens
from torch.nn.utils.stateless import functional_call


def _transformed(*args, **kwargs):
    return _convlens.unknown('a transformed function')


grad = vmap = vjp = jvp = jacrev = jacfwd = hessian = stack_module_state = _transformed
