// Sixteen-bit floating point: IEEE 754 binary16 and bfloat16, rounded to nearest, ties to even.

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The upper half of a float32, rounded. */
export function toBfloat16(value: number): number {
  float[0] = value;
  if (value !== value) return 0x7fc0;
  return (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) >>> 16;
}

export function fromBfloat16(half: number): number {
  bits[0] = half << 16;
  return float[0];
}

export function toFloat16(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const size = Math.abs(float[0]);
  if (size !== size) return 0x7e00;
  // 65,520 lies in the middle between the largest binary16 and what would follow it.
  if (size >= 65520) return sign | 0x7c00;
  // Below 2⁻¹⁴ the numbers are multiples of 2⁻²⁴; above, of 2⁻¹⁰ of their power of two.
  const exponent = Math.max(((bits[0] >>> 23) & 255) - 127, -14);
  const unit = 2 ** (exponent - 10);
  const whole = roundToEven(size / unit);
  return sign | (whole + ((exponent + 14) << 10));
}

export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
