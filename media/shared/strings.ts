// The words of the pages, in English and Simplified Chinese, side by side, so that neither can lack a phrase. Placeholders are
// `{name}`; the compiler asks for their values.
//
//     const phrases = { greet: ['Hello {name}', '你好，{name}'] } as const satisfies Phrases;
//     translator('en', phrases)('greet', { name: 'Ada' })   // 'Hello Ada'
import type { Locale } from '../../protocol/webview';

export type Phrase = readonly [english: string, chinese: string];
export type Phrases = Readonly<Record<string, Phrase>>;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Values<Text extends string> = [Placeholders<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholders<Text>, string | number>>];

export type Translate<P extends Phrases> = <K extends keyof P & string>(key: K, ...values: Values<P[K][0]>) => string;

const columns: Readonly<Record<Locale, 0 | 1>> = { en: 0, 'zh-cn': 1 };

export function translator<P extends Phrases>(locale: Locale, phrases: P): Translate<P> {
  const column = columns[locale];
  return (key, ...values) => fill(phrases[key][column], values[0] ?? {});
}

export const placeholder = /\{(\w+)\}/g;

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(placeholder, (whole, name: string) => String(values[name] ?? whole));
