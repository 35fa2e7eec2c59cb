# types: the classes of Python's own objects.
FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = BuiltinMethodType = type(len)
MethodType = type([].append)
GeneratorType = type(_ for _ in [])
NoneType = type(None)
MappingProxyType = dict
GenericAlias = type
UnionType = type


class SimpleNamespace:
    def __init__(self, mapping=(), /, **kwargs):
        for name, value in {**dict(mapping), **kwargs}.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return 'namespace(' + ', '.join(f'{name}={value!r}' for name, value in vars(self).items()) + ')'


class ModuleType:
    def __init__(self, name, doc=None):
        self.__name__ = name
        self.__doc__ = doc


class DynamicClassAttribute(property):
    pass
