# abc: classes that only their subclasses make instances of.
class ABCMeta(type):
    def register(cls, subclass):
        return subclass


class ABC:
    pass


def abstractmethod(funcobj):
    return funcobj


def abstractproperty(fget):
    return property(fget)


def abstractclassmethod(callable):
    return classmethod(callable)


def abstractstaticmethod(callable):
    return staticmethod(callable)
