// What graphs.ts imports.
import { layers, type SymbolicTensor } from '@tensorflow/tfjs';

export interface BlockOptions {
  filters: number;
  strides: number;
}

export const WIDTHS = [8, 16] as const;

const convolve = (x: SymbolicTensor, { filters, strides }: BlockOptions, name?: string): SymbolicTensor =>
  layers.conv2d({ filters, strides, kernelSize: 3, padding: 'same', name }).apply(x) as SymbolicTensor;

export function residualBlock(
  x: SymbolicTensor,
  options: BlockOptions,
  name: string,
  shortcut = layers.conv2d({
    filters: options.filters,
    strides: options.strides,
    kernelSize: 1,
    name: `${name}_shortcut`,
  }),
): SymbolicTensor {
  let y = convolve(x, options, `${name}_a`);
  y = convolve(y, { ...options, strides: 1 }, `${name}_b`);
  return layers.add({ name: `${name}_sum` }).apply([y, shortcut.apply(x) as SymbolicTensor]) as SymbolicTensor;
}

export default function makeHead(x: SymbolicTensor): SymbolicTensor {
  const pooled = layers.globalAveragePooling2d({}).apply(x);
  return layers.dense({ units: 5 }).apply(pooled) as SymbolicTensor;
}
