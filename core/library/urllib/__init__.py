# urllib: addresses are taken apart (`urllib.parse`); what is behind them is not known.
from . import error, parse, request
