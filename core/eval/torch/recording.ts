// What one forward pass executes, as it is executed: values, operations, calls of leaf modules, what the source's calls yielded,
// and whatever could not be told. `graph.ts` makes the model graph of it.
import type { Diagnostic } from '../../base/diagnostic';
import type { Location } from '../../base/location';
import type { AttributeValue, GraphValue, Operation, ParameterId, Tree, ValueId } from '../../graph/graph';
import type { WindowMotion } from '../../ops/operator';
import { formatDim, type Dim } from '../../shape/dim';
import type { InstanceValue, Storage, TensorValue } from '../values';

export interface RecordedCall {
  readonly module: InstanceValue;
  readonly inputs: readonly (readonly Dim[])[];
  output: Tree<readonly Dim[]>;
  /** The first output tensor's value, for its receptive field. */
  outputValue: ValueId | null;
  readonly attributes: Readonly<Record<string, AttributeValue<Dim>>>;
  readonly params: number | null;
  readonly called: Location | null;
  /** The module had no children when it was called. */
  readonly leaf: boolean;
  readonly start: number;
  end: number;
  /** An operation's cost inside could not be told. */
  certain: boolean;
}

export interface RecordedOperation extends Operation<Dim> {
  readonly window: WindowMotion | 'global' | null;
  /** The value whose memory the outputs have: viewed, or changed in place. */
  shares: ValueId | null;
  isInPlace: boolean;
  /** Executed where no gradients are asked for (`torch.no_grad`). */
  readonly isUntracked: boolean;
  /** How the code calls it: `torch.nn.functional.relu`, `.relu` as a method, null for an operator such as `+`. */
  readonly spelling: string | null;
}

export interface Observation {
  readonly location: Location;
  readonly shape: Tree<readonly Dim[]>;
  /** Operations executed while the call was evaluated. */
  readonly operations: readonly [number, number];
}

export interface UnknownPlaceRecord {
  readonly reason: string;
  readonly location: Location | null;
  /** It is unknown because PyTorch would raise there. */
  readonly error?: Diagnostic | undefined;
}

interface Mark {
  readonly operations: number;
  readonly calls: number;
  readonly values: number;
  readonly observations: number;
}

interface Cut {
  readonly operations: RecordedOperation[];
  readonly calls: RecordedCall[];
  readonly values: GraphValue<Dim>[];
  readonly holders: TensorValue[];
  readonly observations: Observation[];
}

let recordings = 0;

export class Recording {
  readonly id = ++recordings;
  readonly values: GraphValue<Dim>[] = [];
  readonly operations: RecordedOperation[] = [];
  readonly calls: RecordedCall[] = [];
  readonly observations: Observation[] = [];
  readonly unknowns: UnknownPlaceRecord[] = [];
  /** For each value the tensor that stands for it. */
  private readonly holders: TensorValue[] = [];
  /** Calls of modules under way, outermost first. */
  readonly stack: RecordedCall[] = [];
  /** False within `torch.no_grad`. */
  isTracking = true;
  /**
   * A part is computed again in the backward pass (checkpoints), or perhaps without gradients: what training keeps is less than the
   * graph tells.
   */
  recomputes = false;
  /** Each unknown is told once. */
  private readonly told = new Set<string>();

  constructor(
    private readonly parameters: ReadonlyMap<Storage, ParameterId>,
    /** The file whose calls are observed. */
    readonly file: string,
    /** Nobody wrote down what it is fed. */
    private readonly isInputSupposed = false,
  ) {}

  input(tensor: TensorValue, index: number): ValueId {
    return this.add(tensor, { kind: 'input', index });
  }

  /** The value a tensor stands for: made on first use for parameters and for tensors made outside the graph. */
  valueOf(tensor: TensorValue): ValueId {
    if (tensor.recording === this.id) return tensor.valueId;
    const parameter = this.parameters.get(tensor.storage);
    if (parameter !== undefined) return this.add(tensor, { kind: 'parameter', parameter });
    return this.add(tensor, { kind: 'constant', data: tensor.tensor.data ?? null });
  }

  add(tensor: TensorValue, source: GraphValue<Dim>['source']): ValueId {
    const { shape, dtype } = tensor.tensor;
    tensor.valueId = this.values.push({ shape, dtype, source }) - 1;
    tensor.recording = this.id;
    this.holders.push(tensor);
    return tensor.valueId;
  }

  /** `result` was written into `target`. */
  changedInPlace(target: TensorValue, result: TensorValue): void {
    if (result.recording !== this.id) return;
    const source = this.values.at(result.valueId)?.source;
    const operation = source?.kind === 'operation' ? this.operations.at(source.operation) : undefined;
    // what a branch executed may have been taken back
    if (operation?.outputs.includes(result.valueId) !== true) return;
    // `t_` views it in another way: no element changes
    if (operation.shares !== null) return;
    operation.shares = this.valueOf(target);
    operation.isInPlace = true;
  }

  /** Something could not be told: figures that need it are unknown. */
  unknown(reason: string, location: Location | null, error?: Diagnostic): void {
    for (const call of this.stack) call.certain = false;
    // what comes of an error is told with it
    if (error === undefined && this.unknowns.some((each) => each.error !== undefined && each.reason === reason)) return;
    const key = `${reason}@${location === null ? '' : `${location.file}:${location.start}`}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.unknowns.push({ reason, location, error });
  }

  /** Whether a tensor is, or is a view of, an input that is only supposed: what is given may be no tensor at all. */
  isSupposed(tensor: TensorValue): boolean {
    if (!this.isInputSupposed || tensor.recording !== this.id) return false;
    for (let value: ValueId | null = tensor.valueId; value !== null;) {
      const source: GraphValue<Dim>['source'] | undefined = this.values.at(value)?.source;
      if (source?.kind !== 'operation') return source?.kind === 'input';
      value = this.operations.at(source.operation)?.shares ?? null;
    }
    return false;
  }

  mark(): Mark {
    return {
      operations: this.operations.length,
      calls: this.calls.length,
      values: this.values.length,
      observations: this.observations.length,
    };
  }

  /** Takes back what came since the mark; `costs` is equal for branches that cost the same. */
  cut(mark: Mark): { readonly cut: Cut; readonly costs: string } {
    const cut: Cut = {
      operations: this.operations.splice(mark.operations),
      calls: this.calls.splice(mark.calls),
      values: this.values.splice(mark.values),
      holders: this.holders.splice(mark.values),
      observations: this.observations.splice(mark.observations),
    };
    // a parameter that only this branch used is no value of the graph any more
    for (const tensor of cut.holders) if (tensor.recording === this.id) tensor.recording = 0;
    const costs = cut.operations.map((o) => `${o.operator} ${o.macs === null ? '?' : formatDim(o.macs)}`).join(';');
    return { cut, costs };
  }

  paste(cut: Cut): void {
    this.operations.push(...cut.operations);
    this.calls.push(...cut.calls);
    cut.holders.forEach((tensor, index) => {
      tensor.valueId = this.values.length + index;
      tensor.recording = this.id;
    });
    this.values.push(...cut.values);
    this.holders.push(...cut.holders);
    this.observations.push(...cut.observations);
  }
}
