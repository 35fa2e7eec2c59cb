// A tensor times one number for each channel of each image, as squeeze-and-excitation has it.
//     y = x · s      dx = dy · s      ds = Σ dy · x
import type { Buffer, Task } from '../plan/task';
import { blockedBuffer, blockedGradient, blockedRegions, POSITION, type Blocked } from './blocked';
import {
  fixedOf,
  readSource,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
  type Source,
} from './ends';
import { packed } from './streams';
import { unitTask, type KernelHolder, type Unit } from './unit';

export function gateUnit(
  holder: KernelHolder,
  operation: number,
  source: Source,
  gate: Blocked,
  output: Blocked,
): Unit {
  const input: Buffer = { key: `q${operation}.x`, bytes: output.area * POSITION };
  const gradient: Buffer = { key: `q${operation}.dx`, bytes: output.area * POSITION };
  const plane = (base: number, tensor: Blocked, block: number, image: number): number =>
    base + block * tensor.stride + image * tensor.area * POSITION;
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [...sourceBuffers(source), blockedBuffer(gate), blockedBuffer(output), input],
      fixed: fixedOf,
      writes: blockedRegions(output),
      bind(bound) {
        const [x, s, y] = [input.key, gate.key, output.key].map(bound.address);
        const read = readSource(bound, source, packed(output.height, output.width));
        return () => {
          for (let image = 0; image < output.count; image++)
            for (let block = 0; block < output.blocks; block++) {
              read(block, image, 1, x);
              bound.kernels.gate(x, plane(s, gate, block, image), plane(y, output, block, image), output.area);
            }
        };
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const wantsSource = sourceHasGradient(source);
    const freshSource = wantsSource && fresh(sourceGradientKey(source));
    const freshGate = gate.hasGradient && fresh(gate.gradientKey);
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [
          ...sourceBuffers(source),
          ...(wantsSource ? sourceGradientBuffers(source) : []),
          blockedBuffer(gate),
          ...(gate.hasGradient ? [blockedGradient(gate)] : []),
          blockedGradient(output),
          input,
          gradient,
        ],
        fixed: fixedOf,
        bind(bound) {
          const { kernels, address } = bound;
          const [x, s, dx, dy] = [input.key, gate.key, gradient.key, output.gradientKey].map(address);
          const ds = gate.hasGradient ? address(gate.gradientKey) : null;
          const read = readSource(bound, source, packed(output.height, output.width));
          const writer = wantsSource ? writeSourceGradient(bound, source, freshSource) : null;
          return () => {
            writer?.begin();
            for (let image = 0; image < output.count; image++)
              for (let block = 0; block < output.blocks; block++) {
                const g = plane(dy, output, block, image);
                if (ds !== null) {
                  read(block, image, 1, x);
                  kernels.gateGradient(x, g, plane(ds, gate, block, image), output.area, freshGate ? 0 : 1);
                }
                if (!writer) continue;
                kernels.gate(g, plane(s, gate, block, image), dx, output.area);
                writer.write(block, image, 1, dx);
              }
          };
        },
      }),
    ];
  };
  return { forward, backward };
}
