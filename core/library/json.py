# json: texts come from files, which are not read.
import _convlens


class JSONDecodeError(ValueError):
    pass


def load(fp, **options):
    return _convlens.unknown('the contents of a file')


def loads(s, **options):
    return _convlens.unknown('a parsed text')


def dump(obj, fp, **options):
    pass


def dumps(obj, **options):
    return _convlens.unknown('a value as text')
