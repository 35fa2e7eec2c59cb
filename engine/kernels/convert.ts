// Between row-major tensors, which plain rules compute, and channel blocks, which kernels compute.
import type { PlanValue } from '../plan/ir';
import type { Task } from '../plan/task';
import { gradientBuffer, gradientKey, valueBuffer, valueKey } from '../plan/views';
import { blockedBuffer, blockedGradient, LANES, POSITION, type Blocked } from './blocked';
import { unitTask, type Bound, type KernelHolder, type Unit } from './unit';

type Direction = 'toBlocks' | 'toPlain';

/** Copies all items; adds where the target holds something already. */
function bindCopy(
  bound: Bound,
  tensor: Blocked,
  keys: readonly [plain: string, blocked: string],
  to: Direction,
  add: boolean,
): () => void {
  const { kernels, address } = bound;
  const [plain, blocks] = keys.map(address);
  const { channels, area, count, stride } = tensor;
  const plane = area * 4;
  return () => {
    for (let image = 0; image < count; image++)
      for (let block = 0; block < tensor.blocks; block++) {
        const first = block * LANES;
        const lanes = Math.min(LANES, channels - first);
        const row = plain + (image * channels + first) * plane;
        const at = blocks + block * stride + image * area * POSITION;
        if (to === 'toBlocks') kernels.blockFromPlain(row, plane, lanes, at, area, add ? 1 : 0);
        else kernels.plainFromBlock(at, row, plane, lanes, area, add ? 1 : 0);
      }
  };
}

/** A copy of a value in the other layout; its gradient goes back to where the value was made. */
export function convertUnit(
  holder: KernelHolder,
  operation: number,
  value: PlanValue,
  tensor: Blocked,
  to: Direction,
): Unit {
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [valueBuffer(value), blockedBuffer(tensor)],
      bind: (bound) => bindCopy(bound, tensor, [valueKey(value), tensor.key], to, false),
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    if (!value.hasGradient) return [];
    const target = to === 'toBlocks' ? gradientKey(value) : tensor.gradientKey;
    const add = !fresh(target);
    const back = to === 'toBlocks' ? 'toPlain' : 'toBlocks';
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [gradientBuffer(value), blockedGradient(tensor)],
        bind: (bound) => bindCopy(bound, tensor, [gradientKey(value), tensor.gradientKey], back, add),
      }),
    ];
  };
  return { forward, backward };
}
