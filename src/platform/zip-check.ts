import { inflateRawSync } from 'node:zlib';

// A workbook is a zip of XML; the reader would unpack all of it, and make a cell of each cell of a merged range.

export type WorkbookLimits = { readonly unpackedBytes: number; readonly namedCells: number };
/** A workbook of this size can be read at all; twenty thousand rows are a tenth of it. */
export const readable: WorkbookLimits = { unpackedBytes: 120_000_000, namedCells: 2_000_000 };

/**
 * Unpacks every part once within limits that its own table of contents cannot talk away.
 * `damaged`: no zip, or not what it says; `too-large`: unpacked, or in cells that ranges would make.
 */
export function checkWorkbook(bytes: Buffer, limits: WorkbookLimits = readable): 'good' | 'damaged' | 'too-large' {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + 22 > bytes.length) return 'damaged';
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let left = limits.unpackedBytes;
  let cells = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x0201_4b50) return 'damaged';
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const unpacked = unpack(bytes, bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 42), bytes.readUInt32LE(at + 20), left);
    if (typeof unpacked === 'string') return unpacked;
    left -= unpacked.length;
    if (left < 0) return 'too-large';
    if (/^xl\/(?:workbook|worksheets\/[^/]+)\.xml$/u.test(name)) cells += cellsNamed(unpacked.toString('utf8'));
    if (cells > limits.namedCells) return 'too-large';
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return 'good';
}

function unpack(bytes: Buffer, method: number, header: number, packedLength: number, left: number): Buffer | 'damaged' | 'too-large' {
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== 0x0403_4b50) return 'damaged';
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  if (start + packedLength > bytes.length) return 'damaged';
  const packed = bytes.subarray(start, start + packedLength);
  if (method === 0) return packed;
  if (method !== 8) return 'damaged';
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
  }
}

/** Cells of merged ranges and of defined names, as A1:XFD1048576 or $A$1:$C$9. */
function cellsNamed(xml: string): number {
  let sum = 0;
  for (const [, fromColumn = '', fromRow = '', toColumn = '', toRow = ''] of xml.matchAll(/(?:<mergeCell ref="|!)\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})/gu)) {
    sum += (columnNumber(toColumn) - columnNumber(fromColumn) + 1) * (Number(toRow) - Number(fromRow) + 1);
  }
  return sum;
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
