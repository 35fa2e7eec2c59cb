// Pools of any windows: the windows of every output position are a table, the same for all blocks and images.
import { flag, optionalNumber, tuple } from '../layers/attributes';
import { windows } from '../layers/geometry';
import type { PlanOperation } from '../plan/ir';
import type { Buffer, FixedBuffer } from '../plan/task';
import { POSITION, type Blocked } from './blocked';
import type { Source } from './ends';
import { planeUnit, sourceExtent } from './planes';
import type { KernelHolder, Unit } from './unit';

type Kind = 'max' | 'average';

/** One axis of a window: input positions, and how many positions count where padding counts. */
interface Span {
  readonly positions: readonly number[];
  readonly counted: number;
}

const range = (from: number, to: number, step = 1): readonly number[] => {
  const list: number[] = [];
  for (let i = from; i < to; i += step) list.push(i);
  return list;
};

/** By axis (rows, columns), by output position. */
function spansOf(
  operation: PlanOperation,
  input: readonly number[],
  output: readonly number[],
): readonly (readonly Span[])[] {
  if (operation.operator.startsWith('adaptive'))
    return input.map((extent, axis) =>
      range(0, output[axis]).map((i) => {
        const [from, to] = [Math.floor((i * extent) / output[axis]), Math.ceil(((i + 1) * extent) / output[axis])];
        return { positions: range(from, to), counted: to - from };
      }),
    );
  const context = { attribute: (name: string) => operation.attributes[name] };
  const rank = operation.operator.endsWith('1d') ? 1 : 2;
  const kernel = tuple(context, 'kernel_size', rank, 1);
  const w = windows(context, { input: input.slice(2 - rank), output: output.slice(2 - rank), kernel });
  return [1, 2].map((axis) =>
    range(0, w.output[axis]).map((i) => {
      const start = i * w.stride[axis] - w.padding[axis];
      const end = Math.min(start + (w.kernel[axis] - 1) * w.dilation[axis] + 1, w.input[axis] + w.padding[axis]);
      const inside = range(start, end, w.dilation[axis]).filter((at) => at >= 0 && at < w.input[axis]);
      return { positions: inside, counted: flag(context, 'count_include_pad', true) ? end - start : inside.length };
    }),
  );
}

interface Tables {
  readonly starts: Int32Array;
  readonly windows: Int32Array;
  readonly factors: Float32Array;
}

function tablesOf(operation: PlanOperation, source: Source, output: Blocked): Tables {
  const { height, width } = sourceExtent(source);
  const [rows, columns] = spansOf(operation, [height, width], [output.height, output.width]);
  const override = optionalNumber({ attribute: (name) => operation.attributes[name] }, 'divisor_override');
  const starts = [0];
  const offsets: number[] = [];
  const factors: number[] = [];
  for (const row of rows)
    for (const column of columns) {
      for (const h of row.positions) for (const w of column.positions) offsets.push((h * width + w) * POSITION);
      starts.push(offsets.length);
      factors.push(1 / (override ?? row.counted * column.counted));
    }
  return { starts: Int32Array.from(starts), windows: Int32Array.from(offsets), factors: Float32Array.from(factors) };
}

export function poolUnit(
  holder: KernelHolder,
  operation: PlanOperation,
  kind: Kind,
  source: Source,
  output: Blocked,
): Unit {
  const name = `p${operation.index}`;
  const tables = tablesOf(operation, source, output);
  const fixed: readonly FixedBuffer[] = Object.entries(tables).map(
    ([table, contents]: [string, Int32Array | Float32Array]) => ({
      key: `${name}.${table}`,
      bytes: contents.byteLength,
      contents,
    }),
  );
  const chosen: Buffer = { key: `${name}.chosen`, bytes: output.bytes };
  const { height, width } = sourceExtent(source);
  const plane = (block: number, image: number): number => block * output.stride + image * output.area * POSITION;
  return planeUnit({
    holder,
    operation: operation.index,
    name: 'p',
    source,
    output,
    fixed,
    saved: kind === 'max' ? [chosen] : [],
    needsInput: false,
    forward({ kernels, address }) {
      const [starts, offsets, factors] = fixed.map(({ key }) => address(key));
      if (kind === 'average')
        return (_block, _image, x, y) => kernels.averagePool(x, starts, offsets, factors, output.area, y);
      const base = address(chosen.key);
      return (block, image, x, y) => kernels.maxPool(x, starts, offsets, output.area, y, base + plane(block, image));
    },
    backward({ run, kernels, address }) {
      const [starts, offsets, factors] = fixed.map(({ key }) => address(key));
      const clear = run.memory.floats(address(`${name}.dx`), (height * width * POSITION) / 4);
      const base = kind === 'max' ? address(chosen.key) : 0;
      return (block, image, _x, dy, dx) => {
        clear.fill(0);
        if (kind === 'max') kernels.maxPoolGradient(dy, base + plane(block, image), output.area, dx);
        else kernels.averagePoolGradient(dy, starts, offsets, factors, output.area, dx);
      };
    },
  });
}
