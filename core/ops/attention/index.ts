// Attention.
import { multiHeadAttention } from './multi-head';
import { scaledDotProductAttention } from './scaled-dot-product';

export const attentions = [scaledDotProductAttention, multiHeadAttention] as const;
