// What page.test.ts runs in a page: the engine on the page's own WebGPU device.
import type { Gpu } from '../../engine/webgpu/api';
import { runOperator, type OperatorCase } from './operator-case';
import { runOptimiser, type OptimiserCase } from './optimiser-case';

declare const navigator: { readonly gpu?: Gpu };

const backend = { device: 'webgpu', gpu: navigator.gpu } as const;

export const hasAdapter = async (): Promise<boolean> => ((await navigator.gpu?.requestAdapter()) ?? null) !== null;
export const operator = (each: OperatorCase): ReturnType<typeof runOperator> => runOperator(backend, each);
export const optimiser = (each: OptimiserCase): ReturnType<typeof runOptimiser> => runOptimiser(backend, each);
