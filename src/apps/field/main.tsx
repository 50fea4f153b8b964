import { StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { unstableSetRender } from 'antd-mobile';
import { startOutbox } from '../../domains/incidents/field/outbox.ts';
import '../../domains/incidents/field/field.css';
import { startWords } from '../../platform/client/i18n.ts';
import '../../platform/ui/phone/phone.css';
import { applyTheme } from '../../platform/ui/theme.ts';
import { App } from './app.tsx';
import { fieldCatalogue } from './catalogue.ts';
import './field-app.css';
import { applyPrint } from './print.ts';

// antd-mobile 5 draws its dialogs with ReactDOM.render, which React 19 no longer has, unless it is told how.
const roots = new WeakMap<Element | DocumentFragment, Root>();
unstableSetRender((node: ReactNode, container) => {
  const root = roots.get(container) ?? createRoot(container);
  roots.set(container, root);
  root.render(node);
  return async () => {
    await Promise.resolve(); // never while React is drawing
    root.unmount();
    roots.delete(container);
  };
});

applyTheme('light');
applyPrint();
startWords(fieldCatalogue);
startOutbox();
const place = document.getElementById('root');
if (!place) throw new Error('the page has no #root');
createRoot(place).render(<StrictMode><App /></StrictMode>);

// Without TLS there is none; then the app opens with a network only.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => { navigator.serviceWorker.register('/m/service-worker.js', { scope: '/m/' }).catch(() => undefined); });
}
