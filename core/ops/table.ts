// Every operator, by name and by the names under which Python code reaches it.
import { attentions } from './attention';
import { convolutions } from './convolution';
import { creators } from './creation';
import { elementwiseOperators } from './elementwise';
import { indexers } from './indexing';
import { layers } from './layers';
import { losses } from './losses';
import { matrixOperators } from './matrix';
import { metadata } from './metadata';
import { normalisations } from './normalisation';
import type { Operator } from './operator';
import { pools } from './pooling';
import { recurrents } from './recurrent';
import { reducers } from './reduction';
import { spectralOperators } from './spectral';
import { views } from './view';

/** In the order of the documentation. */
const families = {
  convolution: convolutions,
  matrix: matrixOperators,
  normalisation: normalisations,
  pooling: pools,
  elementwise: elementwiseOperators,
  layers,
  attention: attentions,
  recurrent: recurrents,
  losses,
  reduction: reducers,
  view: views,
  indexing: indexers,
  creation: creators,
  spectral: spectralOperators,
  metadata,
} as const;

/** The operators' names, as the graph and the engine know them. */
export type OperatorName = (typeof families)[keyof typeof families][number]['name'];

/** All operators by family: the folder that defines them. */
export const operatorFamilies: Readonly<Record<string, readonly Operator[]>> = families;

export const allOperators: readonly Operator[] = Object.values(operatorFamilies).flat();

export const operators = Object.fromEntries(allOperators.map((op) => [op.name, op])) as Readonly<
  Record<OperatorName, Operator>
>;

const byKey = (keys: (op: Operator) => readonly string[]): ReadonlyMap<string, Operator> =>
  new Map(allOperators.flatMap((op) => keys(op).map((key) => [key, op] as const)));

/** By qualified function name: `torch.nn.functional.conv2d`. */
export const operatorsByFunction = byKey((op) => op.functions);

/** By method name of a tensor: `view`, `relu_`. */
export const operatorsByMethod = byKey((op) => op.methods);

/** By name of a tensor's attribute: `shape`, `T`. */
export const operatorsByProperty = byKey((op) => op.properties ?? []);
