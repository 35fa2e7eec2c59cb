# Options of layers, read as TensorFlow.js reads them.
import _convlens


def default(value, fallback):
    """An option, or what stands for it where it is absent."""
    return fallback if value is None else value


def listed(value, count, name):
    """One number for every axis, or a list of `count`."""
    if _convlens.is_unknown(value):
        return value
    if isinstance(value, (int, float)):
        return [value] * count
    if len(value) != count:
        raise ValueError(f'The {name} argument must be an integer or tuple of {count} integers. Received: {len(value)} elements.')
    return value


def positive_integer(value, name):
    if _convlens.is_unknown(value) or isinstance(value, int) and value > 0:
        return value
    raise ValueError(f'Expected {name} to be a positive integer, but got {value}')


def data_format(config):
    chosen = default(config.get('dataFormat'), 'channelsLast')
    if not _convlens.is_unknown(chosen) and chosen not in ('channelsFirst', 'channelsLast'):
        raise ValueError(f'{chosen} is not a valid DataFormat. Valid values are channelsFirst, channelsLast')
    return chosen


def many(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def one_or_many(values):
    return values[0] if len(values) == 1 else values
