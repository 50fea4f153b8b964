import { zipOf, type ZipPart } from '../support/zip.ts';

// Files that somebody could hand to an import: workbooks, CSV, GeoJSON. Each is refused with a sentence or read as the text it is.

export type HostileTable = { readonly name: string; readonly sink: 'people' | 'classes' | 'divisions' | 'grids'; readonly file: Buffer | string };

const types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>';
const rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>';
const bookRels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';
const book = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>';
const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
const head = `<row r="1">${cell('A1', '姓名')}${cell('B1', '账号')}</row>`;
const sheetOf = (rows: string, before = '', after = ''): string => `<?xml version="1.0"?>${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${after}</worksheet>`;

function workbook(sheet: string | Buffer, more: readonly ZipPart[] = [], says: Parameters<typeof zipOf>[1] = {}): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: types }, { name: '_rels/.rels', content: rels }, { name: 'xl/workbook.xml', content: book }, { name: 'xl/_rels/workbook.xml.rels', content: bookRels },
    { name: 'xl/worksheets/sheet1.xml', content: sheet }, ...more,
  ], says);
}

/** One that nothing is wrong with: what the others differ from. */
export const goodWorkbook = (): Buffer => workbook(sheetOf(`${head}<row r="2">${cell('A2', '柳青')}${cell('B2', 'liuqing')}</row>`));

const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_none, at) => `<!ENTITY ${String.fromCharCode(98 + at)} "${`&${String.fromCharCode(97 + at)};`.repeat(10)}">`).join('')}]>`;

function workbooks(): [string, Buffer][] {
  const row = (inner: string): string => sheetOf(`${head}<row r="2">${inner}</row>`);
  return [
    ['a bomb of two hundred megabytes', workbook(Buffer.alloc(200_000_000, 32))], ['a bomb that says it is small', workbook(sheetOf(head), [{ name: 'xl/media/a.xml', content: Buffer.alloc(200_000_000), says: 10 }])],
    ['a thousand entries of one part', workbook(sheetOf(head), [{ name: 'xl/a.xml', content: Buffer.alloc(1_000_000) }, ...Array.from({ length: 1_000 }, (_none, at): ZipPart => ({ name: `xl/${at}.xml`, content: Buffer.alloc(1_000_000), overlaps: true }))])],
    ['a name that climbs out', workbook(sheetOf(head), [{ name: '../../../../tmp/jingwei-climbed', content: 'x' }])], ['a name from the root', workbook(sheetOf(head), [{ name: '/tmp/jingwei-climbed', content: 'x' }])], ['a name of Windows', workbook(sheetOf(head), [{ name: '..\\..\\jingwei-climbed', content: 'x' }])],
    ['a link', workbook(sheetOf(head), [{ name: 'xl/link', content: '/etc/passwd', external: (0o120777 << 16) >>> 0 }])], ['an encrypted part', workbook(sheetOf(head), [{ name: 'xl/secret.xml', content: 'x'.repeat(50), flags: 1 }])], ['a part packed in an unknown way', workbook(sheetOf(head), [{ name: 'xl/x.xml', content: 'x', method: 99 }])],
    ['a wrong sum', workbook(sheetOf(head), [{ name: 'xl/x.xml', content: 'x', sum: 1 }])], ['more entries than there are', workbook(sheetOf(head), [], { count: 60_000 })], ['a comment that looks like an end', workbook(sheetOf(head), [], { comment: 'PK\u0005\u0006'.padEnd(60, '\0') })],
    ['the same part twice', workbook(sheetOf(head), [{ name: 'xl/worksheets/sheet1.xml', content: sheetOf('') }])], ['a name of NUL', workbook(sheetOf(head), [{ name: 'xl/a\0.xml', content: 'x' }])], ['no sheet', zipOf([{ name: '[Content_Types].xml', content: types }])], ['nothing in it', zipOf([])],
    ['a billion laughs', workbook(sheetOf(`${head}<row r="2">${cell('A2', '&j;')}</row>`, laughs))], ['an entity that reads a file', workbook(sheetOf(`${head}<row r="2">${cell('A2', '&x;')}</row>`, '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))], ['XML that does not end', workbook(sheetOf(head).slice(0, -40))],
    ['XML a hundred thousand deep', workbook(`${'<a>'.repeat(100_000)}`)], ['formulas', workbook(row('<c r="A2"><f>cmd|\'/c calc\'!A1</f><v>1</v></c><c r="B2"><f>WEBSERVICE("https://127.0.0.1/")</f></c>'))], ['text that is a formula elsewhere', workbook(row(cell('A2', '=cmd|calc!A1') + cell('B2', '@SUM(A1)')))],
    ['a row a million below', workbook(sheetOf(`${head}<row r="1048576">${cell('A1048576', '甲')}</row>`))], ['a column at the far right', workbook(row(cell('XFD2', '甲')))], ['a cell beyond all columns', workbook(row(cell('ZZZZ2', '甲')))], ['a cell in row nought', workbook(sheetOf(`${head}<row r="0">${cell('A0', '甲')}</row>`))],
    ['everything merged', workbook(sheetOf(head, '', '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'))], ['shared texts that are not there', workbook(row('<c r="A2" t="s"><v>999999</v></c>'))], ['a number beyond all numbers', workbook(row('<c r="A2"><v>1e999</v></c><c r="B2"><v>NaN</v></c>'))],
    ['a date that is none', workbook(row('<c r="A2" t="d"><v>9999-99-99</v></c>'))], ['a name of thirty thousand signs', workbook(row(cell('A2', '𠮷'.repeat(30_000)) + cell('B2', 'a')))], ['markup as a name', workbook(row(cell('A2', '&lt;img src=x onerror=alert(1)&gt;') + cell('B2', 'markup')))],
    ['a prototype as a heading', workbook(sheetOf(`<row r="1">${cell('A1', '__proto__')}${cell('B1', 'constructor')}${cell('C1', '姓名')}${cell('D1', '账号')}</row><row r="2">${cell('A2', 'x')}${cell('B2', 'y')}${cell('C2', '柳')}${cell('D2', 'liu')}</row>`))],
    ['the old format', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])], ['a page that calls itself a workbook', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>')], ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex')], ['nothing but NULs', Buffer.alloc(10_000)],
  ];
}

function texts(heading: string, line: string): [string, Buffer | string][] {
  return [
    ['an open quote', `${heading}\n"${line}\n${'x'.repeat(100_000)}`], ['a line of two million signs', `${heading}\n${'x'.repeat(2_000_000)}`], ['fifty thousand commas', `${heading}\n${','.repeat(50_000)}`], ['UTF-16', Buffer.from(`\ufeff${heading}\n${line}\n`, 'utf16le')],
    ['formulas', `${heading}\n=cmd|'/c calc'!A1,@SUM(1+1),+1,-1\n`], ['the heading five times', `${`${heading}\n`.repeat(5)}`], ['a heading alone', heading], ['line breaks of every kind', `${heading}\r\r\n\n\u2028${line}\u0085`], ['control characters', `${heading}\n\u0001\u0002\u001b[31m,\u007f\n`], ['invalid bytes', Buffer.concat([Buffer.from(`${heading}\n`), Buffer.from([0xff, 0xfe, 0x81, 0x00, 0x80])])],
  ];
}

function geojsons(): [string, string][] {
  const feature = (coordinates: unknown, properties: unknown = { name: '某网格', parent: '371526001001' }): string => JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } }] });
  const ring = (points: number): number[][] => Array.from({ length: points + 1 }, (_none, at) => [116 + Math.cos((at % points) / points * 2 * Math.PI) / 50, 36 + Math.sin((at % points) / points * 2 * Math.PI) / 50]);
  return [
    ['a ring of three hundred thousand points', feature([ring(300_000)])], ['a thousand holes', feature([ring(50), ...Array.from({ length: 1_000 }, () => ring(4))])], ['a ring that crosses itself everywhere', feature([Array.from({ length: 2_001 }, (_none, at) => (at === 2_000 ? [116, 36] : [116 + ((at * 7_919) % 2_000) / 1e5, 36 + ((at * 104_729) % 2_000) / 1e5]))])],
    ['coordinates that are texts', feature([[['116', '36'], ['117', '36'], ['117', '37'], ['116', '36']]])], ['coordinates beyond the world', feature([[[1e308, 36], [117, 1e308], [117, 37], [1e308, 36]]])], ['latitude first', feature([[[36, 116], [36.1, 116], [36.1, 116.1], [36, 116]]])],
    ['no coordinates', feature(null)], ['coordinates forty deep', feature(JSON.parse(`${'['.repeat(40)}1${']'.repeat(40)}`))], ['a ring of two points', feature([[[116, 36], [116, 36]]])], ['an open ring', feature([[[116, 36], [116.1, 36], [116.1, 36.1]]])], ['nine thousand features of nothing', `{"type":"FeatureCollection","features":[${'{},'.repeat(9_000)}{}]}`],
    ['numbers that JSON has not', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[NaN,1],[Infinity,2]]]}}]}'], ['a prototype', '{"type":"FeatureCollection","__proto__":{"features":[]},"features":[{"__proto__":{"type":"Feature"}}]}'], ['a hundred thousand deep', '['.repeat(100_000)],
    ['a collection of collections', JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'GeometryCollection', geometries: [{ type: 'GeometryCollection', geometries: [] }] } }] })], ['another coordinate system', JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:3857' } }, features: [] })],
    ['properties that are no object', feature([ring(10)], 'x')], ['a name of markup', feature([ring(10)], { name: '<script>alert(1)</script>', parent: '371526001001' })], ['XML', '<gml:Polygon/>'], ['nothing', ' '],
  ];
}

export function hostileTables(): readonly HostileTable[] {
  return [
    ...workbooks().flatMap(([name, file]): HostileTable[] => [{ name: `workbook: ${name}`, sink: 'people', file }, { name: `workbook: ${name}`, sink: 'classes', file }]),
    ...texts('姓名,账号', '柳青,liuqing').map(([name, file]): HostileTable => ({ name: `CSV: ${name}`, sink: 'people', file: Buffer.from(file as string) })),
    ...texts('代码,名称', '990101,某类').map(([name, file]): HostileTable => ({ name: `CSV: ${name}`, sink: 'classes', file: Buffer.from(file as string) })),
    ...texts('统计用区划代码,城乡分类代码,名称', '371526999999,111,某村').map(([name, file]): HostileTable => ({ name: `CSV: ${name}`, sink: 'divisions', file: file.toString('utf8') })),
    ...geojsons().map(([name, file]): HostileTable => ({ name: `GeoJSON: ${name}`, sink: 'grids', file })),
  ];
}
