# torch.nn.utils.prune: masks over weights. Shapes and dense cost stay; the names in `state_dict` would change.
import _convlens


def _pruned(module, name, *args, **kwargs):
    return _convlens.unknown('a pruned module')


l1_unstructured = random_unstructured = ln_structured = random_structured = custom_from_mask = identity = remove = _pruned


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs):
    return _convlens.unknown('pruned modules')


def is_pruned(module):
    return False
