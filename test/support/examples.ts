// The example models as the core sees them, with everything they import beside them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { loadParser } from './parser';

const root = join(import.meta.dirname, '..', '..');

/** Names of the files in `examples/` with this ending. */
export const examplesWith = (ending: string): readonly string[] =>
  readdirSync(join(root, 'examples'))
    .filter((name) => name.endsWith(ending))
    .sort();

export const exampleText = (name: string): string => readFileSync(join(root, 'examples', name), 'utf8');

/** Analyses files by their path in the repository: `examples/resnet_small.py`. */
export async function repositoryAnalyzer(): Promise<Analyzer> {
  const readText = (file: string): string | undefined => {
    try {
      return readFileSync(join(root, file), 'utf8');
    } catch {
      return undefined;
    }
  };
  return createAnalyzer({ parser: await loadParser(), host: { readText } });
}
