# re: regular expressions. What `_regex` does not model is unknown.
import _convlens
from _regex import DIGITS, DOTALL, ESCAPES, IGNORECASE, MULTILINE, NotModelled, Parser, error, is_word

I = IGNORECASE
M = MULTILINE
S = DOTALL
VERBOSE = X = 64
UNICODE = U = 32
ASCII = A = 256


class Match:
    def __init__(self, pattern, string, spans):
        self.re = pattern
        self.string = string
        self._spans = spans

    def span(self, group=0):
        return self._spans[self._number(group)] or (-1, -1)

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    def _number(self, group):
        number = self.re.groupindex.get(group) if isinstance(group, str) else group
        if number is None or not 0 <= number < len(self._spans):
            raise IndexError('no such group')
        return number

    def __getitem__(self, group):
        span = self._spans[self._number(group)]
        return None if span is None else self.string[span[0] : span[1]]

    def group(self, *groups):
        if len(groups) > 1:
            return tuple(self[group] for group in groups)
        return self[groups[0] if groups else 0]

    def groups(self, default=None):
        found = [self[i] for i in range(1, len(self._spans))]
        return tuple(default if text is None else text for text in found)

    def groupdict(self, default=None):
        return {name: default if self[name] is None else self[name] for name in self.re.groupindex}

    def expand(self, template):
        return _filled(template, self)

    def __bool__(self):
        return True


def _filled(template, match):
    """`\\1` and `\\g<name>` in a replacement."""
    text, i = '', 0
    while i < len(template):
        c = template[i]
        i += 1
        if c != '\\' or i == len(template):
            text += c
            continue
        c = template[i]
        i += 1
        if c in DIGITS:
            text += match[int(c)] or ''
        elif c == 'g' and template[i : i + 1] == '<':
            name = template[i + 1 :].partition('>')[0]
            i += len(name) + 2
            text += match[int(name) if name.isdigit() else name] or ''
        else:
            text += ESCAPES.get(c, '\\' + c if c.isalpha() else c)
    return text


class Pattern:
    def __init__(self, pattern, flags=0):
        parser = Parser(pattern, flags)
        self.pattern = pattern
        self.flags = flags
        self._matcher = parser.alternatives()
        if parser.position != len(pattern):
            raise error('unbalanced parenthesis')
        self.groups = parser.groups
        self.groupindex = parser.names

    def _at(self, string, i, whole=False):
        groups = [None] * (self.groups + 1)
        end = self._matcher(string, i, groups, lambda j: j if not whole or j == len(string) else None)
        if end is None:
            return None
        groups[0] = (i, end)
        return Match(self, string, groups)

    def match(self, string, pos=0):
        return string if _convlens.is_unknown(string) else self._at(string, pos)

    def fullmatch(self, string, pos=0):
        return string if _convlens.is_unknown(string) else self._at(string, pos, True)

    def search(self, string, pos=0):
        if _convlens.is_unknown(string):
            return string
        for i in range(pos, len(string) + 1):
            found = self._at(string, i)
            if found is not None:
                return found
        return None

    def _every(self, string):
        found, i = [], 0
        while i <= len(string):
            match = self.search(string, i)
            if match is None:
                break
            found.append(match)
            i = match.end() + (1 if match.end() == match.start() else 0)
        return found

    def finditer(self, string):
        return string if _convlens.is_unknown(string) else iter(self._every(string))

    def findall(self, string):
        if _convlens.is_unknown(string):
            return string
        if self.groups == 0:
            return [match[0] for match in self._every(string)]
        return [match.groups('') if self.groups > 1 else match[1] or '' for match in self._every(string)]

    def split(self, string, maxsplit=0):
        if _convlens.is_unknown(string):
            return string
        parts, end = [], 0
        for match in self._every(string)[: maxsplit or None]:
            parts += [string[end : match.start()], *match.groups()]
            end = match.end()
        return [*parts, string[end:]]

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        if _convlens.is_unknown(string):
            return string, string
        text, end = '', 0
        matches = self._every(string)[: count or None]
        for match in matches:
            text += string[end : match.start()] + (repl(match) if callable(repl) else _filled(repl, match))
            end = match.end()
        return text + string[end:], len(matches)


_compiled = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern) or _convlens.is_unknown(pattern):
        return pattern
    if (pattern, flags) not in _compiled:
        try:
            _compiled[pattern, flags] = Pattern(pattern, flags)
        except NotModelled:
            return _convlens.unknown(f'the regular expression {pattern!r}')
    return _compiled[pattern, flags]


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    return ''.join(c if is_word(c) else '\\' + c for c in pattern)


def purge():
    _compiled.clear()
