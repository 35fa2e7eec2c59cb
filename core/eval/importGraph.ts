// Which modules import which, ever: code of a module can have come to what the modules hold that it reaches.
import type { ModuleValue } from './values';

export class ImportGraph {
  private readonly importers = new Map<ModuleValue, Set<ModuleValue>>();
  /** By module, of those that were asked for: all that reach it. */
  private readonly reaching = new Map<ModuleValue, Set<ModuleValue>>();

  add(importer: ModuleValue, found: ModuleValue): void {
    let importers = this.importers.get(found);
    if (importers === undefined) this.importers.set(found, (importers = new Set()));
    if (importers.has(importer)) return;
    importers.add(importer);
    for (const reaching of this.reaching.values()) if (reaching.has(found)) this.spread(importer, reaching);
  }

  reaches(from: ModuleValue, to: ModuleValue): boolean {
    let reaching = this.reaching.get(to);
    if (reaching === undefined) {
      this.reaching.set(to, (reaching = new Set()));
      this.spread(to, reaching);
    }
    return reaching.has(from);
  }

  /** The module is of no use any more. */
  remove(module: ModuleValue): void {
    for (const graph of [this.importers, this.reaching]) {
      graph.delete(module);
      for (const modules of graph.values()) modules.delete(module);
    }
  }

  clear(): void {
    this.importers.clear();
    this.reaching.clear();
  }

  private spread(module: ModuleValue, reaching: Set<ModuleValue>): void {
    const waiting = [module];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reaching.has(next)) continue;
      reaching.add(next);
      waiting.push(...(this.importers.get(next) ?? []));
    }
  }
}
