// The hooks of a torch.nn.Module: called before `forward` with what it is given, and after it with what it yields; what a hook
// returns stands in its place. `module.py` registers them as (hook, with_kwargs) by id.
import type { InstanceValue } from '../values';
import { DictValue, TupleValue, UnknownValue, type Keywords, type Machine, type Value } from '../values';

/** What a module is called with. */
export interface Given {
  readonly args: readonly Value[];
  readonly keywords: Keywords;
}

export function runPreHooks(machine: Machine, self: InstanceValue, called: Given): Given {
  let given = called;
  for (const [hook, withKeywords] of hooksOf(self, '_forward_pre_hooks')) {
    const result = machine.call(hook, [self, ...shown(given, withKeywords)]);
    if (!isReplaced(machine, result)) continue;
    if (!withKeywords) given = { ...given, args: result instanceof TupleValue ? result.items : [result] };
    else if (result instanceof TupleValue && result.items.length === 2) {
      const [args, keywords] = result.items;
      given = {
        args: args instanceof TupleValue ? args.items : given.args,
        keywords: keywords instanceof DictValue ? keywordsOf(keywords) : given.keywords,
      };
    } else {
      machine.raise('RuntimeError', 'forward pre-hook must return None or a tuple of (new_args, new_kwargs)');
    }
  }
  return given;
}

export function runHooks(machine: Machine, self: InstanceValue, given: Given, result: Value): Value {
  let output = result;
  for (const [hook, withKeywords] of hooksOf(self, '_forward_hooks')) {
    const replaced = machine.call(hook, [self, ...shown(given, withKeywords), output]);
    if (isReplaced(machine, replaced)) output = replaced;
  }
  return output;
}

const shown = ({ args, keywords }: Given, withKeywords: boolean): Value[] =>
  withKeywords ? [new TupleValue(args), keywordDict(keywords)] : [new TupleValue(args)];

/** Whether a hook returned something; where that cannot be told, figures are no longer certain. */
function isReplaced(machine: Machine, result: Value): boolean {
  if (result instanceof UnknownValue) machine.inexact(`what a hook returns: ${result.reason}`);
  return result !== null && !(result instanceof UnknownValue);
}

function hooksOf(self: InstanceValue, name: string): readonly (readonly [Value, boolean])[] {
  const table = self.attributes.get(name);
  if (!(table instanceof DictValue)) return [];
  return [...table.entries.values()].flatMap(({ value }) =>
    value instanceof TupleValue ? [[value.items[0], value.items[1] === true] as const] : [],
  );
}

function keywordDict(keywords: Keywords): DictValue {
  const dict = new DictValue();
  if (keywords !== null) for (const [key, value] of keywords) dict.entries.set(key, { key, value });
  return dict;
}

const keywordsOf = (dict: DictValue): Keywords =>
  new Map([...dict.entries.values()].flatMap(({ key, value }) => (typeof key === 'string' ? [[key, value]] : [])));
