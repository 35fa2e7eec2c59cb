// Matrix products.
import { decompositions } from './decompositions';
import { factorisations } from './factorisations';
import { einsum } from './einsum';
import { bilinear, linear } from './linear';
import { matmul } from './matmul';
import { addbmm, addmm, addmv, baddbmm, bmm, dot, mm, mv, outer } from './mm';
import { solvers } from './solvers';
import { inner, kron, tensordot } from './tensordot';

export const matrixOperators = [
  linear,
  bilinear,
  matmul,
  mm,
  bmm,
  mv,
  dot,
  outer,
  addmm,
  baddbmm,
  addbmm,
  addmv,
  tensordot,
  kron,
  inner,
  einsum,
  ...decompositions,
  ...factorisations,
  ...solvers,
] as const;
