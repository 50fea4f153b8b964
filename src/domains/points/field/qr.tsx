import { lazy, Suspense } from 'react';

// Drawn by the desk's library, which the phone loads only when a code is shown.
const QRCode = lazy(() => import('antd/es/qr-code/index.js'));

export function Qr({ text, label }: { text: string; label: string }) {
  return <div className="wf-qr" role="img" aria-label={label}><Suspense fallback={<div className="wf-qr-wait" />}><QRCode value={text} size={240} bordered={false} type="svg" color="#000000" bgColor="#ffffff" errorLevel="M" /></Suspense></div>;
}
