# How the linear cross-entropy is computed in chunks; the result is the same.
from dataclasses import dataclass


@dataclass
class LinearCrossEntropyOptions:
    allow_retain_graph: bool = False
    batch_chunk_size: object = None
    chunking_method: str = 'auto'
    acc_policy: str = 'auto'
    acc_dtype: object = None
