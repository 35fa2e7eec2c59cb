// Floats in decimal, correctly rounded: ties go to the even digit, as in Python. JavaScript's own toFixed and toExponential round
// ties up and turn to exponents at 1e21.
//
//     fixed(0.125, 2)          // '0.12'
//     exponential(2.5, 0)      // '2e+00'

/** A finite float as an exact fraction: numerator / 2**shift, of the magnitude. */
function fraction(value: number): { readonly numerator: bigint; readonly shift: number } {
  const magnitude = Math.abs(value);
  if (Number.isInteger(magnitude)) return { numerator: BigInt(magnitude), shift: 0 };
  // a power of two changes the exponent alone
  let shift = 0;
  let scaled = magnitude;
  while (!Number.isInteger(scaled)) {
    scaled *= 2 ** 64;
    shift += 64;
  }
  return { numerator: BigInt(scaled), shift };
}

/** numerator / denominator to the nearest integer, ties to the even one. */
function divideEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);

/** The magnitude times 10**digits, rounded to an integer; digits may be negative. */
function scaled(value: number, digits: number): bigint {
  const { numerator, shift } = fraction(value);
  return digits >= 0
    ? divideEven(numerator * 10n ** BigInt(digits), 1n << BigInt(shift))
    : divideEven(numerator, (10n ** BigInt(-digits)) << BigInt(shift));
}

/** Python's `'%.<digits>f'` of a finite float. */
export function fixed(value: number, digits: number): string {
  const text = scaled(value, digits)
    .toString()
    .padStart(digits + 1, '0');
  const sign = isNegative(value) ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The decimal exponent and `digits + 1` significant digits of a finite float's magnitude. */
function significant(value: number, digits: number): { readonly exponent: number; readonly text: string } {
  if (value === 0) return { exponent: 0, text: '0'.repeat(digits + 1) };
  let exponent = Number(Math.abs(value).toExponential().split('e')[1]);
  let text = scaled(value, digits - exponent).toString();
  // 9.99 rounded up has a digit more
  if (text.length > digits + 1) {
    exponent++;
    text = text.slice(0, -1);
  }
  return { exponent, text };
}

const exponentText = (exponent: number): string =>
  `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;

/** Python's `'%.<digits>e'`. */
export function exponential(value: number, digits: number): string {
  const { exponent, text } = significant(value, digits);
  const point = digits === 0 ? '' : `.${text.slice(1)}`;
  return `${isNegative(value) ? '-' : ''}${text[0]}${point}${exponentText(exponent)}`;
}

/** Python's `'%.<precision>g'`; `padded` keeps the zeros at the end (`#`), `asFloat` a digit after the point. */
export function general(value: number, precision: number, { padded = false, asFloat = false } = {}): string {
  const digits = Math.max(1, precision) - 1;
  const { exponent } = significant(value, digits);
  const isExponential = exponent < -4 || exponent > digits - (asFloat ? 1 : 0);
  const text = isExponential ? exponential(value, digits) : fixed(value, Math.max(0, digits - exponent));
  if (padded) return text;
  const [mantissa, tail] = text.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (tail !== undefined) return `${short}e${tail}`;
  return asFloat && !short.includes('.') ? `${short}.0` : short;
}

/** Python's `round(value, digits)` of a finite float. */
export function roundTo(value: number, digits: number): number {
  if (digits > 323) return value;
  if (digits < -308) return isNegative(value) ? -0 : 0;
  const text = scaled(value, digits).toString();
  const magnitude = Number(`${text}e${-digits}`);
  return isNegative(value) ? -magnitude : magnitude;
}

/** Python's `round(value, digits)` of an integer, digits below zero. */
export function roundInteger(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(-digits);
  const rounded = divideEven(value < 0n ? -value : value, unit) * unit;
  return value < 0n ? -rounded : rounded;
}
