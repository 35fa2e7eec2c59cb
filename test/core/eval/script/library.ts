// Members of arrays, strings, objects and numbers; Math, JSON, Map and Set.
const numbers = [5, 3, 8, 1];
const words = ['conv', 'pool', 'dense'];

export const r_iteration = [
  numbers.map((n, i) => n * i),
  numbers.filter((n) => n > 2),
  numbers.reduce((sum, n) => sum + n),
  numbers.reduce((sum, n) => sum + n, 100),
  words.reduceRight((text, word) => `${text}${word[0]}`, ''),
  numbers.find((n) => n > 4),
  numbers.find((n) => n > 40),
  numbers.findIndex((n) => n === 8),
  numbers.some((n) => n > 7),
  numbers.every((n) => n > 1),
  words.flatMap((word) => [word, word.length]),
];
export const r_search = [
  numbers.indexOf(8),
  numbers.indexOf(9),
  words.includes('pool'),
  numbers.at(-1),
  numbers.at(9),
  numbers.length,
  [NaN].indexOf(NaN),
  [NaN].includes(NaN),
];
export const r_parts = [
  numbers.slice(1, 3),
  numbers.slice(-2),
  words.concat(['x'], 'y' as never),
  [[1], [2, [3]]].flat(),
  [1, [2, [3]]].flat(2),
  words.join('-'),
  [1, null, 2].join(),
];
const changed = [1, 2, 3, 4, 5];
export const r_changes = [
  changed.push(6, 7),
  changed.pop(),
  changed.shift(),
  changed.unshift(0),
  changed.splice(1, 2, 20, 30, 40),
  changed,
  changed.reverse(),
  [3, 10, 2].sort(),
  [3, 10, 2].sort((a, b) => a - b),
  new Array(3).fill(0),
];
const grown: number[] = [];
grown[2] = 7;
grown.length = 2;
export const r_array = [
  Array.isArray(numbers),
  Array.isArray('x'),
  Array.of(1, 2),
  Array.from('abc'),
  Array.from({ length: 3 }, (_, i) => i * i),
  Array.from(new Set([1, 1, 2])),
  grown.length,
];
export const r_entries = [
  [...words.entries()],
  [...words.keys()],
  Object.entries({ a: 1, b: [2] }),
  Object.keys({ x: 0, 7: 1 }).length,
  Object.values({ a: 1, b: 2 }),
  Object.fromEntries([['k', 1]]),
  Object.assign({ a: 1 }, { b: 2 }, { a: 3 }),
];
export const r_strings = [
  'conv2d_1'.split('_'),
  'abc'.split(''),
  'Hello'.toUpperCase(),
  ' x '.trim(),
  'abcdef'.slice(1, -1),
  'abcdef'.substring(4, 1),
  'abc'.padStart(5, '*'),
  'ab'.repeat(3),
  'a-b-c'.replace('-', '+'),
  'a-b-c'.replaceAll('-', '+'),
  'block_2'.startsWith('block'),
  'block_2'.endsWith('2'),
  'block'.charAt(1),
  'block'[0],
  'block'.length,
  'abcabc'.lastIndexOf('b'),
  'x'.concat('y', 'z'),
];
export const r_numbers = [
  (3.14159).toFixed(2),
  (255).toString(16),
  Number.isInteger(4),
  Number.isInteger(4.5),
  isNaN(NaN),
  Number.isFinite(Infinity),
  (1e21).toString(),
];
export const r_math = [
  Math.floor(3.7),
  Math.ceil(3.2),
  Math.round(2.5),
  Math.round(-2.5),
  Math.trunc(-3.9),
  Math.max(1, 5, 3),
  Math.min(2, 1),
  Math.sqrt(16),
  Math.pow(2, 5),
  Math.abs(-3),
  Math.log2(8),
  Math.sign(-3),
  Math.hypot(3, 4),
  Math.max(),
];
export const r_json = [JSON.stringify({ a: [1, 'x', null, true], b: { c: 1.5 } }), JSON.stringify('q"q')];

const map = new Map<string, number>([
  ['a', 1],
  ['b', 2],
]);
map.set('c', 3).delete('a');
const seen: unknown[] = [];
for (const [key, value] of map) seen.push(key, value);
map.forEach((value, key) => seen.push(`${key}${value}`));
export const r_map = [
  map.size,
  map.get('b'),
  map.get('z'),
  map.has('c'),
  [...map.keys()],
  [...map.values()],
  seen,
  Object.fromEntries(map),
];
const set = new Set([3, 1, 3]);
set.add(2);
export const r_set = [set.size, set.has(1), [...set], [...new Set('hello')].join('')];
export const r_calls = [
  Math.max.apply(null, [1, 4]),
  ((x: number, y: number) => x - y).call(null, 5, 2),
  ((x: number, y: number) => x * y).bind(null, 3)(4),
];
