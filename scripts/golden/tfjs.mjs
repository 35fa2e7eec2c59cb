#!/usr/bin/env node
// What TensorFlow.js itself makes of the test's models: of each layer its name, class, output shape and weights.
//
//     npm install @tensorflow/tfjs@4.22.0        in a folder of its own: the project does not depend on it
//     node scripts/golden/tfjs.mjs FOLDER        writes test/golden/tfjs.json
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..', '..');
const folder = resolve(process.argv[2] ?? '.');
const require = createRequire(join(folder, 'package.json'));
const tf = require('@tensorflow/tfjs');

/** The files whose exports are models, or functions that make one. */
const sources = [
  ...readdirSync(join(root, 'test/core/tfjs/cases'))
    .filter((name) => name !== 'blocks.ts')
    .map((name) => `test/core/tfjs/cases/${name}`),
  ...readdirSync(join(root, 'examples'))
    .filter((name) => name.startsWith('tfjs_') && name.endsWith('.ts'))
    .map((name) => `examples/${name}`),
].sort();

const shapesOf = (tensors) => tensors.map((tensor) => tensor.shape);
const count = (weights) => weights.reduce((sum, weight) => sum + weight.shape.reduce((a, b) => a * b, 1), 0);

/** Shapes of a run on a batch of two; null where a size is left open. */
function predicted(model) {
  if (shapesOf(model.inputs).some((shape) => shape.slice(1).includes(null))) return null;
  const inputs = model.inputs.map(({ shape, dtype }) => tf.zeros([shape[0] ?? 2, ...shape.slice(1)], dtype));
  const outputs = model.predict(inputs.length === 1 ? inputs[0] : inputs);
  return shapesOf(Array.isArray(outputs) ? outputs : [outputs]);
}

const describe = (model) => ({
  inputs: shapesOf(model.inputs),
  outputs: shapesOf(model.outputs),
  predicted: predicted(model),
  params: model.countParams(),
  trainable: count(model.trainableWeights),
  layers: leaves(model, ''),
});

/** Layers, those of models within the model by dotted names, in the order of `model.layers`. */
const leaves = (model, prefix) =>
  model.layers.flatMap((layer) =>
    layer.layers
      ? leaves(layer, `${prefix}${layer.name}.`)
      : [
          {
            path: `${prefix}${layer.name}`,
            type: layer.getClassName(),
            outputs: layer.inboundNodes.map((node) => shapesOf(node.outputTensors)).flat(),
            params: layer.countParams(),
            weights: layer.weights.map((weight) => weight.shape),
          },
        ],
  );

/** The models of one file. */
async function measure(source) {
  const temporary = mkdtempSync(join(folder, 'golden-'));
  const { log } = console;
  try {
    const outfile = join(temporary, 'models.cjs');
    await build({
      entryPoints: [join(root, source)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['@tensorflow/*'],
      logLevel: 'error',
    });
    console.log = () => undefined;
    const found = Object.entries(require(outfile)).flatMap(([name, value]) => {
      if (typeof value?.countParams === 'function') return [[name, describe(value)]];
      if (typeof value !== 'function' || !/^create/.test(name)) return [];
      return [[`${name}()`, describe(value())]];
    });
    return Object.fromEntries(found);
  } finally {
    console.log = log;
    rmSync(temporary, { recursive: true });
  }
}

const [, , , only] = process.argv;
if (only !== undefined) process.stdout.write(JSON.stringify(await measure(only)));
else {
  // A process for each file: names of layers are counted through a process.
  const run = (source) =>
    execFileSync(process.execPath, [import.meta.filename, folder, source], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const files = Object.fromEntries(sources.map((source) => [source, JSON.parse(run(source).replace(/^[^{]*/, ''))]));
  const golden = { tfjs: tf.version.tfjs, files };
  writeFileSync(join(root, 'test/golden/tfjs.json'), `${JSON.stringify(golden, null, 1)}\n`);
}
