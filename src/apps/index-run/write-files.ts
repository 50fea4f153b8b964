import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StartError } from '../../platform/start-error.ts';

export type Cell = string | number;
/** Rows are made as they are written: a table of a million cells is never in memory as text. */
export type OutputTable = { readonly name: string; readonly header: readonly string[]; readonly rows: Iterable<readonly Cell[]> };
export type OutputFile = OutputTable | { readonly name: string; readonly text: string };

/**
 * All files, or none: they are written into a folder beside and moved when all are there. What else lies in `folder`
 * stays. Throws a sentence where nothing can be written there.
 */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<void> {
  const isThere = await stat(folder).then((found) => found.isDirectory() || Promise.reject(new StartError('index/out', `--out ${folder} 是一个文件，不是文件夹。`)), (error: unknown) => missing(folder, error));
  const mark = `.jingwei-${process.pid}-${randomBytes(4).toString('hex')}`;
  const beside = isThere ? path.join(folder, mark) : `${path.resolve(folder)}${mark}`;
  try {
    await mkdir(beside, { recursive: true });
    for (const file of files) await pipeline(Readable.from(chunksOf(file)), createWriteStream(path.join(beside, file.name)));
    if (!isThere) { await rename(beside, path.resolve(folder)); return; }
    for (const { name } of files) await rename(path.join(beside, name), path.join(folder, name));
    await rmdir(beside);
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw cannotWrite(folder, error);
  }
}

/** A number with every digit that it needs to be read back; missing is NA, -0 is 0. */
export function numberText(value: number): string {
  if (value !== value) return 'NA';
  if (value === Infinity) return 'Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

export function cellText(cell: Cell): string {
  if (typeof cell === 'number') return numberText(cell);
  return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function* chunksOf(file: OutputFile): Generator<string> {
  if ('text' in file) { yield file.text; return; }
  let chunk = `${file.header.map(cellText).join(',')}\n`;
  for (const row of file.rows) {
    chunk += `${row.map(cellText).join(',')}\n`;
    if (chunk.length > 65_536) { yield chunk; chunk = ''; }
  }
  yield chunk;
}

function missing(folder: string, error: unknown): false {
  if (codeOf(error) === 'ENOENT') return false;
  if (error instanceof StartError) throw error;
  throw cannotWrite(folder, error);
}

function cannotWrite(folder: string, error: unknown): StartError {
  const code = codeOf(error);
  const why = code === 'EACCES' || code === 'EPERM' ? '没有写入的权限' : code === 'ENOSPC' ? '磁盘满了' : code === 'EROFS' ? '磁盘是只读的' : code === 'ENOTDIR' ? '路径中有一段是文件，不是文件夹' : code === 'EISDIR' ? '里面有同名的文件夹' : `写不了（${code}）`;
  return error instanceof StartError ? error : new StartError('index/out', `--out ${folder}：${why}。没有写出任何结果。`, 1, error);
}

function codeOf(error: unknown): string {
  return error instanceof Error ? String(Reflect.get(error, 'code')) : '';
}
