// convlens analyze FILE: every layer of the models of a file, with shapes and costs.
import { conventions } from '../../core/analysis';
import { reportFile } from '../../core/report/reportFile';
import { formatReport } from '../../core/report/table';
import { openWorkbench } from '../analysis';
import { absolute, relative, type Environment } from '../environment';
import { onlyFile, parseOptions } from '../options';

const options = {
  model: { type: 'string' },
  input: { type: 'string', multiple: true },
  path: { type: 'string', multiple: true },
  train: { type: 'boolean' },
  convention: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** 0: analysed. 1: with error diagnostics. @throws UsageError */
export async function analyze(args: readonly string[], environment: Environment): Promise<number> {
  const parsed = parseOptions(args, options);
  const file = onlyFile(parsed, 'analyze');
  const convention = parsed.choice('convention', conventions) ?? 'macs';
  const model = parsed.text('model');
  const inputs = parsed.list('input');
  const workbench = await openWorkbench(environment);
  const analysis = workbench.analyze(file, {
    ...(model !== undefined && { model }),
    ...(inputs.length > 0 && { inputs }),
    roots: parsed.list('path').map((root) => absolute(root, environment)),
    training: parsed.flag('train'),
  });
  const report = reportFile(analysis, { convention, places: workbench.places });
  environment.out(
    parsed.flag('json') ? `${JSON.stringify(report)}\n` : formatReport(report, (path) => relative(path, environment)),
  );
  return report.diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}
