// Numbers as the pages show them: as `core/base/format.ts` writes them, with a true minus, and what only the pages need: numbers of
// small matrices, times.
import { createFormat } from '../../core/base/format';
import type { Locale } from '../../protocol/webview';

/** U+2212, as wide as a plus. */
export const minus = '−';

const signed = (text: string): string => text.replace(/^-/, minus);

/** A number of a small matrix: at most four significant digits, `-0` as `0`. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3) return signed(value.toExponential(1));
  return signed(String(Number(value.toPrecision(4))));
}

/** As a term that follows an operator: negative numbers in parentheses. */
export const term = (value: number): string => (value < 0 ? `(${shortNumber(value)})` : shortNumber(value));

export interface Formats {
  /** `18,432` */
  readonly integer: (value: number) => string;
  /** `18.4K`, `5.44M`: three significant digits */
  readonly compact: (value: number) => string;
  /** `12.7%` */
  readonly percent: (share: number) => string;
  /** `1.53 MiB` */
  readonly bytes: (bytes: number) => string;
  readonly fixed: (value: number, digits: number) => string;
  /** `2 h 5 min`, `3 min 20 s`, `45 s` */
  readonly duration: (seconds: number) => string;
}

const format = createFormat();

export function formats(locale: Locale): Formats {
  const [hours, minutes, seconds] = locale === 'zh-cn' ? ['小时', '分', '秒'] : ['h', 'min', 's'];
  return {
    integer: (value) => signed(format.exact(Math.round(value))),
    compact: (value) => signed(format.count(value)),
    percent: (share) => signed(format.percent(share)),
    bytes: (bytes) => format.bytes(bytes),
    fixed: (value, digits) => signed(value.toFixed(digits)),
    duration: (total) => {
      const whole = Math.max(0, Math.round(total));
      const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
      if (h > 0) return `${h} ${hours} ${m} ${minutes}`;
      return m > 0 ? `${m} ${minutes} ${s} ${seconds}` : `${s} ${seconds}`;
    },
  };
}
