// The suite inside the extension host: it is installed beside the extension under test, runs at start-up and appends its results to a file;
// each of them becomes a test here.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, type Session } from './harness';
import type { CheckResult } from './host-suite/check';
import { checks } from './host-suite/checks';
import { packSuite, suiteWorkspace } from './host-suite/pack.mjs';
import { until } from './until';

describe('inside the extension host', () => {
  let scratch = '';
  let session: Session | undefined;
  const resultsFile = () => path.join(scratch, 'results.jsonl');

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'convlens-host-suite-'));
    const extensions = [await packSuite(scratch)];
    const env = { CONVLENS_E2E_RESULTS: resultsFile() };
    session = await openSession({ folder: suiteWorkspace, extensions, env });
  });

  afterAll(async () => {
    await session?.closeAll();
    await rm(scratch, { recursive: true, force: true });
  });

  const results = (): CheckResult[] =>
    readFileSync(resultsFile(), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as CheckResult);

  it.each(checks.map(({ name }) => name))('%s', async (name) => {
    const found = () => results().find((result) => result.name === name);
    const result = await until(`the result of "${name}"`, found, {
      timeoutMs: 100_000,
      seen: () => session?.hostOutput(),
    });
    expect(result.ok ? 'passed' : result.error).toBe('passed');
  });
});
