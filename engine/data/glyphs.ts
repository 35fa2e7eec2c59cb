// The ten digits as handwriting draws them: strokes of points that a smooth curve passes through, in a unit square whose y axis
// points down. Several ways to write a digit where people have several.

export type Point = readonly [x: number, y: number];
/** A curve through its points; two points are a straight line. */
export type Stroke = readonly Point[];
export type Glyph = readonly Stroke[];

const oval = (x: number, y: number, width: number, height: number, from: number, turn: number): Stroke =>
  Array.from({ length: 13 }, (_, i): Point => {
    const angle = from + (turn * i) / 12;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });

const round = 2 * Math.PI;

/** Points as `x,y` in hundredths. */
const stroke = (points: string): Stroke =>
  points.split(' ').map((point): Point => {
    const [x, y] = point.split(',');
    return [Number(x) / 100, Number(y) / 100];
  });

/** By digit, the variants. */
export const glyphs: readonly (readonly Glyph[])[] = [
  [[oval(0.5, 0.5, 0.36, 0.48, -1.8, -round)], [oval(0.5, 0.5, 0.28, 0.48, -1.2, -round * 1.06)]],
  [
    [stroke('50,2 50,98')],
    [stroke('34,24 54,3'), stroke('54,3 52,98')],
    [stroke('32,22 52,4'), stroke('52,4 52,96'), stroke('28,96 76,96')],
  ],
  [
    [stroke('17,24 30,6 55,2 77,17 74,38 50,65 15,95'), stroke('15,95 86,93')],
    [stroke('20,20 42,3 72,12 74,36 50,68 26,90 18,82 34,76 56,92 86,90')],
  ],
  [
    [stroke('20,12 46,2 74,12 70,36 42,47'), stroke('42,47 74,53 82,76 56,97 17,88')],
    [stroke('20,5 78,5'), stroke('78,5 44,42'), stroke('44,42 76,50 80,76 54,97 18,88')],
  ],
  [
    [stroke('26,3 17,36 22,55 50,58 84,50'), stroke('74,5 68,50 62,98')],
    [stroke('62,3 14,64'), stroke('14,64 88,64'), stroke('64,3 64,98')],
  ],
  [
    [stroke('30,5 80,5'), stroke('30,5 24,43'), stroke('24,43 52,36 80,52 78,80 50,97 18,88')],
    [stroke('82,4 40,6 30,22 32,40 62,50 74,70 60,93 20,94')],
  ],
  [
    [stroke('68,3 36,26 20,60 30,90 56,97 78,80 70,56 46,50 22,68')],
    [stroke('50,2 28,40 24,80 44,97 70,90 74,68 54,58 28,74')],
  ],
  [
    [stroke('16,6 84,6'), stroke('84,6 60,42 44,98')],
    [stroke('16,8 84,5'), stroke('84,5 58,50 48,98'), stroke('34,52 80,50')],
    [stroke('18,22 20,6'), stroke('20,6 82,6'), stroke('82,6 56,50 50,98')],
  ],
  [
    [stroke('66,14 50,3 30,10 28,30 50,47 74,66 74,88 50,98 27,88 27,68 52,46 72,28 66,12')],
    [oval(0.5, 0.25, 0.23, 0.23, 1.5, round), oval(0.5, 0.73, 0.28, 0.25, -1.5, round)],
  ],
  [
    [oval(0.5, 0.28, 0.26, 0.26, 0.2, -round), stroke('76,26 74,60 64,98')],
    [stroke('74,18 50,3 27,18 30,42 54,48 74,20 74,60 62,90 34,95')],
  ],
];
