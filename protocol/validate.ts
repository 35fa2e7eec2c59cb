// Checks for what arrives over a message channel: plain data of a known form, nothing more. A check answers with the place and
// the kind of the first thing that is wrong, so that a refused message can be reported in one line.
//
//     const point = object({ x: integer(0, 99), y: integer(0, 99) });
//     problemOf(point, { x: 1, y: NaN })   // '.y: not an integer in 0..99'

/** undefined: the value has the form. Else where and what is wrong, e.g. `.layer.kernel[1]: not an integer in 1..4096`. */
export type Check<T> = ((value: unknown, at: string) => string | undefined) & { readonly type?: T };

export type Checked<C> = C extends Check<infer T> ? T : never;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** The value with its type, or the reason why it is refused. The value itself is passed on: nothing is copied. */
export function parse<T>(check: Check<T>, value: unknown): Parsed<T> {
  const problem = check(value, '');
  return problem === undefined ? { ok: true, value: value as T } : { ok: false, problem };
}

export const problemOf = (check: Check<unknown>, value: unknown): string | undefined => check(value, '');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string of at most `max` UTF-16 code units. */
export const text =
  (max = 1_000): Check<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= max ? undefined : `${at}: not a text of at most ${max} characters`;

/** A whole number in `[min, max]`. */
export const integer =
  (min: number, max: number): Check<number> =>
  (value, at) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? undefined
      : `${at}: not an integer in ${min}..${max}`;

/** A number in `[min, max]`; never NaN or infinite. */
export const finite =
  (min = -Number.MAX_VALUE, max = Number.MAX_VALUE): Check<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max
      ? undefined
      : `${at}: not a finite number in ${min}..${max}`;

export const boolean: Check<boolean> = (value, at) => (typeof value === 'boolean' ? undefined : `${at}: not a boolean`);

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Check<T> =>
  (value, at) =>
    (values as readonly unknown[]).includes(value) ? undefined : `${at}: not one of ${values.join(', ')}`;

export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value, at) =>
    value === null ? undefined : check(value, at);

/** Bytes that own their memory, at most `max` of them. */
export const buffer =
  (max: number): Check<ArrayBuffer> =>
  (value, at) =>
    Object.prototype.toString.call(value) === '[object ArrayBuffer]' && (value as ArrayBuffer).byteLength <= max
      ? undefined
      : `${at}: not an ArrayBuffer of at most ${max} bytes`;

/** An array of at most `max` items, each of the given form. */
export const list =
  <T>(item: Check<T>, max: number, min = 0): Check<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at}: not an array`;
    if (value.length > max || value.length < min) return `${at}: ${value.length} items, not ${min}..${max}`;
    for (let i = 0; i < value.length; i++) {
      const problem = item(value[i], `${at}[${i}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

export const pair = <T>(item: Check<T>): Check<readonly [T, T]> => list(item, 2, 2) as Check<readonly [T, T]>;

/** An object with any keys (at most `max`, none longer than 1,000), each value of the given form. */
export const record =
  <T>(item: Check<T>, max: number): Check<Readonly<Record<string, T>>> =>
  (value, at) => {
    if (!isRecord(value)) return `${at}: not an object`;
    const entries = Object.entries(value);
    if (entries.length > max) return `${at}: ${entries.length} keys, more than ${max}`;
    for (const [key, entry] of entries) {
      if (key.length > 1_000) return `${at}: a key longer than 1000 characters`;
      const problem = item(entry, `${at}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

/** An object with exactly these keys: a missing or a further key is refused. */
export const object =
  <T extends object>(fields: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> =>
  (value, at) => {
    if (!isRecord(value)) return `${at}: not an object`;
    for (const key of Object.keys(value)) if (!Object.hasOwn(fields, key)) return `${at}.${key}: unexpected`;
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      if (!Object.hasOwn(value, key)) return `${at}.${key}: missing`;
      const problem = fields[key](value[key], `${at}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

/** One of several objects, told apart by the text under `tag`. The table must name every member of the union. */
export const tagged =
  <Tag extends string, T extends { readonly [K in Tag]: string }>(
    tag: Tag,
    members: { readonly [Name in T[Tag]]: Check<Extract<T, { readonly [K in Tag]: Name }>> },
  ): Check<T> =>
  (value, at) => {
    if (!isRecord(value)) return `${at}: not an object`;
    const name = value[tag];
    if (typeof name !== 'string' || !Object.hasOwn(members, name)) return `${at}.${tag}: not a known ${tag}`;
    return (members[name as T[Tag]] as Check<unknown>)(value, at);
  };
