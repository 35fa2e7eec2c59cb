// Numbers as people read them: a true minus, grouped digits, short forms of large figures, bytes, times.
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

const compactUnits = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function formats(locale: Locale): Formats {
  const tag = locale === 'zh-cn' ? 'zh-CN' : 'en-US';
  const integer = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const significant = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumSignificantDigits: 3 });
  const [hours, minutes, seconds] = locale === 'zh-cn' ? ['小时', '分', '秒'] : ['h', 'min', 's'];
  return {
    integer: (value) => signed(integer.format(value)),
    compact: (value) => {
      const unit = compactUnits.find(([size]) => Math.abs(value) >= size);
      return signed(unit ? significant.format(value / unit[0]) + unit[1] : significant.format(value));
    },
    percent: (share) => percent.format(share),
    bytes: (bytes) => {
      const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
      return `${significant.format(bytes / 1024 ** power)} ${byteUnits[power]}`;
    },
    fixed: (value, digits) => signed(value.toFixed(digits)),
    duration: (total) => {
      const whole = Math.max(0, Math.round(total));
      const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
      if (h > 0) return `${h} ${hours} ${m} ${minutes}`;
      return m > 0 ? `${m} ${minutes} ${s} ${seconds}` : `${s} ${seconds}`;
    },
  };
}
