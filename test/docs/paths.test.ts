// The documents tell the truth about the tree: every path that they name exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const pathLike =
  /`((?:core|engine|protocol|server|cli|src|media|test|scripts|docs|examples|bench)\/[\w./-]*)`|\]\(([\w./-]+)\)/g;

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md'])('%s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const paths = [...new Set([...text.matchAll(pathLike)].map((match) => match[1] ?? match[2]))];
  it.each(paths)('names %s', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
