// The server with its real threads: user code that never ends, threads that die, and what is answered all the same. Nothing is
// timed; who is answered first is told in pool.test.ts.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StartThread } from '../../server/analysis/messages';
import { startNodeThread } from '../../server/analysis/nodeThread';
import { createAnalyses, type Analyses, type SourceDocument } from '../../server/analyses';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..', '..');
let folder = '';
let start: StartThread;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'convlens-threads-'));
  await build({
    entryPoints: [join(root, 'server', 'analysis', 'nodeWorker.ts')],
    outfile: join(folder, 'analysisWorker.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  copyFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), join(folder, 'web-tree-sitter.wasm'));
  for (const name of ['tree-sitter-python.wasm', 'tree-sitter-typescript.wasm'])
    copyFileSync(join(dirname(require.resolve('@vscode/tree-sitter-wasm')), name), join(folder, name));
  start = startNodeThread(pathToFileURL(join(folder, 'analysisWorker.cjs')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let analyses: Analyses | undefined;
afterEach(() => analyses?.terminate());

function open(startThread: StartThread = start) {
  const order: string[] = [];
  const lines: string[] = [];
  const made = createAnalyses({
    readText: () => undefined,
    startThread,
    roots: () => [],
    onAnalysed: ({ file }) => void order.push(file),
    onFailure: (what, reason) => lines.push(`${what}: ${reason}`),
    log: (line) => lines.push(line),
    debounce: 0,
  });
  analyses = made;
  let version = 0;
  const document = (name: string, text: string): SourceDocument => ({
    uri: `file:///w/${name}`,
    languageId: 'python',
    version: ++version,
    getText: () => text,
  });
  return { analyses: made, order, lines, document };
}

const small = `
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.conv(x)
`;
const good = `from torch import nn\n${small}`;
const endless = (i: number): string => `from torch import nn
${small}
class Endless${i}(nn.Module):
    def forward(self, x):
        while True:
            x = x * 2
`;

const paramsOf = async (uri: string) =>
  (await analyses?.of(uri))?.analysis.models.map(({ expression, totals }) => `${expression} ${totals.params}`);

describe('a document that never ends', () => {
  it('has its own models told, and keeps no other waiting', async () => {
    const { analyses, document } = open();
    analyses.opened(document('good.py', good));
    await analyses.of('file:///w/good.py');
    analyses.opened(document('endless.py', endless(0)));
    analyses.changed(document('good.py', `${good}# edited\n`));
    expect(await paramsOf('file:///w/good.py')).toEqual(['Small() 224']);
    expect(await paramsOf('file:///w/endless.py')).toEqual(['Endless0() 0', 'Small() 224']);
  });

  it('gives way where there are more of them than threads', async () => {
    const { analyses, document } = open();
    analyses.opened(document('good.py', good));
    await analyses.of('file:///w/good.py');
    for (let i = 0; i < 4; i++) analyses.opened(document(`endless${i}.py`, endless(i)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    analyses.changed(document('good.py', `${good}# edited\n`));
    expect(await paramsOf('file:///w/good.py')).toEqual(['Small() 224']);
    for (let i = 0; i < 4; i++)
      expect(await paramsOf(`file:///w/endless${i}.py`)).toEqual([`Endless${i}() 0`, 'Small() 224']);
  });

  it('is cancelled by an edit', async () => {
    const { analyses, document, order } = open();
    analyses.opened(document('a.py', endless(0)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    analyses.changed(document('a.py', good));
    expect(await paramsOf('file:///w/a.py')).toEqual(['Small() 224']);
    expect(order).toEqual(['/w/a.py']);
  });
});

it('symbols cross as symbols', async () => {
  const { analyses, document } = open();
  analyses.opened(document('a.py', `from torch import nn\n# convlens: Small() input=Nx3xHxW${small}`));
  const analysed = await analyses.of('file:///w/a.py');
  const [model] = analysed!.analysis.models;
  expect(String(model.totals.macs)).toBe('216*N*(H-2)*(W-2)');
});

it('a thread that dies is replaced, told in one line, and nothing is lost', async () => {
  let threads = 0;
  const { analyses, document, lines } = open((onReply, onEnd) => {
    const thread = start(onReply, onEnd);
    // the first one is killed in the midst of its first order
    if (threads++ > 0) return thread;
    return {
      ...thread,
      post(order) {
        thread.post(order);
        thread.terminate();
      },
    };
  });
  analyses.opened(document('a.py', good));
  expect(await paramsOf('file:///w/a.py')).toEqual(['Small() 224']);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^an analysis thread ended while it analysed \/w\/a\.py: .*; another one takes its place$/);
});

it('an edit that moves an answer is answered with the move alone', async () => {
  const outlines: string[] = [];
  const listening: StartThread = (onReply, onEnd) =>
    start((reply) => {
      if (reply.kind === 'outline') outlines.push(reply.outline === null ? `moved ${reply.edits.length}` : 'whole');
      onReply(reply);
    }, onEnd);
  const { analyses: made, document } = open(listening);
  const text = 'from torch import nn\nnet = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU())\n';
  const placesOf = async (source: string): Promise<string[]> => {
    const { analysis } = (await made.of('file:///w/net.py')) ?? {};
    return (analysis?.constructions ?? []).map(({ location }) => source.slice(location.start, location.end));
  };
  made.opened(document('net.py', text));
  const before = await placesOf(text);
  expect(before).toContain('nn.Conv2d(1, 2, 3)');
  for (const moved of [`\n${text}`, `# two\n\n${text}`]) {
    made.changed(document('net.py', moved));
    expect(await placesOf(moved)).toEqual(before);
  }
  const other = text.replace('2, 3', '4, 3');
  made.changed(document('net.py', other));
  expect(await placesOf(other)).toContain('nn.Conv2d(1, 4, 3)');
  expect(outlines).toEqual(['whole', 'moved 1', 'moved 2', 'whole']);
});
