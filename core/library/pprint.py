# pprint: printing is not shown.
def pprint(object, *args, **options):
    pass


pp = pprint


def pformat(object, *args, **options):
    return repr(object)
