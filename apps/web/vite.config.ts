import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The build of the web app. tools/build.ts runs it when a source has changed. While working on the app, `npx vite
 * apps/web` serves it with hot reload and passes API calls on to ORRERY_URL.
 */
const server = process.env['ORRERY_URL'] ?? 'http://127.0.0.1:7002';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'build/app',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: { proxy: { '/api': server, '/api-open': server } },
});
