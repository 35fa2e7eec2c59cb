// Questions about types and shapes alone: nothing is executed (torch.promote_types, torch.result_type, torch.can_cast).
import { type Dim, isSymbolic } from '../../shape/dim';
import { type ArgumentValue, type OperatorArguments, UnknownArgument } from '../arguments';
import { broadcast, operand } from '../elementwise/operands';
import type { Operator, Result } from '../operator';
import { invalidArgument } from '../problems';
import { categoryOf, promoteTypes, resultType } from '../promotion';
import type { DType } from '../../shape/dtype';
import { isList, typeName } from '../values';

const CATEGORIES = ['bool', 'integer', 'floating', 'complex'];

const question = <const Name extends string>(name: Name, signature: string, answer: (a: OperatorArguments) => Result) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => ({ result: answer(a), free: true }),
  }) as const satisfies Operator;

const dtypeOf = (a: OperatorArguments, name: string): DType =>
  a.optionalDType(name) ?? a.unknown(`the type ${name} is not known`);

/** What shapes meet in; a number is a shape of one axis. */
function broadcastShapes(a: OperatorArguments): Result {
  const given = a.raw('shapes');
  const shapes = (isList(given) ? given : [given]).map((shape) => (isList(shape) ? shape : [shape]).map(toDim));
  return { tuple: broadcast(a, shapes).map((d) => ({ scalar: d })) };

  function toDim(value: ArgumentValue): Dim {
    if (value instanceof UnknownArgument) return a.unknown(value.reason);
    if (typeof value !== 'number' && !isSymbolic(value))
      return a.fail(invalidArgument(a.operatorName, 'expects shapes of integers', { actual: typeName(value) }));
    if (typeof value === 'number' && value < 0)
      return a.fail(invalidArgument(a.operatorName, `trying to broadcast a negative dimension (${value})`));
    return value;
  }
}

export const typeQuestions = [
  question('broadcast_shapes', '*shapes', broadcastShapes),
  question('promote_types', 'type1, type2', (a) => ({
    scalar: { dtype: promoteTypes(dtypeOf(a, 'type1'), dtypeOf(a, 'type2')) },
  })),
  question('result_type', 'tensor1, tensor2', (a) => ({
    scalar: { dtype: resultType([operand(a, 'tensor1'), operand(a, 'tensor2')]) },
  })),
  question('can_cast', 'from_, to', (a) => {
    const [from, to] = [dtypeOf(a, 'from_'), dtypeOf(a, 'to')];
    return { scalar: CATEGORIES.indexOf(categoryOf(from)) <= CATEGORIES.indexOf(categoryOf(to)) };
  }),
] as const;
