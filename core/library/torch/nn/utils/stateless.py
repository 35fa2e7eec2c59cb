# torch.nn.utils.stateless: a module called with other tensors in place of its own.
def functional_call(module, parameters_and_buffers, args=None, kwargs=None, *, tie_weights=True, strict=False):
    args = args if isinstance(args, tuple) else (args,)
    return module(*args, **(kwargs or {}))
