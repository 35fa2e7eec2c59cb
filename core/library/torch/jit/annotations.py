# torch.jit.annotations: types that TorchScript reads.
from typing import List, Tuple

BroadcastingList1 = BroadcastingList2 = BroadcastingList3 = List
