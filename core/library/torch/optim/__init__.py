# torch.optim: optimizers keep their groups of parameters; training itself is the trainer's.
from . import lr_scheduler


class Optimizer:
    def __init__(self, params, lr=1e-3, *args, **options):
        groups = list(params)
        if not groups or not isinstance(groups[0], dict):
            groups = [{'params': groups}]
        self.defaults = {'lr': lr, **options}
        self.param_groups = [{**self.defaults, **group} for group in groups]
        self.state = {}

    def add_param_group(self, param_group):
        self.param_groups.append({**self.defaults, **param_group})

    def zero_grad(self, set_to_none=True):
        pass

    def step(self, closure=None):
        return closure() if closure is not None else None

    def state_dict(self):
        return {'state': {}, 'param_groups': self.param_groups}

    def load_state_dict(self, state_dict):
        pass


class SGD(Optimizer):
    pass


class Adam(Optimizer):
    pass


class AdamW(Optimizer):
    pass


class Adamax(Optimizer):
    pass


class NAdam(Optimizer):
    pass


class RAdam(Optimizer):
    pass


class Adagrad(Optimizer):
    pass


class Adadelta(Optimizer):
    pass


class RMSprop(Optimizer):
    pass


class Rprop(Optimizer):
    pass


class ASGD(Optimizer):
    pass


class LBFGS(Optimizer):
    pass


class SparseAdam(Optimizer):
    pass
