// One number of a scene changed by hand. Scenes are never modified: a change makes a new one.
import type { Scene } from '../../core/lesson/scene';
import type { FeatureMap, Kernels } from '../../core/lesson/tensors';

export type EditTarget = 'input' | 'standard' | 'grouped' | 'depthwise' | 'pointwise';

export interface Edit {
  readonly target: EditTarget;
  /** Into the target's `data`, row-major. */
  readonly index: number;
  readonly value: number;
}

/** What a person typed as a number: `-0.5`, `−0.5`, `0,5`; undefined where it is none, or too large to show. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) && Math.abs(value) <= 1e6 ? value : undefined;
}

/** The input is one for all three forms. */
export function edited(scene: Scene, edit: Edit): Scene {
  const change = <T extends FeatureMap | Kernels>(target: EditTarget, tensor: T): T =>
    edit.target === target
      ? { ...tensor, data: tensor.data.map((value, i) => (i === edit.index ? edit.value : value)) }
      : tensor;
  const input = change('input', scene.standard.input);
  return {
    standard: { ...scene.standard, input, weight: change('standard', scene.standard.weight) },
    grouped: { ...scene.grouped, input, weight: change('grouped', scene.grouped.weight) },
    separable: {
      ...scene.separable,
      input,
      depthwise: change('depthwise', scene.separable.depthwise),
      pointwise: change('pointwise', scene.separable.pointwise),
    },
  };
}
