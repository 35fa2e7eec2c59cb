"""Fourier transforms."""


def cases(call, T):
    for name in ("fft", "ifft", "rfft", "irfft"):
        for n, dim in ((None, -1), (6, -1), (3, 0), (None, 0), (None, 2)):
            call(f"torch.fft.{name}", T(4, 5), n, dim)
        call(f"torch.fft.{name}", T(4, 5, dtype="complex64"))
        call(f"torch.fft.{name}", T(4, 5, dtype="float64"))
    for name in ("fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn"):
        call(f"torch.fft.{name}", T(2, 4, 6))
        call(f"torch.fft.{name}", T(2, 4, 6), s=(8, 8))
        call(f"torch.fft.{name}", T(2, 4, 6), dim=(0, 1))
        call(f"torch.fft.{name}", T(2, 4, 6, dtype="complex64"), norm="ortho")
    call("torch.fft.irfft2", T(2, 4, 4, dtype="complex64"), s=(4, 6), dim=(1, 2), norm="ortho")
    call("torch.fft.rfft2", T(2, 4, 6, 3), dim=(1, 2), norm="ortho")
    call("torch.fft.fftshift", T(4, 5))
    call("torch.fft.ifftshift", T(4, 5), dim=1)
    call("torch.fft.fftfreq", 8)
    call("torch.fft.rfftfreq", 8, 0.5)
