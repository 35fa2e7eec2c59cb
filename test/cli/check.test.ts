// convlens check: budgets.
import { expect, it } from 'vitest';
import { modelOf, runIn } from './environment';

const totals = {
  params: 50_000,
  macs: 6_000_000,
  activationBytes: { inferencePeak: null, trainingSaved: null },
};

const checkWith = (config: string, args: readonly string[] = []) =>
  runIn({ '/work/nets/net.py': '', '/work/.convlens.json': config }, ['check', 'nets/net.py', ...args], (file) =>
    modelOf(file, totals, 'Net(width=2)'),
  );

it.each([
  ['{"budgets":{}}', 0, ''],
  ['{"budgets":{"Net(width=2)":{"params":50000,"macs":6000000}}}', 0, ''],
  ['{"budgets":{"Other":{"params":1}}}', 0, ''],
  ['{"budgets":{"Net":{"params":49999}}}', 1, 'nets/net.py: Net(width=2): params 50,000 passes the budget of 49,999\n'],
  ['{"budgets":{"Net":{"params":1},"Net(width=2)":{"params":50000}}}', 0, ''],
  ['{"budgets":{"Net":{"activationBytes":1000}}}', 1, 'activationBytes cannot be told, so the budget of 1,000'],
])('with %s exits %d', async (config, status, out) => {
  const outcome = await checkWith(config);
  expect(outcome.status).toBe(status);
  expect(outcome.out).toContain(out);
  if (out === '') expect(outcome.out).toBe('');
});

it.each([
  ['{', 'no JSON'],
  ['[]', 'no object "budgets"'],
  ['{"budgets":{"Net":3}}', 'the budget of Net is no object'],
  ['{"budgets":{"Net":{"flops":3}}}', 'flops is none of'],
  ['{"budgets":{"Net":{"macs":-1}}}', 'macs is no number from 0'],
])('refuses the budget file %s', async (config, message) => {
  const { status, error } = await checkWith(config);
  expect(status).toBe(2);
  expect(error).toContain(`.convlens.json: `);
  expect(error).toContain(message);
});

it('prints every budget as JSON', async () => {
  const { out } = await checkWith('{"budgets":{"Net":{"params":1}}}', ['--json']);
  expect(JSON.parse(out)).toMatchObject({
    files: [{ budgets: [{ figure: 'params', limit: 1, actual: 50_000, kept: false }], diagnostics: [] }],
  });
});
