# statistics: means and medians.
def mean(data):
    data = list(data)
    total = sum(data)
    # whole numbers with a whole mean stay whole
    return total // len(data) if isinstance(total, int) and total % len(data) == 0 else total / len(data)


def fmean(data):
    return float(mean(data))


def median(data):
    data = sorted(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2
