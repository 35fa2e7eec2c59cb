// An optimiser's state as `optimizer.state_dict()` has it: `state` by the number of the parameter, counted over the groups, and
// `param_groups` with every key that torch 2.13 writes, so that `load_state_dict` takes it; and back.
import type { ParameterId } from '../../core/graph/graph';
import type { Optimizer, OptimizerGroup } from '../optim/optimizer';
import { failure } from '../train/failure';
import type { OptimizerState, ParameterSlot, SlotName } from '../types';
import { dict, float, isDict, PyDict, PyTensor, PyTuple, type PyValue } from './pickleValue';
import { decode, floatTensor } from './tensor';

/** In the order in which each optimiser writes them. */
const slotOrder: readonly SlotName[] = [
  'exp_avg',
  'exp_avg_sq',
  'max_exp_avg_sq',
  'square_avg',
  'momentum_buffer',
  'grad_avg',
];

/** What a schedule adds to a group: `initial_lr`, `max_lr`, ... */
export type GroupExtras = Readonly<Record<string, number>>;

/** `optimizer.state_dict()`. `extras`: by group. */
export function optimizerStateDict(
  optimizer: Optimizer,
  layout: readonly ParameterSlot[],
  { steps, slots }: OptimizerState,
  extras: readonly GroupExtras[] = [],
): PyDict {
  const slotOf = new Map(layout.map((slot, index) => [slot.id, index]));
  const state = new PyDict();
  const groups: PyDict[] = [];
  let number = 0;
  for (const [g, group] of optimizer.groups.entries()) {
    const numbers: number[] = [];
    for (const id of group.parameters) {
      const index = slotOf.get(id);
      const own = index === undefined ? undefined : parameterState(group, layout[index], steps[index], slots);
      if (own !== undefined) state.set(number, own);
      numbers.push(number);
      number += 1;
    }
    const added = Object.entries(extras[g] ?? {}).map(([name, value]) => [name, float(value)] as const);
    groups.push(new PyDict([...groupOptions(group), ...added, ['params', numbers]]));
  }
  return dict({ state, param_groups: groups });
}

/** undefined: nothing has updated it, or the optimiser keeps nothing. */
function parameterState(
  { settings, momentum }: OptimizerGroup,
  { offset, length, shape }: ParameterSlot,
  step: number,
  slots: OptimizerState['slots'],
): PyDict | undefined {
  if (step === 0 || (settings.kind === 'sgd' && momentum === 0)) return undefined;
  const own = new PyDict();
  if (settings.kind !== 'sgd') own.set('step', PyTensor.of(floatTensor(new Float32Array([step]), [])));
  for (const name of slotOrder) {
    const all = slots[name];
    if (all !== undefined) own.set(name, PyTensor.of(floatTensor(all.subarray(offset, offset + length), shape)));
  }
  return own;
}

function groupOptions({ settings, lr, momentum }: OptimizerGroup): readonly (readonly [string, PyValue])[] {
  const decay = float(settings.weightDecay);
  switch (settings.kind) {
    case 'sgd':
      return Object.entries({
        lr: float(lr),
        momentum: float(momentum),
        dampening: float(settings.dampening),
        weight_decay: decay,
        nesterov: settings.nesterov,
        maximize: false,
        foreach: null,
        differentiable: false,
        fused: null,
      });
    case 'adam':
    case 'adamw':
      return Object.entries({
        lr: float(lr),
        betas: new PyTuple([float(momentum), float(settings.beta2)]),
        eps: float(settings.eps),
        weight_decay: decay,
        amsgrad: settings.amsgrad,
        maximize: false,
        foreach: null,
        capturable: false,
        differentiable: false,
        fused: null,
        decoupled_weight_decay: settings.kind === 'adamw',
      });
    case 'rmsprop':
      return Object.entries({
        lr: float(lr),
        momentum: float(momentum),
        alpha: float(settings.alpha),
        eps: float(settings.eps),
        centered: settings.centered,
        weight_decay: decay,
        capturable: false,
        foreach: null,
        maximize: false,
        differentiable: false,
      });
  }
}

/**
 * Takes `stateDict` into `optimizer`'s rates and answers with the engine's state. As with PyTorch's `load_state_dict`, the rates of
 * the checkpoint replace those of the settings. Throws TrainingFailure CL3202 where it belongs to another optimiser or model.
 */
export function readOptimizerState(
  stateDict: PyValue,
  optimizer: Optimizer,
  layout: readonly ParameterSlot[],
): OptimizerState {
  const groups = isDict(stateDict) ? stateDict.get('param_groups') : undefined;
  const states = isDict(stateDict) ? stateDict.get('state') : undefined;
  if (!Array.isArray(groups) || !isDict(states)) throw refuse('its optimizer state is damaged');
  const given = groups as readonly PyValue[];
  if (given.length !== optimizer.groups.length) {
    throw refuse(`its optimizer has ${given.length} parameter groups, not ${optimizer.groups.length}`);
  }
  const ids: ParameterId[] = [];
  for (const [g, group] of optimizer.groups.entries()) {
    takeGroup(given[g], group);
    ids.push(...group.parameters);
  }
  const steps = layout.map(() => 0);
  const slots: Partial<Record<SlotName, Float32Array>> = {};
  const size = layout.reduce((sum, { length }) => sum + length, 0);
  const slotOf = new Map(layout.map((slot, index) => [slot.id, index]));
  for (const [number, own] of states) {
    const index = slotOf.get(ids[Number(number)] ?? -1);
    if (index === undefined || !isDict(own)) throw refuse(`it has optimizer state for the parameter ${number}`);
    // SGD keeps no count; a buffer that exists has been stepped at least once.
    steps[index] = own.has('step') ? scalar(own.get('step')) : 1;
    for (const name of slotOrder) {
      const values = own.get(name);
      if (values === undefined || values === null) continue;
      const flat = (slots[name] ??= new Float32Array(size));
      flat.set(slotValues(values, layout[index], name), layout[index].offset);
    }
  }
  return { steps, slots };
}

function takeGroup(given: PyValue | undefined, group: OptimizerGroup): void {
  if (!isDict(given)) throw refuse('its optimizer state is damaged');
  const parameters = given.get('params');
  const count = Array.isArray(parameters) ? parameters.length : -1;
  if (count !== group.parameters.length) {
    throw refuse(`its optimizer has ${count} parameters in a group, not ${group.parameters.length}`);
  }
  if (!isOfKind(given, group)) throw refuse(`its optimizer state is not of ${group.settings.kind}`);
  const betas = given.get('betas');
  group.lr = scalar(given.get('lr'));
  group.momentum = scalar(betas instanceof PyTuple ? betas.items[0] : given.get('momentum'));
}

function isOfKind(given: PyDict, { settings }: OptimizerGroup): boolean {
  switch (settings.kind) {
    case 'sgd':
      return given.has('nesterov');
    case 'rmsprop':
      return given.has('alpha') && given.has('centered');
    case 'adam':
    case 'adamw':
      // Releases before 2.5 tell the two apart by their class alone.
      return (
        given.has('betas') &&
        (given.get('decoupled_weight_decay') ?? settings.kind === 'adamw') === (settings.kind === 'adamw')
      );
  }
}

function scalar(value: PyValue | undefined): number {
  if (typeof value === 'number') return value;
  const [first] = value instanceof PyTensor ? decode(value.read()) : [];
  if (first === undefined) throw refuse('its optimizer state is damaged');
  return Number(first);
}

function slotValues(values: PyValue, { name, length }: ParameterSlot, slot: SlotName): Float32Array {
  const decoded = values instanceof PyTensor ? Float32Array.from(decode(values.read()), Number) : undefined;
  if (decoded?.length !== length)
    throw refuse(`${slot} of ${name} has ${decoded?.length ?? 'no'} values, not ${length}`);
  return decoded;
}

const refuse = (reason: string): Error => failure('CL3202', { reason });
