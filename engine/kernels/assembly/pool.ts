// Pools of any windows over one block of channels of one image, by tables: the window of output p holds the source offsets
// (bytes) windows[starts[p]] .. windows[starts[p + 1]).

/** The largest of each window, the first of equals, NaN before all; `chosen` keeps its offset for each lane (int32). */
export function maxPool(
  source: usize, starts: usize, windows: usize, positions: i32, target: usize, chosen: usize,
): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const plane = source + half;
    for (let p: usize = 0; p < <usize>positions; p++) {
      let w = windows + (<usize>load<i32>(starts + (p << 2)) << 2);
      const end = windows + (<usize>load<i32>(starts + (p << 2), 4) << 2);
      let offset = load<i32>(w);
      let best = v128.load(plane + <usize>offset);
      let at = i32x4.splat(offset);
      for (w += 4; w < end; w += 4) {
        offset = load<i32>(w);
        const x = v128.load(plane + <usize>offset);
        // Greater, or NaN where the best is none yet.
        const takes = v128.or(f32x4.gt(x, best), v128.andnot(f32x4.ne(x, x), f32x4.ne(best, best)));
        best = v128.bitselect(x, best, takes);
        at = v128.bitselect(i32x4.splat(offset), at, takes);
      }
      v128.store(target + (p << 5) + half, best);
      v128.store(chosen + (p << 5) + half, at);
    }
  }
}

/** target[chosen] += gradient, lane by lane. */
export function maxPoolGradient(gradient: usize, chosen: usize, positions: i32, target: usize): void {
  for (let at: usize = 0, end = <usize>positions << 5; at < end; at += 32) {
    for (let lane: usize = 0; lane < 32; lane += 4) {
      const to = target + lane + <usize>load<i32>(chosen + at + lane);
      store<f32>(to, load<f32>(to) + load<f32>(gradient + at + lane));
    }
  }
}

/** target[p] = factors[p] · Σ of its window. */
export function averagePool(
  source: usize, starts: usize, windows: usize, factors: usize, positions: i32, target: usize,
): void {
  for (let p: usize = 0; p < <usize>positions; p++) {
    let w = windows + (<usize>load<i32>(starts + (p << 2)) << 2);
    const end = windows + (<usize>load<i32>(starts + (p << 2), 4) << 2);
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
    for (; w < end; w += 4) {
      const x = source + <usize>load<i32>(w);
      sum0 = f32x4.add(sum0, v128.load(x));
      sum1 = f32x4.add(sum1, v128.load(x, 16));
    }
    const factor = v128.load32_splat(factors + (p << 2));
    v128.store(target + (p << 5), f32x4.mul(sum0, factor));
    v128.store(target + (p << 5), f32x4.mul(sum1, factor), 16);
  }
}

/** target[...] += factors[p] · gradient[p], over the window of each p. */
export function averagePoolGradient(
  gradient: usize, starts: usize, windows: usize, factors: usize, positions: i32, target: usize,
): void {
  for (let p: usize = 0; p < <usize>positions; p++) {
    let w = windows + (<usize>load<i32>(starts + (p << 2)) << 2);
    const end = windows + (<usize>load<i32>(starts + (p << 2), 4) << 2);
    const factor = v128.load32_splat(factors + (p << 2));
    const g0 = f32x4.mul(v128.load(gradient + (p << 5)), factor);
    const g1 = f32x4.mul(v128.load(gradient + (p << 5), 16), factor);
    for (; w < end; w += 4) {
      const x = target + <usize>load<i32>(w);
      v128.store(x, f32x4.add(v128.load(x), g0));
      v128.store(x, f32x4.add(v128.load(x, 16), g1), 16);
    }
  }
}
