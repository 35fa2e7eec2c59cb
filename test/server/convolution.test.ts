// Legal groups, the ladder of variants, and the picture.
import { expect, it } from 'vitest';
import type { Convolution } from '../../server/features/convolution';
import { outputSizeFormula, paramsFormula, macsFormula } from '../../server/features/hover/formulas';
import { ladderOf, legalGroups } from '../../server/features/hover/ladder';
import { mostCharacters, picture, pictureUri, shown } from '../../server/features/hover/picture';

const convolution = (changes: Partial<Convolution> = {}): Convolution => ({
  rank: 2,
  transposed: false,
  inChannels: 64,
  outChannels: 128,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [1, 1],
  dilation: [1, 1],
  groups: 1,
  choosesGroups: true,
  bias: true,
  images: 1,
  input: [28, 28],
  output: [28, 28],
  ...changes,
});

it.each([
  [64, 128, [1, 2, 4, 8, 16, 32, 64]],
  [3, 64, [1]],
  [36, 24, [1, 2, 3, 4, 6, 12]],
  [49, 98, [1, 7, 49]],
] as const)('legal groups of %d and %d channels', (from, to, groups) => expect(legalGroups(from, to)).toEqual(groups));

it('counts params and multiply-accumulates of every variant as PyTorch does', () => {
  const rungs = ladderOf(convolution({ groups: 4 }));
  const of = (groups: number, kind: string) => rungs.find((rung) => rung.groups === groups && rung.kind === kind);
  // torch: sum(p.numel()) of Conv2d(64, 128, 3, groups=g); flop_counter / 2 on 1×64×28×28
  expect(of(1, 'standard')).toMatchObject({ params: 73_856, macs: 57_802_752, ratio: 1, current: false });
  expect(of(4, 'groups')).toMatchObject({ params: 18_560, macs: 14_450_688, ratio: 0.25, current: true });
  expect(of(64, 'groups')).toMatchObject({ params: 1_280, macs: 903_168 });
  // Conv2d(64, 64, 3, groups=64) and Conv2d(64, 128, 1)
  expect(of(64, 'depthwiseSeparable')).toMatchObject({ params: 640 + 8_320, macs: 451_584 + 6_422_528 });
});

it('offers no groups where the library has no argument for them', () => {
  const rungs = ladderOf(convolution({ choosesGroups: false }));
  expect(rungs.map(({ kind }) => kind)).toEqual(['standard', 'depthwiseSeparable']);
});

it('offers no separable form of what is depthwise, pointwise or transposed already', () => {
  for (const changes of [{ groups: 64 }, { kernel: [1, 1] }, { transposed: true }]) {
    expect(ladderOf(convolution(changes)).map(({ kind }) => kind)).not.toContain('depthwiseSeparable');
  }
});

it('fills the formulas in', () => {
  const grouped = convolution({ groups: 4, padding: [2, 2], dilation: [2, 2] });
  expect(paramsFormula({ parameters: [] }, grouped)).toBe('128·(64/4)·3² + 128');
  expect(macsFormula(grouped)).toBe('128·(64/4)·3²·28²');
  expect(macsFormula({ ...grouped, images: 2 })).toBe('2·128·(64/4)·3²·28²');
  expect(outputSizeFormula(grouped)).toBe('⌊(28 + 2·2 − 2·(3−1) − 1)/1⌋ + 1 = 28');
  expect(outputSizeFormula(convolution({ kernel: [3, 1], padding: [1, 0] }))).toBe(
    '⌊(28 + 2·1 − 1·(3−1) − 1)/1⌋ + 1 = 28; ⌊(28 + 2·0 − 1·(1−1) − 1)/1⌋ + 1 = 28',
  );
  const linear = [
    { name: 'weight', shape: [10, 256] },
    { name: 'bias', shape: [10] },
  ];
  expect(paramsFormula({ parameters: linear }, null)).toBe('10·256 + 10');
  const norm = ['weight', 'bias'].map((name) => ({ name, shape: [64] }));
  expect(paramsFormula({ parameters: norm }, null)).toBe('2·64');
});

const labels = { input: '64 in', output: '128 out', caption: 'groups "4" & <more>' };

it('draws few channels one by one and leaves out the middle of many', () => {
  expect(shown(3, 4)).toEqual([0, 1, 2]);
  expect(shown(64, 4)).toEqual([0, 1, null, 63]);
  const lines = (groups: number, channels: number): number => {
    const svg = picture(convolution({ inChannels: channels, outChannels: channels, groups }), labels);
    return [...svg.matchAll(/M\d/g)].length;
  };
  expect([lines(1, 4), lines(2, 4), lines(4, 4)]).toEqual([16, 8, 4]);
});

it.each([1, 4, 64, 2048])('keeps the picture small and well formed with %d groups', (groups) => {
  const wide = convolution({ inChannels: 2048, outChannels: 4096, groups });
  expect(pictureUri(wide, labels).length).toBeLessThan(mostCharacters / 4);
  const svg = picture(wide, labels);
  expect(svg).not.toMatch(/[^\x20-\x7e]/);
  expect(svg).toContain('groups &#34;4&#34; &#38; &#60;more&#62;');
});
