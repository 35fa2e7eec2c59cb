# torch.autograd.Function: `apply` runs the `forward` that its author wrote; the gradient is not run here.
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


class Function:
    @classmethod
    def apply(cls, *args, **kwargs):
        if cls.setup_context is not Function.setup_context:
            return cls.forward(*args, **kwargs)
        context = _Context()
        context.needs_input_grad = tuple(False for _ in args)
        return cls.forward(context, *args, **kwargs)

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError('setup_context is not implemented.')

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError('You must implement the forward function for custom autograd.Function.')


InplaceFunction = Function


def once_differentiable(fn):
    return fn
