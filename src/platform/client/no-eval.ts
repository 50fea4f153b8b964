import { config } from 'zod/v4';

// What pages get for `zod` (vite.config.ts). A schema asks when it is made whether it may compile itself: the pages' policy forbids
// that, and the browser would report the mere question as an attempt. So this is said before any schema is made.
config({ jitless: true });

// eslint-disable-next-line no-restricted-syntax -- it stands in for a package, and exports what that exports
export * from 'zod/v4';
