# argparse: a command line on which nothing stands, so that every argument has its default.
import _convlens

SUPPRESS = '==SUPPRESS=='
REMAINDER = '...'
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE = '?', '*', '+'


class ArgumentTypeError(Exception):
    pass


class ArgumentError(Exception):
    pass


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __contains__(self, key):
        return hasattr(self, key)

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return 'Namespace(' + ', '.join(f'{name}={value!r}' for name, value in vars(self).items()) + ')'


class Action:
    def __init__(self, option_strings=(), dest=None, nargs=None, const=None, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.default = default
        self.type = type
        self.required = required


class BooleanOptionalAction(Action):
    pass


class HelpFormatter:
    def __init__(self, *args, **kwargs):
        pass


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    pass


class RawTextHelpFormatter(HelpFormatter):
    pass


class RawDescriptionHelpFormatter(HelpFormatter):
    pass


class MetavarTypeHelpFormatter(HelpFormatter):
    pass


def FileType(*args, **kwargs):
    return lambda name: _convlens.unknown('a file')


class _Arguments:
    """What a parser, a group and a mutually exclusive group have in common."""

    def __init__(self, actions, defaults):
        self._actions = actions
        self._defaults = defaults

    def add_argument(self, *names, action='store', dest=None, default=None, type=None, required=False, nargs=None, **options):
        if dest is None:
            long = [name for name in names if name.startswith('--')]
            dest = (long or names)[0].lstrip('-').replace('-', '_')
        positional = not names or not names[0].startswith('-')
        if action == 'store_true':
            default = False if default is None else default
        elif action == 'store_false':
            default = True if default is None else default
        elif action in ('help', 'version'):
            default = SUPPRESS
        made = Action(names, dest, nargs, None, default, type, None, required or positional and nargs not in ('?', '*'))
        self._actions.append(made)
        return made

    def add_argument_group(self, *args, **kwargs):
        return _Arguments(self._actions, self._defaults)

    def add_mutually_exclusive_group(self, **kwargs):
        return _Arguments(self._actions, self._defaults)

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest:
                return action.default
        return self._defaults.get(dest)


class _SubParsers:
    def __init__(self, parsers):
        self.choices = parsers

    def add_parser(self, name, **kwargs):
        self.choices[name] = ArgumentParser()
        return self.choices[name]


class ArgumentParser(_Arguments):
    def __init__(self, prog=None, usage=None, description=None, *args, parents=(), **options):
        super().__init__([], {})
        self.prog = prog
        self.description = description
        for parent in parents:
            self._actions += parent._actions
            self._defaults.update(parent._defaults)

    def add_subparsers(self, *, dest=None, required=False, **kwargs):
        if dest is not None:
            self._actions.append(Action(dest=dest, required=required))
        return _SubParsers({})

    def parse_args(self, args=None, namespace=None):
        if args:
            return _convlens.unknown('a command line')
        found = Namespace() if namespace is None else namespace
        for name, value in self._defaults.items():
            setattr(found, name, value)
        for action in self._actions:
            if action.default is SUPPRESS:
                continue
            if action.required:
                value = _convlens.unknown(f"the command line argument '{action.dest}'")
            elif isinstance(action.default, str) and action.type is not None:
                value = action.type(action.default)
            else:
                value = action.default
            setattr(found, action.dest, value)
        return found

    def parse_known_args(self, args=None, namespace=None):
        return self.parse_args(args, namespace), [] if not args else _convlens.unknown('the arguments of a command line')

    def error(self, message):
        raise SystemExit(2)

    def print_help(self, file=None):
        pass

    def print_usage(self, file=None):
        pass

    def format_help(self):
        return ''
