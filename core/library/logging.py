# logging: nothing is written.
import _convlens

NOTSET, DEBUG, INFO, WARNING, ERROR, CRITICAL = 0, 10, 20, 30, 40, 50
WARN = WARNING
FATAL = CRITICAL


class Handler:
    def __init__(self, *args, **kwargs):
        pass

    def _ignore(self, *args, **kwargs):
        pass

    setLevel = setFormatter = addFilter = close = flush = emit = _ignore


class StreamHandler(Handler):
    pass


class FileHandler(Handler):
    pass


class NullHandler(Handler):
    pass


class Formatter:
    def __init__(self, *args, **kwargs):
        pass


class Filter(Formatter):
    pass


class Logger:
    disabled = False
    propagate = True
    level = NOTSET

    def __init__(self, name, level=NOTSET):
        self.name = name
        self.handlers = []

    def _ignore(self, *args, **kwargs):
        pass

    debug = info = warning = warn = error = exception = critical = fatal = log = setLevel = _ignore
    addHandler = removeHandler = addFilter = _ignore

    def isEnabledFor(self, level):
        return False

    def getEffectiveLevel(self):
        return WARNING

    def hasHandlers(self):
        return False

    def getChild(self, suffix):
        return Logger(f'{self.name}.{suffix}')


root = Logger('root')


def getLogger(name=None):
    return root if name is None else Logger(name)


def _ignore(*args, **kwargs):
    pass


debug = info = warning = warn = error = exception = critical = fatal = log = _ignore
basicConfig = disable = captureWarnings = addLevelName = shutdown = _ignore


def getLevelName(level):
    return _convlens.unknown('the name of a level')
