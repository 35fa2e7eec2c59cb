# itertools: iterators made of iterators.
_MISSING = object()


def chain(*iterables):
    for iterable in iterables:
        yield from iterable


def _from_iterable(iterables):
    for iterable in iterables:
        yield from iterable


chain.from_iterable = _from_iterable


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(iterable):
    items = list(iterable)
    while items:
        yield from items


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def accumulate(iterable, func=None, *, initial=None):
    total = initial
    if initial is not None:
        yield initial
    first = initial is None
    for item in iterable:
        total = item if first else total + item if func is None else func(total, item)
        first = False
        yield total


def islice(iterable, *args):
    bounds = slice(*args)
    start, stop, step = bounds.start or 0, bounds.stop, bounds.step or 1
    if stop is not None and stop <= 0:
        return
    following = start
    for i, item in enumerate(iterable):
        if i == following and (stop is None or i < stop):
            yield item
            following += step
        if stop is not None and i + 1 >= stop:
            return


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def dropwhile(predicate, iterable):
    dropping = True
    for item in iterable:
        dropping = dropping and predicate(item)
        if not dropping:
            yield item


def filterfalse(function, iterable):
    for item in iterable:
        if not (item if function is None else function(item)):
            yield item


def compress(data, selectors):
    for item, selected in zip(data, selectors):
        if selected:
            yield item


def pairwise(iterable):
    items = iter(iterable)
    before = next(items, _MISSING)
    for item in items:
        yield before, item
        before = item


def batched(iterable, n):
    batch = []
    for item in iterable:
        batch.append(item)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def zip_longest(*iterables, fillvalue=None):
    columns = [list(iterable) for iterable in iterables]
    for i in range(max((len(column) for column in columns), default=0)):
        yield tuple(column[i] if i < len(column) else fillvalue for column in columns)


def tee(iterable, n=2):
    items = list(iterable)
    return tuple(iter(items) for _ in range(n))


def groupby(iterable, key=None):
    group, current = [], _MISSING
    for item in iterable:
        value = item if key is None else key(item)
        if group and value != current:
            yield current, iter(group)
            group = []
        current = value
        group.append(item)
    if group:
        yield current, iter(group)


def product(*iterables, repeat=1):
    pools = [list(iterable) for iterable in iterables] * repeat

    def extend(chosen, rest):
        if not rest:
            yield tuple(chosen)
        else:
            for item in rest[0]:
                yield from extend([*chosen, item], rest[1:])

    return extend([], pools)


def permutations(iterable, r=None):
    pool = list(iterable)

    def extend(chosen, length):
        if length == 0:
            yield tuple(pool[i] for i in chosen)
        else:
            for i in range(len(pool)):
                if i not in chosen:
                    yield from extend([*chosen, i], length - 1)

    return extend([], len(pool) if r is None else r)


def _combine(pool, start, length, again):
    if length == 0:
        yield ()
    else:
        for i in range(start, len(pool)):
            for rest in _combine(pool, i if again else i + 1, length - 1, again):
                yield (pool[i], *rest)


def combinations(iterable, r):
    return _combine(list(iterable), 0, r, False)


def combinations_with_replacement(iterable, r):
    return _combine(list(iterable), 0, r, True)
