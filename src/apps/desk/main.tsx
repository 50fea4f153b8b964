import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startWords } from '../../platform/client/i18n.ts';
import { applyTheme } from '../../platform/ui/theme.ts';
import '../../platform/ui/base.css';
import '../../platform/ui/pieces.css';
import { allWords } from '../words.ts';
import { App } from './app.tsx';
import './desk.css';

applyTheme('light');
startWords(allWords);
const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(<StrictMode><App /></StrictMode>);
