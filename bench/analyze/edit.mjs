#!/usr/bin/env node
// A keystroke: from a changed text to the new hints and lenses, through the server's own path (incremental parsing, evaluation, the
// outline's way to the other thread, features) but the wait for a pause in typing. Then memory over many edits.
//
//     node bench/analyze/edit.mjs [--sources DIR] [--rounds 200] [--edits 10000] FILE...
//
// Each round types or deletes one character in another line of code. DIR is an import root; with it torchvision's resnet.py is
// measured as well.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load, median, parserBytes, printHead, root, texts } from './support.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sources: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    edits: { type: 'string', default: '10000' },
  },
});
const product = await load(`
  export { createAnalyzer } from './core/index';
  export { createParser } from './core/syntax/parser';
  export { outlineOf, reviveOutline } from './core/report/outline';
  export { createText } from './server/text/text';
  export { hintsOf } from './server/features/hints/hints';
  export { lensesOf } from './server/features/lenses';
  export { defaultSettings } from './server/settings';
`);

const files = positionals.map((file) => resolve(file));
if (files.length === 0) files.push(join(root, 'examples', 'mnist_ds_dilated_net.py'));
if (options.sources) files.push(join(resolve(options.sources), 'torchvision', 'models', 'resnet.py'));
const roots = options.sources ? [resolve(options.sources)] : [];
const { createAnalyzer, createParser, createText, defaultSettings, hintsOf, lensesOf, outlineOf, reviveOutline } =
  product;
const text = createText('en');
const readText = texts();
const analyzer = createAnalyzer({ parser: await createParser(parserBytes), host: { readText } });

function answer(file, source) {
  // as it crosses from the thread that evaluates to the one that answers the editor
  const outline = structuredClone(outlineOf(analyzer.analyze({ file, text: source, roots })));
  const analysis = reviveOutline(outline);
  const hints = hintsOf(analysis, { start: 0, end: source.length }, { kinds: defaultSettings.inlayHints, text });
  return { models: analysis.models.length, shown: hints.length + lensesOf(analysis, text).length };
}

/** The text with a space typed at the end of some line of code: every second call takes it away again. */
function typist(source) {
  const ends = [...source.matchAll(/[\w)\]]$/gm)].map((match) => match.index + 1);
  let typed = -1;
  let next = 0;
  return () => {
    if (typed !== -1) typed = -1;
    else typed = ends[(next += 7) % ends.length];
    return typed === -1 ? source : `${source.slice(0, typed)} ${source.slice(typed)}`;
  };
}

printHead();
console.log('file                          first     median        p95   models  shown');
for (const file of files) {
  const source = readFileSync(file, 'utf8');
  const type = typist(source);
  const times = [];
  let last;
  for (let round = 0; round < Number(options.rounds); round++) {
    const changed = type();
    const begin = performance.now();
    last = answer(file, changed);
    times.push(performance.now() - begin);
  }
  // the first half warms up
  const warm = times.slice(times.length >> 1).sort((a, b) => a - b);
  const figures = [times[0], median(warm), warm[Math.floor(warm.length * 0.95)]];
  const columns = figures.map((time) => `${time.toFixed(2)} ms`.padStart(10)).join(' ');
  console.log(
    `${file.split('/').pop().padEnd(24)} ${columns} ${String(last.models).padStart(8)} ${String(last.shown).padStart(6)}`,
  );
}

const edits = Number(options.edits);
if (edits > 0) {
  console.log("\nedits     heap after collection    array buffers (the parser's memory)");
  const [file] = files;
  const type = typist(readFileSync(file, 'utf8'));
  for (let edit = 0; edit <= edits; edit++) {
    answer(file, type());
    if (edit % Math.ceil(edits / 5) !== 0) continue;
    globalThis.gc?.();
    const { heapUsed, arrayBuffers, external } = process.memoryUsage();
    const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    console.log(
      `${String(edit).padEnd(9)} ${mebibytes(heapUsed).padStart(21)} ${mebibytes(arrayBuffers + external).padStart(19)}`,
    );
  }
}
