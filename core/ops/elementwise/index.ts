// Functions that work element by element.
import { activations } from './activations';
import { binaryOperators } from './binary';
import { ternaryOperators } from './ternary';
import { unaryOperators } from './unary';

export const elementwiseOperators = [
  ...activations,
  ...unaryOperators,
  ...binaryOperators,
  ...ternaryOperators,
] as const;
