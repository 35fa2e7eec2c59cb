# Names that TensorFlow.js gives to layers: counted by class through the whole program.
_uids = {}


def unique(prefix):
    _uids[prefix] = _uids.get(prefix, 0) + 1
    return f'{prefix}{_uids[prefix]}'


def snake_case(name):
    """Conv2DTranspose -> conv2d_transpose, LeakyReLU -> leaky_re_lu."""
    text = ''
    for i, c in enumerate(name):
        following = name[i + 1] if i + 1 < len(name) else ''
        if i > 0 and c.isupper() and (following.islower() or following.isdigit() or name[i - 1].islower()):
            text += '_'
        text += c.lower()
    return text
