// The stepper with clients that answer at once, late, or with a refusal.
import { describe, expect, test, vi } from 'vitest';
import { convolve } from '../../core/lesson/convolve';
import { windowAt } from '../../core/lesson/output-window';
import { exampleScene, type Scene } from '../../core/lesson/scene';
import { convolveSeparable } from '../../core/lesson/separable';
import type { LessonClient } from '../../media/visualiser/client';
import { Stepper } from '../../media/visualiser/stepper';
import { origin } from '../../media/visualiser/steps';
import type { LessonReply } from '../../protocol/lesson';
import { valueOf } from '../core/lesson/support';

const loaded = (scene: Scene): LessonReply => {
  const { between, output } = valueOf(convolveSeparable(scene.separable));
  const [standard, grouped] = [scene.standard, scene.grouped].map((each) => valueOf(convolve(each)));
  return { reply: 'loaded', id: 1, standard, grouped, between, separable: output };
};

const client = (change: Partial<LessonClient> = {}): LessonClient => ({
  load: (scene) => Promise.resolve(loaded(scene)),
  window: (position) => {
    const standard = position.channel < 2 ? windowAt(exampleScene.standard, position) : null;
    return Promise.resolve({ reply: 'window', id: 2, standard, grouped: null, separable: null });
  },
  prove: () => Promise.reject(new Error('not asked')),
  close: () => undefined,
  ...change,
});

describe('the stepper', () => {
  test('shows the first position once the scene is computed; the extent is that of the widest form', async () => {
    const changed = vi.fn();
    const stepper = new Stepper(client(), changed);
    await stepper.load(exampleScene, origin);
    expect(stepper.shown).toMatchObject({ position: origin, extent: { channels: 3, height: 2, width: 2 } });
    expect(stepper.shown?.windows.standard?.total).toBe(0);
    expect(changed).toHaveBeenCalled();
  });

  test('steps of quick keys add up though the worker answers later', async () => {
    const stepper = new Stepper(client(), () => undefined);
    await stepper.load(exampleScene, origin);
    await Promise.all([stepper.step('ArrowRight'), stepper.step('ArrowRight'), stepper.step('ArrowRight')]);
    expect(stepper.shown?.position).toEqual({ channel: 0, row: 1, column: 1 });
    expect(stepper.step('x')).toBeUndefined();
  });

  test('a scene that was replaced while it was computed is not shown', async () => {
    const other: Scene = { ...exampleScene };
    const stepper = new Stepper(client(), () => undefined);
    await Promise.all([stepper.load(exampleScene, origin), stepper.load(other, { channel: 1, row: 0, column: 0 })]);
    expect(stepper.shown?.scene).toBe(other);
    expect(stepper.shown?.position.channel).toBe(1);
  });

  test('a refusal is told, and gone with the next scene', async () => {
    const refusal: LessonReply = { reply: 'refused', id: 1, code: 'CL1004', details: {} };
    const load = vi
      .fn()
      .mockResolvedValueOnce(refusal)
      .mockImplementation((scene: Scene) => Promise.resolve(loaded(scene)));
    const stepper = new Stepper(client({ load }), () => undefined);
    await stepper.load(exampleScene, origin);
    expect([stepper.refused, stepper.shown]).toEqual(['CL1004', undefined]);
    await stepper.load(exampleScene, origin);
    expect(stepper.refused).toBeUndefined();
    expect(stepper.shown).toBeDefined();
  });

  test('plays to the last position and stops; a key stops it', async () => {
    vi.useFakeTimers();
    const stepper = new Stepper(client(), () => undefined);
    await stepper.load(exampleScene, { channel: 2, row: 0, column: 0 });
    stepper.togglePlaying();
    await vi.advanceTimersByTimeAsync(stepper.pause * 10);
    expect(stepper.shown?.position).toEqual({ channel: 2, row: 1, column: 1 });
    expect(stepper.playing).toBe(false);
    stepper.togglePlaying();
    await vi.advanceTimersByTimeAsync(0);
    expect(stepper.shown?.position).toEqual(origin);
    await stepper.step('End');
    expect(stepper.playing).toBe(false);
    vi.useRealTimers();
  });
});
