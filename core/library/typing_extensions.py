# typing_extensions: typing's newer names.
from typing import *
from typing import get_args, get_origin, get_type_hints
