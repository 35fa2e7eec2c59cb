// Which device a run computes on, and what becomes of a run whose device goes away.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { syntheticDigits } from '../../engine/data/synthetic';
import { chooseDevice, type DeviceChoice } from '../../engine/host/device';
import type { TrainingEnvironment } from '../../engine/host/environment';
import { runTraining } from '../../engine/host/runTraining';
import { RunControl } from '../../engine/train/control';
import type { TrainEvent } from '../../engine/train/events';
import { defaultTrainSettings } from '../../engine/train/settings';
import type { Gpu, GpuDevice } from '../../engine/webgpu/api';
import { kernels } from './backends';
import { gpu } from './gpu';
import { notesNetwork } from './models';

const graph = notesNetwork({ baseChannels: 1, dilation: 2 });
const data = syntheticDigits({ train: 12, validation: 6 });

const environmentWith = (found: Gpu | null): TrainingEnvironment => ({
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  inflate: (bytes) => gunzipSync(bytes),
  gpu: () => Promise.resolve(found),
});

const choose = (choice: DeviceChoice, found: Gpu | null, given: typeof kernels | null = kernels) =>
  chooseDevice({
    choice,
    kernels: given,
    environment: environmentWith(found),
    graph,
    data,
    batchSize: 4,
    workers: 1,
  });

describe('the device of a run', () => {
  it('is what was asked for', async () => {
    expect(await choose('reference', null)).toEqual({ device: 'reference' });
    expect(await choose('wasm', gpu)).toEqual({ device: 'wasm' });
    expect(await choose('auto', null)).toEqual({ device: 'wasm' });
    expect(await choose('auto', null, null)).toEqual({ device: 'reference' });
  });

  it('is refused where it is not there', async () => {
    await expect(choose('webgpu', null)).rejects.toMatchObject({ problem: { code: 'CL3302' } });
    await expect(choose('wasm', null, null)).rejects.toMatchObject({ problem: { code: 'CL3302' } });
  });

  it.skipIf(!gpu)('is never a device in software by itself', async () => {
    expect(await choose('auto', gpu)).toEqual({ device: 'wasm' });
    expect((await choose('webgpu', gpu)).device).toBe('webgpu');
  });
});

/** A device that the test can take away. */
function fragile(whole: Gpu): { readonly gpu: Gpu; readonly takeAway: () => void } {
  const devices: GpuDevice[] = [];
  return {
    takeAway: () => devices.forEach((device) => device.destroy()),
    gpu: {
      requestAdapter: async () => {
        const adapter = await whole.requestAdapter();
        return (
          adapter && {
            info: adapter.info,
            limits: adapter.limits,
            features: adapter.features,
            requestDevice: async (options) => {
              const device = await adapter.requestDevice(options);
              devices.push(device);
              return device;
            },
          }
        );
      },
    },
  };
}

describe('a device that is lost', () => {
  it.skipIf(!gpu).each([
    ['in the second epoch', 4, 1],
    ['in the first epoch', 1, 0],
  ])('%s', async (_, step, epoch) => {
    if (!gpu) return;
    const { gpu: own, takeAway } = fragile(gpu);
    const events: TrainEvent[] = [];
    const outcome = await runTraining({
      graph,
      settings: { ...defaultTrainSettings, epochs: 2, batchSize: 4, validationBatchSize: 6 },
      device: 'webgpu',
      workers: 1,
      data,
      kernels,
      resume: null,
      environment: environmentWith(own),
      control: new RunControl(),
      emit: (event) => {
        events.push(event);
        if (event.event === 'step' && event.step === step) takeAway();
      },
      save: () => Promise.resolve('best.pth'),
      saveLast: false,
    });
    expect(outcome).toMatchObject({ reason: 'completed', epochs: 2 });
    expect(events.filter(({ event }) => event === 'deviceLost')).toEqual([
      { event: 'deviceLost', device: 'wasm', epoch },
    ]);
    const starts = events.flatMap((event) => (event.event === 'start' ? [event] : []));
    expect(starts.map(({ device, firstEpoch }) => [device, firstEpoch])).toEqual([
      ['webgpu', 1],
      ['wasm', epoch + 1],
    ]);
    expect(events.filter(({ event }) => event === 'error')).toEqual([]);
  });
});
