// What an analysis has changed of the objects that outlive it: put back before the next one.
import type { Load } from './loads';
import { restore, snapshot, type Snapshot } from './snapshots';
import type { Attributes, LazyImport, Mutable } from './values';

interface Disturbance {
  readonly before: Snapshot;
  by: Load | null;
}

export class Disturbances {
  private readonly disturbed = new Map<Mutable, Disturbance>();
  private readonly resolved: { readonly names: Attributes; readonly name: string; readonly lazy: LazyImport }[] = [];
  /** Nothing of the library's own is changed. */
  isLibraryPlain = true;
  /** No code but that of modules' bodies has changed anything. */
  isUntouched = true;

  putBack(): void {
    for (const [object, { before }] of this.disturbed) restore(object, before);
    for (const { names, name, lazy } of this.resolved) names.set(name, lazy);
    this.disturbed.clear();
    this.resolved.length = 0;
    this.isLibraryPlain = this.isUntouched = true;
  }

  /** The object is about to be changed. `by`: the load of the body that does it; null: code that is run anew in every analysis. */
  add(object: Mutable, by: Load | null): void {
    const known = this.disturbed.get(object);
    if (known !== undefined) known.by = by;
    else this.disturbed.set(object, { before: snapshot(object), by });
    if (object.madeIn?.isLibrary === true) this.isLibraryPlain = false;
    if (by === null) this.isUntouched = false;
  }

  /** A name that was imported is about to be bound to what it stands for. */
  addResolved(names: Attributes, name: string, lazy: LazyImport): void {
    this.resolved.push({ names, name, lazy });
  }

  /** Whose body changed each object last. */
  latest(): Map<Mutable, Load | null> {
    return new Map([...this.disturbed].map(([object, { by }]) => [object, by]));
  }
}
