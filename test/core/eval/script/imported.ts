// What language.ts imports.
export interface Pair {
  left: number;
  right: number;
}

export const half = ({ left, right }: Pair): Pair => ({ left: left / 2, right: right / 2 });
export const NAME = 'imported';

export default function twice(n: number): number {
  return n * 2;
}
