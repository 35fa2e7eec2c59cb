// Single images that a page wants classified, during a run or after it, by the model as it is then. The engine does one thing at
// a time, so they wait for the gap between two steps.
import type { TrainingEvent } from '../../protocol/training';
import type { ImageDataset } from '../data/dataset';
import type { Run } from '../train/prepare';
import { activationsOf, layersOf } from './activations';

interface Question {
  readonly id: number;
  readonly image: Uint8Array;
  readonly layers: boolean;
}

type Answer = Extract<TrainingEvent, { readonly event: 'prediction' | 'sample' }>;

/** Questions that wait; beyond these the oldest are given up, since a newer drawing has taken their place. */
const most = 8;

export class Predictions {
  private readonly post: (answer: Answer, transfer: readonly ArrayBuffer[]) => void;
  private run: Run | null = null;
  private layers: ReturnType<typeof layersOf> = [];
  private waiting: Question[] = [];
  private idle = false;

  constructor(post: (answer: Answer, transfer: readonly ArrayBuffer[]) => void) {
    this.post = post;
  }

  /** A new run: its engine answers from now on, between its steps. */
  begin(run: Run): void {
    this.run?.engine.dispose();
    this.run = run;
    this.layers = layersOf(run.evaluation ?? run.graph);
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

  ask(question: Question): void {
    this.waiting.push(question);
    if (this.waiting.length > most) this.waiting.shift();
    if (this.idle) void this.serve();
  }

  /** An image of the validation set: nothing is computed, so it comes at once. */
  sample(id: number, index: number): void {
    if (this.run === null) return;
    const { validation } = this.run.data;
    const at = index % validation.count;
    const size = sizeOf(validation);
    const { buffer: image } = validation.images.slice(at * size, (at + 1) * size);
    const label = validation.classes[validation.labels[at]] ?? String(validation.labels[at]);
    this.post({ event: 'sample', id, index: at, label, image }, [image]);
  }

  /** Answers all that wait. Images of another size than the model's are passed over: they were drawn for another model. */
  async serve(): Promise<void> {
    while (this.run !== null && this.waiting.length > 0) {
      const [{ id, image, layers }] = this.waiting.splice(0, 1);
      const { engine, data } = this.run;
      if (image.length !== sizeOf(data.train)) continue;
      const { mean, std } = data.train;
      const asked = layers ? this.layers : [];
      const { logits, kept } = await engine.forward(
        { bytes: image, mean, std },
        1,
        asked.map(({ value }) => value),
      );
      const answer = {
        event: 'prediction',
        id,
        probabilities: softmax(logits),
        layers: activationsOf(asked, kept),
      } as const;
      this.post(
        answer,
        answer.layers.map(({ bytes }) => bytes),
      );
    }
  }
}

const sizeOf = ({ channels, height, width }: ImageDataset): number => channels * height * width;

function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((each) => each / sum);
}
