import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = {
  readonly name: string; readonly content: string | Buffer;
  /** What the table of contents claims as its unpacked size. */
  readonly says?: number;
  readonly method?: number; readonly flags?: number; readonly external?: number; readonly sum?: number;
  /** Points at the part written before it instead of at one of its own. */
  readonly overlaps?: true;
};

/** A zip as written by hand: its table of contents may say what it likes. */
export function zipOf(parts: readonly ZipPart[], says: { readonly count?: number; readonly comment?: string } = {}): Buffer {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let at = 0;
  let last = 0;
  for (const { name, content, says: unpacked, method = 8, flags = 0, external = 0, sum, overlaps } of parts) {
    const raw = Buffer.from(content as string);
    const packed = method === 8 ? deflateRawSync(raw) : raw;
    const named = Buffer.from(name);
    const header = Buffer.alloc(30);
    const entry = Buffer.alloc(46);
    header.writeUInt32LE(0x0403_4b50, 0);
    entry.writeUInt32LE(0x0201_4b50, 0);
    for (const [target, shift] of [[header, 0], [entry, 2]] as const) {
      target.writeUInt16LE(flags, 6 + shift);
      target.writeUInt16LE(method, 8 + shift);
      target.writeUInt32LE(sum ?? crc32(raw), 14 + shift);
      target.writeUInt32LE(packed.length, 18 + shift);
      target.writeUInt32LE(unpacked ?? raw.length, 22 + shift);
      target.writeUInt16LE(named.length, 26 + shift);
    }
    entry.writeUInt32LE(external, 38);
    entry.writeUInt32LE(overlaps ? last : at, 42);
    contents.push(entry, named);
    if (overlaps) continue;
    files.push(header, named, packed);
    last = at;
    at += 30 + named.length + packed.length;
  }
  const comment = Buffer.from(says.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(says.count ?? parts.length, 8);
  end.writeUInt16LE(says.count ?? parts.length, 10);
  end.writeUInt32LE(Buffer.concat(contents).length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...files, ...contents, end, comment]);
}
