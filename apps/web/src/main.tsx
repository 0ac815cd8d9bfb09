import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import { App } from './app/App.tsx';
import { preloadPage } from './app/routes.tsx';
import { preferredLanguage, setLanguage, t } from './i18n/language.ts';
import { showToast } from './ui/index.ts';

preloadPage(location.pathname);
// Without its texts the app is shown in English, and the choice stays for the next time.
await setLanguage(preferredLanguage()).catch(() => showToast({ text: t('app.languageFailed'), tone: 'error' }));
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
