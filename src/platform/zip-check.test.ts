import { expect, test } from 'vitest';
import { zipOf, type ZipPart } from '../../test/support/zip.ts';
import { checkWorkbook } from './zip-check.ts';

const sheet = (xml: string): ZipPart => ({ name: 'xl/worksheets/sheet1.xml', content: xml });

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
