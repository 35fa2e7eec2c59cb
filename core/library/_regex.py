# How a regular expression matches, by backtracking: a pattern is parsed into matchers, functions (text, i, groups, then) that call
# `then(j)` for every end j they can reach and give what the first success gives, or None.
IGNORECASE = 2
MULTILINE = 8
DOTALL = 16
VERBOSE = 64
_FLAGS = {'i': IGNORECASE, 'm': MULTILINE, 's': DOTALL, 'x': VERBOSE, 'a': 0, 'u': 0, 'L': 0}

DIGITS = '0123456789'
_SPACES = ' \t\n\r\f\v'
ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v', '0': '\0', 'a': '\a'}


class error(Exception):
    pass


class NotModelled(Exception):
    """Conditions: no error, but not known here."""


def is_word(c):
    return c == '_' or c.isalnum()


_CLASSES = {'d': lambda c: c.isdigit(), 'w': is_word, 's': lambda c: c in _SPACES}


def _class_of(letter):
    """What \\d, \\D, \\w, ... accept; None for another letter."""
    accepts = _CLASSES.get(letter.lower())
    if accepts is None or letter.islower():
        return accepts
    return lambda c: not accepts(c)


class Parser:
    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.flags = flags
        self.position = 0
        self.groups = 0
        self.names = {}

    def peek(self, text):
        return self.pattern[self.position : self.position + len(text)] == text

    def take(self, text):
        if self.peek(text):
            self.position += len(text)
            return True
        return False

    def next(self):
        if self.position >= len(self.pattern):
            raise error('unexpected end of pattern')
        self.position += 1
        return self.pattern[self.position - 1]

    def blanks(self):
        """Blanks and comments mean nothing in a verbose pattern."""
        while self.flags & VERBOSE and self.position < len(self.pattern):
            if self.pattern[self.position] in _SPACES:
                self.position += 1
            elif self.take('#'):
                self.position += len(self.pattern[self.position :].partition('\n')[0])
            else:
                return

    def alternatives(self):
        branches = [self.sequence()]
        while self.take('|'):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else _either(branches)

    def sequence(self):
        items = []
        while True:
            self.blanks()
            if self.position == len(self.pattern) or self.peek('|') or self.peek(')'):
                return _sequence(items)
            if not self.set_flags():
                items.append(self.repeated(*self.atom()))

    def set_flags(self):
        """`(?i)`: for what follows. `(?#...)`: a comment."""
        if self.take('(?#'):
            self.position += len(self.pattern[self.position :].partition(')')[0]) + 1
            return True
        letters, closed, _ = self.pattern[self.position + 2 :].partition(')')
        if not self.peek('(?') or not closed or not letters or any(letter not in _FLAGS for letter in letters):
            return False
        self.position += len(letters) + 3
        for letter in letters:
            self.flags |= _FLAGS[letter]
        return True

    def repeated(self, matcher, accepts):
        while self.position < len(self.pattern):
            self.blanks()
            start = self.position
            if self.take('*'):
                least, most = 0, None
            elif self.take('+'):
                least, most = 1, None
            elif self.take('?'):
                least, most = 0, 1
            elif self.take('{'):
                bounds, closed, _ = self.pattern[self.position :].partition('}')
                low, comma, high = bounds.partition(',')
                if not closed or not (low + high).isdigit():
                    self.position = start
                    return matcher
                self.position += len(bounds) + 1
                least = int(low or 0)
                most = int(high) if high else None if comma else least
            else:
                return matcher
            lazy = self.take('?')
            matcher = _repeat_character(accepts, least, most, lazy) if accepts is not None else _repeat(matcher, least, most, lazy)
            if not lazy and self.take('+'):
                matcher = _atomic(matcher)
            accepts = None
        return matcher

    def atom(self):
        """A matcher; and which characters it accepts where it is a single one."""
        c = self.next()
        if c == '(':
            return self.group(), None
        if c == '[':
            return self.character(self.set())
        if c == '.':
            dotall = self.flags & DOTALL
            return self.character(lambda c: dotall or c != '\n')
        if c == '^':
            multiline = self.flags & MULTILINE
            return _assertion(lambda text, i: i == 0 or bool(multiline) and text[i - 1] == '\n'), None
        if c == '$':
            multiline = self.flags & MULTILINE
            return _assertion(lambda text, i: i == len(text) or text[i:] == '\n' or bool(multiline) and text[i] == '\n'), None
        if c == '\\':
            return self.escape()
        return self.literal(c)

    def character(self, accepts):
        def matcher(text, i, groups, then):
            return then(i + 1) if i < len(text) and accepts(text[i]) else None

        return matcher, accepts

    def literal(self, c):
        if self.flags & IGNORECASE:
            return self.character(lambda other: other.lower() == c.lower())
        return self.character(lambda other: other == c)

    def escape(self):
        c = self.next()
        accepts = _class_of(c)
        if accepts is not None:
            return self.character(accepts)
        if c in 'bB':
            def at_edge(text, i):
                return (i > 0 and is_word(text[i - 1])) != (i < len(text) and is_word(text[i]))

            return _assertion(at_edge if c == 'b' else lambda text, i: not at_edge(text, i)), None
        if c == 'A':
            return _assertion(lambda text, i: i == 0), None
        if c == 'Z':
            return _assertion(lambda text, i: i == len(text)), None
        if c in DIGITS[1:]:
            return _reference(int(c)), None
        return self.literal(ESCAPES.get(c, c))

    def set(self):
        negated = self.take('^')
        singles, ranges, classes = '', [], []
        first = True
        while first or not self.peek(']'):
            first = False
            c = self.next()
            if c == '\\':
                c = self.next()
                accepts = _class_of(c)
                if accepts is not None:
                    classes.append(accepts)
                    continue
                c = '\b' if c == 'b' else ESCAPES.get(c, c)
            if self.peek('-') and not self.peek('-]'):
                self.next()
                end = self.next()
                ranges.append((c, self.next() if end == '\\' else end))
            else:
                singles += c
        self.next()
        ignore = self.flags & IGNORECASE

        def inside(c):
            return c in singles or any(low <= c <= high for low, high in ranges) or any(accepts(c) for accepts in classes)

        def accepts(c):
            found = inside(c) or bool(ignore) and (inside(c.lower()) or inside(c.upper()))
            return found != negated

        return accepts

    def group(self):
        number = None
        if not self.peek('?'):
            self.groups += 1
            number = self.groups
        elif self.take('?P<') or self.peek('?<') and not self.peek('?<=') and not self.peek('?<!') and self.take('?<'):
            name, _, _ = self.pattern[self.position :].partition('>')
            self.position += len(name) + 1
            self.groups += 1
            number = self.groups
            self.names[name] = number
        elif self.take('?P='):
            name, _, _ = self.pattern[self.position :].partition(')')
            self.position += len(name) + 1
            return _reference(self.names[name])
        elif self.take('?=') or self.peek('?!'):
            negative = self.take('?!')
            inner = self.closed()
            return _ahead(inner, negative)
        elif self.take('?<=') or self.peek('?<!'):
            negative = self.take('?<!')
            return _behind(self.closed(), negative)
        elif self.take('?>'):
            return _atomic(self.closed())
        elif not self.take('?:'):
            return self.flagged()
        inner = self.closed()
        return inner if number is None else _capture(inner, number)

    def flagged(self):
        """`(?i-s:...)`"""
        letters, closed, _ = self.pattern[self.position + 1 :].partition(':')
        on, _, off = letters.partition('-')
        if not closed or any(letter not in _FLAGS for letter in on + off):
            raise NotModelled(self.pattern)
        self.position += len(letters) + 2
        outer = self.flags
        for letter in on:
            self.flags |= _FLAGS[letter]
        for letter in off:
            self.flags &= ~_FLAGS[letter]
        inner = self.closed()
        self.flags = outer
        return inner

    def closed(self):
        inner = self.alternatives()
        if not self.take(')'):
            raise error('missing ), unterminated subpattern')
        return inner


def _sequence(items):
    def step(n, text, i, groups, then):
        if n == len(items):
            return then(i)
        return items[n](text, i, groups, lambda j: step(n + 1, text, j, groups, then))

    if len(items) == 1:
        return items[0]
    return lambda text, i, groups, then: step(0, text, i, groups, then)


def _either(branches):
    def matcher(text, i, groups, then):
        for branch in branches:
            found = branch(text, i, groups, then)
            if found is not None:
                return found
        return None

    return matcher


def _assertion(holds):
    return lambda text, i, groups, then: then(i) if holds(text, i) else None


def _reference(number):
    def matcher(text, i, groups, then):
        if groups[number] is None:
            return None
        start, end = groups[number]
        same = text[start:end]
        return then(i + len(same)) if text[i : i + len(same)] == same else None

    return matcher


def _ahead(inner, negative):
    def matcher(text, i, groups, then):
        found = inner(text, i, groups, lambda j: j) is not None
        return then(i) if found != negative else None

    return matcher


def _behind(inner, negative):
    def matcher(text, i, groups, then):
        found = any(inner(text, start, groups, lambda j: j if j == i else None) is not None for start in range(i, -1, -1))
        return then(i) if found != negative else None

    return matcher


def _atomic(inner):
    """Its first match is its only one."""

    def matcher(text, i, groups, then):
        end = inner(text, i, groups, lambda j: j)
        return None if end is None else then(end)

    return matcher


def _capture(inner, number):
    def matcher(text, i, groups, then):
        before = groups[number]

        def close(j):
            kept = groups[number]
            groups[number] = (i, j)
            found = then(j)
            if found is None:
                groups[number] = kept
            return found

        found = inner(text, i, groups, close)
        if found is None:
            groups[number] = before
        return found

    return matcher


def _repeat_character(accepts, least, most, lazy):
    """A loop instead of recursion where what repeats is one character."""

    def matcher(text, i, groups, then):
        end = i
        limit = len(text) if most is None else min(len(text), i + most)
        while end < limit and accepts(text[end]):
            end += 1
        ends = range(i + least, end + 1)
        for j in ends if lazy else reversed(ends):
            found = then(j)
            if found is not None:
                return found
        return None

    return matcher


def _repeat(inner, least, most, lazy):
    def matcher(text, i, groups, then, count=0):
        def again():
            if most is not None and count >= most:
                return None
            return inner(text, i, groups, lambda j: None if j == i and count >= least else matcher(text, j, groups, then, count + 1))

        if count < least:
            return again()
        if lazy:
            found = then(i)
            return again() if found is None else found
        found = again()
        return then(i) if found is None else found

    return matcher
