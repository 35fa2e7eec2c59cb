// Rates and momenta of the schedules against torch.optim.lr_scheduler (scripts/golden/schedules.py), to the last bits.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../engine/schedule/create';
import { oneCycleDefaults, plateauDefaults, type ScheduleSettings } from '../../engine/schedule/types';

type Argument = number | boolean | string | number[];
interface Golden {
  readonly runs: readonly {
    kind: string;
    arguments: Readonly<Record<string, Argument>>;
    lr: readonly number[];
    momentum: readonly number[];
    metrics: readonly number[] | null;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/engine/schedules.json', import.meta.url), 'utf8')) as Golden;

const bases: Readonly<Record<string, object>> = {
  StepLR: { kind: 'step' },
  MultiStepLR: { kind: 'multistep' },
  CosineAnnealingLR: { kind: 'cosine', etaMin: 0 },
  OneCycleLR: { kind: 'onecycle', ...oneCycleDefaults },
  ReduceLROnPlateau: { kind: 'plateau', ...plateauDefaults },
};
const renamed: Readonly<Record<string, string>> = { anneal_strategy: 'anneal', T_max: 'tMax' };
const camel = (name: string): string => renamed[name] ?? name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());

const settingsOf = (kind: string, given: Readonly<Record<string, Argument>>): ScheduleSettings =>
  ({
    ...bases[kind],
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value])),
  }) as ScheduleSettings;

const runs = golden.runs.map((run) => ({ ...run, name: `${run.kind} ${JSON.stringify(run.arguments)}` }));

describe('a schedule gives the rates of torch', () => {
  it.each(runs)('$name', ({ kind, arguments: given, lr, momentum, metrics }) => {
    const group = { lr: 0.1, momentum: 0.9 };
    const schedule = createSchedule(settingsOf(kind, given), [group]);
    for (let i = 0; i < lr.length; i++) {
      if (i > 0) schedule.advance(metrics?.[i - 1] ?? 0);
      expect(group.lr).toBeCloseTo(lr[i], 14);
      expect(group.momentum).toBeCloseTo(momentum[i], 12);
    }
  });
});

describe('a schedule goes on after a resume', () => {
  it.each(runs)('$name', ({ kind, arguments: given, lr, metrics }) => {
    const half = lr.length >> 1;
    const before = { lr: 0.1, momentum: 0.9 };
    const first = createSchedule(settingsOf(kind, given), [before]);
    for (let i = 1; i <= half; i++) first.advance(metrics?.[i - 1] ?? 0);

    const after = { lr: 0.1, momentum: 0.9 };
    const second = createSchedule(settingsOf(kind, given), [after]);
    second.writeState(first.readState());
    Object.assign(after, before);
    for (let i = half + 1; i < lr.length; i++) {
      second.advance(metrics?.[i - 1] ?? 0);
      expect(after.lr).toBeCloseTo(lr[i], 14);
    }
  });
});

describe('settings that make no sense are refused', () => {
  it.each<{ settings: ScheduleSettings; message: RegExp }>([
    { settings: { kind: 'step', stepSize: 0, gamma: 0.1 }, message: /^stepSize cannot be 0/ },
    { settings: { kind: 'cosine', tMax: 1.5, etaMin: 0 }, message: /^tMax cannot be 1.5/ },
    { settings: { kind: 'plateau', ...plateauDefaults, factor: 1 }, message: /^factor cannot be 1/ },
    {
      settings: { kind: 'onecycle', ...oneCycleDefaults, maxLr: Number.NaN, totalSteps: 5 },
      message: /^maxLr cannot be NaN/,
    },
    { settings: { kind: 'onecycle', ...oneCycleDefaults, maxLr: 1, totalSteps: 5, pctStart: 2 }, message: /^pctStart/ },
  ])('$settings.kind', ({ settings, message }) => {
    expect(() => createSchedule(settings, [])).toThrow(message);
  });
});
