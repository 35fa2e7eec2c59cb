# torch.autograd.Function: `apply` runs the `forward` that its author wrote; the gradient is not run here.
import torch


class _Context:
    needs_input_grad = ()
    saved_tensors = ()

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    def mark_dirty(self, *tensors):
        pass

    def mark_non_differentiable(self, *tensors):
        pass

    def set_materialize_grads(self, value):
        pass


FunctionCtx = _Context


def _own_gradient(result, args):
    if isinstance(result, torch.Tensor):
        return torch._autograd_function(result, *[arg for arg in args if isinstance(arg, torch.Tensor)])
    return tuple(_own_gradient(item, args) for item in result) if isinstance(result, tuple) else result


class Function:
    @classmethod
    def apply(cls, *args, **kwargs):
        if cls.setup_context is not Function.setup_context:
            return _own_gradient(cls.forward(*args, **kwargs), args)
        context = _Context()
        context.needs_input_grad = tuple(False for _ in args)
        return _own_gradient(cls.forward(context, *args, **kwargs), args)

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError('setup_context is not implemented.')

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError('You must implement the forward function for custom autograd.Function.')


InplaceFunction = Function


def once_differentiable(fn):
    return fn
