// What a tensor is, and the same tensor in another type.
import { conversions } from './conversions';
import { queries } from './queries';

export const metadata = [...queries, ...conversions] as const;
