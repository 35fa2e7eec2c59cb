// Functions that work element by element.
import { activations } from './activations';
import { binaryOperators } from './binary';
import { furtherOperators } from './further';
import { specialFunctions } from './special';
import { ternaryOperators } from './ternary';
import { unaryOperators } from './unary';

export const elementwiseOperators = [
  ...activations,
  ...unaryOperators,
  ...binaryOperators,
  ...ternaryOperators,
  ...specialFunctions,
  ...furtherOperators,
] as const;
