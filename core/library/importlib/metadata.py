# importlib.metadata: a package is installed where its module is found.
import _convlens


class PackageNotFoundError(ModuleNotFoundError):
    pass


def version(distribution_name):
    module = distribution_name.replace('-', '_')
    if module in ('torch', 'numpy'):
        return __import__(module).__version__
    if _convlens.has_module(module):
        return _convlens.unknown('the version of a package')
    # distributions may be named in another way than their modules
    raise PackageNotFoundError(distribution_name)


def distribution(distribution_name):
    version(distribution_name)
    return _convlens.unknown('the metadata of a package')


metadata = distribution


def packages_distributions():
    return {}


def entry_points(**params):
    return []
