#!/usr/bin/env node
// A keystroke: from a changed text to the new hints and lenses, through the server's own path (incremental parsing, what is kept of
// the last answer, evaluation, the outline's way to the other thread, features) but the wait for a pause in typing. Then memory over
// many edits.
//
//     node bench/analyze/edit.mjs [--sources DIR] [--rounds 200] [--edits 10000] FILE...
//
// Each round types something or takes it away again, in another line of code each time: a blank (nothing changes but where things
// stand), a digit more in a number (it may or may not be of code that a model runs), a digit more in the body of a constructor or
// of `forward` in a statement that says nothing (most of them run: all is evaluated again, and comes out the same), or in a number
// of such a body (a width, a stride: other figures, and often an error). `same` is the share of answers that only moved. DIR is an
// import root; with it torchvision's resnet.py is measured as well.
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
  export { movedAnalysis } from './core/report/moved';
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
const {
  createAnalyzer,
  createParser,
  createText,
  defaultSettings,
  hintsOf,
  lensesOf,
  movedAnalysis,
  outlineOf,
  reviveOutline,
} = product;
const text = createText('en');
const readText = texts();
const analyzer = createAnalyzer({ parser: await createParser(parserBytes), host: { readText } });

/** What the server's thread has of the file, and of which analysis it is. */
let base = { analysis: null, outline: null };
let kept = 0;

function answer(file, source) {
  // as it crosses from the thread that evaluates to the one that answers the editor
  const { analysis, edits } = analyzer.follow({ file, text: source, roots });
  if (base.analysis === analysis) kept++;
  else base = { analysis, outline: reviveOutline(structuredClone(outlineOf(analysis))) };
  const outline = movedAnalysis(base.outline, structuredClone(edits));
  const hints = hintsOf(outline, { start: 0, end: source.length }, { kinds: defaultSettings.inlayHints, text });
  return { models: outline.models.length, shown: hints.length + lensesOf(outline, text).length };
}

/** Where something is typed, and what: every second call takes it away again. */
function typist(source, places, typed) {
  let isTyped = false;
  let next = 0;
  return () => {
    isTyped = !isTyped;
    if (!isTyped) return source;
    const at = places[(next += 7) % places.length];
    return `${source.slice(0, at)}${typed(at)}${source.slice(at)}`;
  };
}

const endsOf = (source, pattern) => [...source.matchAll(pattern)].map((match) => match.index + match[0].length);

const typists = {
  'a blank': (source) => typist(source, endsOf(source, /[\w)\]]$/gm), () => ' '),
  'a digit': (source) => typist(source, endsOf(source, /\b\d+\b(?=[^"\n]*$)/gm), () => '0'),
  // a statement that says nothing is in each of these bodies, and a digit is typed in one of them
  'code that runs': (source) => {
    const headers = /(def (?:_?forward\w*|__init__)\((?:[^()]|\([^()]*\))*\)(?: -> [^:\n]*)?:\n)( *)/g;
    const prepared = source.replace(headers, (_, header, indent) => `${header}${indent}typed = 1\n${indent}`);
    return typist(prepared, endsOf(prepared, /typed = 1/g), () => '0');
  },
  'a figure that runs': (source) => {
    const bodies = [...source.matchAll(/^( +)def (?:_?forward\w*|__init__)\(.*\n(?:\1 +.*\n|\1\).*\n| *\n)*/gm)];
    const places = bodies.flatMap(({ 0: body, index }) =>
      endsOf(body, /[ ,(=]\d+(?=[,):\n])/g).map((at) => index + at),
    );
    return typist(source, places, () => '0');
  },
};

printHead();
console.log('file                     typed                  first     median        p95   same  models  shown');
for (const file of files) {
  const source = readFileSync(file, 'utf8');
  for (const [what, create] of Object.entries(typists)) {
    const type = create(source);
    const times = [];
    let last;
    for (let round = 0; round < Number(options.rounds); round++) {
      if (round === Number(options.rounds) >> 1) kept = 0;
      const changed = type();
      const begin = performance.now();
      last = answer(file, changed);
      times.push(performance.now() - begin);
    }
    // the first half warms up
    const warm = times.slice(times.length >> 1).sort((a, b) => a - b);
    const figures = [times[0], median(warm), warm[Math.floor(warm.length * 0.95)]];
    const columns = figures.map((time) => `${time.toFixed(2)} ms`.padStart(10)).join(' ');
    const share = `${Math.round((100 * kept) / warm.length)}%`.padStart(6);
    const counts = `${String(last.models).padStart(7)} ${String(last.shown).padStart(6)}`;
    console.log(`${file.split('/').pop().padEnd(24)} ${what.padEnd(18)} ${columns} ${share} ${counts}`);
  }
}

const edits = Number(options.edits);
if (edits > 0) {
  console.log("\nedits     heap after collection    array buffers (the parser's memory)");
  const [file] = files;
  const type = typists['code that runs'](readFileSync(file, 'utf8'));
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
