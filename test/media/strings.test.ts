// The words of both pages: each phrase in both languages with the same placeholders, and filled in as asked.
import { describe, expect, test } from 'vitest';
import { phrases as trainerPhrases } from '../../media/trainer/phrases';
import { phrases as visualiserPhrases } from '../../media/visualiser/phrases';
import { placeholder, translator, type Phrases } from '../../media/shared/strings';
import { formats, shortNumber, term } from '../../media/shared/numbers';

const names = (text: string): string[] => [...text.matchAll(placeholder)].map(([, name]) => name).sort();

const check = (phrases: Phrases): void => {
  for (const [key, [english, chinese]] of Object.entries(phrases)) {
    expect([key, ...new Set(names(chinese))]).toEqual([key, ...new Set(names(english))]);
    expect(english.trim(), key).not.toBe('');
    expect(chinese.trim(), key).not.toBe('');
  }
};

test('the visualiser says the same in both languages', () => {
  check(visualiserPhrases);
});
test('the trainer says the same in both languages', () => {
  check(trainerPhrases);
});

describe('a translator', () => {
  const phrases = {
    greet: ['Hello {name}, {name}!', '你好，{name}！'],
    plain: ['Stop', '停止'],
  } as const satisfies Phrases;
  test('fills every placeholder', () => {
    expect(translator('en', phrases)('greet', { name: 'Ada' })).toBe('Hello Ada, Ada!');
    expect(translator('zh-cn', phrases)('greet', { name: 'Ada' })).toBe('你好，Ada！');
    expect(translator('zh-cn', phrases)('plain')).toBe('停止');
  });
  test('takes text as text, also where it looks like a placeholder', () => {
    expect(translator('en', phrases)('greet', { name: '{name}$&' })).toBe('Hello {name}$&, {name}$&!');
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [-2, '−2'],
    [0.5, '0.5'],
    [1 / 3, '0.3333'],
    [-1.5e-7, '−1.5e-7'],
    [12_345_678, '1.2e+7'],
  ])('%d is written %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
  test('a negative term stands in parentheses', () => {
    expect([term(-2), term(3)]).toEqual(['(−2)', '3']);
  });
  test('figures, bytes and times', () => {
    const { integer, compact, bytes, percent, duration } = formats('en');
    expect([integer(18_432), compact(18_432), compact(5_437_984), compact(7)]).toEqual([
      '18,432',
      '18.4K',
      '5.44M',
      '7',
    ]);
    expect([bytes(0), bytes(1_023), bytes(1_536)]).toEqual(['0 B', '1023 B', '1.5 KiB']);
    expect([percent(0.125), percent(1)]).toEqual(['12.5%', '100%']);
    expect([duration(0.4), duration(200), duration(7_500)]).toEqual(['0 s', '3 min 20 s', '2 h 5 min']);
    expect(formats('zh-cn').duration(200)).toBe('3 分 20 秒');
  });
});
