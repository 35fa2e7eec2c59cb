# torch.library: operators of one's own. Calling one calls the function that computes it.
import functools


class CustomOpDef:
    def __init__(self, name, fn):
        self._name = name
        self._fn = fn

    def __call__(self, *args, **kwargs):
        return self._fn(*args, **kwargs)

    def _keep(self, fn=None, /, *args, **kwargs):
        return fn if callable(fn) else lambda function: function

    register_fake = register_kernel = register_autograd = register_vmap = register_torch_dispatch = register_autocast = _keep


def custom_op(name, fn=None, /, *, mutates_args=(), device_types=None, schema=None, tags=None):
    if fn is None:
        return lambda function: custom_op(name, function)
    return functools.update_wrapper(CustomOpDef(name, fn), fn)


triton_op = custom_op


def _decorator(qualname, *args, **kwargs):
    return args[-1] if args and callable(args[-1]) else lambda function: function


register_fake = impl_abstract = register_kernel = register_autograd = register_autocast = register_vmap = impl = define = _decorator


def wrap_triton(kernel):
    return kernel


class Library:
    def __init__(self, ns, kind, dispatch_key=''):
        self.ns = ns
        self.kind = kind

    def define(self, schema, alias_analysis='', *, tags=()):
        return schema.partition('(')[0]

    def impl(self, op_name, fn, dispatch_key='', **options):
        pass

    fallback = _register_fake = impl
