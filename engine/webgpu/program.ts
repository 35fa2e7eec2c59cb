// A program made ready: pipelines, uniforms and tables of all its kernels, in the order in which they run.
import type { AddressOf } from '../plan/task';
import type { Store } from '../plan/store';
import { USAGE, type GpuBindGroup, type GpuBuffer, type GpuCommandEncoder } from './api';
import { UNIFORM_BYTES, type Device, type Run } from './device';
import type { Stopwatch } from './stopwatch';
import { INFINITY_BITS, PLACES, ROW, type Draw, type Drawing, type Kernel, type TableRef } from './kernel';

export class Program {
  private readonly device: Device;
  private readonly group: GpuBindGroup;
  private readonly tables: GpuBuffer;
  private readonly drawn: readonly { readonly offset: number; readonly draw: Draw; readonly target: Float32Array }[];
  /** By task. */
  readonly runs: (readonly Run[])[];
  private readonly first: readonly Run[];

  private constructor(
    device: Device,
    runs: readonly (readonly Run[])[],
    uniforms: Uint32Array<ArrayBuffer>,
    tables: Tables,
  ) {
    this.device = device;
    this.runs = [...runs];
    this.first = runs[0];
    const uniformBuffer = device.buffer(uniforms.byteLength, USAGE.uniform | USAGE.copyTarget);
    device.write(0, new Float32Array(uniforms.buffer), uniformBuffer);
    this.tables = device.buffer(4 * tables.length, USAGE.storage | USAGE.copyTarget);
    for (const { offset, contents } of tables.places.values())
      if (contents instanceof Float32Array) device.write(4 * offset, contents, this.tables);
    this.drawn = [...tables.places.values()].flatMap(({ offset, size, contents }) =>
      contents instanceof Float32Array ? [] : [{ offset, draw: contents, target: new Float32Array(size) }],
    );
    this.group = device.group(uniformBuffer, this.tables);
  }

  /** @param tasks kernels, task by task */
  static async make(
    device: Device,
    tasks: readonly (readonly Kernel[])[],
    store: Store,
    address: AddressOf,
  ): Promise<Program> {
    const tables = placeTables(tasks.flat());
    const count = tasks.reduce((sum, kernels) => sum + kernels.length, 0);
    const uniforms = new Uint32Array(Math.max(1, count) * PLACES);
    let at = 0;
    const pending = tasks.map((kernels) =>
      kernels.map(async ({ code, refs, groups }): Promise<Run> => {
        const own = at++;
        refs.forEach((ref, slot) => {
          uniforms[own * PLACES + slot] = ref.kind === 'table' ? tables.offsetOf(ref) : ref.locate(store, address) / 4;
        });
        uniforms[own * PLACES + PLACES - 1] = INFINITY_BITS;
        const x = Math.min(groups, ROW);
        return { pipeline: await device.pipeline(code), uniforms: own * UNIFORM_BYTES, x, y: Math.ceil(groups / x) };
      }),
    );
    const runs = await Promise.all(pending.map((task) => Promise.all(task)));
    return new Program(device, runs, uniforms, tables);
  }

  /** Fills the masks of this run, in the order in which the graph draws them. */
  draw(run: Drawing): void {
    for (const { offset, draw, target } of this.drawn) {
      draw(run, target);
      this.device.write(4 * offset, target, this.tables);
    }
  }

  /** Which kernels of the first task run from now on. */
  choose(wanted: (kernel: number) => boolean): void {
    this.runs[0] = this.first.filter((_, kernel) => wanted(kernel));
  }

  encode(encoder: GpuCommandEncoder, tasks: readonly (readonly Run[])[] = this.runs): void {
    this.device.encode(encoder, this.group, tasks.flat());
  }

  /** Each task a pass of its own. */
  encodeTimed(encoder: GpuCommandEncoder, stopwatch: Stopwatch): void {
    this.runs.forEach((runs, index) => this.device.encode(encoder, this.group, runs, stopwatch.pass(index)));
  }
}

interface Tables {
  readonly places: ReadonlyMap<
    string,
    { readonly offset: number; readonly size: number; readonly contents: TableRef['contents'] }
  >;
  readonly offsetOf: (table: TableRef) => number;
  /** In elements. */
  readonly length: number;
}

const keyOf = ({ key, contents }: TableRef): string =>
  key ?? (contents instanceof Float32Array ? contents.join() : 'drawn');

/** Elements that tables take. */
export function placeTables(kernels: readonly Kernel[]): Tables {
  const places = new Map<string, { offset: number; size: number; contents: TableRef['contents'] }>();
  const keys = new Map<TableRef, string>();
  let length = 0;
  for (const ref of kernels.flatMap((kernel) => kernel.refs)) {
    if (ref.kind !== 'table' || keys.has(ref)) continue;
    const key = keyOf(ref);
    keys.set(ref, key);
    if (places.has(key)) continue;
    places.set(key, { offset: length, size: ref.size, contents: ref.contents });
    length += ref.size;
  }
  return { places, length, offsetOf: (table) => places.get(keys.get(table) ?? '')?.offset ?? 0 };
}
