// How a hover's text is read by the tests, whatever its spacing.

/** Text to be searched for figures: `(8, 1, 3, 3)` reads `(8,1,3,3)`, `28 × 28` reads `28×28` and `18,432` reads `18432`. */
export const plain = (text: string): string =>
  text
    .replaceAll('\u00a0', ' ')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/([,(×]) +| +(?=[×)])/g, '$1');
