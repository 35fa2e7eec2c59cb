// What a check inside the extension host is, and how a list of them is run. The `vscode` API comes as a value, so that this file and the
// checks can also be loaded outside a host, to know their names.
import type * as vscode from 'vscode';

export interface CheckContext {
  api: typeof vscode;
  /** The file of the opened workspace with this name. */
  uri: (name: string) => vscode.Uri;
}

export interface Check {
  name: string;
  /** Fails by throwing. */
  run: (context: CheckContext) => Promise<void>;
}

export interface CheckResult {
  name: string;
  ok: boolean;
  error?: string;
}

const LIMIT_MS = 60_000;

/** Runs the checks one after another and reports each; a check that hangs fails after a minute and the next one goes on. */
export async function runChecks(
  checks: readonly Check[],
  api: typeof vscode,
  report: (result: CheckResult) => void,
): Promise<void> {
  const root = api.workspace.workspaceFolders?.[0]?.uri;
  if (!root) throw new Error('the suite needs an opened folder');
  const context: CheckContext = { api, uri: (name) => api.Uri.joinPath(root, name) };
  for (const { name, run } of checks) {
    try {
      await withLimit(run(context));
      report({ name, ok: true });
    } catch (error) {
      report({ name, ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function withLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until the answer has something in it: a language server may still be starting. */
export async function eventually<T>(
  ask: () => Thenable<T[] | undefined>,
  what: string,
  timeoutMs = 30_000,
): Promise<T[]> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer && answer.length > 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what}: nothing within ${timeoutMs / 1000} s`);
}
