// The beginning of a lazy value: a batch norm, or nothing but the stored tensor itself. Forward it makes the coefficients;
// backward it turns the sums into the coefficients of dy, and where no convolution reads dy on the way, it stores it.
import type { PlanValue } from '../plan/ir';
import type { Buffer, Task } from '../plan/task';
import { gradientKey } from '../plan/views';
import { blockedBuffer, blockedGradient, POSITION, type Blocked } from './blocked';
import { fixedOf, outputGradientBuffers } from './ends';
import { backwardBuffers, forwardBuffers, sumBuffers, type Lazy } from './lazy';
import { bindNormBackward, bindNormForward, inverseBytes, inverseKey, Moments, type Norm } from './norm';
import { packed, readLazyGradient, writeBlocked } from './streams';
import { unitTask, type KernelHolder, type Unit } from './unit';

export class LazyRoot implements Unit {
  readonly norm: Norm | null;
  readonly y: Blocked;
  /** What the value has become by activations and pools that were merged into it. */
  lazy: Lazy;
  /** The convolution that makes `y` also makes its sums, and reads dy through the lazy value. */
  producerServes = false;
  private readonly holder: KernelHolder;
  private readonly operation: number;

  constructor(holder: KernelHolder, operation: number, y: Blocked, norm: Norm | null, lazy: Lazy) {
    this.holder = holder;
    this.operation = operation;
    this.y = y;
    this.norm = norm;
    this.lazy = lazy;
  }

  readonly forward = (): readonly Task[] => {
    const { norm, y, lazy } = this;
    if (!norm) return [];
    const ownSums = norm.batchStatistics && !this.producerServes;
    return [
      unitTask(this.holder, 'forward', {
        operations: [this.operation],
        touches: [
          ...forwardBuffers(lazy),
          ...sumBuffers(lazy),
          { key: inverseKey(norm), bytes: inverseBytes(norm) },
          ...(ownSums ? [blockedBuffer(y)] : []),
        ],
        bind(bound) {
          const finish = bindNormForward(bound, norm);
          if (!ownSums) return finish;
          const moments = new Moments(bound, norm);
          return () => {
            if (y.count > 0) moments.begin(0, y.area);
            for (let block = 0; block < y.blocks; block++) moments.add(block, 0, y.count * y.area);
            return finish();
          };
        },
      }),
    ];
  };

  readonly backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const { norm, y, lazy } = this;
    const tasks: Task[] = [];
    if (norm) {
      const isFresh = [norm.weight, norm.bias].map((value) => value !== null && freshParameter(value, fresh));
      tasks.push(
        unitTask(this.holder, 'backward', {
          operations: [this.operation],
          touches: [
            ...forwardBuffers(lazy),
            ...backwardBuffers(lazy),
            ...sumBuffers(lazy),
            { key: inverseKey(norm), bytes: inverseBytes(norm) },
          ],
          bind: (bound) => bindNormBackward(bound, norm, isFresh),
        }),
      );
    }
    if (!this.producerServes && y.hasGradient) tasks.push(this.storeGradient(fresh(y.gradientKey)));
    return tasks;
  };

  private storeGradient(isFresh: boolean): Task {
    const { y, lazy } = this;
    const scratch: Buffer = { key: `n${this.operation}.dy`, bytes: y.area * POSITION };
    return unitTask(this.holder, 'backward', {
      operations: [this.operation],
      touches: [...outputGradientBuffers({ kind: 'lazy', lazy }), blockedGradient(y), scratch],
      fixed: fixedOf,
      bind(bound) {
        const at = bound.address(scratch.key);
        const read = readLazyGradient(bound, lazy, packed(y.height, y.width));
        const write = writeBlocked(bound, y, y.gradientKey, isFresh);
        return () => {
          for (let image = 0; image < y.count; image++)
            for (let block = 0; block < y.blocks; block++) {
              read(block, image, 1, at);
              write(block, image, 1, at);
            }
        };
      },
    });
  }
}

const freshParameter = (value: PlanValue, fresh: (key: string) => boolean): boolean =>
  value.hasGradient && fresh(gradientKey(value));
