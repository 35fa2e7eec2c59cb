// Running the models of an analysis, or taking over what is known of them: a model that was made in a step that was taken over has
// been run before; to be run again it has to be made again.
import { isSymbolic } from '../../shape/dim';
import type { Candidate } from './candidate';
import type { Step } from './made';
import type { ModelRun } from './modelRun';
import type { Steps } from './steps';

/** A model to evaluate. */
export interface Planned {
  readonly candidate: Candidate;
  /** Which of those of the step that made it; absent: it is made as it is run. */
  readonly made?: {
    readonly step: string;
    readonly index: number;
    /** What is made anew, as this candidate is of what was made. */
    readonly withInputs: (candidate: Candidate) => Candidate;
  };
}

export class MadeModels {
  /** By step, of those made again. */
  private readonly renewed = new Map<string, readonly Candidate[]>();
  private readonly ran = new Map<string, number[]>();

  constructor(
    private readonly steps: Steps,
    private readonly evaluate: (candidate: Candidate) => ModelRun,
  ) {}

  run({ candidate, made }: Planned): ModelRun {
    const { steps } = this;
    if (made === undefined) {
      const { expression, origin, inputs, definition } = candidate;
      const asked = [origin, expression, inputs, definition];
      const key = `model ${JSON.stringify(asked, (_, value: unknown) => (isSymbolic(value) ? value.key : value))}`;
      return steps.run(key, () => this.evaluate(candidate));
    }
    const { step, index, withInputs } = made;
    const ran = this.ran.get(step) ?? [];
    this.ran.set(step, [...ran, index]);
    const evaluate = (): ModelRun => {
      if (steps.wasTakenOver(step)) this.makeAgain(step, ran, withInputs);
      const again = this.renewed.get(step)?.[index];
      return this.evaluate(again === undefined ? candidate : withInputs(again));
    };
    const key = `model ${step} ${String(index)}`;
    return steps.wasTakenOver(step) ? steps.run(key, evaluate) : steps.renew(key, evaluate);
  }

  /** With those of its models that were run so far: they may share parts with the next one. */
  private makeAgain(step: string, ran: readonly number[], withInputs: (candidate: Candidate) => Candidate): void {
    const { candidates } = this.steps.renew<Step>(step);
    this.renewed.set(step, candidates);
    for (const index of ran) if (index in candidates) this.evaluate(withInputs(candidates[index]));
  }
}
