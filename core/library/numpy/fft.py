# numpy.fft: shapes, by torch's transforms; NumPy's results are of double precision.
import torch
from .arrays import _promoted, _run, ndarray
from .making import asarray


def _transform(name):
    operator = getattr(torch.fft, name)

    def apply(a, *args, **options):
        options = {{'axis': 'dim', 'axes': 'dim'}.get(key, key): value for key, value in options.items()}
        return ndarray(_run(operator, _promoted([asarray(a)], True)[0], *args, **options))

    return apply


fft, ifft, rfft, irfft = _transform('fft'), _transform('ifft'), _transform('rfft'), _transform('irfft')
fft2, ifft2, rfft2, irfft2 = _transform('fft2'), _transform('ifft2'), _transform('rfft2'), _transform('irfft2')
fftn, ifftn, rfftn, irfftn = _transform('fftn'), _transform('ifftn'), _transform('rfftn'), _transform('irfftn')
fftshift, ifftshift = _transform('fftshift'), _transform('ifftshift')


def fftfreq(n, d=1.0):
    return ndarray(_run(torch.fft.fftfreq, n, d, dtype=torch.float64))


def rfftfreq(n, d=1.0):
    return ndarray(_run(torch.fft.rfftfreq, n, d, dtype=torch.float64))
