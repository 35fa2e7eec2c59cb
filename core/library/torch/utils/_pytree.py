# torch.utils._pytree: nested containers as a list of their leaves, and how they are put together again.
from collections import OrderedDict, defaultdict, deque, namedtuple

_registered = {}


class TreeSpec:
    def __init__(self, type=None, context=None, children_specs=()):
        self.type = type
        self.context = context
        self.children_specs = list(children_specs)

    @property
    def num_leaves(self):
        return 1 if self.type is None else sum(child.num_leaves for child in self.children_specs)

    def is_leaf(self):
        return self.type is None

    def __eq__(self, other):
        return (
            isinstance(other, TreeSpec) and self.type is other.type and self.context == other.context
            and self.children_specs == other.children_specs)


class LeafSpec(TreeSpec):
    pass


def register_pytree_node(cls, flatten_fn, unflatten_fn, **options):
    _registered[cls] = (flatten_fn, unflatten_fn)


_register_pytree_node = register_pytree_node


def _parts(tree):
    """Children, and what puts others in their place; None: a leaf."""
    kind = type(tree)
    if kind in _registered:
        flatten, unflatten = _registered[kind]
        children, context = flatten(tree)
        return list(children), context, lambda values: unflatten(values, context)
    if kind in (dict, OrderedDict, defaultdict):
        keys = list(tree)

        def remade(values):
            made = defaultdict(tree.default_factory) if kind is defaultdict else kind()
            made.update(zip(keys, values))
            return made

        return list(tree.values()), keys, remade
    if isinstance(tree, tuple) and hasattr(tree, '_fields'):
        return list(tree), kind, lambda values: kind(*values)
    if kind in (list, tuple, deque):
        return list(tree), None, lambda values: kind(values)
    return None


def tree_flatten(tree, is_leaf=None):
    parts = None if is_leaf is not None and is_leaf(tree) else _parts(tree)
    if parts is None:
        return [tree], LeafSpec()
    children, context, make = parts
    leaves, specs = [], []
    for child in children:
        found, spec = tree_flatten(child, is_leaf)
        leaves += found
        specs.append(spec)
    spec = TreeSpec(type(tree), context, specs)
    spec._make = make
    return leaves, spec


def tree_unflatten(leaves, treespec):
    leaves = list(leaves)
    if treespec.is_leaf():
        return leaves[0]
    values = []
    for child in treespec.children_specs:
        values.append(tree_unflatten(leaves[: child.num_leaves], child))
        leaves = leaves[child.num_leaves :]
    return treespec._make(values)


def tree_leaves(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[0]


def tree_structure(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[1]


def tree_iter(tree, is_leaf=None):
    return iter(tree_leaves(tree, is_leaf))


def tree_map(func, tree, *rests, is_leaf=None):
    leaves, spec = tree_flatten(tree, is_leaf)
    others = [tree_leaves(rest, is_leaf) for rest in rests]
    return tree_unflatten([func(*values) for values in zip(leaves, *others)], spec)


def tree_map_(func, tree, *rests, is_leaf=None):
    tree_map(func, tree, *rests, is_leaf=is_leaf)
    return tree


def tree_map_only(types, func, tree, is_leaf=None):
    return tree_map(lambda leaf: func(leaf) if isinstance(leaf, types) else leaf, tree, is_leaf=is_leaf)


def tree_all(pred, tree, is_leaf=None):
    return all(pred(leaf) for leaf in tree_leaves(tree, is_leaf))


def tree_any(pred, tree, is_leaf=None):
    return any(pred(leaf) for leaf in tree_leaves(tree, is_leaf))
