# torch.onnx: exporting is not done here.
import _convlens


def is_in_onnx_export():
    return False


def export(*args, **kwargs):
    return _convlens.unknown('an exported model')
