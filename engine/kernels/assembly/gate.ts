// Channels scaled by one number each, as squeeze-and-excitation does: one block of one image.

/** target = source · gate[8]. */
export function gate(source: usize, factors: usize, target: usize, count: i32): void {
  const f0 = v128.load(factors), f1 = v128.load(factors, 16);
  for (const end = source + (<usize>count << 5); source < end; source += 32, target += 32) {
    v128.store(target, f32x4.mul(v128.load(source), f0));
    v128.store(target, f32x4.mul(v128.load(source, 16), f1), 16);
  }
}

/** target[8] = Σ left · right, or += where `accumulate` is set. */
export function gateGradient(left: usize, right: usize, target: usize, count: i32, accumulate: bool): void {
  let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
  for (const end = left + (<usize>count << 5); left < end; left += 32, right += 32) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(left), v128.load(right)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(left, 16), v128.load(right, 16)));
  }
  if (accumulate) {
    sum0 = f32x4.add(sum0, v128.load(target));
    sum1 = f32x4.add(sum1, v128.load(target, 16));
  }
  v128.store(target, sum0);
  v128.store(target, sum1, 16);
}
