// What CPython's built-in types have: a member that is not modelled is unknown, not missing, and the special methods of plain values
// can be asked for (`hasattr(x, '__len__')`, `(3).__add__(4)`).
import { BoundMethod, NativeFunction, type ClassValue, type Machine, type Value } from '../values';

/** dir() of each type, without what `object` has. */
const names: Readonly<Record<string, string>> = {
  int:
    '__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getnewargs__ __index__ ' +
    '__int__ __invert__ __lshift__ __mod__ __mul__ __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdivmod__ ' +
    '__rfloordiv__ __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ ' +
    '__rtruediv__ __rxor__ __sub__ __truediv__ __trunc__ __xor__ as_integer_ratio bit_count bit_length conjugate ' +
    'denominator from_bytes imag numerator real to_bytes',
  float:
    '__abs__ __add__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getformat__ __getnewargs__ ' +
    '__int__ __mod__ __mul__ __neg__ __pos__ __pow__ __radd__ __rdivmod__ __rfloordiv__ __rmod__ __rmul__ __round__ ' +
    '__rpow__ __rsub__ __rtruediv__ __sub__ __truediv__ __trunc__ as_integer_ratio conjugate fromhex hex imag ' +
    'is_integer real',
  complex:
    '__abs__ __add__ __bool__ __complex__ __getnewargs__ __mul__ __neg__ __pos__ __pow__ __radd__ __rmul__ __rpow__ ' +
    '__rsub__ __rtruediv__ __sub__ __truediv__ conjugate imag real',
  str:
    '__add__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ __rmod__ __rmul__ capitalize ' +
    'casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal ' +
    'isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans ' +
    'partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines ' +
    'startswith strip swapcase title translate upper zfill',
  bytes:
    '__add__ __bytes__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ __rmod__ __rmul__ ' +
    'capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit ' +
    'islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace ' +
    'rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper ' +
    'zfill',
  tuple:
    '__add__ __class_getitem__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mul__ __rmul__ count index',
  list:
    '__add__ __class_getitem__ __contains__ __delitem__ __getitem__ __iadd__ __imul__ __iter__ __len__ __mul__ ' +
    '__reversed__ __rmul__ __setitem__ append clear copy count extend index insert pop remove reverse sort',
  dict:
    '__class_getitem__ __contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__ __reversed__ __ror__ ' +
    '__setitem__ clear copy fromkeys get items keys pop popitem setdefault update values',
  set:
    '__and__ __class_getitem__ __contains__ __iand__ __ior__ __isub__ __iter__ __ixor__ __len__ __or__ __rand__ ' +
    '__ror__ __rsub__ __rxor__ __sub__ __xor__ add clear copy difference difference_update discard intersection ' +
    'intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update ' +
    'union update',
  frozenset:
    '__and__ __class_getitem__ __contains__ __iter__ __len__ __or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ ' +
    '__xor__ copy difference intersection isdisjoint issubset issuperset symmetric_difference union',
  dict_keys:
    '__and__ __contains__ __iter__ __len__ __or__ __rand__ __reversed__ __ror__ __rsub__ __rxor__ __sub__ __xor__ ' +
    'isdisjoint mapping',
  dict_values: '__iter__ __len__ __reversed__ mapping',
  dict_items:
    '__and__ __contains__ __iter__ __len__ __or__ __rand__ __reversed__ __ror__ __rsub__ __rxor__ __sub__ __xor__ ' +
    'isdisjoint mapping',
  range: '__bool__ __contains__ __getitem__ __iter__ __len__ __reversed__ count index start step stop',
  slice: 'indices start step stop',
  function:
    '__annotations__ __builtins__ __call__ __closure__ __code__ __defaults__ __dict__ __get__ __globals__ ' +
    '__kwdefaults__ __module__ __name__ __qualname__',
  method: '__call__ __func__ __self__',
  module: '__annotations__ __dict__',
  generator:
    '__del__ __iter__ __name__ __next__ __qualname__ close gi_code gi_frame gi_running gi_suspended gi_yieldfrom send ' +
    'throw',
  property: '__delete__ __get__ __set__ __set_name__ deleter fdel fget fset getter setter',
  staticmethod: '__call__ __dict__ __func__ __get__ __wrapped__',
  classmethod: '__dict__ __func__ __get__ __wrapped__',
};

const members = new Map(Object.entries(names).map(([type, list]) => [type, new Set(list.split(' '))]));

type Method = (machine: Machine, self: Value, others: readonly Value[]) => Value;

const arithmetic: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  and: '&',
  or: '|',
  xor: '^',
  lshift: '<<',
  rshift: '>>',
};

const comparisons: Readonly<Record<string, string>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };

const viaBuiltin =
  (name: string): Method =>
  (machine, self, others) =>
    machine.call(machine.builtins.get(name) ?? null, [self, ...others]);

const methods = new Map<string, Method>([
  ['__len__', viaBuiltin('len')],
  ['__iter__', viaBuiltin('iter')],
  ['__contains__', (machine, self, [item]) => machine.compare('in', item, self)],
  ['__getitem__', (machine, self, [index]) => machine.getItem(self, index)],
  ['__bool__', viaBuiltin('bool')],
  ['__int__', viaBuiltin('int')],
  ['__float__', viaBuiltin('float')],
  ['__abs__', viaBuiltin('abs')],
  ['__round__', viaBuiltin('round')],
  ['__divmod__', viaBuiltin('divmod')],
  ['__reversed__', viaBuiltin('reversed')],
  ['__hash__', viaBuiltin('hash')],
  ['__format__', viaBuiltin('format')],
  ['__pos__', (_, self) => self],
]);
for (const [name, operator] of Object.entries(arithmetic)) {
  methods.set(`__${name}__`, (machine, self, [other]) => machine.binary(operator, self, other));
  methods.set(`__r${name}__`, (machine, self, [other]) => machine.binary(operator, other, self));
}
for (const [name, operator] of Object.entries(comparisons))
  methods.set(`__${name}__`, (machine, self, [other]) => machine.compare(operator, self, other));

/** Always there, whatever the type. */
const ofEveryObject = new Set(
  '__class__ __delattr__ __dir__ __doc__ __eq__ __format__ __ge__ __getattribute__ __getstate__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __ne__ __new__ __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __str__ __subclasshook__'.split(
    ' ',
  ),
);

/** The member of a built-in type (or of one that descends from it) that is not modelled otherwise; unbound. */
export function builtinMember(machine: Machine, type: ClassValue, name: string): Value | undefined {
  for (const { module, name: typeName } of type.mro) {
    if (module !== 'builtins' || members.get(typeName)?.has(name) !== true) continue;
    const method = methods.get(name);
    return method === undefined
      ? machine.unknown(`'${typeName}.${name}' is not modelled`)
      : new NativeFunction(name, (m, [self, ...others]) => method(m, self, others));
  }
  const method = ofEveryObject.has(name) ? methods.get(name) : undefined;
  if (method !== undefined) return new NativeFunction(name, (m, [self, ...others]) => method(m, self, others));
  return ofEveryObject.has(name) ? machine.unknown(`'object.${name}' is not modelled`) : undefined;
}

/** The same, bound to the value that it is read through. */
export function boundMember(machine: Machine, self: Value, type: ClassValue, name: string): Value | undefined {
  const member = builtinMember(machine, type, name);
  return member instanceof NativeFunction ? new BoundMethod(self, member) : member;
}
