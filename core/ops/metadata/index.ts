// What a tensor is, and the same tensor in another type.
import { conversions } from './conversions';
import { queries } from './queries';
import { typeQuestions } from './types';

export const metadata = [...queries, ...conversions, ...typeQuestions] as const;
