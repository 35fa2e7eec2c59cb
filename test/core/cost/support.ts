// Models of sources in memory, evaluated by one analyzer: the library is loaded once.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Graph } from '../../../core/graph/graph';
import { createAnalyzer } from '../../../core/index';
import type { Dim } from '../../../core/shape/dim';
import { loadParser } from '../../support/parser';

const analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });

/** A file of test/golden/cost. */
export const readGolden = (name: string): string =>
  readFileSync(new URL(`../../golden/cost/${name}`, import.meta.url), 'utf8');

/** The graph of a model in which nothing is unknown. */
export function graphOf(text: string, model: string, input: string | readonly string[], training = false): Graph<Dim> {
  const { models } = analyzer.analyze({ file: '/workspace/model.py', text, model, inputs: [input].flat(), training });
  expect(models[0].unknowns).toEqual([]);
  return models[0].graph;
}
