// `'{} {0} {name.attribute[key]!r:>{width}}'.format(...)`.
import { convert } from '../expressions';
import { formatValue } from '../formatting';
import { UnknownValue, type Keywords, type Machine, type Value } from '../values';

interface Arguments {
  readonly positional: readonly Value[];
  /** undefined: there is none of that name. */
  readonly named: (name: string) => Value | undefined;
  next: number;
  /** `{}` and `{0}` cannot be mixed. */
  numbering: 'automatic' | 'manual' | null;
}

export function formatTemplate(
  machine: Machine,
  template: string,
  positional: readonly Value[],
  named: Keywords | ((name: string) => Value | undefined),
): Value {
  const lookup = typeof named === 'function' ? named : (name: string): Value | undefined => named?.get(name);
  return fill(machine, template, { positional, named: lookup, next: 0, numbering: null });
}

function fill(machine: Machine, template: string, given: Arguments): Value {
  let text = '';
  let unknown: UnknownValue | null = null;
  for (let i = 0; i < template.length; i++) {
    const c = template[i];
    if (c !== '{' && c !== '}') {
      text += c;
      continue;
    }
    if (template[i + 1] === c) {
      text += c;
      i++;
      continue;
    }
    if (c === '}') return machine.raise('ValueError', "Single '}' encountered in format string");
    const end = closing(template, i);
    if (end === -1)
      return machine.raise(
        'ValueError',
        i === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
      );
    const shown = field(machine, template.slice(i + 1, end), given);
    if (typeof shown === 'string') text += shown;
    else if (shown instanceof UnknownValue) unknown ??= shown;
    i = end;
  }
  return unknown ?? text;
}

/** Where the field that opens at `start` closes; -1: nowhere. */
function closing(template: string, start: number): number {
  let depth = 0;
  for (let i = start; i < template.length; i++) {
    if (template[i] === '{') depth++;
    else if (template[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function field(machine: Machine, text: string, given: Arguments): Value {
  const [, path, conversion, spec] = /^((?:[^[!:]|\[[^\]]*\])*)(?:!(.))?(?::(.*))?$/s.exec(text) ?? [];
  if (path === undefined) return machine.raise('ValueError', "expected ':' after conversion specifier");
  const [, head, rest] = /^([^.[]*)(.*)$/s.exec(path) as RegExpExecArray;
  let value = argument(machine, head, given);
  for (const [, attribute, key] of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    value =
      attribute !== undefined
        ? machine.attribute(value, attribute)
        : machine.getItem(value, /^\d+$/.test(key) ? Number(key) : key);
  }
  const layout = fill(machine, spec ?? '', given);
  return typeof layout === 'string'
    ? formatValue(machine, convert(machine, value, conversion ?? null), layout)
    : layout;
}

function argument(machine: Machine, head: string, given: Arguments): Value {
  if (head !== '' && !/^\d+$/.test(head)) return given.named(head) ?? machine.raise('KeyError', head);
  const numbering = head === '' ? 'automatic' : 'manual';
  if (given.numbering !== null && given.numbering !== numbering) {
    const words = { automatic: 'automatic field numbering', manual: 'manual field specification' };
    return machine.raise('ValueError', `cannot switch from ${words[given.numbering]} to ${words[numbering]}`);
  }
  given.numbering = numbering;
  const index = head === '' ? given.next++ : Number(head);
  if (index >= given.positional.length)
    return machine.raise('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  return given.positional[index];
}
