// Between row-major planes [channels][positions] and one block [positions][8 channels] of one image.

/** Lanes from `channels` on become zero. `plane`: bytes between two channels of the source. */
export function blockFromPlain(
  source: usize, plane: usize, channels: i32, target: usize, positions: i32, accumulate: bool,
): void {
  for (let lane = 0; lane < 8; lane++) {
    let to = target + (<usize>lane << 2);
    const end = to + (<usize>positions << 5);
    if (lane >= channels) {
      for (; to < end; to += 32) store<f32>(to, 0);
      continue;
    }
    let from = source + <usize>lane * plane;
    for (; to < end; to += 32, from += 4) store<f32>(to, accumulate ? load<f32>(to) + load<f32>(from) : load<f32>(from));
  }
}

export function plainFromBlock(
  source: usize, target: usize, plane: usize, channels: i32, positions: i32, accumulate: bool,
): void {
  for (let lane = 0; lane < channels; lane++) {
    let from = source + (<usize>lane << 2);
    let to = target + <usize>lane * plane;
    for (const end = to + (<usize>positions << 2); to < end; to += 4, from += 32)
      store<f32>(to, accumulate ? load<f32>(to) + load<f32>(from) : load<f32>(from));
  }
}
