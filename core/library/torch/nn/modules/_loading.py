# What `load_state_dict` refuses, as far as it can be told: of state dicts that are known to the last key, and modules that load as
# nn.Module does. Statistics of norms are left out: older versions' dicts lack some of them, and are taken.
import _convlens

_statistics = ('running_mean', 'running_var', 'num_batches_tracked')
_own = ('load_state_dict', '_load_from_state_dict', 'state_dict', '_save_to_state_dict')


def _loads_plainly(module, base):
    cls = type(module)
    if any(getattr(cls, name) is not getattr(base, name) for name in _own) or hasattr(cls, 'set_extra_state'):
        return False
    # wrappers and reparametrised tensors go under several names
    return not module._has_state_hooks and not hasattr(module, 'parametrizations') and not hasattr(module, '_orig_mod')


def _sizes(tensor):
    """None where a length is no number."""
    sizes = tuple(tensor.shape)
    return sizes if all(_convlens.is_number(size) for size in sizes) else None


def refused(module, state_dict, base):
    """The lines of PyTorch's error; none where it cannot be told."""
    if _convlens.is_unknown(state_dict) or not isinstance(state_dict, dict) or _convlens.is_unknown(len(state_dict)):
        return []
    if not all(_loads_plainly(each, base) for each in module.modules()):
        return []
    own = module.state_dict()
    if _convlens.is_unknown(len(own)) or any(not isinstance(key, str) for key in state_dict):
        return []
    counted = [key for key in own if not key.endswith(_statistics)]
    missing = [key for key in counted if key not in state_dict]
    unexpected = [key for key in state_dict if key not in own and not key.endswith(_statistics)]
    lines = []
    if missing:
        lines.append('Missing key(s) in state_dict: ' + ', '.join([f'"{key}"' for key in missing]) + '. ')
    if unexpected:
        lines.append('Unexpected key(s) in state_dict: ' + ', '.join([f'"{key}"' for key in unexpected]) + '. ')
    return lines + list(_mismatches(own, state_dict))


def _mismatches(own, state_dict):
    for key, tensor in own.items():
        given = state_dict.get(key)
        if _convlens.is_unknown(given) or not hasattr(given, 'shape') or _convlens.is_unknown(tensor):
            continue
        sizes, others = _sizes(tensor), _sizes(given)
        if sizes is None or others is None or sizes == others or (sizes == () and len(others) == 1):
            continue
        yield (f'size mismatch for {key}: copying a param with shape torch.Size({list(others)}) from checkpoint, '
               f'the shape in current model is torch.Size({list(sizes)}).')
