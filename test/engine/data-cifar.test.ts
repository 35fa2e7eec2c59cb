// CIFAR-10's binary files, and what is said of bad ones.
import { describe, expect, it } from 'vitest';
import { readCifar10 } from '../../engine/data/cifar';

const record = (label: number, fill: number): Uint8Array => new Uint8Array(3073).fill(fill).fill(label, 0, 1);
const file = (...records: Uint8Array[]): { name: string; bytes: Uint8Array } => ({
  name: 'data_batch_1.bin',
  bytes: Uint8Array.from(records.flatMap((each) => [...each])),
});

describe('CIFAR-10', () => {
  it('joins its files', () => {
    const { train, validation } = readCifar10({
      train: [file(record(3, 10), record(9, 20)), file(record(0, 30))],
      validation: [file(record(1, 40))],
    });
    expect(train).toMatchObject({ count: 3, channels: 3, height: 32, width: 32, labels: Uint8Array.of(3, 9, 0) });
    expect([train.images[0], train.images[3072], train.images[2 * 3072 + 5]]).toEqual([10, 20, 30]);
    expect(validation.classes[validation.labels[0]]).toBe('automobile');
  });

  it.each([
    {
      name: 'cut off',
      bytes: record(1, 0).subarray(0, 3000),
      message: /data_batch_1.bin is truncated: .* 3073 bytes, but it has 3000/,
    },
    { name: 'empty', bytes: new Uint8Array(), message: /is truncated/ },
    {
      name: 'another kind of file',
      bytes: record(200, 0),
      message: /image 0 has the label 200, but the model has 10 classes/,
    },
  ])('$name', ({ bytes, message }) => {
    expect(() => readCifar10({ train: [{ name: 'data_batch_1.bin', bytes }], validation: [] })).toThrow(message);
  });
});
