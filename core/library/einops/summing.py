# einops.einsum: the pattern comes last, and axes have names of several letters.
import torch

_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'


def einsum(*tensors_and_pattern):
    *tensors, pattern = tensors_and_pattern
    letters = {}
    text = ''
    for token in pattern.replace('->', ' -> ').replace(',', ' , ').replace('...', ' ... ').split():
        if token not in ('->', ',', '...'):
            if token not in letters:
                letters[token] = _LETTERS[len(letters)]
            token = letters[token]
        text += token
    return torch.einsum(text, *tensors)
