# json: values as text and text as values; files are not read.
import _convlens
import re


class JSONDecodeError(ValueError):
    pass


class JSONEncoder:
    def default(self, o):
        raise TypeError(f'Object of type {type(o).__name__} is not JSON serializable')


class JSONDecoder:
    def decode(self, s):
        return loads(s)


def load(fp, **options):
    return _convlens.unknown('the contents of a file')


def dump(obj, fp, **options):
    pass


_ESCAPED = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f'}
_PLAIN = {text[1]: character for character, text in _ESCAPED.items()}


def _string(text, ascii):
    shown = [_ESCAPED.get(c) or (c if 32 <= ord(c) < 127 or (ord(c) > 127 and not ascii) else f'\\u{ord(c):04x}') for c in text]
    return '"' + ''.join(shown) + '"'


def dumps(obj, *, skipkeys=False, ensure_ascii=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **options):
    comma, colon = separators or ((',' if indent is not None else ', '), ': ')
    step = ' ' * indent if isinstance(indent, int) else indent

    def write(value, depth):
        if value is None or value is True or value is False:
            return {None: 'null', True: 'true', False: 'false'}[value]
        if isinstance(value, str):
            return _string(value, ensure_ascii)
        if isinstance(value, (int, float)):
            return {'nan': 'NaN', 'inf': 'Infinity', '-inf': '-Infinity'}.get(repr(value), repr(value))
        if isinstance(value, dict):
            keys = sorted(value) if sort_keys else value
            items = [_string(key if isinstance(key, str) else write(key, 0), ensure_ascii) + colon + write(value[key], depth + 1) for key in keys]
            return enclose('{', items, '}', depth)
        if isinstance(value, (list, tuple)):
            return enclose('[', [write(item, depth + 1) for item in value], ']', depth)
        if default is not None:
            return write(default(value), depth)
        return write((cls or JSONEncoder)().default(value), depth)

    def enclose(opening, items, closing, depth):
        if step is None or not items:
            return opening + comma.join(items) + closing
        line = '\n' + step * (depth + 1)
        return opening + line + (comma + line).join(items) + '\n' + step * depth + closing

    return write(obj, 0)


_TOKEN = re.compile(r'\s*([{}\[\],:]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|NaN|-?Infinity)')
_WORDS = {'true': True, 'false': False, 'null': None, 'NaN': float('nan'), 'Infinity': float('inf'), '-Infinity': float('-inf')}


class _Reader:
    def __init__(self, text, pairs_hook, object_hook):
        self.text, self.place, self.pairs_hook, self.object_hook = text, 0, pairs_hook, object_hook

    def next(self):
        found = _TOKEN.match(self.text, self.place)
        if found is None:
            raise JSONDecodeError(f'Expecting value: char {self.place}')
        self.place = found.end()
        return found.group(1)

    def value(self, token=None):
        token = self.next() if token is None else token
        if token in _WORDS:
            return _WORDS[token]
        if token[0] == '"':
            return _unescaped(token[1:-1])
        if token == '[':
            return self.members(']', lambda token: self.value(token))
        if token == '{':
            pairs = self.members('}', self.pair)
            if self.pairs_hook is not None:
                return self.pairs_hook(pairs)
            return dict(pairs) if self.object_hook is None else self.object_hook(dict(pairs))
        if token in ('}', ']', ',', ':'):
            raise JSONDecodeError(f'Expecting value: char {self.place}')
        return int(token) if re.match(r'^-?\d+$', token) else float(token)

    def pair(self, token):
        if token[0] != '"' or self.next() != ':':
            raise JSONDecodeError(f'Expecting property name enclosed in double quotes: char {self.place}')
        return _unescaped(token[1:-1]), self.value()

    def members(self, closing, member):
        found = []
        token = self.next()
        if token == closing:
            return found
        while True:
            found.append(member(token))
            token = self.next()
            if token == closing:
                return found
            if token != ',':
                raise JSONDecodeError(f"Expecting ',' delimiter: char {self.place}")
            token = self.next()


def _unescaped(text):
    if '\\' not in text:
        return text
    return re.sub(r'\\(u[0-9a-fA-F]{4}|.)', lambda m: chr(int(m.group(1)[1:], 16)) if len(m.group(1)) == 5 else _PLAIN.get(m.group(1), m.group(1)), text)


def loads(s, *, object_hook=None, object_pairs_hook=None, **options):
    if not isinstance(s, str):
        return _convlens.unknown('a parsed text')
    reader = _Reader(s, object_pairs_hook, object_hook)
    value = reader.value()
    if s[reader.place :].strip():
        raise JSONDecodeError(f'Extra data: char {reader.place}')
    return value
