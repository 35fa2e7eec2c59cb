// What a forward pass costs and sees, remembered: most edits of a file leave most of its models as they are, or change only where
// they stand. A pass is the one before where its operations, its values and what is trained are equal.
import { sameData } from '../base/sameData';
import type { ChannelReach, ReceptiveField, ValueId } from '../graph/graph';
import { sameSymbols } from '../shape/dim';
import { channelAxis, channelReaches, reachAlong } from './channels';
import type { Reach } from './channelSets';
import { activationBytes, type ActivationBytes } from './memory';
import { followPositions, receptiveFieldOf, type WindowedOperation } from './receptiveField';
import type { Seen } from './seen';
import type { ExecutedOperation, Execution } from './storage';

export interface Pass extends Execution {
  readonly operations: readonly (ExecutedOperation & WindowedOperation)[];
  /** Parts of it run again in the backward pass. */
  readonly recomputes: boolean;
}

/** What a value sees of the input; null: not told. */
export interface View {
  readonly receptiveField: ReceptiveField | null;
  readonly channels: ChannelReach | null;
}

const nothing: View = { receptiveField: null, channels: null };

export class PassCosts {
  private readonly positions: readonly (Seen | null)[];
  private readonly reaches: readonly (Reach | null)[];
  private readonly views = new Map<ValueId, View>();
  private known: ActivationBytes | null = null;

  /** `pause` is called now and then; what it throws ends the computation. */
  constructor(
    readonly pass: Pass,
    pause: () => void,
  ) {
    const execution = { ...pass, pause };
    this.positions = followPositions(execution);
    this.reaches = channelReaches(execution);
  }

  /** Only of a pass of which nothing is missing. */
  get bytes(): ActivationBytes {
    return (this.known ??= activationBytes(this.pass, this.pass.recomputes));
  }

  viewOf(id: ValueId | null): View {
    if (id === null) return nothing;
    let view = this.views.get(id);
    if (view === undefined) this.views.set(id, (view = this.seenBy(id)));
    return view;
  }

  private seenBy(id: ValueId): View {
    const positions = this.positions[id];
    const reach = this.reaches[id];
    const receptiveField = positions ? receptiveFieldOf(positions) : null;
    if (!reach) return { receptiveField, channels: null };
    const { shape } = this.pass.values[id];
    const held = (positions?.layout ?? []).flatMap((factors, axis) => (factors.length > 0 ? [axis] : []));
    return { receptiveField, channels: reachAlong(reach, shape, channelAxis(reach, shape, held)) };
  }
}

/** Passes kept: the models of the few files that are edited. */
const mostPasses = 12;

export class CostMemory {
  /** The last one asked for comes last. */
  private kept: readonly PassCosts[] = [];

  costsOf(pass: Pass, pause: () => void): PassCosts {
    const costs = this.kept.find(({ pass: before }) => isSamePass(before, pass)) ?? new PassCosts(pass, pause);
    this.kept = [...this.kept.filter((other) => other !== costs), costs].slice(-mostPasses);
    return costs;
  }
}

const same = (a: unknown, b: unknown): boolean => sameData(a, b, sameSymbols);

const isSamePass = (a: Pass, b: Pass): boolean =>
  a.operations.length === b.operations.length &&
  a.values.length === b.values.length &&
  a.recomputes === b.recomputes &&
  a.operations.every((operation, i) => isSameOperation(operation, b.operations[i])) &&
  same(a.values, b.values) &&
  same(a.inputs, b.inputs) &&
  same(a.output, b.output) &&
  a.parameters.length === b.parameters.length &&
  a.parameters.every(
    ({ trainable, dtype }, i) => trainable === b.parameters[i].trainable && dtype === b.parameters[i].dtype,
  );

/** All but where it stands and how it is written. */
const isSameOperation = (a: Pass['operations'][number], b: Pass['operations'][number]): boolean =>
  a.operator === b.operator &&
  a.isInPlace === b.isInPlace &&
  same(a.shares, b.shares) &&
  same(a.outputs, b.outputs) &&
  same(a.inputs, b.inputs) &&
  same(a.attributes, b.attributes) &&
  same(a.window, b.window);
