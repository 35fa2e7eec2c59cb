// Cost by each convention against the tools themselves, as scripts/golden/conventions.py measured them.
import { describe, expect, test } from 'vitest';
import { conventions } from '../../../core/analysis';
import { callCost, operationCost, totalCost } from '../../../core/cost/conventions';
import { sumKnown } from '../../../core/cost/totals';
import { graphOf, readGolden } from './support';

const tools = ['macs', 'torchinfo', 'fvcore', 'thop', 'ptflops'] as const;

type Row = { template: string; expression: string; input: number[] } & Record<(typeof tools)[number], number>;

const golden = JSON.parse(readGolden('conventions.json')) as { templates: Record<string, string>; rows: Row[] };
const models = readGolden('models.py');

function graphOfRow({ template, expression, input }: Pick<Row, 'template' | 'expression' | 'input'>) {
  const isModel = template === 'models';
  const source = isModel ? models : golden.templates[template].replace('{expression}', expression);
  return graphOf(source, isModel ? expression : 'model()', input.join('x'));
}

describe('totals', () => {
  test.each(golden.rows)('$expression', (row) => {
    const graph = graphOfRow(row);
    // torch.utils.flop_counter does not see the fused LSTM of the CPU.
    const compared = tools.filter((tool) => tool !== 'macs' || !row.expression.startsWith('nn.LSTM('));
    const figures = (of: (tool: (typeof tools)[number]) => unknown): unknown =>
      compared.map((tool) => [tool, of(tool)]);
    expect(figures((tool) => totalCost(graph, tool))).toEqual(figures((tool) => row[tool]));
    const macs = totalCost(graph, 'macs');
    if (typeof macs === 'number') expect(totalCost(graph, 'flops')).toBe(2 * macs);
  });
});

test('a model is the sum of its leaf calls and the operations outside them', () => {
  for (const expression of ['Separable()', 'Functional()', 'UNet()', 'Attention()']) {
    const graph = graphOfRow({
      template: 'models',
      expression,
      input: expression === 'Separable()' || expression === 'Functional()' ? [1, 1, 28, 28] : [1, 3, 16, 16],
    });
    for (const convention of conventions) {
      const parts = [
        ...graph.calls.map((call) => callCost(call, graph, convention)),
        ...graph.operations
          .filter(({ call }) => call === null)
          .map((operation) => operationCost(operation, graph, convention)),
      ];
      expect(sumKnown(parts)).toEqual(totalCost(graph, convention));
    }
  }
});

test('a shared module is counted at every call', () => {
  const graph = graphOfRow({ template: 'models', expression: 'Shared()', input: [1, 4, 12, 12] });
  const calls = graph.calls.filter(({ type }) => type === 'Conv2d');
  expect(calls.map((call) => callCost(call, graph, 'torchinfo'))).toEqual([21312, 21312, 21312]);
});
