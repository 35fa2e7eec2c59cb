# os.path: names of files.
import _convlens

sep = '/'


def _text(path):
    return path if isinstance(path, str) else path.__fspath__()


def join(path, *paths):
    path = _text(path)
    for part in map(_text, paths):
        if part.startswith('/') or path == '':
            path = part
        else:
            path = path + ('' if path.endswith('/') else '/') + part
    return path


def split(path):
    head, slash, tail = _text(path).rpartition('/')
    return (head or slash), tail


def basename(path):
    return split(path)[1]


def dirname(path):
    return split(path)[0]


def splitext(path):
    folder, name = split(path)
    stem, dot, extension = name.rpartition('.')
    if stem.strip('.') == '':
        return _text(path), ''
    return _text(path)[: -len(dot + extension)], dot + extension


def normpath(path):
    parts = []
    for part in _text(path).split('/'):
        if part == '..' and parts and parts[-1] != '..':
            parts.pop()
        elif part not in ('', '.'):
            parts.append(part)
    return ('/' if _text(path).startswith('/') else '') + '/'.join(parts) or '.'


def isabs(path):
    return _text(path).startswith('/')


def abspath(path):
    return normpath(path) if isabs(path) else _convlens.unknown('a folder of this machine')


realpath = abspath


def expanduser(path):
    return path if not _text(path).startswith('~') else _convlens.unknown('a folder of this machine')


def expandvars(path):
    return path


def _ask(*args):
    return _convlens.unknown('what stands on this machine')


exists = isfile = isdir = islink = getsize = getmtime = relpath = commonpath = _ask
