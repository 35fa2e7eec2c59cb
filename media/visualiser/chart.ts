// The geometry of a small chart with logarithmic axes: lines, ticks and labels. Pure; `line-chart.ts` draws it.
import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export type Point = readonly [x: number, y: number];

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly series: readonly Series[];
  /** Values of x that get a tick; absent: powers of the base. */
  readonly xTicks?: readonly number[];
  readonly xFormat: (value: number) => string;
  readonly yFormat: (value: number) => string;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Chart {
  readonly lines: readonly {
    readonly name: string;
    readonly path: string;
    readonly points: readonly Point[];
    readonly end: Point;
  }[];
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  readonly frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const inset = { left: 52, right: 46, top: 12, bottom: 38 } as const;

const range = (values: readonly number[]): [number, number] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low / 2, high * 2] : [low, high];
};

/** 1, 2 and 5 times powers of ten inside the range; the powers alone where that is many. */
function decimalTicks([low, high]: readonly number[]): readonly number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high / low)) + 2 },
    (_, i) => Math.floor(Math.log10(low)) + i,
  );
  const within = (factors: readonly number[]): readonly number[] =>
    powers
      .flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(3))))
      .filter((value) => value >= low && value <= high * (1 + 1e-9));
  const fine = within([1, 2, 5]);
  return fine.length <= 7 ? fine : within([1]);
}

/** At most `most` of the ticks, evenly thinned. */
const thinned = (values: readonly number[], most: number): readonly number[] => {
  const step = Math.ceil(values.length / most);
  return values.filter((_, i) => i % step === 0);
};

export function chartOf({ width, height, series, xTicks, xFormat, yFormat }: ChartOptions): Chart {
  const frame = { left: inset.left, right: width - inset.right, top: inset.top, bottom: height - inset.bottom };
  const all = series.flatMap((each) => each.points);
  const x = scaleLog()
    .base(2)
    .domain(range(all.map((point) => point[0])))
    .range([frame.left, frame.right]);
  const y = scaleLog()
    .base(10)
    .domain(range(all.map((point) => point[1])))
    .range([frame.bottom, frame.top]);
  const draw = line<Point>()
    .x((point) => x(point[0]))
    .y((point) => y(point[1]));
  const place = (point: Point): Point => [x(point[0]), y(point[1])];
  return {
    frame,
    lines: series.map(({ name, points }) => ({
      name,
      path: draw([...points]) ?? '',
      points: points.map(place),
      end: place(points[points.length - 1]),
    })),
    x: thinned(xTicks ?? x.ticks(6), 9).map((value) => ({ at: x(value), text: xFormat(value) })),
    y: decimalTicks(y.domain()).map((value) => ({ at: y(value), text: yFormat(value) })),
  };
}
