// The paper on which a digit is drawn: with a pointer in strokes, with the keyboard cell by cell. It knows ink, not digits.
import { digitSize } from './digit-image';

/** Pixels of the paper for each pixel of a digit. */
const detail = 10;
export const paperSize = digitSize * detail;
const strokeWidth = 2.2 * detail;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class Drawing {
  /** Where the keyboard's pen stands, in cells. */
  cursor: Point = { x: digitSize / 2, y: digitSize / 2 };
  private readonly context: CanvasRenderingContext2D;
  private last: Point | null = null;

  constructor(canvas: HTMLCanvasElement) {
    canvas.width = paperSize;
    canvas.height = paperSize;
    this.context = canvas.getContext('2d', { willReadFrequently: true })!;
    this.clear();
  }

  clear(): void {
    this.context.fillStyle = '#000';
    this.context.fillRect(0, 0, paperSize, paperSize);
    this.last = null;
  }

  /** Puts the pen down; a point in [0, 1]². */
  down(point: Point): void {
    this.last = point;
    this.draw(point);
  }

  /** Draws from where the pen is. */
  draw(to: Point): void {
    if (this.last === null) return;
    const { context } = this;
    context.strokeStyle = '#fff';
    context.lineWidth = strokeWidth;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(this.last.x * paperSize, this.last.y * paperSize);
    context.lineTo(to.x * paperSize, to.y * paperSize);
    context.stroke();
    this.last = to;
  }

  up(): void {
    this.last = null;
  }

  /** Moves the keyboard's pen by whole cells; where it is down it draws. */
  move(x: number, y: number): void {
    const within = (value: number): number => Math.min(digitSize - 1, Math.max(0, value));
    this.cursor = { x: within(this.cursor.x + x), y: within(this.cursor.y + y) };
    this.draw(this.pen());
  }

  /** Puts the keyboard's pen down, or lifts it. */
  toggle(): void {
    if (this.last === null) this.down(this.pen());
    else this.up();
  }

  /** Shows an image of the data as it is. */
  show(image: Uint8Array): void {
    this.clear();
    const { context } = this;
    image.forEach((value, index) => {
      context.fillStyle = `rgb(${value} ${value} ${value})`;
      const [x, y] = [index % digitSize, Math.floor(index / digitSize)];
      context.fillRect(x * detail, y * detail, detail, detail);
    });
  }

  /** The ink, row by row. */
  ink(): Uint8Array {
    const { data } = this.context.getImageData(0, 0, paperSize, paperSize);
    return Uint8Array.from({ length: paperSize * paperSize }, (_, index) => data[4 * index]);
  }

  private pen(): Point {
    return { x: (this.cursor.x + 0.5) / digitSize, y: (this.cursor.y + 0.5) / digitSize };
  }
}
