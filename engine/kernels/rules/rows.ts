// Operations over row-major tensors: what transformers are made of.
import type { PlanOperation } from '../../plan/ir';
import { inputValues } from '../../plan/views';
import type { Lower } from '../lowering';
import { attentionUnit } from '../rows/attention';
import { binaryUnit } from '../rows/binary';
import { linearUnit } from '../rows/linear';
import { matmulUnit } from '../rows/matmul';
import { layerNormUnit, softmaxUnit } from '../rows/norm';
import { unaryUnit } from '../rows/unary';
import type { KernelHolder, Unit } from '../unit';

const rows =
  (make: (holder: KernelHolder, operation: PlanOperation) => Unit | null): Lower =>
  (lowering, operation) => {
    const unit = make(lowering.holder, operation);
    if (!unit) return false;
    for (const value of inputValues(operation)) lowering.plain(value);
    lowering.units.push(unit);
    lowering.setPlain(operation.outputs[0]);
    return true;
  };

export const attention = rows(attentionUnit);
export const linearRows = rows(linearUnit);
export const layerNorm = rows(layerNormUnit);
export const softmax = rows(softmaxUnit);
export const unary = rows(unaryUnit);
export const binary = (kind: 'add' | 'sub' | 'mul'): Lower =>
  rows((holder, operation) => binaryUnit(holder, operation, kind));
export const product = (right: string): Lower => rows((holder, operation) => matmulUnit(holder, operation, right));
