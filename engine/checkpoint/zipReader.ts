// The entries of a zip archive that stores them as they are (and of a zip64), with bounds and checksums verified: the file is
// somebody else's. Entries are views of the archive's own bytes.
import { crc32 } from './crc32';
import { Malformed } from './malformed';

const endHeader = 22;
const centralHeader = 46;
const localHeader = 30;
const mostEntries = 1_000_000;

/** Every entry by its name. Throws Malformed where the bytes are no such archive. */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start } = directory(view);
  const entries = new Map<string, Uint8Array>();
  let at = start;
  for (let i = 0; i < count; i++) {
    need(view, at, centralHeader);
    if (view.getUint32(at, true) !== 0x02014b50) throw new Malformed('its directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    need(view, at + centralHeader, nameLength + extraLength);
    const name = ascii(bytes, at + centralHeader, nameLength);
    if (entries.has(name)) throw new Malformed(`it has two entries called ${name}`);
    if (view.getUint16(at + 10, true) !== 0) throw new Malformed('its entries are compressed');
    const { size, header } = placeOf(view, at, nameLength, extraLength);
    const content = contentOf(bytes, view, header, size);
    if (crc32(content) !== view.getUint32(at + 16, true)) throw new Malformed(`${name} does not match its checksum`);
    entries.set(name, content);
    at += centralHeader + nameLength + extraLength + commentLength;
  }
  return entries;
}

function directory(view: DataView): { readonly count: number; readonly start: number } {
  let end = view.byteLength - endHeader;
  const lowest = Math.max(0, end - 0xffff);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < lowest) throw new Malformed('it is no zip archive, or it is truncated');
  let count = view.getUint16(end + 10, true);
  let start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) {
    const locator = end - 20;
    if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) throw new Malformed('its directory is damaged');
    const record = wide(view, locator + 8);
    need(view, record, 56);
    count = wide(view, record + 32);
    start = wide(view, record + 48);
  }
  if (count > mostEntries) throw new Malformed(`it has ${count} entries`);
  return { count, start };
}

/** Size and local header of the entry described at `at`; 64-bit values stand in an extra field. */
function placeOf(
  view: DataView,
  at: number,
  nameLength: number,
  extraLength: number,
): { size: number; header: number } {
  let size = view.getUint32(at + 24, true);
  let header = view.getUint32(at + 42, true);
  let field = at + centralHeader + nameLength;
  const last = field + extraLength;
  while (field + 4 <= last) {
    const length = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) {
      let value = field + 4;
      const next = (): number => {
        if (value + 8 > field + 4 + length) throw new Malformed('its directory is damaged');
        value += 8;
        return wide(view, value - 8);
      };
      if (size === 0xffffffff) size = next();
      if (view.getUint32(at + 20, true) === 0xffffffff) next();
      if (header === 0xffffffff) header = next();
    }
    field += 4 + length;
  }
  return { size, header };
}

function contentOf(bytes: Uint8Array, view: DataView, header: number, size: number): Uint8Array {
  need(view, header, localHeader);
  if (view.getUint32(header, true) !== 0x04034b50) throw new Malformed('its directory is damaged');
  const start = header + localHeader + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  need(view, start, size);
  return bytes.subarray(start, start + size);
}

function need(view: DataView, at: number, length: number): void {
  if (!(at >= 0) || at + length > view.byteLength) throw new Malformed('it is truncated');
}

function wide(view: DataView, at: number): number {
  need(view, at, 8);
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed('its directory is damaged');
  return Number(value);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
