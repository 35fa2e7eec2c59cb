// The main job in a real VS Code, with the packaged extension, on the script that the product was asked for: hints and hover while reading,
// the visualiser on the layer under the cursor, training of the model that is open, and the same hints for TensorFlow.js.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { openSession, type Session } from './harness';
import { layerCalls } from './layer-calls';
import { plain } from './plain';
import { trainer, visualiser } from './selectors';
import { until } from './until';
import { exampleWith, mnistScript } from './workspace';

const VISUALIZE = 'ConvLens: Visualize Depthwise vs Standard';
const TRAIN = 'ConvLens: Train This Model';
const CLOSE_ALL = 'View: Close All Editors';
const VISUALIZER_TAB = /Depthwise vs Standard/;
const TRAINER_TAB = /Train/;

const script = mnistScript();
const scriptName = path.basename(script.file);
const tensorflow = exampleWith('.ts', 'tf.sequential');

describe(`the main job on ${scriptName}`, () => {
  let session: Session;
  let source = '';

  beforeAll(async () => {
    if (!script.original) console.log(`the original script is not beside this checkout: using examples/${scriptName}`);
    source = await readFile(script.file, 'utf8');
    session = await openSession({ files: [script.file, tensorflow] });
    await session.editor.openFile(scriptName);
  });

  afterAll(async () => {
    await session?.closeAll();
  });

  const keepScreenshotOnFailure = (name: string) => onTestFailed(() => session.screenshot(`failed-${name}`));

  const depthwiseLine = () => {
    const call = layerCalls(source).find(({ from, to }) => /groups=in_ch/.test(linesOf(source, from, to)));
    if (!call) throw new Error(`${scriptName} has no depthwise convolution`);
    return call.from;
  };

  describe('1. hints and hover', () => {
    it('shows an inlay hint at each of its layers', { timeout: 300_000 }, async () => {
      keepScreenshotOnFailure('hints');
      // The first answer may take as long as the language server needs to start.
      await session.editor.inlayHintsIn({ from: depthwiseLine(), to: depthwiseLine() + 20, timeoutMs: 60_000 });
      const without: string[] = [];
      for (const call of layerCalls(source)) {
        const hints = await session.editor.inlayHintsIn({ ...call, timeoutMs: 15_000 }).catch(() => []);
        if (hints.length === 0) without.push(`${call.name} in line ${call.from}`);
      }
      await session.screenshot('hints');
      expect(without).toEqual([]);
    });

    it('tells weight shape, params, MACs, output size and receptive field of the three depthwise layers', async () => {
      keepScreenshotOnFailure('hover');
      const line = depthwiseLine();
      const hover = plain(await session.editor.hoverAt(line, 'Conv2d', /128/));
      await session.screenshot('hover');
      // By PyTorch: weight (C, 1, 3, 3), 9·C parameters, 9·C·H·W MACs; 3×3 with dilation 2, 2 and 1 behind strides of 1, 2 and 4.
      const instances = [
        { channels: 32, size: 28, params: 288, macs: 225_792, field: 7 },
        { channels: 64, size: 14, params: 576, macs: 112_896, field: 16 },
        { channels: 128, size: 7, params: 1_152, macs: 56_448, field: 26 },
      ];
      for (const { channels, size, params, macs, field } of instances) {
        expect.soft(hover).toMatch(new RegExp(`\\(${channels},1,3,3\\)|${channels}×1×3×3`));
        expect.soft(hover).toMatch(new RegExp(`\\b${params}\\b`));
        expect.soft(hover).toMatch(new RegExp(`\\b${macs}\\b|${(macs / 1_000).toFixed(1)}K`));
        expect.soft(hover).toMatch(new RegExp(`${size}×${size}|${size}²`));
        expect.soft(hover).toMatch(new RegExp(`\\b${field}×${field}|\\b${field}²|\\b${field}\\b`));
      }
      await session.editor.leave();
    });
  });

  describe('2. the visualiser', () => {
    let frame: Frame;

    it('opens on the layer under the cursor', async () => {
      keepScreenshotOnFailure('visualizer');
      await session.editor.goTo(depthwiseLine(), 30);
      await session.editor.runCommand(VISUALIZE);
      frame = await session.webview(VISUALIZER_TAB);
      await frame.locator(visualiser.ready).waitFor();
      expect(plain(await frame.locator(visualiser.layer).innerText())).toMatch(/depthwise|groups/i);
      await session.screenshot('visualizer-layer');
    });

    it('steps through every position of the worked example, computed in a worker', async () => {
      keepScreenshotOnFailure('visualizer-steps');
      await frame.locator(visualiser.showExample).click();
      if (await frame.locator(visualiser.first).isEnabled()) await frame.locator(visualiser.first).click();
      const position = frame.locator(visualiser.position);
      const at = async () =>
        Promise.all(['data-channel', 'data-row', 'data-column'].map((name) => position.getAttribute(name)));
      const value = async (form: 'standard' | 'separable') =>
        Number(await frame.locator(visualiser.result(form)).getAttribute('data-value'));
      await until('the first position', async () => (await at()).join() === '0,0,0');
      const seen = new Map<string, readonly number[]>();
      for (let here = (await at()).join(); !seen.has(here); here = (await at()).join()) {
        seen.set(here, [await value('standard'), await value('separable')]);
        if (seen.size === 8) break;
        await frame.locator(visualiser.next).click();
        await until('the next position', async () => (await at()).join() !== here, { timeoutMs: 5_000 });
      }
      await session.screenshot('visualizer');
      // by PyTorch: two output channels of 2×2, standard and depthwise separable
      expect([...seen]).toEqual([
        ['0,0,0', [0, 4]],
        ['0,0,1', [5, 2]],
        ['0,1,0', [9, 6.5]],
        ['0,1,1', [11, 9]],
        ['1,0,0', [16, 4]],
        ['1,0,1', [10, 3]],
        ['1,1,0', [9, 2.5]],
        ['1,1,1', [6, 4]],
      ]);
      expect(session.cspViolations()).toEqual([]);
    });
  });

  describe('3. the trainer', () => {
    let frame: Frame;
    const number = async (selector: string) => Number(await frame.locator(selector).getAttribute('data-value'));

    it('opens with the very model of the file', async () => {
      keepScreenshotOnFailure('trainer');
      await session.editor.runCommand(CLOSE_ALL);
      await session.editor.openFile(scriptName);
      await session.editor.goTo(depthwiseLine());
      await session.editor.runCommand(TRAIN);
      frame = await session.webview(TRAINER_TAB);
      expect(await frame.locator(trainer.model).innerText()).toContain(script.original ? 'DSDilatedNet' : 'Net');
      expect(plain(await frame.locator(trainer.params).innerText())).toMatch(/49290/);
    });

    it('trains with live curves and saves the best checkpoint', { timeout: 300_000 }, async () => {
      keepScreenshotOnFailure('trainer-run');
      await frame.locator(trainer.synthetic).click();
      await fill(frame, trainer.epochs, '3');
      await frame.locator(trainer.more).click();
      await fill(frame, trainer.limit, '3000');
      await frame.locator(trainer.start).click();
      await until('a first loss', async () => (await number(trainer.loss)) > 0, { timeoutMs: 60_000 });
      const early = await frame.locator(trainer.progress).innerText();
      await until('more steps', async () => (await frame.locator(trainer.progress).innerText()) !== early, {
        timeoutMs: 60_000,
      });
      await frame.locator(`${trainer.lossCurve} canvas, ${trainer.lossCurve} svg`).first().waitFor();
      await until('the checkpoint', () => checkpoints(session.workspace), { timeoutMs: 180_000 });
      await until(
        'the end of the run',
        async () => (await frame.locator(trainer.root).getAttribute('data-state')) === 'done',
        {
          timeoutMs: 180_000,
        },
      );
      await frame.locator(`${trainer.checkpoint}[data-saved="true"]`).waitFor();
      await session.screenshot('trainer');
      // chance is 10%
      expect(await number(trainer.accuracy)).toBeGreaterThan(50);
      const [file = ''] = await checkpoints(session.workspace);
      const bytes = await readFile(file);
      // The form of torch.save: a zip archive with a pickle in it.
      expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
      expect(bytes.includes('data.pkl')).toBe(true);
    });

    it('tells what it takes a drawing for, and what each layer makes of it', { timeout: 120_000 }, async () => {
      keepScreenshotOnFailure('trainer-digit');
      const canvas = frame.locator(trainer.digitCanvas);
      // a stroke from the upper to the lower end, by the keyboard
      await canvas.press('Space');
      for (let i = 0; i < 9; i++) await canvas.press('ArrowDown');
      await canvas.press('Space');
      await frame.locator(trainer.digitPrediction).waitFor();
      await frame.locator(trainer.digitSample).click();
      await until('the layers', async () => (await frame.locator(trainer.digitLayers).count()) > 20);
      await session.screenshot('digit');
      expect(session.cspViolations()).toEqual([]);
    });

    it('stops when it is told to', { timeout: 180_000 }, async () => {
      keepScreenshotOnFailure('trainer-stop');
      await frame.locator(trainer.newRun).click();
      await fill(frame, trainer.epochs, '50');
      await frame.locator(trainer.start).click();
      await until('a running step', async () => (await number(trainer.loss)) > 0, { timeoutMs: 60_000 });
      await frame.locator(trainer.stop).click();
      await until('the end', async () => (await frame.locator(trainer.root).getAttribute('data-state')) === 'done', {
        timeoutMs: 60_000,
      });
      expect(await frame.locator(trainer.status).innerText()).toMatch(/stopped/i);
      expect(existsSync((await checkpoints(session.workspace))[0] ?? '')).toBe(true);
      expect(session.cspViolations()).toEqual([]);
    });
  });

  describe('5. TensorFlow.js', () => {
    it('gives a tf.sequential model the same hints and hover', async () => {
      keepScreenshotOnFailure('tensorflow');
      const text = await readFile(tensorflow, 'utf8');
      const line = text.slice(0, text.indexOf('tf.layers.conv2d')).split('\n').length;
      await session.editor.runCommand(CLOSE_ALL);
      await session.editor.openFile(path.basename(tensorflow));
      expect(await session.editor.inlayHintsIn({ from: line, to: line + 12, timeoutMs: 60_000 })).not.toEqual([]);
      expect(plain(await session.editor.hoverAt(line, 'conv2d', /param/i))).toMatch(/MACs/i);
      await session.screenshot('tensorflow');
      await session.editor.leave();
    });
  });
});

/** Types into a field of the page: the native input inside the control. */
async function fill(frame: Frame, selector: string, text: string): Promise<void> {
  const control = frame.locator(selector);
  const inner = control.locator('input');
  await ((await inner.count()) > 0 ? inner.first() : control).fill(text);
  await control.press('Tab');
}

const linesOf = (source: string, from: number, to: number) =>
  source
    .split('\n')
    .slice(from - 1, to)
    .join('\n');

/** The checkpoints that training has written into the workspace. */
async function checkpoints(workspace: string): Promise<string[]> {
  const names = await readdir(workspace, { recursive: true });
  const found = names.filter((name) => name.endsWith('.pth')).map((name) => path.join(workspace, name));
  if (found.length === 0) throw new Error(`no .pth in the workspace; there are ${names.join(', ')}`);
  return found;
}
