import { crc32, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';

// Pictures made to hurt, by a script and from one seed: each is what somebody could send in place of a photo.

/** `refused`: it must not be taken. `clean`: it may be taken, and then what is kept is a new picture without anything of the old. */
export type Hostile = { readonly name: string; readonly bytes: Buffer; readonly type: string; readonly expect: 'refused' | 'clean' };

const script = '<script>window.__ran=1</script>';
const php = '<?php system($_GET["c"]); ?>';
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('');
const marks = ['__ran', 'system($_GET', 'ANTIVIRUS-TEST', 'GPSLatitude', 'SecretPhone', 'PK\u0003\u0004'];

/** What of a hostile file may not be found in what is kept. */
export function smuggled(kept: Buffer): string | undefined {
  return marks.find((mark) => kept.includes(Buffer.from(mark, 'latin1')));
}

type Format = 'jpeg' | 'png' | 'webp';
const formats: readonly Format[] = ['jpeg', 'png', 'webp'];

/** The same files each time: chance comes from this seed alone. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export async function hostilePictures(): Promise<readonly Hostile[]> {
  const plain = async (format: Format, width = 64, height = 48): Promise<Buffer> => {
    const noise = { create: { width, height, channels: 3 as const, background: '#506070', noise: { type: 'gaussian' as const, mean: 120, sigma: 40 } } };
    return sharp(noise).withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 27/1 0/1' } }).toFormat(format).toBuffer();
  };
  const [jpeg, png, webp] = await Promise.all([plain('jpeg'), plain('png'), plain('webp')]);
  const of: Readonly<Record<Format, Buffer>> = { jpeg, png, webp };
  return [
    ...(await otherKinds()), ...polyglots(of), ...cutShort(of), ...bitFlips(of), ...claims(of), ...segments(jpeg), ...chunks(png), ...riffs(webp), ...exifs(jpeg), ...(await oddButLegal()),
  ];
}

async function otherKinds(): Promise<Hostile[]> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${script}</svg>`;
  const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_none, at) => `<!ENTITY ${String.fromCharCode(98 + at)} "${`&${String.fromCharCode(97 + at)};`.repeat(10)}">`).join('')}]><svg>&j;</svg>`;
  const outside = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>';
  const gif = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).gif().toBuffer();
  const tiff = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).tiff().toBuffer();
  const avif = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } }).avif().toBuffer();
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(12), Buffer.alloc(500, 1)]);
  const files: [string, Buffer | string][] = [
    ['SVG with a script', svg], ['SVG packed', gzipSync(svg)], ['SVG with a billion laughs', laughs], ['SVG that reads a file', outside], ['SVG behind a BOM', `\ufeff${svg}`], ['SVG in UTF-16', Buffer.from(svg, 'utf16le')],
    ['SVG behind blanks', `${' '.repeat(5_000)}${svg}`], ['HTML', `<!doctype html>${script}`], ['HTML behind a comment', `<!--${'x'.repeat(2_000)}-->${script}`], ['PHP', php], ['a GIF', gif], ['a GIF with PHP', Buffer.concat([gif, Buffer.from(php)])],
    ['a TIFF', tiff], ['an AVIF', avif], ['a HEIC', heic], ['a BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)])], ['an icon', Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.alloc(100)])],
    ['a PSD', Buffer.concat([Buffer.from('8BPS\0\u0001'), Buffer.alloc(100)])], ['a PDF', `%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj`], ['a ZIP', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)])],
    ['an ELF program', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(60)])], ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(60)])], ['a shell script', '#!/bin/sh\nid\n'], ['EICAR', eicar],
    ['nothing', ''], ['one byte', 'x'], ['NULs', Buffer.alloc(4_096)], ['JSON', '{"sha256":"x"}'], ['a multipart body', '--x\r\ncontent-disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n\xff\xd8\xff\r\n--x--'],
    ['MVG', 'push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 "https://127.0.0.1/x.jpg"\npop graphic-context'], ['a RIFF that is a sound', Buffer.concat([Buffer.from('RIFF'), Buffer.from([36, 0, 0, 0]), Buffer.from('WAVEfmt ')])],
    ['JPEG 2000', Buffer.from('0000000c6a5020200d0a870a', 'hex')], ['JPEG XL', Buffer.from('ff0a', 'hex')], ['a font', Buffer.from('OTTO\0\u0001')], ['MP4', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(40)])],
  ];
  return files.flatMap(([name, bytes], at) => [{ name, bytes: Buffer.from(bytes as string), type: at % 2 === 0 ? 'image/jpeg' : 'application/octet-stream', expect: 'refused' as const }]);
}

function polyglots(of: Readonly<Record<Format, Buffer>>): Hostile[] {
  const tails: [string, string][] = [['a script', script], ['PHP', php], ['EICAR', eicar], ['a ZIP', `PK\u0003\u0004${'x'.repeat(100)}PK\u0005\u0006${'\0'.repeat(18)}`], ['a second picture', of.jpeg.toString('latin1')], ['a megabyte of NULs', '\0'.repeat(1_000_000)]];
  return formats.flatMap((format) => [
    ...tails.map(([name, tail]): Hostile => ({ name: `${format} with ${name} behind`, bytes: Buffer.concat([of[format], Buffer.from(tail, 'latin1')]), type: `image/${format}`, expect: 'clean' })),
    { name: `${format} behind a script`, bytes: Buffer.concat([Buffer.from(script), of[format]]), type: `image/${format}`, expect: 'refused' as const },
    { name: `${format} behind a GIF's head`, bytes: Buffer.concat([Buffer.from('GIF89a/*'), of[format], Buffer.from('*/=1;')]), type: 'image/gif', expect: 'refused' as const },
  ]);
}

function cutShort(of: Readonly<Record<Format, Buffer>>): Hostile[] {
  // Of the end a byte or two may be missing without harm; before that nothing may be made up.
  return formats.flatMap((format) => [3, 8, 12, 20, 40, 60, 80].map((percent): Hostile => ({
    name: `${format} cut at ${percent} %`, bytes: of[format].subarray(0, Math.floor((of[format].length * percent) / 100)), type: `image/${format}`, expect: 'refused',
  })));
}

function bitFlips(of: Readonly<Record<Format, Buffer>>): Hostile[] {
  const random = chance(2_611);
  return formats.flatMap((format) => Array.from({ length: 14 }, (_none, turn): Hostile => {
    const bytes = Buffer.from(of[format]);
    for (let flips = 0; flips <= turn; flips += 1) {
      const at = 12 + Math.floor(random() * (bytes.length - 12));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    return { name: `${format} with ${turn + 1} bits turned`, bytes, type: `image/${format}`, expect: 'clean' };
  }));
}

/** Heads that promise more than anybody can unfold. */
function claims({ jpeg, png, webp }: Readonly<Record<Format, Buffer>>): Hostile[] {
  const sizes: readonly (readonly [number, number])[] = [[20_000, 20_000], [8_000, 8_000], [1, 60_000_000], [60_000_000, 1], [2 ** 31 - 1, 2 ** 31 - 1], [2 ** 32 - 1, 1], [0, 0], [0, 10], [65_535, 65_535], [30_001, 30]];
  const start = startOfFrame(jpeg);
  return [
    ...sizes.map(([width, height]): Hostile => ({ name: `png that says ${width} × ${height}`, bytes: pngClaiming(png, width, height), type: 'image/png', expect: 'refused' })),
    ...[[65_500, 65_500], [65_535, 1_000], [0, 0], [10_000, 6_000]].map(([width = 0, height = 0]): Hostile => {
      const bytes = Buffer.from(jpeg);
      bytes.writeUInt16BE(height, start + 5);
      bytes.writeUInt16BE(width, start + 7);
      return { name: `jpeg that says ${width} × ${height}`, bytes, type: 'image/jpeg', expect: 'refused' };
    }),
    ...[16_383, 12_000].map((side): Hostile => {
      // The frame of a lossy WebP: 14 bits each, behind its start code.
      const bytes = Buffer.from(webp);
      const at = bytes.indexOf(Buffer.from('9d012a', 'hex'));
      bytes.writeUInt16LE(side, at + 3);
      bytes.writeUInt16LE(side, at + 5);
      return { name: `webp that says ${side} × ${side}`, bytes, type: 'image/webp', expect: 'refused' };
    }),
  ];
}

function segments(jpeg: Buffer): Hostile[] {
  const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
  const inside = (name: string, ...more: Buffer[]): Hostile => ({ name: `jpeg with ${name}`, bytes: Buffer.concat([jpeg.subarray(0, 2), ...more, jpeg.subarray(2)]), type: 'image/jpeg', expect: 'clean' });
  return [
    inside('a script as its comment', segment(0xfe, Buffer.from(script))), inside('PHP as its comment', segment(0xfe, Buffer.from(php))),
    inside('ten thousand comments', ...Array.from({ length: 10_000 }, () => segment(0xfe, Buffer.from('x')))), inside('the longest comment', segment(0xfe, Buffer.alloc(65_533, 65))),
    inside('a segment of no length', Buffer.from([0xff, 0xe1, 0, 0])), inside('a segment of length one', Buffer.from([0xff, 0xe1, 0, 1])), inside('two starts', jpeg.subarray(0, 2)),
    inside('a colour profile that is noise', segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\u0001\u0001'), Buffer.alloc(400, 0x41)]))),
    inside('a colour profile in 255 parts of which one came', segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([1, 255]), Buffer.alloc(400, 0x41)]))),
    inside('Photoshop blocks', segment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\u00008BIM'), Buffer.alloc(60, 0xff)]))), inside('XMP with a script', segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${script}</x:xmpmeta>`))),
    inside('an Adobe mark of no kind', segment(0xee, Buffer.from('Adobe\0\u0064\0\0\0\0\u0009', 'latin1'))), inside('a wrong quantisation table', segment(0xdb, Buffer.alloc(64, 0))), inside('a wrong Huffman table', segment(0xc4, Buffer.alloc(20, 0xff))),
    inside('an arithmetic frame', segment(0xc9, Buffer.from([8, 0, 10, 0, 10, 1, 1, 17, 0]))), inside('a frame of 255 components', segment(0xc0, Buffer.concat([Buffer.from([8, 0, 10, 0, 10, 255]), Buffer.alloc(765, 17)]))),
    { name: 'jpeg of a head and noise', bytes: Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(50_000, 7)]), type: 'image/jpeg', expect: 'refused' }, scanBomb(),
  ];
}

/** A progressive picture whose scans say the same nothing again and again: each is a walk over all its blocks. */
function scanBomb(): Hostile {
  const word = (value: number): number[] => [value >> 8, value & 255];
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xdb, ...word(67), 0, ...Array.from({ length: 64 }, () => 1), 0xff, 0xc2, ...word(11), 8, ...word(7_000), ...word(7_000), 1, 1, 0x11, 0]);
  const huffman = Buffer.from([0xff, 0xc4, ...word(20), 0x10, 1, ...Array.from({ length: 15 }, () => 0), 0, 0xff, 0xc4, ...word(20), 0x00, 1, ...Array.from({ length: 15 }, () => 0), 0]);
  const first = Buffer.from([0xff, 0xda, ...word(8), 1, 1, 0x00, 0, 0, 0, 0]);
  const scan = Buffer.from([0xff, 0xda, ...word(8), 1, 1, 0x00, 1, 63, 0, 0, 0]);
  return { name: 'jpeg of three thousand scans', bytes: Buffer.concat([head, huffman, first, ...Array.from({ length: 3_000 }, () => scan), Buffer.from('ffd9', 'hex')]), type: 'image/jpeg', expect: 'refused' };
}

function chunks(png: Buffer): Hostile[] {
  const bomb = deflateSync(Buffer.alloc(60_000_000));
  const inside = (name: string, ...more: Buffer[]): Hostile => ({ name: `png with ${name}`, bytes: Buffer.concat([png.subarray(0, 33), ...more, png.subarray(33)]), type: 'image/png', expect: 'clean' });
  const header = (width: number, height: number, depth: number, colour: number): Buffer => {
    const body = Buffer.alloc(13);
    body.writeUInt32BE(width, 0);
    body.writeUInt32BE(height, 4);
    body.set([depth, colour, 0, 0, 0], 8);
    return chunk('IHDR', body);
  };
  const whole = (...parts: Buffer[]): Buffer => Buffer.concat([png.subarray(0, 8), ...parts, chunk('IEND', Buffer.alloc(0))]);
  return [
    inside('a script as its text', chunk('tEXt', Buffer.from(`Comment\0${script}`))), inside('PHP as its text', chunk('iTXt', Buffer.from(`Comment\0\0\0\0\0${php}`))), inside('sixty megabytes of packed text', chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), bomb]))),
    inside('sixty megabytes of colour profile', chunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), bomb]))), inside('five thousand texts', ...Array.from({ length: 5_000 }, () => chunk('tEXt', Buffer.from('a\0b')))), inside('a chunk that nobody knows', chunk('jwEv', Buffer.alloc(100))),
    inside('a chunk that nobody knows and everybody must', chunk('JWEV', Buffer.alloc(100))), inside('EXIF that points outside itself', chunk('eXIf', Buffer.from('4d4d002affffffff', 'hex'))), inside('a second head', header(9, 9, 8, 2)),
    inside('ten thousand frames', chunk('acTL', Buffer.from('00002710000000000', 'hex')), ...Array.from({ length: 300 }, (_none, at) => chunk('fcTL', Buffer.concat([Buffer.from([0, 0, at >> 8, at & 255]), Buffer.alloc(22)])))),
    { name: 'png of seven thousand by seven thousand noughts', bytes: whole(header(7_000, 7_000, 1, 0), chunk('IDAT', deflateSync(Buffer.alloc(7_000 * 876)))), type: 'image/png', expect: 'clean' },
    { name: 'png that unpacks to more than it says', bytes: whole(header(9, 9, 8, 2), chunk('IDAT', bomb)), type: 'image/png', expect: 'clean' },
    { name: 'png without pixels', bytes: whole(header(900, 900, 8, 2)), type: 'image/png', expect: 'refused' }, { name: 'png of no bit depth', bytes: whole(header(9, 9, 3, 6), chunk('IDAT', deflateSync(Buffer.alloc(400)))), type: 'image/png', expect: 'refused' },
    { name: 'png with a palette and no palette', bytes: whole(header(9, 9, 8, 3), chunk('IDAT', deflateSync(Buffer.alloc(90)))), type: 'image/png', expect: 'refused' }, { name: 'png whose chunk is longer than the file', bytes: Buffer.concat([png.subarray(0, 33), Buffer.from('7fffffff49444154', 'hex')]), type: 'image/png', expect: 'refused' },
  ];
}

function riffs(webp: Buffer): Hostile[] {
  const riff = (...parts: Buffer[]): Buffer => {
    const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
    const head = Buffer.alloc(8);
    head.write('RIFF');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const part = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const canvas = (width: number, height: number, flags: number): Buffer => {
    const body = Buffer.alloc(10);
    body[0] = flags;
    body.writeUIntLE(width - 1, 4, 3);
    body.writeUIntLE(height - 1, 7, 3);
    return part('VP8X', body);
  };
  const frame = webp.subarray(webp.indexOf('VP8 ') < 0 ? 12 : webp.indexOf('VP8 '));
  const animated = Array.from({ length: 2_000 }, () => part('ANMF', Buffer.concat([Buffer.alloc(16), frame])));
  return [
    { name: 'webp with a canvas of 16 million by 16 million', bytes: riff(canvas(16_777_216, 16_777_216, 0), frame), type: 'image/webp', expect: 'refused' }, { name: 'webp with a canvas larger than its picture', bytes: riff(canvas(5_000, 5_000, 0), frame), type: 'image/webp', expect: 'clean' },
    { name: 'webp of two thousand frames', bytes: riff(canvas(64, 48, 2), part('ANIM', Buffer.alloc(6)), ...animated), type: 'image/webp', expect: 'clean' }, { name: 'webp with EXIF and a script', bytes: riff(canvas(64, 48, 12), frame, part('EXIF', Buffer.from(script)), part('XMP ', Buffer.from(script))), type: 'image/webp', expect: 'clean' },
    { name: 'webp that says it is four gigabytes', bytes: Buffer.concat([Buffer.from('RIFF'), Buffer.from('ffffffff', 'hex'), webp.subarray(8)]), type: 'image/webp', expect: 'clean' }, { name: 'webp that says it is empty', bytes: Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), webp.subarray(8)]), type: 'image/webp', expect: 'refused' },
    { name: 'webp of a head alone', bytes: Buffer.concat([Buffer.from('RIFF'), Buffer.from([4, 0, 0, 0]), Buffer.from('WEBP')]), type: 'image/webp', expect: 'refused' }, { name: 'webp with a colour profile of noise', bytes: riff(canvas(64, 48, 32), part('ICCP', Buffer.alloc(4_000, 9)), frame), type: 'image/webp', expect: 'clean' },
  ];
}

function exifs(jpeg: Buffer): Hostile[] {
  const short = (value: number): number[] => [value >> 8, value & 255];
  const long = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
  const entry = (tag: number, type: number, count: number, value: number[]): number[] => [...short(tag), ...short(type), ...long(count), ...value];
  const first = (entries: number[][], next = 0, claimed = entries.length): Buffer => Buffer.from([0x4d, 0x4d, 0, 42, ...long(8), ...short(claimed), ...entries.flat(), ...long(next)]);
  const with_ = (name: string, tiff: Buffer): Hostile => {
    const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
    return { name: `jpeg whose EXIF ${name}`, bytes: Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, ...short(body.length + 2)]), body, jpeg.subarray(2)]), type: 'image/jpeg', expect: 'clean' };
  };
  return [
    with_('begins outside itself', Buffer.from([0x4d, 0x4d, 0, 42, ...long(0xffff_fff0)])), with_('names 65,535 entries', first([entry(0x010f, 2, 4, [65, 0, 0, 0])], 0, 65_535)), with_('goes on for ever', first([entry(0x010f, 2, 4, [65, 0, 0, 0])], 8)),
    with_('counts four billion letters', first([entry(0x010f, 2, 0xffff_ffff, long(26))])), with_('has a type that is none', first([entry(0x0112, 99, 1, [0, 1, 0, 0])])), ...[0, 3, 6, 9, 255, 65_535].map((turned) => with_(`is turned by ${turned}`, first([entry(0x0112, 3, 1, [...short(turned), 0, 0])]))),
    with_('points at itself for the GPS', first([entry(0x8825, 4, 1, long(8))])), with_('has a thumbnail outside', first([entry(0x0201, 4, 1, long(0x7fff_ffff)), entry(0x0202, 4, 1, long(0x7fff_ffff))])), with_('is of no byte order', Buffer.from('5858002a00000008', 'hex')), with_('is empty', Buffer.alloc(0)),
  ];
}

/** Unusual, and what a cheap camera may well send: it must be taken. */
async function oddButLegal(): Promise<Hostile[]> {
  const base = sharp({ create: { width: 90, height: 60, channels: 4, background: { r: 90, g: 120, b: 30, alpha: 0.5 } } });
  const made: [string, Buffer, string][] = [
    ['a jpeg in CMYK', await base.clone().toColourspace('cmyk').jpeg().toBuffer(), 'jpeg'], ['a grey jpeg', await base.clone().greyscale().jpeg().toBuffer(), 'jpeg'], ['a progressive jpeg', await base.clone().jpeg({ progressive: true }).toBuffer(), 'jpeg'],
    ['a png of sixteen bits', await base.clone().toColourspace('rgb16').png().toBuffer(), 'png'], ['an interlaced png with a palette', await base.clone().png({ palette: true, progressive: true }).toBuffer(), 'png'], ['a webp without loss', await base.clone().webp({ lossless: true }).toBuffer(), 'webp'],
    ['a picture of one pixel', await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } }).png().toBuffer(), 'png'], ['a picture of one line', await sharp({ create: { width: 20_000, height: 1, channels: 3, background: 'red' } }).png().toBuffer(), 'png'],
  ];
  return made.map(([name, bytes, format]) => ({ name, bytes, type: `image/${format}`, expect: 'clean' }));
}

function startOfFrame(jpeg: Buffer): number {
  for (let at = 2; at < jpeg.length - 9; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) return at;
  }
  throw new Error('the sample jpeg has no frame');
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

function pngClaiming(png: Buffer, width: number, height: number): Buffer {
  const head = Buffer.from(png.subarray(16, 29));
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', head), png.subarray(33)]);
}
