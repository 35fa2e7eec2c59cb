// The sum of two tensors, as residual connections have it, with the clamping activation that follows: one pass. Either operand
// may be a lazy value without an activation (a batch norm).
//     out = clamp(left + right)        a gradient passes where low < out < high
import type { Buffer, Task } from '../plan/task';
import { blockedBuffer, blockedGradient, POSITION, type Blocked, blockedRegions } from './blocked';
import {
  fixedOf,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
  type Source,
} from './ends';
import { FORWARD_BYTES, forwardKey, IDENTITY_FORWARD } from './lazy';
import { unitTask, type Bound, type KernelHolder, type Unit } from './unit';

export class SumUnit implements Unit {
  low = -Infinity;
  high = Infinity;
  /** The value after the activation. */
  output: Blocked;
  private readonly holder: KernelHolder;
  private readonly operation: number;
  private readonly operands: readonly [Source, Source];

  constructor(holder: KernelHolder, operation: number, operands: readonly [Source, Source], output: Blocked) {
    this.holder = holder;
    this.operation = operation;
    this.operands = operands;
    this.output = output;
  }

  readonly forward = (): readonly Task[] => {
    const { operands, output, low, high } = this;
    return [
      unitTask(this.holder, 'forward', {
        operations: [this.operation],
        touches: [...operands.flatMap(sourceBuffers), blockedBuffer(output)],
        fixed: fixedOf,
        writes: blockedRegions(output),
        bind(bound) {
          const { kernels, address } = bound;
          const [left, right] = operands.map((operand) => bindOperand(bound, operand));
          const base = address(output.key);
          const positions = output.count * output.area;
          return () => {
            for (let block = 0; block < output.blocks; block++) {
              const offset = block * output.stride;
              kernels.affineAdd(
                left.base + offset,
                right.base + offset,
                base + offset,
                positions,
                left.coefficients + block * left.step,
                right.coefficients + block * right.step,
                low,
                high,
              );
            }
          };
        },
      }),
    ];
  };

  readonly backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const { output, low, high, operation } = this;
    const wanted = this.operands.filter(sourceHasGradient);
    const isFresh = wanted.map((operand) => fresh(sourceGradientKey(operand)));
    const masks = low !== -Infinity || high !== Infinity;
    const scratch: Buffer = { key: `a${operation}.g`, bytes: output.area * POSITION };
    return [
      unitTask(this.holder, 'backward', {
        operations: [operation],
        touches: [
          blockedGradient(output),
          ...(masks ? [blockedBuffer(output), scratch] : []),
          ...wanted.flatMap(sourceGradientBuffers),
        ],
        fixed: fixedOf,
        bind(bound) {
          const { kernels, address } = bound;
          const writers = wanted.map((operand, i) => writeSourceGradient(bound, operand, isFresh[i]));
          const gradient = address(output.gradientKey);
          const [y, at] = masks ? [address(output.key), address(scratch.key)] : [0, 0];
          const image = output.area * POSITION;
          return () => {
            for (const writer of writers) writer.begin();
            for (let i = 0; i < output.count; i++)
              for (let block = 0; block < output.blocks; block++) {
                const offset = block * output.stride + i * image;
                if (masks) kernels.maskByOutput(gradient + offset, y + offset, at, output.area, low, high);
                for (const writer of writers) writer.write(block, i, 1, masks ? at : gradient + offset);
              }
          };
        },
      }),
    ];
  };
}

interface Operand {
  readonly base: number;
  readonly coefficients: number;
  /** Bytes between the coefficients of two blocks. */
  readonly step: number;
}

function bindOperand({ address }: Bound, operand: Source): Operand {
  if (operand.kind === 'stored')
    return { base: address(operand.tensor.key), coefficients: address(IDENTITY_FORWARD), step: 0 };
  const { y, norm } = operand.lazy;
  return {
    base: address(y.key),
    coefficients: address(norm ? forwardKey(norm) : IDENTITY_FORWARD),
    step: norm ? FORWARD_BYTES : 0,
  };
}
