# Lazy modules: parameters without a shape until the first call, which infers them and then changes the module's class.
from ..parameter import is_lazy


class LazyModuleMixin:
    cls_to_become = None

    def initialize_parameters(self, *args, **kwargs):
        raise NotImplementedError(f'initialize_parameters is not implemented for {type(self).__name__}')

    def has_uninitialized_params(self):
        return any(is_lazy(p) for p in [*self._parameters.values(), *self._buffers.values()])

    def _infer_parameters(self, module, args, kwargs=None):
        self.initialize_parameters(*args, **(kwargs or {}))
        if self.has_uninitialized_params():
            raise RuntimeError(f'module {self._get_name()} has not been fully initialized')
        if self.cls_to_become is not None:
            self.__class__ = self.cls_to_become

    def __call__(self, *args, **kwargs):
        call = super().__call__
        self._infer_parameters(self, args, kwargs)
        return call(*args, **kwargs)
