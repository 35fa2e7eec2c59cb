// What a statement says, and where a place is at home: the same for a program as it was read and for one that has grown.
import type { Program, Statement } from './ast';

/** The text of a statement at the top level as it is now. */
export const sourceOf = ({ growth, text }: Program, statement: Statement): string =>
  growth?.sources.get(statement) ?? text.slice(statement.start, statement.end);

/** The place in the text as it was read that an edited place belongs to. */
export const homeOf = ({ growth }: Program, place: number): number => growth?.placement.homeOf(place) ?? place;
