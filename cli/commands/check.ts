// convlens check FILE...: for continuous integration. Prints what is wrong and which budgets are passed.
import { reportFile } from '../../core/report/reportFile';
import { formatDiagnostic } from '../../core/report/table';
import { openWorkbench } from '../analysis';
import { budgetFile, checkBudgets, parseBudgets, type BudgetResult, type Budgets } from '../budgets';
import { absolute, relative, UsageError, type Environment } from '../environment';
import { parseOptions } from '../options';

const options = { path: { type: 'string', multiple: true }, json: { type: 'boolean' } } as const;

/** 0: nothing wrong. 1: an error, or a budget that is passed or cannot be told to hold. @throws UsageError */
export async function check(args: readonly string[], environment: Environment): Promise<number> {
  const parsed = parseOptions(args, options);
  if (parsed.files.length === 0) throw new UsageError('check: no file given');
  const short = (path: string): string => relative(path, environment);
  const roots = parsed.list('path').map((root) => absolute(root, environment));
  const workbench = await openWorkbench(environment);
  const files = parsed.files.map((file) => {
    const analysis = workbench.analyze(file, { roots });
    const report = reportFile(analysis, { convention: 'macs', places: workbench.places });
    const budgets = budgetsFor(analysis.file, environment);
    return { report, results: report.models.flatMap((model) => checkBudgets(model, budgets)) };
  });
  if (parsed.flag('json')) {
    const answer = files.map(({ report, results }) => ({
      file: report.file,
      diagnostics: report.diagnostics,
      budgets: results,
    }));
    environment.out(`${JSON.stringify({ version: 1, files: answer })}\n`);
  } else {
    for (const { report, results } of files) {
      for (const diagnostic of report.diagnostics) environment.out(`${formatDiagnostic(diagnostic, short)}\n`);
      for (const result of results) if (!result.kept) environment.out(`${short(report.file)}: ${budgetText(result)}\n`);
    }
  }
  const wrong = files.some(
    ({ report, results }) =>
      report.diagnostics.some(({ severity }) => severity === 'error') || results.some(({ kept }) => !kept),
  );
  return wrong ? 1 : 0;
}

function budgetText({ model, figure, limit, actual }: BudgetResult): string {
  const most = limit.toLocaleString('en-US');
  return actual === null
    ? `${model}: ${figure} cannot be told, so the budget of ${most} is not known to hold`
    : `${model}: ${figure} ${actual.toLocaleString('en-US')} passes the budget of ${most}`;
}

/** The nearest budget file in the file's folder or above it. */
function budgetsFor(file: string, environment: Environment): Budgets {
  for (let folder = parent(file); ; folder = parent(folder)) {
    const path = `${folder}/${budgetFile}`;
    const text = environment.readText(path);
    if (text !== undefined) return parseBudgets(text, relative(path, environment));
    if (!folder.includes('/')) return {};
  }
}

const parent = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
