# What registering a hook returns.
class RemovableHandle:
    count = 0

    def __init__(self, hooks_dict, extra_dict=None):
        self.hooks = hooks_dict
        self.id = RemovableHandle.count
        RemovableHandle.count += 1

    def remove(self):
        self.hooks.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.remove()
