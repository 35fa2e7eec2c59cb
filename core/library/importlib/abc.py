# importlib.abc: the classes that importers derive from.
class Finder:
    pass


class MetaPathFinder(Finder):
    pass


class PathEntryFinder(Finder):
    pass


class Loader:
    pass


class InspectLoader(Loader):
    pass


class ExecutionLoader(InspectLoader):
    pass


class FileLoader(ExecutionLoader):
    pass


class SourceLoader(FileLoader):
    pass


class Traversable:
    pass
