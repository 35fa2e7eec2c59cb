// An operation bound to addresses: what a layer's rule sees while it runs. Views are made once, when a program is bound.
import type { AttributeValue } from '../../core/graph/graph';
import type { BackwardContext, DrawMask, Exchange, RuleContext, Share, View } from '../layers/rule';
import type { PlanInputs, PlanOperation, PlanValue } from './ir';
import type { DropoutSource } from '../types';
import type { RunState } from './run-state';
import type { AddressOf } from './task';
import { gradientViewOf, savedKey, savedOf, viewOf } from './views';

type Entry<T> = T | readonly T[] | null;

function mapInputs<T>(inputs: PlanInputs, make: (value: PlanValue) => T): ReadonlyMap<string, Entry<T>> {
  return new Map(
    Object.entries(inputs).map(([name, entry]) => [
      name,
      entry === null
        ? null
        : Array.isArray(entry)
          ? (entry as readonly PlanValue[]).map(make)
          : make(entry as PlanValue),
    ]),
  );
}

export class BoundForward implements RuleContext {
  protected readonly run: RunState;
  protected readonly operation: PlanOperation;
  private readonly inputs: ReadonlyMap<string, Entry<View>>;
  private readonly outputs: readonly View[];
  private readonly savedFloats = new Map<string, Float32Array>();
  private readonly savedFloat64 = new Map<string, Float64Array>();

  constructor(run: RunState, operation: PlanOperation, address: AddressOf) {
    this.run = run;
    this.operation = operation;
    this.inputs = mapInputs(operation.inputs, (value) => viewOf(run, address, value));
    this.outputs = operation.outputs.map((value) => viewOf(run, address, value));
    for (const [name, { elements, type }] of Object.entries(savedOf(operation, run.training))) {
      const at = address(savedKey(operation, name));
      if (type === 'float32') this.savedFloats.set(name, run.memory.floats(at, elements));
      else this.savedFloat64.set(name, run.memory.doubles(at, elements));
    }
  }

  get training(): boolean {
    return this.run.training;
  }

  get share(): Share {
    return this.run.share;
  }

  get items(): number {
    return this.run.batch?.count ?? 0;
  }

  get exchange(): Exchange {
    return this.run.exchange;
  }

  get drawMask(): DrawMask {
    const random = this.random();
    return (probability, total, from, target) => random.bernoulli(probability, total, from, target);
  }

  get drawUniform(): RuleContext['drawUniform'] {
    const random = this.random();
    return (total, from, target) => random.uniform(total, from, target);
  }

  private random(): DropoutSource {
    const { random } = this.run;
    if (!random) throw new Error('the graph drops, but no random source was given');
    return random;
  }

  get batches(): number {
    return this.run.batches;
  }

  get outputCount(): number {
    return this.outputs.length;
  }

  input(name: string): View {
    return required(this.optional(name), name);
  }

  optional(name: string): View | null {
    const entry = this.inputs.get(name) ?? null;
    return Array.isArray(entry) ? null : (entry as View | null);
  }

  list(name: string): readonly View[] {
    return asList(this.inputs.get(name) ?? null);
  }

  output(index = 0): View {
    return this.outputs[index];
  }

  saved(name: string): Float32Array {
    return required(this.savedFloats.get(name) ?? null, name);
  }

  savedDoubles(name: string): Float64Array {
    return required(this.savedFloat64.get(name) ?? null, name);
  }

  isBoolean(name: string): boolean {
    const entry = this.operation.inputs[name] ?? [];
    return [entry].flat().some(({ boolean }: PlanValue) => boolean);
  }

  get batchAxis(): number | null {
    return this.operation.outputs[0].batchAxis;
  }

  attribute(name: string): AttributeValue<number> | undefined {
    return this.operation.attributes[name];
  }
}

export class BoundBackward extends BoundForward implements BackwardContext {
  private readonly inputGradients: ReadonlyMap<string, Entry<View | null>>;
  private readonly outputGradients: readonly (View | null)[];

  /** @param arriving by output: whether anything was added to its gradient */
  constructor(run: RunState, operation: PlanOperation, address: AddressOf, arriving: readonly boolean[]) {
    super(run, operation, address);
    this.inputGradients = mapInputs(operation.inputs, (value) => gradientViewOf(run, address, value));
    this.outputGradients = operation.outputs.map((value, index) =>
      arriving[index] ? gradientViewOf(run, address, value) : null,
    );
  }

  outputGradient(index = 0): View | null {
    return this.outputGradients[index];
  }

  inputGradient(name: string): View | null {
    const entry = this.inputGradients.get(name) ?? null;
    return Array.isArray(entry) ? null : (entry as View | null);
  }

  listGradient(name: string): readonly (View | null)[] {
    return asList<View | null>(this.inputGradients.get(name) ?? null);
  }
}

const asList = <T>(entry: Entry<T>): readonly T[] =>
  entry === null ? [] : Array.isArray(entry) ? (entry as readonly T[]) : [entry as T];

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`no tensor ${name}`);
  return value;
}
