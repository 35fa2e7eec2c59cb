// Options of a command, read strictly: an unknown one, a missing value or a value of the wrong kind is a `UsageError` of one line.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './environment';

type OptionTable = NonNullable<ParseArgsConfig['options']>;

export interface Parsed {
  readonly files: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  choice<const T extends string>(name: string, choices: readonly T[]): T | undefined;
  /** A whole number in `[min, max]`. */
  integer(name: string, min: number, max: number): number | undefined;
  /** A number in `[min, max]`. */
  number(name: string, min: number, max: number): number | undefined;
}

export function parseOptions(args: readonly string[], options: OptionTable): Parsed {
  let values: Record<string, unknown>;
  let files: readonly string[];
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    values = parsed.values;
    files = parsed.positionals;
  } catch (error) {
    // Node's sentences go on with advice on positionals: the first one tells what is wrong.
    throw new UsageError(String((error as Error).message).replace(/[.\n].*$/s, ''));
  }
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const number = (name: string, min: number, max: number, whole: boolean): number | undefined => {
    const given = text(name);
    if (given === undefined) return undefined;
    const value = Number(given);
    const fits = given.trim() !== '' && Number.isFinite(value) && value >= min && value <= max;
    if (!fits || (whole && !Number.isInteger(value))) {
      throw new UsageError(`--${name} ${given}: not ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`);
    }
    return value;
  };
  return {
    files,
    flag: (name) => values[name] === true,
    text,
    list: (name) => (values[name] as readonly string[] | undefined) ?? [],
    choice(name, choices) {
      const given = text(name);
      const found = choices.find((choice) => choice === given);
      if (given !== undefined && found === undefined) {
        throw new UsageError(`--${name} ${given}: not one of ${choices.join(', ')}`);
      }
      return found;
    },
    integer: (name, min, max) => number(name, min, max, true),
    number: (name, min, max) => number(name, min, max, false),
  };
}

/** The one file of a command. */
export function onlyFile({ files }: Parsed, command: string): string {
  const [file, further] = files;
  if (file === undefined) throw new UsageError(`${command}: no file given`);
  if (further !== undefined) throw new UsageError(`${command}: one file at a time, but got ${further} too`);
  return file;
}
