// The models of scripts/golden/engine_cases.py as the evaluator reads them, with what PyTorch says of each.
import { readFileSync } from 'node:fs';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import type { SerialisedGraph } from '../../core/graph/graph';
import { loadParser } from '../support/parser';
import type { OperatorCase, OperatorGolden } from './operator-case';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const source = read('../../scripts/golden/engine_cases.py');

export const goldens = (JSON.parse(read('../golden/engine/operators.json')) as { cases: readonly OperatorGolden[] })
  .cases;

export const openAnalyzer = async (): Promise<Analyzer> =>
  createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });

export function caseOf(analyzer: Analyzer, golden: OperatorGolden): OperatorCase {
  const graphOf = (training: boolean): SerialisedGraph => {
    const { name, input } = golden;
    const request = { file: 'cases.py', text: source, model: `${name}()`, inputs: [input.join('x')], training };
    const [model] = analyzer.analyze(request).models;
    if (model.unknowns.length > 0) throw new Error(`the evaluator does not know ${model.unknowns[0].reason}`);
    return serialiseGraph(model.graph);
  };
  return { golden, graph: graphOf(true), evaluation: graphOf(false) };
}
