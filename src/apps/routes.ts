import type { Declarations } from '../platform/declared-routes.ts';
import { callbackPath } from '../domains/identity/provider.ts';

/** Who may use what is served beside the operations of the contracts. */
export const besideTheContracts: Declarations = {
  'POST /api/files': { who: 'public', why: 'a resident without an account sends pictures with his report' },
  'POST /api/photos': { who: 'signedIn', why: 'begins a picture of his own, under its hash; a resident without an account sends it in one piece' },
  'HEAD /api/photos/:sha256': { who: 'signedIn', why: 'how far his own upload is; of what is kept, only that it is, to whoever has its hash' },
  'PATCH /api/photos/:sha256': { who: 'signedIn', why: 'goes on with his own upload' },
  'GET /files/:sha256/:variant': { who: 'signedAddress', why: 'an <img> sends no token; the address is given to whoever may see the case, and holds for as long as he may' },
  'POST /api/sync/push': { who: 'signedIn', why: 'commands of a phone, each of which the door asks for itself' },
  'GET /api/sync/pull': { who: 'signedIn', why: 'what belongs on the caller\'s phone, by the scopes that his posts give him' },
  'GET /api/live': { who: 'signedIn', whileHeld: true, why: 'tells each stream what concerns its owner, and to whoever is held back only what is about himself' },
  'GET /api/health': { who: 'public', why: 'a supervisor asks without an account' },
  'GET /openapi.json': { who: 'public', why: 'the interface is no secret' },
  'GET /api/identity/people-template': { who: 'signedIn', why: 'an empty form' },
  'GET /api/identity/provider/start': { who: 'public', why: 'a way to sign in' },
  [`GET ${callbackPath}`]: { who: 'public', why: 'a way to sign in' },
  'GET /m': { who: 'public', why: 'a page, the same for everybody' },
  'GET /m/*': { who: 'public', why: 'pages of the phone' },
  'GET /*': { who: 'public', why: 'pages of the desk' },
};
