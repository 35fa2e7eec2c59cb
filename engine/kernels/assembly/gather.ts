// Weights between PyTorch's order and the kernels', and patches of an image laid out in rows.
//
//     packed      [lanes / 8][taps][rows][8 lanes]        lanes and rows past the last are zeros
//     element     (lane mod laneCycle) · laneStride + (row mod rowCycle) · rowStride + taps[tap], in elements
//
// Where groups of channels share blocks, a lane and a row of different groups have no weight: zero.

// @ts-ignore: decorator
@inline
function exists(lane: i32, lanes: i32, laneGroup: i32, row: i32, rows: i32, rowGroup: i32): bool {
  return lane < lanes && row < rows && lane / laneGroup == row / rowGroup;
}

export function pack(
  target: usize, source: usize, lanes: i32, laneStride: i32, laneCycle: i32, laneGroup: i32,
  rows: i32, rowStride: i32, rowCycle: i32, rowGroup: i32, paddedRows: i32, taps: usize, tapCount: i32,
): void {
  for (let first = 0; first < lanes; first += 8) {
    for (let t = 0; t < tapCount; t++) {
      const tap = load<i32>(taps + (<usize>t << 2));
      // One group of channels, and eight of them: nothing to ask.
      if (laneGroup >= lanes && rowGroup >= rows && first + 8 <= lanes) {
        for (let row = 0; row < rows; row++) {
          const from = source + (<usize>(first * laneStride + row * rowStride + tap) << 2);
          for (let lane = 0; lane < 8; lane++) {
            store<f32>(target, load<f32>(from + (<usize>(lane * laneStride) << 2)));
            target += 4;
          }
        }
        memory.fill(target, 0, <usize>(paddedRows - rows) << 5);
        target += <usize>(paddedRows - rows) << 5;
        continue;
      }
      for (let row = 0; row < paddedRows; row++) {
        for (let lane = first; lane < first + 8; lane++) {
          const at = (lane % laneCycle) * laneStride + (row % rowCycle) * rowStride + tap;
          const there = exists(lane, lanes, laneGroup, row, rows, rowGroup);
          store<f32>(target, there ? load<f32>(source + (<usize>at << 2)) : 0);
          target += 4;
        }
      }
    }
  }
}

/** The way back; adds where `accumulate` is set. */
export function unpack(
  target: usize, source: usize, lanes: i32, laneStride: i32, laneCycle: i32, laneGroup: i32,
  rows: i32, rowStride: i32, rowCycle: i32, rowGroup: i32, paddedRows: i32, taps: usize, tapCount: i32,
  accumulate: bool,
): void {
  for (let first = 0; first < lanes; first += 8) {
    for (let t = 0; t < tapCount; t++) {
      const tap = load<i32>(taps + (<usize>t << 2));
      for (let row = 0; row < paddedRows; row++) {
        for (let lane = first; lane < first + 8; lane++) {
          if (exists(lane, lanes, laneGroup, row, rows, rowGroup)) {
            const at = (lane % laneCycle) * laneStride + (row % rowCycle) * rowStride + tap;
            const to = target + (<usize>at << 2);
            const value = load<f32>(source);
            store<f32>(to, accumulate ? load<f32>(to) + value : value);
          }
          source += 4;
        }
      }
    }
  }
}

/** Row p of the target: source[sources[p] + taps[t]] for every tap; rows are `row` bytes apart. Offsets in bytes. */
export function gatherRows(
  source: usize, sources: usize, positions: i32, taps: usize, tapCount: i32, target: usize, row: usize,
): void {
  for (let p: usize = 0; p < <usize>positions << 2; p += 4) {
    const x = source + <usize>load<i32>(sources + p);
    for (let t: usize = 0; t < <usize>tapCount << 2; t += 4)
      store<f32>(target + t, load<f32>(x + <usize>load<i32>(taps + t)));
    target += row;
  }
}
