// Operations whose kernels work on row-major tensors, where they are: what the plain rules read and write, at the same addresses.
// Whether an operation is one must not depend on how many items there are: smaller batches, and shares of none, use the plan of
// the largest.
import type { PlanOperation, PlanValue } from '../../plan/ir';
import type { Buffer, Task } from '../../plan/task';
import { gradientBuffer, gradientKey, inputValues, isPlanned, valueBuffer, valueKey } from '../../plan/views';
import { unitTask, type Bound, type KernelHolder, type Unit } from '../unit';

/** A gradient to be written, or added to. */
export interface Target {
  readonly at: number;
  readonly add: boolean;
}

export interface RowsParts {
  readonly holder: KernelHolder;
  readonly operation: PlanOperation;
  /** Inputs whose elements the backward pass reads; `output`: the output's. */
  readonly reads: readonly string[];
  readonly readsOutput?: boolean;
  /** Live from the forward to the backward pass. */
  readonly saved?: readonly Buffer[];
  /** Live during one pass; the second kind during the backward pass alone. */
  readonly scratch?: readonly Buffer[];
  readonly backwardScratch?: readonly Buffer[];
  readonly forward: (bound: Bound) => () => void;
  /** @param target null: not wanted */
  readonly backward: (bound: Bound, target: (name: string) => Target | null) => () => void;
}

export const tensorOf = (operation: PlanOperation, name: string): PlanValue | null =>
  (operation.inputs[name] as PlanValue | null | undefined) ?? null;

/** Where a tensor's elements begin. */
export function addressOf({ run, address }: Bound, value: PlanValue): number {
  const { source } = value;
  if (source.kind === 'parameter') return run.store.parameter(source.parameter);
  return source.kind === 'constant' ? run.store.constant(value.id) : address(valueKey(value));
}

/** Where its gradient begins; null: nobody wants it. */
export function gradientAddress({ run, address }: Bound, value: PlanValue): number | null {
  if (!value.hasGradient) return null;
  return value.source.kind === 'parameter' ? run.store.gradient(value.source.parameter) : address(gradientKey(value));
}

export function rowsUnit(parts: RowsParts): Unit {
  const { holder, operation, reads, saved = [], scratch = [], backwardScratch = [] } = parts;
  const [output] = operation.outputs;
  const planned = inputValues(operation).filter(isPlanned);
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation.index],
      touches: [...planned.map(valueBuffer), valueBuffer(output), ...saved, ...scratch],
      writes: [valueBuffer(output)],
      bind: parts.forward,
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    if (!operation.hasBackward) return [];
    const arrives = !fresh(gradientKey(output));
    const named = Object.keys(operation.inputs).flatMap((name) => {
      const value = tensorOf(operation, name);
      return value?.hasGradient ? [{ name, value, add: !fresh(gradientKey(value)) }] : [];
    });
    const read = reads.flatMap((name) => tensorOf(operation, name) ?? []);
    const values = [...read, ...(parts.readsOutput ? [output] : [])].filter(isPlanned);
    const gradients = [output, ...named.map(({ value }) => value)].filter(isPlanned);
    return [
      unitTask(holder, 'backward', {
        operations: [operation.index],
        touches: [
          ...values.map(valueBuffer),
          ...gradients.map(gradientBuffer),
          ...saved,
          ...scratch,
          ...backwardScratch,
        ],
        writes: named
          .map(({ value }) => value)
          .filter(isPlanned)
          .map(gradientBuffer),
        bind(bound) {
          const targets = named.map(({ name, value, add }) => ({
            name,
            add,
            value,
            at: gradientAddress(bound, value),
          }));
          if (arrives)
            return parts.backward(bound, (name) => {
              const target = targets.find((each) => each.name === name);
              return target && target.at !== null ? { at: target.at, add: target.add } : null;
            });
          return () => {
            for (const { at, add, value } of targets)
              if (at !== null && !add) bound.run.memory.floats(at, value.size).fill(0);
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

export const scratchBuffer = (operation: PlanOperation, name: string, floats: number): Buffer => ({
  key: `r${operation.index}.${name}`,
  bytes: 4 * Math.max(1, floats),
});
