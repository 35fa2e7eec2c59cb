# regex, the package from PyPI: what it has beside `re` is unknown.
from re import *

DEFAULT_VERSION = VERSION0 = V0 = 0x2000
VERSION1 = V1 = 0x100
