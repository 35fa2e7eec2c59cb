// Control flow, functions, closures, destructuring, classes, strings and numbers as model code in TypeScript has them.
import { half, type Pair } from './imported';
import twice, * as everything from './imported.js';

export const r_numbers = [
  7 / 2,
  8 / 2,
  7 % 3,
  -7 % 3,
  2 ** 10,
  2 ** -1,
  1e21,
  0.1 + 0.2,
  5 & 3,
  5 | 8,
  5 ^ 1,
  ~5,
  1 << 4,
  -9 >> 1,
  -1 >>> 28,
];
export const r_edges = [1 / 0, -1 / 0, 0 / 0, -0 === 0, 2 ** 53 + 1, Number.MAX_SAFE_INTEGER + 2, 3.7 | 0];
export const r_conversions = [
  Number('12'),
  Number(''),
  parseInt('12px', 10),
  parseFloat('2.5e1'),
  String(1.5),
  Boolean(''),
  Number(true),
];
export const r_text = [
  'a' + 1 + 2,
  `${1 + 1}x${'y'}`,
  'a' + ([1, 2] as unknown as string) + true,
  '5' + 0.5,
  `${[3, 3] as unknown as string}`,
];
/** So that the compiler does not know what it compares. */
const hide = (value: unknown): unknown => value;
export const r_compare = [
  1 < 2,
  'a' < 'b',
  2 >= 2,
  hide([]) === hide([]),
  hide(null) === hide(null),
  hide('x') === 'x',
  hide(1) !== 1,
  hide(1) === true,
  hide(NaN) === hide(NaN),
];
export const r_logic = [
  hide(0) || 'x',
  hide('') ?? 'y',
  hide(null) ?? 1,
  hide(0) ?? 2,
  hide(1) && 2,
  hide([]) && 'truthy',
  !hide({}),
  !hide(''),
  !hide(0),
  !hide(NaN),
];
export const r_typeof = [typeof 1, typeof 'a', typeof true, typeof {}, typeof [], typeof (() => 1), typeof undefined];

const declared = hoisted(2);
function hoisted(n: number, m = n * 10, ...rest: number[]): number {
  return n + m + rest.length;
}
export const r_functions = [
  declared,
  hoisted(1, undefined, 3, 4),
  hoisted(1, 2),
  [1, 2, 3].map((n) => n * 2),
  ['1', '2', '3'].map(Number),
];

function options(
  { filters, kernel: [height, width = 5], ...others }: { filters: number; kernel: number[]; [key: string]: unknown },
  scale = 2,
) {
  return { filters, height, width, others, scale };
}
export const r_destructuring = options({ filters: 8, kernel: [3], strides: 2, name: 'x' });
const [first, , third = 'default', ...tail] = [1, 2, undefined, 4, 5];
const { a, b: { c } = { c: 9 } }: { a: number; b?: { c: number } } = { a: 1 };
export const r_bound = [first, third, tail, a, c];

const closures: (() => number)[] = [];
for (const n of [1, 2, 3]) closures.push(() => n);
let shadowed = 'outer';
{
  const inner = 'inner';
  shadowed += inner;
}
if (shadowed) {
  const shadowed = 'hidden';
  closures.push(() => shadowed.length);
}
export const r_scopes = [closures.map((f) => f()), shadowed];

function counter() {
  let count = 0;
  return { next: () => (count += 1), peek: () => count };
}
const ticks = counter();
ticks.next();
ticks.next();
export const r_counter = [ticks.peek(), counter().peek()];

const loops: unknown[] = [];
for (let i = 0; i < 10; i++) {
  if (i % 2 === 0) continue;
  if (i > 7) break;
  loops.push(i);
}
for (const key in { x: 1, y: 2 }) loops.push(key);
let left = 3;
do left--;
while (left > 0);
while (left < 2) left += 1;
loops.push(left, left++, ++left, left--, left);
export const r_loops = loops;

function choose(kind: string): string {
  switch (kind) {
    case 'a':
    case 'b':
      return 'ab';
    case 'c': {
      const name = 'see';
      return name;
    }
    default:
      break;
  }
  return 'other';
}
export const r_switch = [choose('a'), choose('b'), choose('c'), choose('d')];

function attempt(fails: boolean): string {
  try {
    if (fails) throw new RangeError('too far');
    return 'fine';
  } catch (error) {
    return error instanceof RangeError ? `caught ${error.message}` : 'other';
  } finally {
    loops.push('finally');
  }
}
export const r_try = [attempt(true), attempt(false), loops.slice(-2)];

enum Padding {
  Same = 'same',
  Valid = 'valid',
}
enum Axis {
  Batch,
  Height,
  Channels = 3,
}
export const r_enums = [Padding.Same, Padding.Valid, Axis.Batch, Axis.Height, Axis.Channels];

class Shape {
  static count = 0;
  readonly tags: string[] = ['new'];
  private size: number;
  constructor(
    public height: number,
    protected width = height,
  ) {
    this.size = height * width;
    Shape.count++;
  }
  get area(): number {
    return this.size;
  }
  set area(value: number) {
    this.size = value;
  }
  static square(n: number): Shape {
    return new this(n);
  }
  scaled(by: number): Shape {
    return new Shape(this.height * by, this.width * by);
  }
}
class Volume extends Shape {
  constructor(
    height: number,
    private depth: number,
  ) {
    super(height);
    this.tags.push('deep');
  }
  override scaled(by: number): Shape {
    const flat = super.scaled(by);
    flat.tags.push(`x${this.depth}`);
    return flat;
  }
}
const volume = new Volume(2, 5);
const scaled = volume.scaled(3);
const square = Shape.square(4);
square.area = 99;
export const r_classes = [
  volume.area,
  volume.tags,
  scaled.area,
  scaled.tags,
  square.area,
  square.height,
  Shape.count,
  volume instanceof Shape,
  volume instanceof Volume,
  square instanceof Volume,
];

const nested: { b?: { c: number[] }; f?: () => number } = { b: { c: [1, 2] } };
export const r_optional = [
  nested?.b?.c[1],
  nested.f?.() ?? 'none',
  (undefined as unknown as typeof nested)?.b?.c.length ?? -1,
];

const base = { strides: 1, padding: 'same' };
const merged = { ...base, strides: 2, ['ker' + 'nel']: 3 };
export const r_spread = [merged, [...[1, 2], ...'ab'], Math.max(...[3, 9, 4]), { ...[7] }];
const assigned: Record<string, number> = {};
assigned['x'] = 1;
assigned.y = assigned.x + 1;
delete assigned['x'];
export const r_assigned = [assigned, 'y' in assigned, 'x' in assigned];
let chained: number | null = null;
chained ??= 4;
chained ||= 5;
chained &&= chained + 1;
chained **= 2;
export const r_augmented = chained;

const pair: Pair = half({ left: 10, right: 6 });
export const r_imports = [pair, twice(21), everything.half(pair).left, everything.NAME];

const later = async (): Promise<number> => Promise.resolve(5);
const total = async (): Promise<number> => (await later()) + (await Promise.all([later(), later()])).length;
export const r_async = await total();

function* upTo(n: number) {
  for (let i = 1; i <= n; i++) yield i;
}
export const r_generators = [...upTo(4)];
