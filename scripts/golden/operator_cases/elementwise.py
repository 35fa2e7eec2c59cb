"""Functions that work element by element."""
from itertools import product

FLOATING = ["sqrt", "rsqrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan",
            "sinh", "cosh", "asinh", "acosh", "atanh", "erf", "erfc", "erfinv", "lgamma", "digamma", "reciprocal", "deg2rad",
            "rad2deg", "i0", "sinc", "logit", "sigmoid", "tanh", "angle"]
SAME = ["neg", "positive", "abs", "sign", "sgn", "square", "floor", "ceil", "trunc", "round", "frac", "nan_to_num", "bitwise_not",
        "conj_physical", "isnan", "isinf", "isfinite", "isposinf", "isneginf", "signbit", "logical_not", "relu", "isreal"]
ACTIVATIONS = ["relu", "relu6", "leaky_relu", "rrelu", "elu", "selu", "celu", "gelu", "silu", "mish", "hardswish", "hardsigmoid",
               "hardtanh", "sigmoid", "logsigmoid", "tanh", "softplus", "softsign", "softshrink", "hardshrink", "tanhshrink"]
BINARY = ["add", "sub", "mul", "true_divide", "floor_divide", "remainder", "fmod", "pow", "float_power", "bitwise_and", "bitwise_or",
          "bitwise_xor", "bitwise_left_shift", "bitwise_right_shift", "eq", "ne", "lt", "le", "gt", "ge", "isclose", "logical_and",
          "logical_or", "logical_xor", "maximum", "minimum", "fmax", "fmin", "atan2", "hypot", "copysign", "nextafter", "logaddexp",
          "logaddexp2", "xlogy", "ldexp", "gcd", "lcm", "rsub", "heaviside"]
DTYPES = ["float32", "float64", "float16", "bfloat16", "int64", "int32", "uint8", "bool", "complex64"]


def cases(call, T):
    for name in FLOATING + SAME:
        for dtype in ("float32", "float64", "int64", "bool", "complex64"):
            call(f"torch.{name}", T(2, 3, dtype=dtype))
        call(f".{name}", T(2, 3))
        call(f"torch.{name}", T(4, values=[0.25, 0.5, 0.75, 1.0]))
        call(f"torch.{name}", T(4, values=[-1.5, -0.5, 0.5, 2.5]))
    for name in ("sqrt", "exp", "neg", "abs", "relu", "sigmoid", "round"):
        call(f".{name}_", T(2, 3))
        call(f".{name}_", T(2, 3, dtype="int64"))
    for name in ACTIVATIONS:
        for dtype in ("float32", "float16", "int64", "bool"):
            call(f"F.{name}", T(2, 3, dtype=dtype))
    for name in ("relu", "relu6", "leaky_relu", "elu", "selu", "celu", "silu", "mish", "hardswish", "hardsigmoid", "hardtanh", "rrelu"):
        call(f"F.{name}", T(2, 3), inplace=True)
    call("F.leaky_relu", T(2, 3), 0.2)
    call("F.gelu", T(2, 3), approximate="tanh")
    call("F.threshold", T(2, 3), 0.1, 20.0)
    call("F.hardtanh", T(2, 3), -2.0, 2.0)
    for weight in (1, 3, 4, 2):
        call("F.prelu", T(2, 3, 4, 4), T(weight))
        call("F.prelu", T(3), T(weight))
    call("torch.clamp", T(2, 3))
    for low, high in ((0.5, None), (None, 1), (0, 1), (0.5, 2)):
        for dtype in ("float32", "int64"):
            call("torch.clamp", T(2, 3, dtype=dtype), low, high)
            call(".clamp", T(2, 3, dtype=dtype), min=low, max=high)
    call("torch.clamp", T(2, 3), T(3), T(2, 1))
    call("torch.clamp", T(4, values=[-1.0, 0.2, 0.7, 3.0]), 0, 0.5)
    call(".clamp_", T(2, 3), min=0)
    call("torch.clamp_min", T(2, 3), 0.5)
    call("torch.clamp_max", T(2, 3), T(3))

    for name in BINARY:
        for left, right in product(["float32", "int64", "bool", "uint8"], repeat=2):
            call(f"torch.{name}", T(2, 3, dtype=left), T(3, dtype=right))
        call(f"torch.{name}", T(2, 3), T(4))
        call(f"torch.{name}", T(2, 1, 3), T(4, 1))
        call(f"torch.{name}", T(3, dtype="int64", values=[7, -7, 5]), T(3, dtype="int64", values=[2, 3, 1]))
    for name in ("add", "mul", "true_divide", "pow"):
        for left, right in product(DTYPES, repeat=2):
            call(f"torch.{name}", T(2, dtype=left), T(2, dtype=right))
            if (left, right) != ("float16", "complex64"):  # complex32 is not modelled
                call(f"torch.{name}", T(2, dtype=left), T(dtype=right))
        for left, right in product(DTYPES, [2, 2.5, True]):
            call(f"torch.{name}", T(2, dtype=left), right)
            call(f"torch.{name}", T(dtype=left), right)
    for name in ("add", "sub", "mul", "floor_divide", "remainder", "eq", "lt", "maximum"):
        for right in (2, 2.5, True):
            call(f"torch.{name}", T(2, dtype="int64"), right)
            call(f"torch.{name}", T(2), right)
        call(f".{name}_", T(2, 3), T(3))
        call(f".{name}_", T(3), T(2, 3))
        call(f".{name}_", T(2, 3, dtype="int64"), 2.5)
        call(f".{name}_", T(2, 3, dtype="int64"), T(2, 3))
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"):
        call(f".__{name}__", T(2, 3, dtype="int64"), T(3, dtype="int64"))
        call(f".__i{name}__", T(2, 3, dtype="int64"), T(3, dtype="int64"))
        call(f".__i{name}__", T(3), T(3))
    call("torch.add", T(3, values=[1.0, 2.0, 3.0]), T(1, values=[10.0]), alpha=2)
    call("torch.add", T(3, values=[1.0, 2.0, 3.0]), T(1, values=[10.0]))
    call("torch.sub", T(3, dtype="int64", values=[1, 2, 3]), 1)
    for mode in (None, "floor", "trunc"):
        call("torch.div", T(3, dtype="int64", values=[7, -7, 5]), 2, rounding_mode=mode)
        call(".div", T(3), T(3), rounding_mode=mode)
    call("torch.divide", T(3), 2)
    for low in ("int64", "float32", "bool"):
        call("torch.where", T(2, 1, dtype="bool"), T(3, dtype=low), T(2, 3))
        call("torch.where", T(2, 3, dtype="bool"), T(2, 3, dtype=low), 1.5)
        call("torch.where", T(2, 3, dtype="bool"), 0, T(2, 3, dtype=low))
    call("torch.where", T(2, 3), T(2, 3), T(2, 3))
    call("torch.where", T(2, 3, dtype="bool"), T(2, 4), T(2, 3))
    call("torch.where", T(3, dtype="bool", values=[True, False, True]), T(3, values=[1.0, 2.0, 3.0]), 0.0)
    call(".where", T(2, 3), T(3, dtype="bool"), T(2, 1))
    call("torch.lerp", T(2, 3), T(3), 0.5)
    call("torch.lerp", T(2, 3), T(2, 3), T(3))
    call(".lerp_", T(2, 3), T(2, 3), 0.5)
    call("torch.addcmul", T(2, 3), T(2, 1), T(3), value=0.5)
    call("torch.addcdiv", T(2, 3), T(2, 3), T(2, 3))
    call(".addcdiv_", T(2, 3), T(2, 3), T(2, 3), value=2.0)
    call(".masked_fill", T(2, 3), T(3, dtype="bool"), 0.0)
    call(".masked_fill", T(3), T(2, 3, dtype="bool"), -1.0)
    call(".masked_fill_", T(2, 3), T(3, dtype="bool"), 0.0)
    call(".masked_fill_", T(3), T(2, 3, dtype="bool"), 0.0)
    call(".masked_fill", T(2, 3), T(3), 0.0)
    call(".masked_fill", T(2, 3), T(4, dtype="bool"), 0.0)
    call("torch.masked_fill", T(2, 3, dtype="int64"), T(3, dtype="bool"), 1)
