// Bundled and run by `latency.mjs`: what a keystroke costs in the protocol's thread and in another one, and how long hints of one
// document take while others are evaluated that never end.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startNodeThread } from '../../server/analysis/nodeThread';
import { createPool, type OpenText } from '../../server/analysis/pool';
import { nodeAnalysisRuntime } from '../../server/nodeRuntime';
import type { FileOutline } from '../../core/analysis';
import { movedAnalysis } from '../../core/report/moved';
import { reviveOutline } from '../../core/report/outline';

const [dist, rounds, ...files] = process.argv.slice(2);
const assets = pathToFileURL(`${dist}/`);
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1];
const show = (times: number[]): string =>
  `median ${median(times).toFixed(2)} ms, worst ${times[times.length - 1].toFixed(1)} ms`;

const texts = new Map<string, OpenText>();
let stamp = 0;
const open = (file: string, text: string): void => void texts.set(file, { stamp: ++stamp, getText: () => text });
const pool = createPool({
  startThread: startNodeThread(new URL('analysisWorker.cjs', assets)),
  openTexts: () => texts,
  log: (line) => console.log(line),
});
const runtime = nodeAnalysisRuntime(assets);
const analyzer = await runtime.createAnalyzer({
  readText: (file) => texts.get(file)?.getText() ?? runtime.readText(file),
});

/** A digit more in the comment behind the first line: a keystroke that changes the text and no figure. */
const edit = (text: string, i: number): string => text.replace(/$/m, `  # ${i}`);

/** Statements that change nothing in every `forward`: a keystroke after which everything is evaluated again. */
const retype = (text: string, i: number): string =>
  text.replace(
    /(def forward\(.*\n)( *)/g,
    (_, header: string, indent: string) => `${header}${indent}typed = ${i}\n${indent}`,
  );

/** The last outline of a file, as the server has it. */
const bases = new Map<string, { readonly id: number; readonly outline: FileOutline }>();

async function outline(file: string): Promise<void> {
  const base = bases.get(file);
  const outcome = await pool.ask({ kind: 'outline', request: { file }, base: base?.id ?? null }).outcome;
  if (outcome.kind !== 'answered') return console.log(file, outcome);
  const { outline: sent, edits } = outcome.answer;
  if (sent !== null) bases.set(file, { id: outcome.id, outline: reviveOutline(sent) });
  movedAnalysis((bases.get(file) ?? panic()).outline, edits);
}

function panic(): never {
  throw new Error('the thread left out what is not here');
}

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  for (const [what, change] of [
    ['in a comment', edit],
    ['in code that runs', retype],
  ] as const) {
    const here: number[] = [];
    const there: number[] = [];
    for (let i = -20; i < Number(rounds); i++) {
      open(file, change(text, i));
      let start = performance.now();
      analyzer.analyze({ file, text: change(text, i) });
      const inThread = performance.now() - start;
      open(file, change(text, i + 0.5));
      start = performance.now();
      await outline(file);
      if (i < 0) continue;
      here.push(inThread);
      there.push(performance.now() - start);
    }
    const name = file.split('/').at(-1);
    console.log(`${name}, a keystroke ${what}: ${show(here)} in this thread; ${show(there)} in another and back`);
  }
  texts.delete(file);
}

const endless = `import torch.nn as nn
class Endless(nn.Module):
    def forward(self, x):
        while True:
            x = x + 1
# convlens: Endless() input=1x3x8x8
class Other(Endless): pass
`;
const [file] = files;
const text = readFileSync(file, 'utf8');
for (const others of [0, 1, 2, 3]) {
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const busy = Array.from({ length: others }, (_, n) => `/bench/endless${n}.py`);
    for (const name of busy) open(name, edit(endless, i));
    const long = busy.map((name) => pool.ask({ kind: 'outline', request: { file: name }, base: null }));
    await new Promise((resolve) => setTimeout(resolve, 60));
    open(file, retype(text, i));
    const start = performance.now();
    await outline(file);
    times.push(performance.now() - start);
    await Promise.all(long.map(({ outcome }) => outcome));
  }
  console.log(`${others} documents in endless evaluation: the answer for another one ${show(times)}`);
}
pool.terminate();
