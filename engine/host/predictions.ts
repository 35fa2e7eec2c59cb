// Single images that a page wants classified, during a run or after it, by the model as it is then. The engine does one thing at
// a time, so they wait for the gap between two steps.
import type { Run } from '../train/prepare';

interface Question {
  readonly id: number;
  readonly image: Float32Array;
}

/** Questions that wait; beyond these the oldest are given up, since a newer drawing has taken their place. */
const most = 8;

export class Predictions {
  private readonly answer: (id: number, probabilities: readonly number[]) => void;
  private run: Run | null = null;
  private waiting: Question[] = [];
  private idle = false;

  constructor(answer: (id: number, probabilities: readonly number[]) => void) {
    this.answer = answer;
  }

  /** A new run: its engine answers from now on, between its steps. */
  begin(run: Run): void {
    this.run?.engine.dispose();
    this.run = run;
    this.idle = false;
  }

  /** The engine has nothing else to do: questions are answered as they come. */
  rest(): void {
    this.idle = true;
    void this.serve();
  }

  /** The engine is at work again. */
  work(): void {
    this.idle = false;
  }

  ask(id: number, image: Float32Array): void {
    this.waiting.push({ id, image });
    if (this.waiting.length > most) this.waiting.shift();
    if (this.idle) void this.serve();
  }

  /** Answers all that wait. Images of another size than the model's are passed over: they were drawn for another model. */
  async serve(): Promise<void> {
    while (this.run !== null && this.waiting.length > 0) {
      const [question] = this.waiting.splice(0, 1);
      const { engine, data } = this.run;
      const { channels, height, width } = data.train;
      if (question.image.length !== channels * height * width) continue;
      const { logits } = await engine.forward(question.image, 1);
      this.answer(question.id, softmax(logits));
    }
  }
}

function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((each) => each / sum);
}
