// Files that are no checkpoints, or no more: each is refused with one clear message, nothing runs, nothing hangs.
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '../../engine/checkpoint/half';
import { decodeUtf8, encodeUtf8 } from '../../engine/checkpoint/utf8';
import { Generator } from '../../engine/random/generator';
import { TrainingFailure } from '../../engine/train/failure';

const good = new Uint8Array(readFileSync(new URL('../golden/engine/adam.pth', import.meta.url)));

function messageOf(bytes: Uint8Array, file = 'x.pth'): string | undefined {
  try {
    readCheckpoint(bytes, file);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof TrainingFailure) return thrown.message;
    throw thrown;
  }
}

const stored = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files, { level: 0 });
const pickled = (text: string): Uint8Array =>
  stored({ 'archive/data.pkl': Uint8Array.from(text, (c) => c.charCodeAt(0)) });

describe('refused with a reason', () => {
  it.each<{ name: string; bytes: Uint8Array; message: RegExp; file?: string }>([
    { name: 'nothing', bytes: new Uint8Array(), message: /^x.pth is no checkpoint that can be read: it is no zip/ },
    { name: 'text', bytes: encodeUtf8('hello, this is a text and no archive at all'), message: /it is no zip archive/ },
    { name: 'another zip', bytes: stored({ 'a.txt': encodeUtf8('hi') }), message: /not one that torch.save wrote/ },
    { name: 'the old format', bytes: Uint8Array.of(0x80, 2, 0x8a, 10), message: /PyTorch before 1.6/ },
    { name: 'a compressed archive', bytes: zipSync({ 'archive/data.pkl': new Uint8Array(99) }), message: /compressed/ },
    {
      name: 'code',
      bytes: pickled('\x80\x02cos\nsystem\n(X\x02\0\0\0lstR.'),
      message: /it needs os.system, which only Python has/,
    },
    { name: 'a class', bytes: pickled('\x80\x02cbuiltins\nobject\n.'), message: /it holds builtins.object itself/ },
    { name: 'an unknown opcode', bytes: pickled('\x80\x02\xfe'), message: /opcode 0xfe/ },
    { name: 'an endless pickle', bytes: pickled('\x80\x02]'), message: /its pickle is truncated/ },
    { name: 'an empty stack', bytes: pickled('\x80\x02.'), message: /its pickle is damaged/ },
    { name: 'a list', bytes: pickled('\x80\x02].'), message: /it holds no dict/ },
    { name: 'no tensors', bytes: pickled('\x80\x02}X\x01\0\0\0aK\x01s.'), message: /no state of a model/ },
    {
      name: 'short safetensors',
      bytes: Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 1),
      file: 'x.safetensors',
      message: /truncated/,
    },
    {
      name: 'safetensors that reach too far',
      bytes: Uint8Array.of(
        64,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        ...encodeUtf8('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'.padEnd(64)),
      ),
      file: 'x.safetensors',
      message: /the entry a is damaged/,
    },
  ])('$name', ({ bytes, message, file }) => {
    expect(messageOf(bytes, file)).toMatch(message);
  });

  it('a file cut off anywhere', () => {
    for (let length = 0; length < good.length; length += 7) {
      expect(messageOf(good.subarray(0, length))).toMatch(/^x.pth is no checkpoint that can be read/);
    }
  });

  it('a file with any byte of its tensors changed', () => {
    const at = Buffer.from(good).indexOf('adam/data/0') + 80;
    const bytes = good.slice();
    bytes[at] ^= 1;
    expect(messageOf(bytes)).toMatch(/does not match its checksum|damaged/);
  });

  it('noise: read, or refused, and nothing else', () => {
    const random = new Generator(1);
    for (let round = 0; round < 400; round++) {
      const bytes = good.slice();
      for (let i = 0; i < 4; i++) bytes[random.random32() % bytes.length] = random.random32() & 255;
      messageOf(bytes);
    }
  });
});

describe('texts and halves', () => {
  it.each(['', 'a', 'ä', '中文', '🙂', 'x\0y'])('%s as UTF-8', (text) => {
    expect(Buffer.from(encodeUtf8(text)).toString('utf8')).toBe(text);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it.each([[0x80], [0xc0, 0x80], [0xe4, 0xb8], [0xed, 0xa0, 0x80], [0xf5, 0, 0, 0]])('%s… is no UTF-8', (...bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('every binary16 survives, and every bfloat16', () => {
    for (let half = 0; half < 65536; half++) {
      const [a, b] = [fromFloat16(half), fromBfloat16(half)];
      if (!Number.isNaN(a)) expect(toFloat16(a)).toBe(half);
      if (!Number.isNaN(b)) expect(toBfloat16(b)).toBe(half);
    }
  });

  it.each([
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 ** -25, 0],
    [2 ** -25 * 1.01, 1],
    [2 ** -14 - 2 ** -26, 0x0400],
  ])('%d rounds to the nearest binary16, ties to even', (value, half) => {
    expect(toFloat16(value)).toBe(half);
  });
});
