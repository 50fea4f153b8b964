import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkWorkbook } from './zip-check.ts';

type Part = { readonly name: string; readonly content: string | Buffer; readonly says?: number };

/** A zip as written by hand: its table of contents may say what it likes. */
function zipOf(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let at = 0;
  for (const { name, content, says } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x0403_4b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(says ?? raw.length, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x0201_4b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(says ?? raw.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    files.push(header, Buffer.from(name), packed);
    contents.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(contents).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...contents, end]);
}

const sheet = (xml: string): Part => ({ name: 'xl/worksheets/sheet1.xml', content: xml });

test('an ordinary workbook is good', () => {
  expect(checkWorkbook(zipOf([sheet('<worksheet><mergeCells><mergeCell ref="A1:F1"/></mergeCells></worksheet>'), { name: 'xl/workbook.xml', content: '<definedName>人员!$A$1:$L$20001</definedName>' }]))).toBe('good');
});

test.each([
  ['one that unpacks to 130 MB', zipOf([{ name: 'a', content: Buffer.alloc(130_000_000) }])],
  ['one that says it is small', zipOf([{ name: 'a', content: Buffer.alloc(130_000_000), says: 10 }])],
  ['many that are large together', zipOf([1, 2, 3].map((number) => ({ name: String(number), content: Buffer.alloc(50_000_000) })))],
  ['a merge of the whole sheet', zipOf([sheet('<mergeCell ref="A1:XFD1048576"/>')])],
  ['a name for the whole sheet', zipOf([{ name: 'xl/workbook.xml', content: '<definedName name="x">Sheet1!$A$1:$XFD$1048576</definedName>' }])],
])('%s is too large', (_name, file) => {
  expect(checkWorkbook(file)).toBe('too-large');
});

test('what is no zip, was cut off or changed is damaged', () => {
  const good = zipOf([sheet('<worksheet/>'), { name: 'b', content: 'something longer than nothing at all' }]);
  expect(checkWorkbook(Buffer.from('PK'))).toBe('damaged');
  for (let length = 0; length < good.length; length += 1) expect(checkWorkbook(good.subarray(0, length)), String(length)).toBe('damaged');
  const broken = Buffer.from(good);
  broken.fill(0xff, 30 + 'xl/worksheets/sheet1.xml'.length, 30 + 'xl/worksheets/sheet1.xml'.length + 5);
  expect(checkWorkbook(broken)).toBe('damaged');
});
