# Generators that wait, delegate and clean up; context managers; coroutines.
import contextlib

log = []


def numbers(n):
    try:
        for i in range(n):
            got = yield i
            if got is not None:
                log.append(('got', got))
    finally:
        log.append('closed')
    return n * 10


def outer(n):
    result = yield from numbers(n)
    yield ('result', result)
    again = yield from [7, 8]
    yield again


r_delegated = list(outer(3))
r_log = list(log)

g = numbers(5)
r_next = (next(g), g.send('a'), g.send(None), next(g))
g.close()
r_closed = (next(g, 'nothing'), list(g), log[-2:])


def catches():
    while True:
        try:
            yield 'waiting'
        except ValueError as error:
            yield f'caught {error}'


c = catches()
r_thrown = (next(c), c.throw(ValueError('x')), next(c))


def returns_in_try():
    try:
        yield 1
        return 'done'
    finally:
        yield 2


r_finally = list(returns_in_try())


def conditional(flag):
    if flag:
        x = yield 1
    else:
        x = yield 2
    y = [(yield 3), (yield 4)]
    return x, y


def run(generator, sent):
    out = [next(generator)]
    try:
        for value in sent:
            out.append(generator.send(value))
    except StopIteration as stop:
        out.append(('stop', stop.value))
    return out


r_sent = run(conditional(True), ['a', 'b', 'c'])


def nested():
    def inner():
        yield 1
        yield 2

    for x in inner():
        for y in (yield x * 10) or ():
            yield y


r_nested = list(nested())


def with_in_generator():
    with contextlib.nullcontext(5) as five:
        yield five
        yield five + 1


r_with = list(with_in_generator())


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow
        self.events = []

    def __enter__(self):
        self.events.append('enter')
        return self

    def __exit__(self, kind, value, trace):
        self.events.append(('exit', kind.__name__ if kind else None))
        return self.swallow


m = Manager(True)
with m as entered:
    raise KeyError('k')
r_manager = (m.events, entered is m)

n = Manager(False)
try:
    with n:
        raise KeyError('k')
except KeyError as error:
    r_reraised = (n.events, error.args)


def early():
    p = Manager(False)
    for i in range(3):
        with p:
            if i == 1:
                return p.events
    return None


r_early = early()


def generator_manager():
    events = []

    @contextlib.contextmanager
    def manager(name):
        events.append(f'{name} in')
        try:
            yield name
        except ZeroDivisionError:
            events.append('handled')
        finally:
            events.append(f'{name} out')

    with manager('a') as a, manager('b') as b:
        events.append(a + b)
    with manager('c'):
        1 / 0
    return events


r_contextmanager = generator_manager()

with contextlib.ExitStack() as stack:
    first = stack.enter_context(Manager(False))
    second = stack.enter_context(Manager(False))
r_stack = (first.events, second.events)

with contextlib.suppress(KeyError, IndexError):
    [][1]
r_suppressed = True


def try_else():
    order = []
    for divisor in (1, 0):
        try:
            order.append(10 // divisor)
        except ZeroDivisionError:
            order.append('zero')
        else:
            order.append('fine')
        finally:
            order.append('always')
    return order


r_try = try_else()


def finally_wins():
    for i in range(3):
        try:
            continue
        finally:
            if i == 1:
                break
    try:
        return 'try'
    finally:
        i += 10
        order = i
    return order


r_finally_wins = finally_wins()


def loops():
    found = []
    for i in range(3):
        if i == 5:
            break
    else:
        found.append('else')
    while found:
        found.append('once')
        break
    else:
        found.append('never')
    return found


r_loops = loops()

r_generator_expressions = (
    sum(x * y for x in range(3) for y in range(x)),
    list(x for x in (y for y in range(5) if y % 2)),
    dict((k, v) for k, v in zip('ab', (1, 2))),
)

numbers_once = (x for x in range(4))
r_consumed = (2 in numbers_once, list(numbers_once), list(numbers_once))
r_unpacked = [*numbers(2), *(x for x in 'ab')]
first_item, *rest = numbers(4)
r_star_target = (first_item, rest)


class Restarting:
    """Its own iterator, which begins again whenever it is asked for."""

    def __iter__(self):
        self.at = 0
        return self

    def __next__(self):
        self.at += 1
        if self.at > 3:
            raise StopIteration
        return self.at


restarting = iter(Restarting())
r_restarting = (next(restarting), next(restarting), sum(restarting), list(restarting), isinstance(restarting, Restarting))


class Settings(dict):
    """Attributes that are the items, and missing ones asked for in `__getattr__`."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__


settings = Settings(a=1)
settings.b = 2
settings.c = settings.a + settings.b
del settings.a
r_settings = (settings, settings.c, hasattr(settings, 'a'), getattr(settings, 'z', 9), 'b' in settings, len(settings))
