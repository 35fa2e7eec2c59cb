// The program inside the extension host. Installed as an extension it runs the checks when CONVLENS_E2E_RESULTS names a file and appends each
// result to it, one JSON object a line; given to @vscode/test-electron as the tests' entry, `run` throws when a check fails.
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { runChecks, type CheckResult } from './check';
import { checks } from './checks';

export async function activate(): Promise<void> {
  const file = process.env['CONVLENS_E2E_RESULTS'];
  if (!file) return;
  const append = (result: CheckResult) => appendFileSync(file, `${JSON.stringify(result)}\n`);
  try {
    await runChecks(checks, vscode, append);
  } catch (error) {
    for (const { name } of checks) append({ name, ok: false, error: String(error) });
  }
}

/** The entry point of `extensionTestsPath`. */
export async function run(): Promise<void> {
  let failed = 0;
  await runChecks(checks, vscode, ({ name, ok, error }) => {
    if (!ok) failed += 1;
    console.log(`${ok ? 'passed' : 'failed'}: ${name}${error ? `\n${error}` : ''}`);
  });
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} of ${checks.length} checks failed`);
}
