# torch.types: names for annotations.
from typing import Any, Optional, Sequence, Union
from torch import Tensor, device, dtype

Device = Number = FileLike = Any
_int = int
_float = float
_bool = bool
_dtype = dtype
_device = device
_size = Sequence
_TensorOrTensors = Any
