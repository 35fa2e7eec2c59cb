// Python's exception classes.
import {
  ClassValue,
  InstanceValue,
  NativeFunction,
  PropertyValue,
  TupleValue,
  type Attributes,
  type BuiltinTypes,
} from '../values';
import { linearise } from '../classes';

/** Each class by its base. */
const hierarchy: Readonly<Record<string, string>> = {
  Exception: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  SystemExit: 'BaseException',
  GeneratorExit: 'BaseException',
  StopIteration: 'Exception',
  StopAsyncIteration: 'Exception',
  ArithmeticError: 'Exception',
  OverflowError: 'ArithmeticError',
  ZeroDivisionError: 'ArithmeticError',
  FloatingPointError: 'ArithmeticError',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  FileNotFoundError: 'OSError',
  FileExistsError: 'OSError',
  PermissionError: 'OSError',
  TimeoutError: 'OSError',
  ConnectionError: 'OSError',
  BrokenPipeError: 'ConnectionError',
  ConnectionAbortedError: 'ConnectionError',
  ConnectionRefusedError: 'ConnectionError',
  ConnectionResetError: 'ConnectionError',
  BlockingIOError: 'OSError',
  ChildProcessError: 'OSError',
  InterruptedError: 'OSError',
  IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError',
  ProcessLookupError: 'OSError',
  ReferenceError: 'Exception',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  SyntaxError: 'Exception',
  IndentationError: 'SyntaxError',
  TabError: 'IndentationError',
  SystemError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  UnicodeTranslateError: 'UnicodeError',
  Warning: 'Exception',
  UserWarning: 'Warning',
  DeprecationWarning: 'Warning',
  PendingDeprecationWarning: 'Warning',
  RuntimeWarning: 'Warning',
  FutureWarning: 'Warning',
  ImportWarning: 'Warning',
  ResourceWarning: 'Warning',
  SyntaxWarning: 'Warning',
};

export function installExceptions(builtins: Attributes, types: BuiltinTypes): void {
  const root = new ClassValue('BaseException', [types.object], 'builtins', null);
  root.mro = [root, types.object];
  root.attributes.set(
    '__init__',
    new NativeFunction('__init__', (machine, [self, ...args]) => {
      if (self instanceof InstanceValue) {
        machine.touch(self);
        self.attributes.set('args', new TupleValue(args));
      }
      return null;
    }),
  );
  root.attributes.set('args', new TupleValue([]));
  root.attributes.set('__cause__', null);
  root.attributes.set('__context__', null);
  root.attributes.set('__suppress_context__', false);
  root.attributes.set('__traceback__', null);
  root.attributes.set('with_traceback', new NativeFunction('with_traceback', (_, [self]) => self));
  root.attributes.set('add_note', new NativeFunction('add_note', () => null));
  builtins.set('BaseException', root);
  for (const [name, base] of Object.entries(hierarchy)) {
    const parent = builtins.get(base) as ClassValue;
    const type = new ClassValue(name, [parent], 'builtins', null);
    type.mro = linearise(type) ?? [type];
    builtins.set(name, type);
  }
  builtins.set('IOError', builtins.get('OSError') as ClassValue);
  builtins.set('EnvironmentError', builtins.get('OSError') as ClassValue);
  const first = new NativeFunction('value', (_, [self]) => {
    const args = self instanceof InstanceValue ? self.attributes.get('args') : null;
    return args instanceof TupleValue && args.items.length > 0 ? args.items[0] : null;
  });
  (builtins.get('StopIteration') as ClassValue).attributes.set('value', new PropertyValue(first, null));
}
