// torch.get_default_dtype() and torch.set_default_dtype(): kept by the class of dtypes, so that it is put back like everything else that an
// analysis or an untaken branch changes of the library.
import { DTypeValue, NativeFunction, type Attributes, type Machine } from '../values';
import type { DType } from '../../shape/dtype';

const key = '_default';

/** undefined: float32, as nobody said otherwise. */
export function defaultTypeOf(machine: Machine): DType | undefined {
  const value = machine.types.dtype.attributes.get(key);
  return value instanceof DTypeValue ? value.dtype : undefined;
}

export function defineDefaultType(natives: Attributes): void {
  natives.set(
    'default_dtype',
    new NativeFunction('default_dtype', (machine) => new DTypeValue(defaultTypeOf(machine) ?? 'float32'), false),
  );
  natives.set(
    'set_default_dtype',
    new NativeFunction(
      'set_default_dtype',
      (machine, [value]) => {
        if (value instanceof DTypeValue) {
          machine.touch(machine.types.dtype);
          machine.types.dtype.attributes.set(key, value);
        } else machine.inexact('a default dtype that cannot be told');
        return null;
      },
      false,
    ),
  );
}
