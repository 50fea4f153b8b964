import { Problem, type StoredPhoto } from '../../../platform/client/call.ts';
import { sendInPieces } from '../../../platform/client/photo-pieces.ts';
import { device, type KeptPhoto } from './device.ts';

/** Longest side of a photo that leaves the phone, in pixels: a house number stays readable, a slow network bears it. */
export const longestSide = 1600;

/**
 * The picture upright, at most {@link longestSide} pixels, as JPEG. Drawing it again also leaves behind what the
 * camera wrote into the file: place, time, the phone's serial number.
 * @throws where the file is no picture that this browser can read
 */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    pen.fillStyle = '#ffffff'; // what was transparent
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) => {
      canvas.toBlob((jpeg) => (jpeg ? done(jpeg) : failed(new Error('no jpeg'))), 'image/jpeg', 0.82);
    });
  } finally {
    picture.close();
  }
}

/** Parts of the whole that are through, 0 to 1. */
export type Progress = { readonly done: number; readonly of: number; readonly share: number };

/** Uploads what the server does not have yet, and notes each hash as soon as it is known. `inPieces`: for somebody with an account. */
export async function uploadPhotos(photos: readonly KeptPhoto[], report: (progress: Progress) => void, inPieces = false): Promise<string[]> {
  const hashes: string[] = [];
  for (const [index, photo] of photos.entries()) {
    const tell = (part: number): void => report({ done: index, of: photos.length, share: (index + part) / photos.length });
    tell(0);
    if (photo.sha256 === null) {
      const sha256 = inPieces && photo.sent ? await named(photo.image, photo.sent, tell) : (await upload(photo.image, tell)).sha256;
      await device.photos.update(photo.id, { sha256 });
      hashes.push(sha256);
    } else hashes.push(photo.sha256);
  }
  return [...new Set(hashes)];
}

async function named(image: Blob, sent: string, tell: (part: number) => void): Promise<string> {
  await sendInPieces(image, sent, tell);
  return sent;
}

/** As `uploadPhoto` of the client, but it tells how far it is, which `fetch` cannot. */
function upload(image: Blob, tell: (part: number) => void): Promise<StoredPhoto> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/files');
    request.responseType = 'text';
    request.timeout = 120_000;
    request.setRequestHeader('content-type', image.type);
    request.setRequestHeader('accept-language', document.documentElement.lang || 'zh-CN');
    request.upload.onprogress = (event) => { if (event.lengthComputable && event.total > 0) tell(event.loaded / event.total); };
    request.onerror = () => failed(new Problem(0, { refused: 'platform/unreachable' }, null));
    request.ontimeout = request.onerror;
    request.onload = () => {
      // HTML instead of JSON is a captive portal or a proxy: never an acknowledgement.
      const json = (request.getResponseHeader('content-type') ?? '').includes('json');
      const body: unknown = json ? JSON.parse(request.responseText) : {};
      if (json && request.status >= 200 && request.status < 300) done(body as StoredPhoto); // the server's declared answer
      else failed(new Problem(json ? request.status : Math.max(0, request.status >= 500 ? request.status : 0), Object(body), request.getResponseHeader('retry-after')));
    };
    request.send(image);
  });
}
