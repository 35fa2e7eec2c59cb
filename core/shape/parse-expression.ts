// Reads integer expressions as Python writes them (`(H-1)//2+1`, `2*N`, `max(H, 7)`) into whatever algebra the caller gives.

export interface Algebra<T> {
  number(value: number): T;
  symbol(name: string): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  floorDivide(a: T, b: T): T;
  modulo(a: T, b: T): T;
  maximum(a: T, b: T): T;
  minimum(a: T, b: T): T;
}

const TOKEN = /\s*(\/\/|\d+|[\p{L}_][\p{L}\p{N}_]*|[-+*%(),])/uy;

/** Nesting past this is refused, so that no text can exhaust the stack. */
const DEPTH_LIMIT = 50;

/** The value of `text`, or undefined where it is no such expression. */
export function parseExpression<T>(text: string, algebra: Algebra<T>): T | undefined {
  const tokens = tokenize(text);
  if (!tokens) return undefined;
  const parser = new Parser(tokens, algebra);
  const result = parser.sum(0);
  return parser.done ? result : undefined;
}

function tokenize(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) return undefined;
    tokens.push(match[1]);
  }
  return tokens;
}

class Parser<T> {
  private position = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly algebra: Algebra<T>,
  ) {}

  get done(): boolean {
    return this.position === this.tokens.length;
  }

  sum(depth: number): T | undefined {
    let left = this.product(depth);
    while (left !== undefined && (this.peek() === '+' || this.peek() === '-')) {
      const sign = this.next();
      const right = this.product(depth);
      if (right === undefined) return undefined;
      left = sign === '+' ? this.algebra.add(left, right) : this.algebra.subtract(left, right);
    }
    return left;
  }

  private product(depth: number): T | undefined {
    let left = this.unary(depth);
    while (left !== undefined && ['*', '//', '%'].includes(this.peek())) {
      const sign = this.next();
      const right = this.unary(depth);
      if (right === undefined) return undefined;
      if (sign === '*') left = this.algebra.multiply(left, right);
      else left = sign === '//' ? this.algebra.floorDivide(left, right) : this.algebra.modulo(left, right);
    }
    return left;
  }

  private unary(depth: number): T | undefined {
    if (depth > DEPTH_LIMIT) return undefined;
    const token = this.next();
    if (token === '-') {
      const value = this.unary(depth + 1);
      return value === undefined ? undefined : this.algebra.subtract(this.algebra.number(0), value);
    }
    if (token === '(') {
      const value = this.sum(depth + 1);
      return this.next() === ')' ? value : undefined;
    }
    if (/^\d/.test(token)) return this.algebra.number(Number(token));
    if (!/^[\p{L}_]/u.test(token)) return undefined;
    if (this.peek() !== '(') return this.algebra.symbol(token);
    return this.call(token, depth + 1);
  }

  private call(name: string, depth: number): T | undefined {
    if (name !== 'max' && name !== 'min') return undefined;
    this.next();
    let value = this.sum(depth);
    while (value !== undefined && this.peek() === ',') {
      this.next();
      const right = this.sum(depth);
      if (right === undefined) return undefined;
      value = name === 'max' ? this.algebra.maximum(value, right) : this.algebra.minimum(value, right);
    }
    return this.next() === ')' ? value : undefined;
  }

  private peek(): string {
    return this.tokens[this.position] ?? '';
  }

  private next(): string {
    return this.tokens[this.position++] ?? '';
  }
}
