# pathlib: names of files.
import _convlens
import os.path


class PurePath:
    def __init__(self, *parts):
        self._text = os.path.normpath(os.path.join(*parts)) if parts else '.'

    def __fspath__(self):
        return self._text

    def __str__(self):
        return self._text

    def __repr__(self):
        return f'{type(self).__name__}({self._text!r})'

    def __truediv__(self, other):
        return type(self)(self._text, other)

    def __rtruediv__(self, other):
        return type(self)(other, self._text)

    def __eq__(self, other):
        return isinstance(other, PurePath) and self._text == other._text

    def joinpath(self, *parts):
        return type(self)(self._text, *parts)

    @property
    def name(self):
        return os.path.basename(self._text)

    @property
    def suffix(self):
        return os.path.splitext(self._text)[1]

    @property
    def stem(self):
        return os.path.splitext(self.name)[0]

    @property
    def parent(self):
        return type(self)(os.path.dirname(self._text) or '.')

    @property
    def parts(self):
        return tuple((['/'] if self._text.startswith('/') else []) + [part for part in self._text.split('/') if part])

    def with_suffix(self, suffix):
        return type(self)(os.path.splitext(self._text)[0] + suffix)

    def with_name(self, name):
        return self.parent / name

    def as_posix(self):
        return self._text

    def is_absolute(self):
        return os.path.isabs(self._text)


class Path(PurePath):
    def _ask(self, *args, **kwargs):
        return _convlens.unknown('what stands on this machine')

    exists = is_file = is_dir = read_text = read_bytes = open = iterdir = glob = rglob = stat = resolve = absolute = expanduser = _ask

    def _ignore(self, *args, **kwargs):
        pass

    mkdir = unlink = touch = write_text = write_bytes = rmdir = rename = _ignore

    @classmethod
    def cwd(cls):
        return _convlens.unknown('a folder of this machine')

    home = cwd


PosixPath = Path
PurePosixPath = PurePath
