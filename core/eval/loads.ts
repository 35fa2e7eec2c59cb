// What running the body of a module did, as far as it can be done again (`keptModules.ts`).
import type { Diagnostic } from '../base/diagnostic';
import type { Location } from '../base/location';
import type { Snapshot } from './snapshots';
import type { Maker, ModuleValue, Mutable } from './values';

/** What could not be told while nothing was recorded. */
export interface Doubt {
  readonly reason: string;
  readonly location: Location | null;
  /** It is unknown because PyTorch would raise there. */
  readonly error?: Diagnostic | undefined;
}

/** What a body asked of the table of modules, and left for others to see, in order. */
export type LoadEvent =
  | { readonly kind: 'found'; readonly name: string; readonly module: ModuleValue | undefined }
  | { readonly kind: 'awaited'; readonly module: ModuleValue; readonly name: string | null }
  /** `load`: whose it is in the end, where that matters. */
  | { readonly kind: 'loaded'; readonly module: ModuleValue; readonly load?: Load | undefined };

export class Load implements Maker {
  readonly isLibrary = false;
  isRepeatable = true;
  readonly events: LoadEvent[] = [];
  /** Objects of others that it changes, and how it left them. */
  readonly changed = new Set<Mutable>();
  readonly after = new Map<Mutable, Snapshot>();
  /** Those whose objects it holds. */
  held: ReadonlySet<Load> = new Set();

  constructor(
    readonly module: ModuleValue,
    /** The objects that were changed before it began, and by whom; in the end those that it can have seen. */
    readonly world: Map<Mutable, Load | null>,
    /** What it must not change, as it was. */
    readonly effects: readonly unknown[],
  ) {}

  /** It does what is not done again. */
  spoil(): void {
    this.isRepeatable = false;
  }
}
