// Places for people: locations (offsets) as file, line and column, with one line index a file.
import { LineIndex, type Location } from '../base/location';
import type { PlaceReport } from './report';

export interface Places {
  /** null where there is no location, or its file cannot be read. */
  start(location: Location | null): PlaceReport | null;
  end(location: Location | null): PlaceReport | null;
}

/** `textOf` answers with the text that was analysed; undefined where it cannot be read. */
export function createPlaces(textOf: (file: string) => string | undefined): Places {
  const indices = new Map<string, LineIndex | null>();
  const indexOf = (file: string): LineIndex | null => {
    let index = indices.get(file);
    if (index === undefined) {
      const text = textOf(file);
      index = text === undefined ? null : new LineIndex(text);
      indices.set(file, index);
    }
    return index;
  };
  const place = (file: string, offset: number): PlaceReport | null => {
    const found = indexOf(file)?.place(offset);
    return found ? { file, line: found.line, column: found.column } : null;
  };
  return {
    start: (location) => location && place(location.file, location.start),
    end: (location) => location && place(location.file, location.end),
  };
}
