// Equality of plain data: records, lists and what they hold.

/** What two objects are by a rule of their own; undefined: they are compared field by field. `name` is of the field that holds them. */
export type Special = (a: object, b: object, name: string) => boolean | undefined;

/** Equal field by field; NaN is itself, and a field that is missing is none that is undefined. */
export function sameData(a: unknown, b: unknown, special: Special, name = ''): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  const known = special(a, b, name);
  if (known !== undefined) return known;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameData(a[i], b[i], special)) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const [before, after] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let count = 0;
  for (const name in before) {
    if (!(name in after) || !sameData(before[name], after[name], special, name)) return false;
    count++;
  }
  for (const _ in after) count--;
  return count === 0;
}
