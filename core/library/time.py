# time: no clock runs here.
import _convlens


def _now(*args):
    return _convlens.unknown('the time')


time = perf_counter = monotonic = process_time = time_ns = perf_counter_ns = strftime = localtime = gmtime = ctime = asctime = _now


def sleep(seconds):
    pass
