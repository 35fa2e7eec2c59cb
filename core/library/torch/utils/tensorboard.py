# torch.utils.tensorboard: nothing is written.
class SummaryWriter:
    def __init__(self, log_dir=None, *args, **kwargs):
        self.log_dir = log_dir

    def _ignore(self, *args, **kwargs):
        pass

    add_scalar = add_scalars = add_image = add_images = add_histogram = add_graph = add_text = add_figure = _ignore
    add_hparams = add_embedding = flush = close = _ignore

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False
