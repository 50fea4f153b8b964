import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

// Two pages with a base each: the desk at `/`, the phone at `/m/`. `vite build --mode desk|field`.

export default defineConfig(({ mode }) => pageConfig(mode === 'field' ? 'field' : 'desk'));

function pageConfig(app: 'desk' | 'field'): UserConfig {
  const root = join(import.meta.dirname, 'src/apps', app);
  const worker = join(root, 'service-worker.ts');
  return {
    root,
    base: app === 'field' ? '/m/' : '/',
    publicDir: join(root, 'public'),
    plugins: [react(), fileList(), schemasThatDoNotCompile()],
    build: {
      outDir: join(import.meta.dirname, 'dist', app),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0, // the content policy has no data: for scripts and fonts
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: {
        input: { main: join(root, 'index.html'), ...(existsSync(worker) ? { 'service-worker': worker } : {}) },
        output: {
          // A service worker keeps its address, or the installed one never learns of its successor.
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
    server: { proxy: { '/api': 'http://127.0.0.1:8080', '/files': 'http://127.0.0.1:8080' } },
  };
}

/** `files.json`: every built file but itself and the service worker, for a worker that keeps them for the field. */
function fileList(): Plugin {
  return {
    name: 'file-list',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => !name.endsWith('.map') && name !== 'service-worker.js').sort();
      this.emitFile({ type: 'asset', fileName: 'files.json', source: JSON.stringify(files) });
    },
  };
}

/**
 * What a page gets for `zod`. A schema asks when it is made whether it may compile itself: the pages' policy forbids that, and the
 * browser would report the mere question as an attempt. So it is told before any schema is made.
 */
function schemasThatDoNotCompile(): Plugin {
  const stand = '\0zod-that-does-not-compile';
  return {
    name: 'schemas-that-do-not-compile',
    enforce: 'pre',
    resolveId: (id) => (id === 'zod' ? stand : null),
    load: (id) => (id === stand ? "import { config } from 'zod/v4'; config({ jitless: true }); export * from 'zod/v4';" : null),
  };
}
