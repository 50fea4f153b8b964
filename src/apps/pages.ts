import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * The phone at `/m/`, the desk at `/`. A file of the build is sent as it is (compressed where the browser takes it); a
 * name under `assets/` that is not there is absent, for a page in its place would be kept by the browser for a year; any
 * other address is a page of theirs.
 */
export function servePages(app: FastifyInstance, folder: string): void {
  for (const [page, prefix] of [['field', '/m/'], ['desk', '/']] as const) {
    const built = path.join(folder, page);
    if (!existsSync(path.join(built, 'index.html'))) continue;
    const files = new Set(readdirSync(built, { recursive: true, encoding: 'utf8' }).map((name) => name.split(path.sep).join('/')).filter((name) => /\.[a-z0-9]+$/u.test(name)));
    void app.register(async (scope) => {
      await scope.register(staticFiles, {
        root: built, serve: false, preCompressed: true, cacheControl: false,
        setHeaders: (response, file) => { void response.header('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'); },
      });
      if (page === 'field') scope.get('/m', (_request, reply) => reply.redirect('/m/'));
      scope.get<{ Params: { '*': string } }>(`${prefix}*`, (request, reply): FastifyReply => {
        const name = request.params['*'];
        if (files.has(name)) return reply.sendFile(name);
        // Addresses of the interface are never pages: what is not there is said as a problem.
        if (name.startsWith('assets/') || (page === 'desk' && /^(?:api|files)\//u.test(name))) {
          reply.callNotFound();
          return reply;
        }
        return reply.sendFile('index.html');
      });
    });
  }
}
