import { useEffect, useRef, useState } from 'react';

type Detector = { detect: (source: HTMLVideoElement) => Promise<readonly { rawValue: string }[]> };
type Props = {
  /** What was read, once for each picture that differs from the one before. */
  onText: (text: string) => void;
  /** Beside the picture, and where there is no camera. */
  words: { readonly open: string; readonly close: string; readonly none: string; readonly hint: string };
  className?: string;
};

/** Whether this browser reads codes itself; elsewhere one types. */
export function canScan(): boolean {
  return 'BarcodeDetector' in window && window.isSecureContext && 'mediaDevices' in navigator;
}

/** The camera as a reader of codes, where the browser has one. Nothing of the picture leaves the page or is kept. */
export function Scanner({ onText, words, className }: Props) {
  const [state, setState] = useState<'closed' | 'open' | 'none'>('closed');
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onText);
  told.current = onText;
  useEffect(() => {
    if (state !== 'open') return undefined;
    let stream: MediaStream | null = null;
    let stopped = false;
    let last = '';
    const Made = Reflect.get(window, 'BarcodeDetector') as new (options: { formats: string[] }) => Detector; // `canScan` has seen it
    const detector = new Made({ formats: ['qr_code'] });
    const look = async (): Promise<void> => {
      while (!stopped) {
        const element = video.current;
        const [found] = element && element.readyState >= 2 ? await detector.detect(element).catch(() => []) : [];
        if (found && found.rawValue !== last) {
          last = found.rawValue;
          told.current(last);
          setState('closed');
          return;
        }
        await new Promise((resolve) => { setTimeout(resolve, 150); });
      }
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(async (opened) => {
      stream = opened;
      if (stopped || !video.current) { opened.getTracks().forEach((track) => { track.stop(); }); return; }
      video.current.srcObject = opened;
      await video.current.play();
      await look();
    }).catch(() => { setState('none'); });
    return () => {
      stopped = true;
      stream?.getTracks().forEach((track) => { track.stop(); });
    };
  }, [state]);
  if (!canScan() || state === 'none') return <p className="jw-hint ph-quiet">{words.none}</p>;
  if (state === 'closed') return <button type="button" className={className} onClick={() => { setState('open'); }}>{words.open}</button>;
  return (
    <div className="jw-scanner">
      <video ref={video} muted playsInline aria-label={words.hint} />
      <button type="button" className={className} onClick={() => { setState('closed'); }}>{words.close}</button>
    </div>
  );
}
