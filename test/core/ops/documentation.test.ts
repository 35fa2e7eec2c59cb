// docs/operators.md is made from the table of operators; `npx vitest run test/core/ops/documentation.test.ts -u` renews it.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allOperators, operatorFamilies } from '../../../core/ops/table';
import type { Operator } from '../../../core/ops/operator';
import { families, operatorOf, readRows } from './golden';

const TARGET = fileURLToPath(new URL('../../../docs/operators.md', import.meta.url));

const code = (text: string): string => `\`${text}\``;

const shortName = (name: string): string => name.replace('torch.nn.functional.', 'F.');

function ways(op: Operator): string {
  const methods = op.methods.filter((name) => !name.startsWith('__')).map((name) => `.${name}()`);
  const special = op.methods.filter((name) => name.startsWith('__'));
  const properties = (op.properties ?? []).map((name) => `.${name}`);
  return [...op.functions.map(shortName), ...methods, ...properties, ...special].map(code).join(' ');
}

function document(): string {
  const rows = families.flatMap(readRows);
  const measured = new Map<string, number>();
  for (const row of rows) {
    const name = operatorOf(row.call)?.name ?? '';
    measured.set(name, (measured.get(name) ?? 0) + 1);
  }
  const sections = Object.entries(operatorFamilies).map(([family, operators]) =>
    [
      `## ${family}`,
      '',
      '| operator | called as | parameters | measured calls |',
      '| --- | --- | --- | --- |',
      ...operators.map(
        (op) =>
          `| ${op.name} | ${ways(op)} | ${code(op.signature).replace(/\|/g, '\\|')} | ${measured.get(op.name) ?? 0} |`,
      ),
    ].join('\n'),
  );
  return [
    '# Operators',
    '',
    '<!-- Made by test/core/ops/documentation.test.ts from core/ops/table.ts; edit that, not this. -->',
    '',
    `${allOperators.length} operators of PyTorch, each with its shape rule, its cost and the errors that PyTorch would raise. ` +
      `\`F\` is \`torch.nn.functional\`. The last column counts the calls whose shape, dtype, multiply-accumulates and errors ` +
      `are compared with PyTorch 2.13 (\`scripts/golden/operators.py\`); ${rows.length} in all.`,
    '',
    ...sections.flatMap((section) => [section, '']),
  ].join('\n');
}

it('docs/operators.md is up to date', async () => {
  await expect(document()).toMatchFileSnapshot(TARGET);
});
