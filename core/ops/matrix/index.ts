// Matrix products.
import { decompositions } from './decompositions';
import { einsum } from './einsum';
import { bilinear, linear } from './linear';
import { matmul } from './matmul';
import { addbmm, addmm, addmv, baddbmm, bmm, dot, mm, mv, outer } from './mm';
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
] as const;
