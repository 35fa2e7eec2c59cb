// Adds up the suites' JSON reports and prints the last line of .ci/run. Its arguments are the steps that failed.
// A step that failed without a failed test in its report (a type error, a crash) counts as one failure, and so does a suite without a report.
import { readFileSync } from 'node:fs';

const SUITES = [
  { step: 'npm test', report: 'test-artifacts/unit.json' },
  { step: 'npm run test:long', report: 'test-artifacts/long.json' },
  { step: 'npm run test:e2e', report: 'test-artifacts/e2e.json' },
];
const problems = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

function countSuite({ step, report }) {
  const own = problems.filter((problem) => problem.startsWith(`${step} `));
  const counts = readReport(report);
  if (!counts) {
    console.log(`${step}: no report, so its tests did not run`);
    return { passed: 0, failed: Math.max(1, own.length), skipped: 0 };
  }
  console.log(`${step}: ${describe(counts)}`);
  return counts.failed === 0 ? { ...counts, failed: own.length } : counts;
}

function readReport(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults, message, name } of report.testResults) {
    const inFile = { passed: 0, failed: 0, skipped: 0 };
    for (const test of assertionResults)
      inFile[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped'] += 1;
    if (status === 'failed' && inFile.failed === 0) {
      // The file could not be loaded, or its set-up failed and its tests were passed over.
      console.log(`${name}: ${(message || 'set-up failed').split('\n')[0]}`);
      inFile.failed = Math.max(1, inFile.skipped);
      inFile.skipped = 0;
    }
    for (const key of Object.keys(counts)) counts[key] += inFile[key];
  }
  return counts.passed + counts.failed + counts.skipped > 0 ? counts : undefined;
}

const describe = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

for (const suite of SUITES) {
  const counts = countSuite(suite);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
total.failed += problems.filter((problem) => !SUITES.some(({ step }) => problem.startsWith(`${step} `))).length;
for (const problem of problems) console.log(`not well: ${problem}`);
console.log(describe(total));
process.exitCode = total.failed > 0 ? 1 : 0;
