# einx: operations whose axes are named, one pattern for each tensor: `subtract('j, i -> i j', k, q)`. Axes in square brackets are those
# that a reduction takes away. Here are the element-wise ones, the reductions and what moves axes; what else there is is not modelled.
from ._elementwise import (
    add, divide, equal, floor_divide, greater, greater_equal, less, less_equal, logaddexp, logical_and, logical_or, maximum, minimum,
    multiply, not_equal, subtract, true_divide, where,
)
from ._moving import id, rearrange
from ._reductions import all, any, logsumexp, max, mean, min, std, sum, var
