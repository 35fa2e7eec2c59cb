# torch.backends: which libraries compute. Settings are kept; accelerators are absent.
class _Backend:
    enabled = True
    benchmark = False
    deterministic = False
    allow_tf32 = False
    version = staticmethod(lambda: None)
    is_available = staticmethod(lambda: False)
    is_built = staticmethod(lambda: False)
    flags = staticmethod(lambda **options: _Flags())
    matmul = None


class _Flags:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


def _backend():
    backend = _Backend()
    backend.matmul = _Backend()
    return backend


cudnn = _backend()
cuda = _backend()
mps = _backend()
mkldnn = _backend()
mkl = _backend()
openmp = _backend()
mha = _backend()
cuda.sdp_kernel = _Backend.flags
