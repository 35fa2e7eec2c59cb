# torch.autograd.graph: how what is saved for the backward pass is kept.
class saved_tensors_hooks:
    def __init__(self, pack_hook=None, unpack_hook=None):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


class save_on_cpu(saved_tensors_hooks):
    def __init__(self, pin_memory=False, device_type='cuda'):
        pass


class disable_saved_tensors_hooks(saved_tensors_hooks):
    def __init__(self, error_message=''):
        pass


class Node:
    pass
