# torch.nn.attention.flex_attention: masks and scores given as functions; what it computes is not modelled.
import _convlens


class BlockMask:
    pass


class AuxRequest:
    pass


def _ask(*args, **kwargs):
    return _convlens.unknown('flex_attention')


flex_attention = create_block_mask = create_mask = create_nested_block_mask = noop_mask = and_masks = or_masks = _ask
