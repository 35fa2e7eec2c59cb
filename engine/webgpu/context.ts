// What a rule sees while it describes an operation's kernels: its tensors by name, as the plain rules have them
// (engine/layers/rule.ts), but as places in the plan instead of numbers.
import type { AttributeValue } from '../../core/graph/graph';
import { shapeContext } from '../plan/shape-context';
import { sizeOf, type PlanOperation, type PlanValue } from '../plan/ir';
import type { Buffer } from '../plan/task';
import { gradientBuffer, gradientKey, isPlanned, valueBuffer, valueKey } from '../plan/views';
import type { ShapeContext } from '../layers/rule';
import type { Draw, Kernel, StoredRef, TableRef } from './kernel';
import { momentKernels, type Moments } from './moments';
import { nestKernels, type Nest } from './nest';
import { productKernels, type Product } from './product';

/** A gradient to be written: `add` where something is there already. */
export interface Target {
  readonly out: StoredRef;
  readonly add: boolean;
}

/** An activation as the operation before it can compute it along: WGSL of the value by a, and of its derivative by the value y. */
export interface Activation {
  readonly value: string;
  readonly slope: string;
}

export interface GpuRule {
  /** Whether its results can go through the activation that follows (`GpuContext.activated`, `arrived`). */
  readonly activates?: boolean;
  /** Where the operation is one that the operation before it can compute along; null: not with these attributes. */
  activation?(c: GpuContext): Activation | null;
  forward(c: GpuContext): void;
  /** Absent: no gradient passes. A wanted gradient that is not asked for becomes zero. */
  backward?(c: GpuContext): void;
  /** Why this call has no kernels; null or absent: it has. */
  refuses?(c: ShapeContext): string | null;
}

export function valueRef(value: PlanValue): StoredRef {
  const { source, shape, size } = value;
  if (source.kind === 'parameter')
    return { kind: 'stored', shape, size, locate: (store) => store.parameter(source.parameter) };
  if (source.kind === 'constant') return { kind: 'stored', shape, size, locate: (store) => store.constant(value.id) };
  return { kind: 'stored', shape, size, buffer: valueBuffer(value), locate: (_, address) => address(valueKey(value)) };
}

export function gradientRef(value: PlanValue): StoredRef {
  const { source, shape, size } = value;
  if (source.kind === 'parameter')
    return { kind: 'stored', shape, size, locate: (store) => store.gradient(source.parameter) ?? 0 };
  return {
    kind: 'stored',
    shape,
    size,
    buffer: isPlanned(value) ? gradientBuffer(value) : undefined,
    locate: (_, address) => address(gradientKey(value)),
  };
}

export const bufferRef = (buffer: Buffer, shape: readonly number[] = [buffer.bytes / 4]): StoredRef => ({
  kind: 'stored',
  shape,
  size: sizeOf(shape),
  buffer,
  locate: (_, address) => address(buffer.key),
});

const substituted = (code: string, name: string, value: string): string =>
  code.replace(new RegExp(`\\b${name}\\b`, 'g'), `(${value})`);

export interface ContextOptions {
  readonly operation: PlanOperation;
  /** The activation computed along with it; its output stands for the operation's own. */
  readonly followed?: { readonly operation: PlanOperation; readonly activation: Activation };
  readonly training: boolean;
  /** See `nestKernels`. */
  readonly shares: boolean;
  /** Absent in the forward pass. */
  readonly fresh?: (key: string) => boolean;
}

export class GpuContext {
  readonly operation: PlanOperation;
  readonly training: boolean;
  readonly shapes: ShapeContext;
  readonly kernels: Kernel[] = [];
  private readonly fresh: (key: string) => boolean;
  private readonly arriving: readonly boolean[];
  private readonly backwards: boolean;
  private readonly shares: boolean;
  /** null: none is computed along. */
  readonly activation: Activation | null;
  private readonly outputs: readonly PlanValue[];
  private scratches = 0;

  constructor({ operation, followed, training, shares, fresh }: ContextOptions) {
    this.shares = shares;
    this.operation = operation;
    this.activation = followed?.activation ?? null;
    this.outputs = (followed?.operation ?? operation).outputs;
    this.training = training;
    this.shapes = shapeContext(operation, training);
    this.backwards = fresh !== undefined;
    this.fresh = fresh ?? (() => true);
    this.arriving = this.outputs.map((value) => fresh !== undefined && value.hasGradient && !fresh(gradientKey(value)));
  }

  nest(spec: Nest): void {
    this.kernels.push(...nestKernels(spec, this.shares, this.scratch));
  }

  product(spec: Product): void {
    this.kernels.push(...productKernels(spec, this.shares, this.scratch));
  }

  moments(spec: Moments): void {
    this.kernels.push(...momentKernels(spec, this.scratch));
  }

  /** WGSL of what an output's element becomes: it passes through the activation, if one is computed along. */
  activated(value: string): string {
    return this.activation ? substituted(this.activation.value, 'a', value) : value;
  }

  /** WGSL of the gradient of what `activated` was given, by `gradient` and the output's element, which is to be read as y. */
  arrived(gradient: string): string {
    return this.activation ? `(${gradient} * ${this.activation.slope})` : gradient;
  }

  attribute(name: string): AttributeValue<number> | undefined {
    return this.operation.attributes[name];
  }

  input(name: string): StoredRef {
    const found = this.optional(name);
    if (!found) throw new Error(`${this.operation.operator} has no tensor ${name}`);
    return found;
  }

  optional(name: string): StoredRef | null {
    const value = this.value(name);
    return value ? valueRef(value) : null;
  }

  list(name: string): readonly StoredRef[] {
    return this.values(name).map(valueRef);
  }

  get outputCount(): number {
    return this.outputs.length;
  }

  output(index = 0): StoredRef {
    return valueRef(this.outputs[index]);
  }

  isBoolean(name: string): boolean {
    return this.value(name)?.boolean ?? false;
  }

  get batchAxis(): number | null {
    return this.outputs[0].batchAxis;
  }

  /** null: no gradient reaches this output. */
  outputGradient(index = 0): StoredRef | null {
    return this.arriving[index] ? gradientRef(this.outputs[index]) : null;
  }

  /** To be written whole, or added to; null: not wanted. Ask once a use: the next is told to add. */
  inputGradient(name: string): Target | null {
    const value = this.value(name);
    return value ? this.target(value) : null;
  }

  listGradient(name: string, index: number): Target | null {
    return this.target(this.values(name)[index]);
  }

  private target(value: PlanValue): Target | null {
    return value.hasGradient ? { out: gradientRef(value), add: !this.fresh(gradientKey(value)) } : null;
  }

  /** Lives from the forward pass to the backward pass. */
  saved(name: string, elements: number): StoredRef {
    return bufferRef({ key: `s${this.operation.index}.${name}`, bytes: 4 * elements });
  }

  /** Lives as long as this pass of the operation. */
  readonly scratch = (elements: number): StoredRef =>
    bufferRef({
      key: `t${this.operation.index}.${this.backwards ? 'b' : 'f'}${this.scratches++}`,
      bytes: 4 * elements,
    });

  /** Drawn by the host before each run; forward and backward pass see the same. */
  mask(elements: number, draw: Draw): TableRef {
    return { kind: 'table', size: elements, key: `mask${this.operation.index}`, contents: draw };
  }

  private value(name: string): PlanValue | null {
    const entry = this.operation.inputs[name] ?? null;
    return Array.isArray(entry) ? null : (entry as PlanValue | null);
  }

  private values(name: string): readonly PlanValue[] {
    const entry = this.operation.inputs[name] ?? null;
    return entry === null ? [] : Array.isArray(entry) ? (entry as readonly PlanValue[]) : [entry as PlanValue];
  }
}
