// Programs kept from one process to the next: read again as they were parsed, and never from what another build wrote or is broken.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramStore, type WrittenStore } from '../../cli/programStore';
import { createAnalyzer, type FileAnalysis } from '../../core/index';
import { loadParser } from '../support/parser';

let folder = '';
let build = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convlens-programs-'));
  build = join(folder, 'build');
  writeFileSync(build, 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files: Readonly<Record<string, string>> = {
  '/w/net.py':
    'from torch import nn\nfrom blocks import Block\n\n# convlens: Net() input=1x3x8x8\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.block = Block(3)\n\n    def forward(self, x):\n        return self.block(x)\n',
  '/w/blocks.py':
    'from torch import nn\n\nclass Block(nn.Sequential):\n    """One."""\n    def __init__(self, channels: int):\n        super().__init__(nn.Conv2d(channels, 10 ** 20 // 10 ** 19, 3), nn.ReLU())\n',
};

const open = (): WrittenStore => createProgramStore(join(folder, 'programs'), build)!;
const written = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.program'));

async function analyse(store?: WrittenStore, text: (file: string) => string = (file) => files[file]) {
  const parser = await loadParser();
  const readText = (file: string): string | undefined => (Object.hasOwn(files, file) ? text(file) : undefined);
  const analysis = createAnalyzer({ parser, host: { readText }, store }).analyze({ file: '/w/net.py' });
  store?.write();
  return analysis;
}
const paramsOf = ({ models }: FileAnalysis): unknown => models.map(({ totals }) => totals.params);

test('a second process answers as the first', async () => {
  const plain = await analyse();
  expect(paramsOf(plain)).toEqual([3 * 10 * 9 + 10]);
  expect(await analyse(open())).toEqual(plain);
  expect(written().length).toBeGreaterThanOrEqual(2);
  const store = open();
  expect(store.find('/w/net.py', files['/w/net.py'])?.comments).toHaveLength(1);
  expect(await analyse(store)).toEqual(plain);
});

test('another text is parsed', async () => {
  await analyse(open());
  expect(
    paramsOf(
      await analyse(open(), (file) =>
        files[file].replace('nn.Conv2d(channels, 10 ** 20', 'nn.Conv2d(channels, 2 * 10 ** 20'),
      ),
    ),
  ).toEqual([3 * 20 * 9 + 20]);
});

test.each([
  ['half of it', (text: string) => text.slice(0, text.length / 2)],
  ['something else', () => '{"comments":[],"body":"[-1,[99,0]]","functions":[]}'],
  ['nothing', () => ''],
  ['another body of a function', (text: string) => text.replace(/"functions":\["[^"]*/, '"functions":["[')],
])('a broken file is parsed again: %s', async (_, spoil) => {
  const plain = await analyse(open());
  for (const name of written()) writeFileSync(join(folder, name), spoil(readFileSync(join(folder, name), 'utf8')));
  expect(await analyse(open())).toEqual(plain);
});

test('what another build wrote goes', async () => {
  await analyse(open());
  const before = written();
  writeFileSync(build, 'another');
  expect(open().find('/w/net.py', files['/w/net.py'])).toBeUndefined();
  await analyse(open());
  expect(written()).toHaveLength(before.length);
  expect(written()).not.toEqual(before);
});

test('a program with errors is not kept, and a folder that cannot be written is none', async () => {
  const store = open();
  const parser = await loadParser();
  createAnalyzer({ parser, host: { readText: () => undefined }, store }).analyze({ file: '/w/a.py', text: 'x = (\n' });
  store.write();
  expect(written()).toEqual([]);
  writeFileSync(join(folder, 'file'), '');
  const nowhere = createProgramStore(join(folder, 'file', 'programs'), build)!;
  await analyse(nowhere);
  expect(nowhere.find('/w/net.py', files['/w/net.py'])).toBeUndefined();
});
