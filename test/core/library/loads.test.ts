// Every file of core/library is read by the evaluator without an error: each name that it defines at its top level is there.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { libraryPrograms } from '../../../core/library/programs.generated';
import { loadParser } from '../../support/parser';

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

const moduleName = (path: string): string => path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');

const sourceOf = (path: string): string =>
  readFileSync(new URL(`../../../core/library/${path}`, import.meta.url), 'utf8');

/** The names of top-level classes, functions and plain assignments. */
const definedNames = (text: string): string[] =>
  [...text.matchAll(/^(?:def|class) (\w+)|^(\w+(?: = \w+)*) = /gm)].flatMap(([, definition, assigned]) =>
    definition === undefined ? assigned.split(' = ') : [definition],
  );

test.each(Object.keys(libraryPrograms))('%s', (path) => {
  const name = moduleName(path);
  const text = `import torch
import ${name} as module

missing = [name for name in ${JSON.stringify(definedNames(sourceOf(path)))} if not hasattr(module, name)]


class Probe(torch.nn.Module):
    def forward(self, x):
        if missing:
            raise AssertionError(missing)
        return x
`;
  const { models, diagnostics } = analyzer.analyze({ file: '/program.py', text, model: 'Probe()', inputs: ['1x1'] });
  expect(diagnostics.map((d) => d.details['message'])).toEqual([]);
  expect(models[0].exact).toBe(true);
});
