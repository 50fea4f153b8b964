/**
 * Text of a table file from anybody's computer: by its mark, else UTF-8 where it is valid, else GB 18030, in which
 * Chinese spreadsheets save a CSV.
 */
export async function readText(file: Blob): Promise<string> {
  return decode(new Uint8Array(await file.arrayBuffer()));
}

export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** The bytes of a file in base64, without the head of a data address. */
export function readBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => { resolve(String(reader.result).replace(/^[^,]*,/u, '')); };
    reader.onerror = () => { reject(reader.error ?? new Error('the file cannot be read')); };
    reader.readAsDataURL(file);
  });
}
