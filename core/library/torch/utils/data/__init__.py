# torch.utils.data: data sets can be described, not read: what they yield is unknown.
import _convlens


class Dataset:
    def __getitem__(self, index):
        raise NotImplementedError('Subclasses of Dataset should implement __getitem__.')

    def __add__(self, other):
        return ConcatDataset([self, other])

    def __class_getitem__(cls, item):
        return cls


class IterableDataset(Dataset):
    pass


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].size(0)


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)

    def __len__(self):
        return sum(len(d) for d in self.datasets)

    def __getitem__(self, index):
        return _convlens.unknown('an item of a data set')


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = indices

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


def random_split(dataset, lengths, generator=None):
    return [Subset(dataset, _convlens.unknown('a random split')) for _ in lengths]


class Sampler:
    def __init__(self, *args, **kwargs):
        pass

    def __iter__(self):
        return _convlens.unknown('the order of samples')

    def __len__(self):
        return _convlens.unknown('the number of samples')


class SequentialSampler(Sampler):
    pass


class RandomSampler(Sampler):
    pass


class SubsetRandomSampler(Sampler):
    pass


class WeightedRandomSampler(Sampler):
    pass


class BatchSampler(Sampler):
    pass


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, **options):
        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.num_workers = num_workers

    def __iter__(self):
        return _convlens.unknown('batches of a data set')

    def __len__(self):
        return _convlens.unknown('the number of batches of a data set')

    def __class_getitem__(cls, item):
        return cls


def default_collate(batch):
    return _convlens.unknown('a batch of a data set')


def get_worker_info():
    return None


from . import distributed
