import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import { App } from './app/App.tsx';
import { preloadPage } from './app/routes.tsx';
import { preferredLanguage, setLanguage } from './i18n/language.ts';

preloadPage(location.pathname);
await setLanguage(preferredLanguage());
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
