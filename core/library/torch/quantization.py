# torch.quantization: the older place of torch.ao.quantization.
from torch.ao.quantization import *
