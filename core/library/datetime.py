# datetime: no clock runs here.
import _convlens


class timedelta:
    def __init__(self, *args, **kwargs):
        pass

    def total_seconds(self):
        return _convlens.unknown('a duration')


class _Moment:
    def __init__(self, *args, **kwargs):
        pass

    @classmethod
    def now(cls, tz=None):
        return _convlens.unknown('the time')

    @classmethod
    def today(cls):
        return _convlens.unknown('the date')

    utcnow = now

    def strftime(self, format):
        return _convlens.unknown('a date as text')


class datetime(_Moment):
    pass


class date(_Moment):
    pass


class timezone:
    utc = None
