// What the page sets on the document around its one element.
import { documentStyles } from './theme';

export function adoptDocumentStyles(): void {
  const sheet = documentStyles.styleSheet;
  if (sheet !== undefined) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
