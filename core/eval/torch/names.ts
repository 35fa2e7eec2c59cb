// Which names PyTorch has: `nn.Conv2D` is none of them, and the nearest is `nn.Conv2d`.
import { standardNames } from '../standardNames';
import { pytorchNames } from './pytorchNames';

const sets = new Map<string, ReadonlySet<string>>();

function setOf(table: Readonly<Record<string, string>>, owner: string): ReadonlySet<string> | undefined {
  const known = sets.get(owner);
  if (known !== undefined || !Object.hasOwn(table, owner)) return known;
  const names = new Set(table[owner].split(' '));
  sets.set(owner, names);
  return names;
}

const namesOf = (owner: string): ReadonlySet<string> | undefined =>
  Object.hasOwn(pytorchNames, owner) ? setOf(pytorchNames, owner) : undefined;

/** Whether a module or `torch.Tensor` has a public name; undefined where its names were not measured, and for private ones. */
export const hasName = (owner: string, name: string): boolean | undefined =>
  name.startsWith('_') ? undefined : namesOf(owner)?.has(name);

/** Whether PyTorch or Python is known to have a name, of modules and tensors that are not modelled to the last. */
export const isKnownName = (owner: string, name: string): boolean =>
  hasName(owner, name) === true || (!name.startsWith('_') && setOf(standardNames, owner)?.has(name) === true);

const nearest = new Map<string, string | null>();

/** What was meant by a name that is none, if one is as near as Python asks of its own suggestions; of equally near ones the first. */
export function nearestName(owner: string, name: string): string | null {
  const key = `${owner} ${name}`;
  let found = nearest.get(key);
  if (found === undefined) {
    found = null;
    let least = Infinity;
    for (const candidate of namesOf(owner) ?? []) {
      const most = Math.min(least - 1, Math.floor(((name.length + candidate.length + 3) * moveCost) / 6));
      const cost = distance(name, candidate, most);
      if (cost <= most) [found, least] = [candidate, cost];
    }
    nearest.set(key, found);
  }
  return found;
}

const moveCost = 2;
const caseCost = 1;

/** Edits from one to the other, two letters exchanged being one, a change of case half a one; infinite where it is more than `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) * moveCost > most) return Infinity;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j * moveCost);
  for (let i = 0; i < a.length; i++) {
    const next = [(i + 1) * moveCost];
    for (let j = 0; j < b.length; j++) {
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const swapped = isSwapped ? before[j - 1] + moveCost : Infinity;
      next.push(Math.min(row[j] + exchange(a[i], b[j]), row[j + 1] + moveCost, next[j] + moveCost, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] <= most ? row[b.length] : Infinity;
}

const exchange = (a: string, b: string): number =>
  a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? caseCost : moveCost;
