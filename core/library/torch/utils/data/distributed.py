# torch.utils.data.distributed
from torch.utils.data import Sampler


class DistributedSampler(Sampler):
    def set_epoch(self, epoch):
        pass
