// The command line, as it is packaged, on the same script: every layer as PyTorch has it, a short training run, and one line with
// status 2 where it is called wrongly.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mnistScript, repository } from './workspace';

interface Golden {
  readonly input: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly calls: readonly Record<string, unknown>[];
}

const run = promisify(execFile);
const cli = path.join(repository, 'dist', 'cli.js');
const script = mnistScript();
const model = script.original ? 'DSDilatedNet()' : 'DilatedDigitNet()';

/** What PyTorch measured of the script's network; of our own equal where the script is not there. */
function golden(): Golden {
  const file = script.original
    ? path.join(repository, '..', 'shared', 'golden', 'mnist_ds_dilated.json')
    : path.join(repository, 'test', 'golden', 'examples.json');
  const { models } = JSON.parse(readFileSync(file, 'utf8')) as { models: Record<string, Golden & { expr?: string }> };
  const found = Object.entries(models).find(([name, { expr }]) => (expr ?? name) === model);
  if (found === undefined) throw new Error(`${file} has no ${model}`);
  return found[1];
}

describe(`4. the command line on ${path.basename(script.file)}`, () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'convlens-cli-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('analyses it equal to PyTorch in every leaf call', async () => {
    const expected = golden();
    const args = [cli, 'analyze', script.file, '--model', model, '--input', expected.input.join('x'), '--json'];
    const { stdout } = await run(process.execPath, args);
    const { models } = JSON.parse(stdout) as {
      models: [{ exact: boolean; params: number; macs: number; layers: Record<string, unknown>[] }];
    };
    const [{ exact, params, macs, layers }] = models;
    expect({ exact, params, macs }).toEqual({ exact: true, params: expected.params, macs: expected.macs });
    const fields = ['path', 'type', 'in', 'out', 'params', 'macs'];
    expect(layers.map((layer) => fields.map((field) => layer[field]))).toEqual(
      expected.calls.map((call) => fields.map((field) => call[field])),
    );
  });

  it('trains it and saves a checkpoint', { timeout: 180_000 }, async () => {
    const saved = path.join(folder, 'best.pth');
    const args = [
      'train',
      script.file,
      '--model',
      model,
      '--data',
      'synthetic',
      '--limit',
      '512',
      '--epochs',
      '1',
      '--every',
      '1',
    ];
    const { stdout } = await run(process.execPath, [cli, ...args, '--save-path', saved, '--json'], {
      timeout: 170_000,
    });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; loss?: number });
    const told = events.map(({ event }) => event).filter((event) => event !== 'confusion');
    expect(told).toEqual(['start', 'step', 'step', 'step', 'step', 'epoch', 'checkpoint', 'done']);
    expect(events.filter(({ event }) => event === 'step').every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(existsSync(saved)).toBe(true);
    expect((await readFile(saved)).subarray(0, 2).toString('latin1')).toBe('PK');
  });

  it('says in one line what is wrong with the call', async () => {
    const failure = await run(process.execPath, [cli, 'analyze', path.join(folder, 'absent.py')]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stdout: '' });
    expect((failure as { stderr: string }).stderr.trim().split('\n')).toHaveLength(1);
  });
});
