// What is stepped through, and where: loads a scene into the worker, asks for the windows of one position at a time, plays. It
// knows no page; `changed` is called after every change.
import type { OutputPosition } from '../../core/lesson/output-window';
import type { Scene } from '../../core/lesson/scene';
import type { LessonReply } from '../../protocol/lesson';
import type { LessonClient, Reply } from './client';
import { isLast, moved, origin, type Extent } from './steps';

/** What the worker has computed for the current position. */
export interface Shown {
  readonly scene: Scene;
  readonly results: Reply<'loaded'>;
  readonly windows: Reply<'window'>;
  readonly position: OutputPosition;
  readonly extent: Extent;
}

const extentOf = ({ standard, grouped, separable }: Reply<'loaded'>): Extent => ({
  channels: Math.max(standard.channels, grouped.channels, separable.channels),
  height: standard.height,
  width: standard.width,
});

export class Stepper {
  /** undefined: nothing computed yet. */
  shown: Shown | undefined;
  /** The code with which the worker refused the scene. */
  refused: string | undefined;
  playing = false;
  /** Milliseconds that a position stays while playing. */
  pause = 800;
  private scene: Scene | undefined;
  private results: Reply<'loaded'> | undefined;
  /** Where the next step starts from: ahead of what is shown while the worker computes. */
  private target: OutputPosition = origin;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly client: LessonClient;
  private readonly changed: () => void;

  constructor(client: LessonClient, changed: () => void) {
    this.client = client;
    this.changed = changed;
  }

  /** Computes the forms of a scene and shows a position of it; the current one where none is given. */
  async load(scene: Scene, position: OutputPosition = this.target): Promise<void> {
    this.scene = scene;
    const reply = await this.client.load(scene);
    if (this.scene !== scene || !this.accepts(reply, 'loaded')) return;
    this.results = reply;
    await this.go(position);
  }

  async go(position: OutputPosition): Promise<void> {
    const { scene, results } = this;
    if (scene === undefined || results === undefined) return;
    this.target = position;
    const reply = await this.client.window(position);
    if (this.results !== results || !this.accepts(reply, 'window')) return;
    this.shown = { scene, results, windows: reply, position, extent: extentOf(results) };
    this.changed();
  }

  /** Moves as a key says; undefined: the key does not move. */
  step(key: string): Promise<void> | undefined {
    if (this.results === undefined) return undefined;
    const position = moved(this.target, key, extentOf(this.results));
    if (position === undefined) return undefined;
    this.stop();
    return this.go(position);
  }

  togglePlaying(): void {
    if (this.playing || this.results === undefined) {
      this.stop();
      return;
    }
    this.playing = true;
    const start = isLast(this.target, extentOf(this.results)) ? origin : this.target;
    void this.go(start).then(() => {
      this.schedule();
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    if (!this.playing) return;
    this.playing = false;
    this.changed();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.playing) return;
    this.timer = setTimeout(() => {
      const extent = extentOf(this.results!);
      const next = moved(this.target, 'ArrowRight', extent)!;
      void this.go(next).then(() => {
        if (isLast(this.target, extent)) this.stop();
        else this.schedule();
      });
    }, this.pause);
  }

  private accepts<Kind extends LessonReply['reply']>(reply: LessonReply, kind: Kind): reply is Reply<Kind> {
    this.refused = reply.reply === 'refused' ? reply.code : undefined;
    if (this.refused !== undefined) this.changed();
    return reply.reply === kind;
  }
}
