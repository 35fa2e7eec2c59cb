// From operations to units: which operations the kernels take together. Every value of the graph is followed in the forms in
// which it exists: row-major, in channel blocks, or lazily (lazy.ts). An operator without a unit here runs its plain rule on
// row-major copies in the same memory, so every graph that the reference backend trains, this one trains.
import type { DerivedGraph, PlanOperation, PlanValue } from '../plan/ir';
import { backwardTask, forwardTask } from '../plan/reference';
import { inputValues, isPlanned } from '../plan/views';
import { blockedOf, imageOf, type Blocked } from './blocked';
import { convertUnit } from './convert';
import type { Ending } from './convolution/fold';
import type { ConvolutionOutput } from './convolution/unit';
import type { Source } from './ends';
import type { LazyRoot } from './root';
import { storeUnit } from './store';
import type { SumUnit } from './sum';
import type { KernelHolder, Unit } from './unit';

interface Forms {
  plain: boolean;
  blocked: Blocked | null;
  lazy: LazyRoot | null;
}

/** Makes units of an operation; false: this call of the operator has none. */
export type Lower = (lowering: Lowering, operation: PlanOperation) => boolean;

/** By operator (`rules.ts`). */
export type LoweringTable = Readonly<Record<string, Lower>>;

export class Lowering {
  readonly graph: DerivedGraph;
  readonly holder: KernelHolder;
  readonly units: Unit[] = [];
  /** By the id of the convolution's output. */
  readonly convolutions = new Map<number, ConvolutionOutput>();
  /** By the id of a convolution's output, in evaluation: what may follow becomes part of the convolution. */
  readonly endings = new Map<number, Ending>();
  /** By the id of the sum. */
  readonly sums = new Map<number, SumUnit>();
  private readonly forms = new Map<number, Forms>();
  private readonly readers = new Map<number, number>();
  private readonly table: LoweringTable;
  private operation = 0;

  constructor(graph: DerivedGraph, holder: KernelHolder, table: LoweringTable) {
    this.graph = graph;
    this.holder = holder;
    this.table = table;
    const values = [...graph.operations.flatMap(inputValues), ...this.outputs()];
    for (const value of values) this.readers.set(value.id, (this.readers.get(value.id) ?? 0) + 1);
  }

  run(): readonly Unit[] {
    for (const operation of this.graph.operations) {
      this.operation = operation.index;
      if (!this.table[operation.operator]?.(this, operation)) this.fallBack(operation);
    }
    for (const output of this.outputs()) this.plain(output);
    return this.units;
  }

  private outputs(): readonly PlanValue[] {
    return [this.graph.output, ...this.graph.auxiliary.map(({ value }) => value)];
  }

  /** Nobody else reads it. */
  isReadOnce(value: PlanValue): boolean {
    return this.readers.get(value.id) === 1;
  }

  lazy(value: PlanValue): LazyRoot | null {
    return this.forms.get(value.id)?.lazy ?? null;
  }

  setLazy(value: PlanValue, root: LazyRoot): void {
    this.formsOf(value).lazy = root;
  }

  setPlain(value: PlanValue): void {
    this.formsOf(value).plain = true;
  }

  setBlocked(value: PlanValue, tensor: Blocked): void {
    this.formsOf(value).blocked = tensor;
  }

  /** The value for one reader that can compute it on the way; stored where several read it. */
  source(value: PlanValue): Source | null {
    const lazy = this.lazy(value);
    if (lazy && this.isReadOnce(value)) return { kind: 'lazy', lazy: lazy.lazy };
    const tensor = this.blocked(value);
    return tensor && { kind: 'stored', tensor };
  }

  /** Whether the value exists as an image already, rather than row-major alone. */
  isImage(value: PlanValue): boolean {
    const forms = this.forms.get(value.id);
    return forms !== undefined && (forms.blocked !== null || forms.lazy !== null);
  }

  /** The value in channel blocks; null for what is no image. */
  blocked(value: PlanValue): Blocked | null {
    const forms = this.formsOf(value);
    if (forms.blocked || !isPlanned(value) || !imageOf(value)) return forms.blocked;
    forms.blocked = blockedOf(value);
    if (forms.lazy) this.units.push(storeUnit(this.holder, this.operation, forms.lazy, forms.blocked));
    else this.units.push(convertUnit(this.holder, this.operation, value, forms.blocked, 'toBlocks'));
    return forms.blocked;
  }

  /** Makes sure that the value exists row-major. */
  plain(value: PlanValue): void {
    const forms = this.formsOf(value);
    if (forms.plain || !isPlanned(value)) return;
    const tensor = this.blocked(value);
    if (!tensor) throw new Error('a value that exists in no form');
    this.units.push(convertUnit(this.holder, this.operation, value, tensor, 'toPlain'));
    forms.plain = true;
  }

  private fallBack(operation: PlanOperation): void {
    for (const value of inputValues(operation)) this.plain(value);
    this.units.push({
      forward: () => [forwardTask(operation, this.graph.training)],
      backward: (fresh) => (operation.hasBackward ? [backwardTask(operation, fresh)] : []),
    });
    for (const value of operation.outputs) this.setPlain(value);
  }

  private formsOf(value: PlanValue): Forms {
    const known = this.forms.get(value.id);
    if (known) return known;
    const forms: Forms = { plain: value.source.kind === 'input', blocked: null, lazy: null };
    this.forms.set(value.id, forms);
    return forms;
  }
}
