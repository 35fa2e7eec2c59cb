# The older place of torch.ao.nn.intrinsic.
from torch.ao.nn.intrinsic import *
