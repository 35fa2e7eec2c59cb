// The server's prose in the editor's language.
import { fill, type Locale } from '../../core/base/messages';
import { chinese } from './chinese';
import { english, type TextKey } from './english';

export type Text = (key: TextKey, facts?: Readonly<Record<string, string | number>>) => string;

export function createText(locale: Locale): Text {
  const table = locale === 'zh-cn' ? chinese : english;
  return (key, facts = {}) => fill(table[key], facts);
}
