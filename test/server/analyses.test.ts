// When documents are analysed: once a version, after a pause, and again when something that they read changes.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AnalyzeRequest, FileAnalysis } from '../../core/analysis';
import { createAnalyses, type Analyses } from '../../server/analyses';
import { localThreads } from './localThread';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const empty = (file: string): FileAnalysis => ({
  file,
  models: [],
  diagnostics: [],
  constructions: [],
  applications: [],
});

function setUp(analyze: (request: AnalyzeRequest) => FileAnalysis = ({ file }) => empty(file)) {
  const seen: string[] = [];
  const failures: string[] = [];
  const causes: string[] = [];
  const readText = (file: string) => (file === '/w/on-disk.py' ? 'on disk' : undefined);
  const threads = localThreads((request) => {
    seen.push(`${request.file} ${request.text ?? ''}`);
    return analyze(request);
  }, readText);
  const analyses: Analyses = createAnalyses({
    debounce: 150,
    readText,
    startThread: threads.start,
    roots: () => [],
    onAnalysed: ({ file }, cause) => void causes.push(`${file} ${cause}`),
    onFailure: (_, reason) => failures.push(reason),
    log: (line) => failures.push(line),
  });
  return { analyses, seen, failures, causes, read: threads.read };
}

const document = (name: string, version: number, text: string, languageId = 'python') => ({
  uri: `file:///w/${name}`,
  languageId,
  version,
  getText: () => text,
});

it('analyses once after the last of several edits, and everybody gets that answer', async () => {
  const { analyses, seen } = setUp();
  analyses.opened(document('a.py', 1, 'one'));
  await vi.runAllTimersAsync();
  analyses.changed(document('a.py', 2, 'two'));
  const early = analyses.of('file:///w/a.py');
  await vi.advanceTimersByTimeAsync(100);
  analyses.changed(document('a.py', 3, 'three'));
  const late = analyses.of('file:///w/a.py');
  await vi.advanceTimersByTimeAsync(140);
  expect(seen).toEqual(['/w/a.py one']);
  await vi.advanceTimersByTimeAsync(20);
  expect(seen).toEqual(['/w/a.py one', '/w/a.py three']);
  expect((await early)?.version).toBe(3);
  expect(await late).toBe(await early);
  expect(await analyses.of('file:///w/a.py')).toBe(await late);
});

it('does not analyse a document twice because it opened', async () => {
  const { analyses, seen } = setUp();
  analyses.opened(document('a.py', 1, 'one'));
  analyses.changed(document('a.py', 1, 'one'));
  await vi.runAllTimersAsync();
  expect(seen).toEqual(['/w/a.py one']);
});

it('analyses again what read a file that changed, and nothing else', async () => {
  const { analyses, seen, causes, read } = setUp(({ file }) => {
    if (file === '/w/a.py') read('/w/b.py');
    if (file === '/w/a.py') read('/w/on-disk.py');
    return empty(file);
  });
  analyses.opened(document('a.py', 1, 'a'));
  analyses.opened(document('b.py', 1, 'b'));
  analyses.opened(document('c.py', 1, 'c'));
  await vi.runAllTimersAsync();
  seen.length = 0;
  analyses.changed(document('b.py', 2, 'b2'));
  await vi.runAllTimersAsync();
  expect(seen.sort()).toEqual(['/w/a.py a', '/w/b.py b2']);
  expect(causes.slice(3).sort()).toEqual(['/w/a.py surroundings', '/w/b.py text']);
  expect(read('/w/b.py')).toBe('b2');
  seen.length = 0;
  analyses.fileChanged('/w/on-disk.py');
  analyses.fileChanged('/w/b.py');
  await vi.runAllTimersAsync();
  expect(seen).toEqual(['/w/a.py a']);
});

it('answers with nothing after a crash, and tries again at the next edit', async () => {
  const { analyses, failures } = setUp(({ text, file }) => {
    if (text === 'bad') throw new Error('boom');
    return empty(file);
  });
  analyses.opened(document('a.py', 1, 'bad'));
  const answer = analyses.of('file:///w/a.py');
  await vi.runAllTimersAsync();
  expect([await answer, await analyses.of('file:///w/a.py'), failures.length]).toEqual([undefined, undefined, 1]);
  analyses.changed(document('a.py', 2, 'good'));
  await vi.runAllTimersAsync();
  expect((await analyses.of('file:///w/a.py'))?.version).toBe(2);
});

it('lets go of those who wait when the document closes', async () => {
  const { analyses } = setUp();
  analyses.opened(document('a.py', 1, 'one'));
  const answer = analyses.of('file:///w/a.py');
  analyses.closed('file:///w/a.py');
  expect(await answer).toBeUndefined();
  expect(await analyses.of('file:///w/unknown.py')).toBeUndefined();
});

it('leaves scripts alone that never name TensorFlow', async () => {
  const { analyses, seen } = setUp();
  analyses.opened(document('a.ts', 1, 'export const x = 1;', 'typescript'));
  analyses.opened(document('b.ts', 1, "import * as tf from '@tensorflow/tfjs';", 'typescript'));
  await vi.runAllTimersAsync();
  expect(seen).toEqual(["/w/b.ts import * as tf from '@tensorflow/tfjs';"]);
  expect((await analyses.of('file:///w/a.ts'))?.analysis.models).toEqual([]);
});
