"""Fourier transforms."""


def cases(call, T):
    for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
        for n, dim in ((None, -1), (6, -1), (3, 0), (None, 0), (None, 2)):
            call(f"torch.fft.{name}", T(4, 5), n, dim)
        call(f"torch.fft.{name}", T(4, 5, dtype="complex64"))
        call(f"torch.fft.{name}", T(4, 5, dtype="float64"))
    for name in ("fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn", "hfft2",
                 "ihfft2", "hfftn", "ihfftn"):
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
    cases_of_frames(call, T)


def cases_of_frames(call, T):
    for shape in ([400], [2, 400], [2, 3, 400], [30]):
        for options in ({}, {"return_complex": True}, {"return_complex": False}, {"return_complex": True, "center": False}):
            call("torch.stft", T(*shape), 64, **options)
            call(".stft", T(*shape), 64, **options)
    for hop, length in ((16, 48), (10, None), (0, None), (16, 65), (16, 0), (64, 64)):
        call("torch.stft", T(2, 400), 64, hop, length, return_complex=True)
        call("torch.stft", T(400), 64, hop, length, onesided=False, return_complex=True)
    for window in (64, 48, 32):
        call("torch.stft", T(2, 400), 64, window=T(window), return_complex=True)
        call("torch.stft", T(2, 400), 64, 16, 48, T(window), True, "constant", return_complex=True)
    for dtype in ("complex64", "float64", "int64", "complex128"):
        call("torch.stft", T(2, 400, dtype=dtype), 64, return_complex=True)
    call("torch.stft", T(2, 400, dtype="complex64"), 64, onesided=True)
    for n in (600, 1000, 63, 401):
        call("torch.stft", T(2, 400), n, return_complex=True)
        call("torch.stft", T(2, 400), n, center=False, return_complex=True)
    for shape in ([33, 26], [2, 33, 26], [2, 64, 26], [33], [2, 32, 26]):
        whole = T(*shape, dtype="complex64")
        call("torch.istft", whole, 64, window=T(64, values=[1.0] * 64))
        for options in ({"length": 390}, {"length": 500}, {"hop_length": 8}, {"onesided": False}, {"return_complex": True}):
            call("torch.istft", whole, 64, window=T(64, values=[1.0] * 64), **options)
    call("torch.istft", T(2, 33, 26, dtype="complex64"), 64, center=False, window=T(64, values=[1.0] * 64))
    call("torch.istft", T(2, 33, 26), 64)
    call("torch.istft", T(2, 33, 26, dtype="complex128"), 64)
    call("torch.istft", T(2, 33, 26, dtype="complex64"), 64, window=T(32))
