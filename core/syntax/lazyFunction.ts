// A function whose body is read when it is first asked for: most of a module's functions are never called.
import type { Expression, FunctionDefinition, Parameter, Statement } from './ast';

/** What a function's body tells. */
export type FunctionBody = Pick<FunctionDefinition, 'body' | 'isGenerator' | 'docstring'>;

export class LazyFunction implements FunctionDefinition {
  readonly kind = 'function';
  private loaded: FunctionBody | null = null;

  constructor(
    readonly start: number,
    readonly end: number,
    readonly name: string,
    readonly nameStart: number,
    readonly parameters: readonly Parameter[],
    readonly returns: Expression | null,
    readonly decorators: readonly Expression[],
    readonly isAsync: boolean,
    private read: (() => FunctionBody) | null,
  ) {}

  /** Another body takes the place of the one it had. */
  exchange(read: () => FunctionBody): void {
    this.loaded = null;
    this.read = read;
  }

  private get content(): FunctionBody {
    if (this.loaded !== null) return this.loaded;
    this.loaded = (this.read as () => FunctionBody)();
    this.read = null;
    return this.loaded;
  }

  get body(): readonly Statement[] {
    return this.content.body;
  }
  get isGenerator(): boolean {
    return this.content.isGenerator;
  }
  get docstring(): string | null {
    return this.content.docstring;
  }
}
