# torch.hub: code and weights from elsewhere, which are not fetched.
import _convlens


def load_state_dict_from_url(url, *args, **kwargs):
    return _convlens.unknown('weights that would be downloaded')


def load(repo_or_dir, model, *args, **kwargs):
    return _convlens.unknown('a model from torch.hub')


def download_url_to_file(url, dst, *args, **kwargs):
    pass


def get_dir():
    return _convlens.unknown('a folder of this machine')


def set_dir(d):
    pass
