// Arithmetic, comparisons and choices with broadcasting, the same as in engine/layers/{arithmetic,compare,combined}.ts.
import { numberOf, optionalNumber } from '../../layers/attributes';
import type { GpuContext, GpuRule } from '../context';
import { literal } from '../kernel';
import { elementwise, type Formula } from './elementwise';

const binary = (make: (c: GpuContext) => Formula): GpuRule => elementwise(['input', 'other'], make);
const fixed = (value: string, left: string, right: string): GpuRule => binary(() => ({ value, slopes: [left, right] }));

const scaled = (sign: number): GpuRule => ({
  ...binary((c) => {
    const alpha = literal(sign * (optionalNumber(c, 'alpha') ?? 1));
    return { value: alpha === '1.0' ? 'a + b' : `a + ${alpha} * b`, slopes: ['1.0', alpha] };
  }),
  activates: true,
});

const extreme = (sign: '>' | '<'): GpuRule =>
  fixed(
    `select(b, a, a ${sign} b || is_nan(a))`,
    `select(select(0.0, 0.5, a == b), 1.0, a ${sign} b)`,
    `select(select(0.0, 0.5, a == b), 1.0, b ${sign} a)`,
  );

const test = (condition: string): GpuRule => binary(() => ({ value: `select(0.0, 1.0, ${condition})` }));

export const arithmetic: Readonly<Record<string, GpuRule>> = {
  add: scaled(1),
  sub: scaled(-1),
  rsub: binary((c) => {
    const alpha = optionalNumber(c, 'alpha') ?? 1;
    return { value: `b - ${literal(alpha)} * a`, slopes: [literal(-alpha), '1.0'] };
  }),
  mul: fixed('a * b', 'b', 'a'),
  true_divide: fixed('a / b', '1.0 / b', '-a / (b * b)'),
  floor_divide: binary(() => ({ value: 'floor(a / b)' })),
  maximum: extreme('>'),
  minimum: extreme('<'),
  eq: test('a == b'),
  ne: test('a != b'),
  lt: test('a < b'),
  le: test('a <= b'),
  gt: test('a > b'),
  ge: test('a >= b'),
  logical_and: test('a != 0.0 && b != 0.0'),
  logical_or: test('a != 0.0 || b != 0.0'),
  logical_not: elementwise(['input'], () => ({ value: 'select(0.0, 1.0, a == 0.0)' })),
  pow: elementwise(['input', 'exponent'], () => ({
    value: 'power(a, b)',
    slopes: ['select(b * power(a, b - 1.0), 0.0, b == 0.0)', 'select(power(a, b) * log(a), 0.0, a == 0.0)'],
  })),
  where: elementwise(['condition', 'input', 'other'], () => ({
    value: 'select(d, b, a != 0.0)',
    slopes: [null, 'select(0.0, 1.0, a != 0.0)', 'select(1.0, 0.0, a != 0.0)'],
  })),
  masked_fill: elementwise(['mask', 'value', 'input'], () => ({
    value: 'select(d, b, a != 0.0)',
    slopes: [null, 'select(0.0, 1.0, a != 0.0)', 'select(1.0, 0.0, a != 0.0)'],
  })),
  addcmul: elementwise(['input', 'tensor1', 'tensor2'], (c) => {
    const value = literal(numberOf(c, 'value', 1));
    return { value: `a + ${value} * b * d`, slopes: ['1.0', `${value} * d`, `${value} * b`] };
  }),
  addcdiv: elementwise(['input', 'tensor1', 'tensor2'], (c) => {
    const value = literal(numberOf(c, 'value', 1));
    return { value: `a + ${value} * b / d`, slopes: ['1.0', `${value} / d`, `-${value} * b / (d * d)`] };
  }),
  lerp: elementwise(['input', 'end', 'weight'], () => ({
    value: 'a + d * (b - a)',
    slopes: ['1.0 - d', 'd', 'b - a'],
  })),
};
