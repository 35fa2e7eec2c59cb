// Wrong little models, as PyTorch judges them (scripts/golden/wrong_models.py): one diagnostic, on the line where PyTorch raises.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderMessage } from '../../../core/base/messages';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

interface Row {
  readonly name: string;
  readonly source: string;
  readonly inputs: readonly string[];
  readonly raises: string;
  /** null: in no line of the source. */
  readonly line: number | null;
}

const { rows } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'golden', 'wrong-models.json'), 'utf8'),
) as { readonly rows: readonly Row[] };

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

describe('wrong models', () => {
  test.each(rows)('$name', ({ source, inputs, line }) => {
    const { diagnostics } = analyzer.analyze({ file: '/w/model.py', text: source, model: 'Net()', inputs });
    const errors = diagnostics.filter((d) => d.severity === 'error');
    expect(errors.map((d) => renderMessage(d))).toHaveLength(1);
    expect(renderMessage(errors[0], 'zh-cn')).toMatch(/\p{Script=Han}|：/u);
    const at = source.slice(0, errors[0].location.start).split('\n').length;
    if (line !== null) expect(at).toBe(line);
  });
});
