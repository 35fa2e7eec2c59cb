# torch.func: functions batched and differentiated. A batched function runs once, on one example, and counts for all of them; what a
# derivative costs is not told, its shapes are.
import _convlens
import torch
from torch.nn.utils.stateless import functional_call


def vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None):
    def batched(*args, **kwargs):
        dims = tuple(in_dims) if isinstance(in_dims, (tuple, list)) else (in_dims,) * len(args)
        if len(dims) != len(args):
            raise ValueError(f'vmap(, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of inputs')
        sizes, examples = [], []
        inner = [_examples(arg, dim, sizes, examples) for arg, dim in zip(args, dims)]
        named = {name: _examples(arg, 0, sizes, examples) for name, arg in kwargs.items()}
        if not sizes:
            raise ValueError(f'vmap(, in_dims={in_dims}, ...)(<inputs>): at least one input must be mapped over')
        for size in sizes:
            if size != sizes[0]:
                raise ValueError(f'vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension')
        result = _convlens.count_for_each(sizes[0], examples, func, *inner, **named)
        return _joined(result, out_dims, sizes[0])

    return batched


def _examples(value, dim, sizes, examples):
    """One example of every tensor in the value; `dim` is None for what is not mapped, or as nested as the value."""
    if dim is None:
        return value
    if isinstance(value, torch.Tensor):
        sizes.append(value.size(dim))
        examples.append(torch._per_example(value, dim))
        return examples[-1]
    if isinstance(value, dict):
        return {key: _examples(item, dim[key] if isinstance(dim, dict) else dim, sizes, examples) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        dims = dim if isinstance(dim, (list, tuple)) else [dim] * len(value)
        items = [_examples(item, own, sizes, examples) for item, own in zip(value, dims)]
        return type(value)(*items) if hasattr(value, '_fields') else type(value)(items)
    if _convlens.is_unknown(value):
        return value
    raise ValueError(f'vmap: Got in_dim={dim} for an input but the input is of type {type(value)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim')


def _joined(value, dim, size):
    if isinstance(value, torch.Tensor):
        return torch._join_examples(value, dim, size) if dim is not None else value
    if isinstance(value, dict):
        return {key: _joined(item, dim[key] if isinstance(dim, dict) else dim, size) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        dims = dim if isinstance(dim, (list, tuple)) else [dim] * len(value)
        items = [_joined(item, own, size) for item, own in zip(value, dims)]
        return type(value)(*items) if hasattr(value, '_fields') else type(value)(items)
    if value is None or _convlens.is_unknown(value):
        return value
    raise ValueError(f'vmap: `func` must only return Tensors, got type {type(value)}. Did you mean to set out_dims= to None for output?')


def stack_module_state(models):
    """The parameters and the buffers of modules that are built alike, each stacked."""
    params = {name: torch.stack([dict(model.named_parameters())[name] for model in models]) for name, _ in models[0].named_parameters()}
    buffers = {name: torch.stack([dict(model.named_buffers())[name] for model in models]) for name, _ in models[0].named_buffers()}
    return params, buffers


# Derivatives: the function runs, and what comes out has the shapes of its arguments, or of its results and its arguments.


def _each(value, make):
    if isinstance(value, torch.Tensor):
        return make(value)
    if isinstance(value, dict):
        return {key: _each(item, make) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_each(item, make) for item in value])
    return value


def _chosen(args, argnums):
    return tuple(args[i] for i in argnums) if isinstance(argnums, tuple) else args[argnums]


def _differentiated():
    _convlens.doubt('what a derivative costs')


def grad_and_value(func, argnums=0, has_aux=False):
    def differentiated(*args, **kwargs):
        result = func(*args, **kwargs)
        _differentiated()
        return _each(_chosen(args, argnums), torch.zeros_like), result

    return differentiated


def grad(func, argnums=0, has_aux=False):
    def differentiated(*args, **kwargs):
        gradients, result = grad_and_value(func, argnums, has_aux)(*args, **kwargs)
        return (gradients, result[1]) if has_aux else gradients

    return differentiated


def vjp(func, *primals, has_aux=False):
    result = func(*primals)

    def pulled_back(*cotangents, **options):
        _differentiated()
        return tuple(_each(list(primals), torch.zeros_like))

    return (result[0], pulled_back, result[1]) if has_aux else (result, pulled_back)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    result = func(*primals)
    _differentiated()
    output = result[0] if has_aux else result
    moved = _each(output, torch.zeros_like)
    return (output, moved, result[1]) if has_aux else (output, moved)


def linearize(func, *primals):
    result = func(*primals)
    return result, lambda *tangents: _each(result, torch.zeros_like)


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None):
    def differentiated(*args, **kwargs):
        result = func(*args, **kwargs)
        _differentiated()
        chosen = _chosen(args, argnums)
        output = result[0] if has_aux else result
        jacobian = _each(output, lambda out: _each(chosen, lambda arg: torch.zeros(*out.shape, *arg.shape, dtype=out.dtype)))
        return (jacobian, result[1]) if has_aux else jacobian

    return differentiated


jacfwd = jacrev


def hessian(func, argnums=0):
    return jacrev(jacrev(func, argnums), argnums)


def functionalize(func, **options):
    return func
