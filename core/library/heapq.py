# heapq: the smallest first. The list is kept sorted, which is a heap.
from bisect import insort


def heapify(x):
    x.sort()


def heappush(heap, item):
    insort(heap, item)


def heappop(heap):
    return heap.pop(0)


def heappushpop(heap, item):
    insort(heap, item)
    return heap.pop(0)


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:n]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:n]
