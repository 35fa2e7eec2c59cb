# torch.nn.utils.stateless: a module called with other tensors in place of its own, which it has again afterwards.
def functional_call(module, parameters_and_buffers, args=None, kwargs=None, *, tie_weights=True, strict=False):
    given = {}
    several = isinstance(parameters_and_buffers, (tuple, list))
    for tensors in parameters_and_buffers if several else [parameters_and_buffers]:
        given.update(tensors)
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    before = []
    try:
        for name, tensor in (_tied(module, given) if tie_weights else given).items():
            path, _, own = name.rpartition('.')
            owner = module.get_submodule(path)
            for members in (owner._parameters, owner._buffers):
                if own in members:
                    before.append((members, own, members[own]))
                    members[own] = tensor
        return module(*args, **(kwargs or {}))
    finally:
        for members, own, tensor in reversed(before):
            members[own] = tensor


def _tied(module, given):
    """One tensor under several names of the module is replaced under all of them."""
    names = {}
    for walk in (module.named_parameters, module.named_buffers):
        for name, tensor in walk(remove_duplicate=False):
            names.setdefault(id(tensor), []).append(name)
    replaced = dict(given)
    for shared in names.values():
        for name in shared:
            if name in given:
                for other in shared:
                    replaced.setdefault(other, given[name])
    return replaced
