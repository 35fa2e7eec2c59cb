#!/usr/bin/env node
// The cost of an analysis against the number of layers that are executed: a network of 1, 10 and 100 times as many blocks.
//
//     node bench/analyze/scale.mjs [--blocks 10] [--rounds 15] [--warm 10]
//
// Rounds of every size warm up first: what a processor's first rounds cost is the compiler's.
import { parseArgs } from 'node:util';
import { load, median, parserBytes, printHead } from './support.mjs';

const { values: options } = parseArgs({
  options: {
    blocks: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '15' },
    warm: { type: 'string', default: '10' },
  },
});
const { createAnalyzer, createParser } = await load(`
  export { createAnalyzer } from './core/index';
  export { createParser } from './core/syntax/parser';
`);
const analyzer = createAnalyzer({
  parser: await createParser(parserBytes),
  host: { readText: () => undefined },
  // the bench asks for more layers than the budget of a keystroke allows
  limits: { steps: 1e9, milliseconds: 1e6 },
});
const text = `from torch import nn

class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        return x + self.act(self.norm(self.conv(x)))

class Net(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(16) for _ in range(blocks)])

    def forward(self, x):
        return self.blocks(x)
`;

const blocks = Number(options.blocks);
const sizes = [1, 10, 100];
let edit = 0;

/** Milliseconds, and layers that were executed. */
function analyse(times) {
  const begin = performance.now();
  const { models } = analyzer.analyze({
    file: '/net.py',
    // another value at the top each time: nothing of the last answer is kept
    text: `${text}\nEDIT = ${++edit}\n`,
    model: `Net(${blocks * times})`,
    inputs: ['1x16x32x32'],
  });
  return { time: performance.now() - begin, layers: models[0].graph.calls.length };
}

printHead();
for (let round = 0; round < Number(options.warm); round++) for (const times of sizes) analyse(times);
console.log('layers     median    a layer');
for (const times of sizes) {
  const rounds = Array.from({ length: Number(options.rounds) }, () => analyse(times));
  const time = median(rounds.map((round) => round.time));
  const [{ layers }] = rounds;
  console.log(
    `${String(layers).padStart(6)} ${time.toFixed(2).padStart(7)} ms ${((1000 * time) / layers).toFixed(1).padStart(7)} µs`,
  );
}
