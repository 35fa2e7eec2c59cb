// A zip archive whose entries are stored as they are, each entry's bytes beginning at a multiple of 64 so that PyTorch can map the
// file (caffe2/serialize/inline_container.cc pads with an extra field "FB").
//
//     local header | name | extra "FB" | bytes     for each entry
//     central header | name                        for each entry
//     end of central directory
import { failure } from '../train/failure';
import { crc32 } from './crc32';

const alignment = 64;
const localHeader = 30;
const centralHeader = 46;
const endHeader = 22;
/** Sizes and offsets are 32 bits wide, as long as the archive is no zip64. */
const most = 0xffffffff;
const utf8 = 0x0800;

export interface ZipEntry {
  /** ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The archive's bytes. Throws TrainingFailure CL3203 where it would pass 4 GiB. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const placed: { readonly entry: ZipEntry; readonly header: number; readonly extra: number; readonly crc: number }[] =
    [];
  let at = 0;
  for (const entry of entries) {
    const bare = at + localHeader + entry.name.length + 4;
    const extra = 4 + ((alignment - (bare % alignment)) % alignment);
    placed.push({ entry, header: at, extra, crc: crc32(entry.bytes) });
    at += localHeader + entry.name.length + extra + entry.bytes.length;
  }
  const directory = at;
  const directoryBytes = entries.reduce((sum, { name }) => sum + centralHeader + name.length, 0);
  const total = directory + directoryBytes + endHeader;
  if (total > most || entries.length > 0xffff) throw failure('CL3203', { reason: 'it would be larger than 4 GiB' });

  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  for (const { entry, header, extra, crc } of placed) {
    view.setUint32(header, 0x04034b50, true);
    view.setUint16(header + 6, utf8, true);
    writeCommon(view, header + 14, entry, crc);
    view.setUint16(header + 28, extra, true);
    const name = header + localHeader;
    writeAscii(out, name, entry.name);
    const field = name + entry.name.length;
    writeAscii(out, field, 'FB');
    view.setUint16(field + 2, extra - 4, true);
    out.fill(0x5a, field + 4, field + extra);
    out.set(entry.bytes, field + extra);
  }
  at = directory;
  for (const { entry, header, crc } of placed) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 8, utf8, true);
    writeCommon(view, at + 16, entry, crc);
    view.setUint32(at + 42, header, true);
    writeAscii(out, at + centralHeader, entry.name);
    at += centralHeader + entry.name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, directoryBytes, true);
  view.setUint32(at + 16, directory, true);
  return out;
}

/** Checksum, both sizes and the name's length, which local and central headers have in the same order. */
function writeCommon(view: DataView, at: number, { name, bytes }: ZipEntry, crc: number): void {
  view.setUint32(at, crc, true);
  view.setUint32(at + 4, bytes.length, true);
  view.setUint32(at + 8, bytes.length, true);
  view.setUint16(at + 12, name.length, true);
}

function writeAscii(out: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
}
