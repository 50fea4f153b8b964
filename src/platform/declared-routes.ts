import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayKnock } from './action.ts';
import type { Actor } from './actor.ts';
import { methodsOf, pathOf, type Operation, type Permission } from './core/contract.ts';
import type { Refusal } from './core/refusal.ts';

/** Who may use a route that no contract declares. `signedAddress`: whoever was given the address, as long as its signature holds. */
export type Declaration = { readonly who: Permission | 'signedAddress'; readonly why: string; readonly whileHeld?: true };
/** By method and pattern: `GET /api/live`. */
export type Declarations = Readonly<Record<string, Declaration>>;
export type DeclaredRoute = { readonly route: string; readonly who: Declaration['who'] };

/**
 * No route without a word on who may use it: one that is registered without is a mistake, and the server does not start.
 * Beside the operations, which the door asks, the declaration is also what is enforced.
 * @returns what was registered so far
 */
export function requireDeclarations(app: FastifyInstance, operations: readonly Operation[], beside: Declarations, ask: {
  readonly actorOf: (request: FastifyRequest) => Promise<Actor>;
  readonly answerRefusal: (reply: FastifyReply, refusal: Refusal) => FastifyReply;
}): () => readonly DeclaredRoute[] {
  const known: DeclaredRoute[] = [];
  const promised = new Map<string, Permission>(operations.flatMap((operation) => methodsOf(operation).map((method) => [`${method} ${pathOf(operation)}`, operation.permission] as const)));
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const name = `${method} ${route.url}`;
      const declaration = beside[name];
      const who = promised.get(name) ?? declaration?.who;
      if (who === undefined) throw new Error(`${name}: nothing declares who may use it.`);
      known.push({ route: name, who });
      if (declaration === undefined || who === 'public' || who === 'signedAddress') continue;
      const plain = route.handler;
      const asked = { permission: who, ...(declaration.whileHeld ? { whileHeld: true as const } : {}) };
      route.handler = async function handle(request, reply): Promise<unknown> {
        const refusal = mayKnock(asked, await ask.actorOf(request));
        return refusal ? ask.answerRefusal(reply, refusal) : plain.call(this, request, reply);
      };
    }
  });
  return () => known;
}
