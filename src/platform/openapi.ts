import { z } from 'zod';
import { statusOf } from './problem.ts';
import { methodsOf, pathOf, type Operation } from './core/contract.ts';

/** OpenAPI 3.1 from the contracts alone; `openapi.json` in the repository is this, compared in CI. */
export function openapiOf(operations: readonly Operation[], version: string): object {
  const sorted = [...operations].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  return {
    openapi: '3.1.0',
    info: { title: 'Jingwei 经纬', version, description: 'Commands are POST, queries are GET (POST where what is asked is long or private). Moments are RFC 3339; errors are application/problem+json.' },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { bearer: [] }],
    tags: [...new Set(sorted.map((operation) => operation.domain))].map((name) => ({ name })),
    paths: Object.fromEntries(sorted.map((operation) => [pathOf(operation), Object.fromEntries(methodsOf(operation).map((method) => [method.toLowerCase(), operation.kind === 'command' ? commandEntry(operation) : queryEntry(operation, method)]))])),
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'jingwei_session' }, bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problem },
    },
  };
}

function commandEntry(operation: Extract<Operation, { kind: 'command' }>): object {
  return {
    ...common(operation),
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 200 }, description: 'Give the same key when you try again: done once, answered alike' }],
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.input, 'input') } } },
    responses: {
      ...okResponse(operation),
      ...problems(operation.permission === 'public' ? [400, 413, 415, 422, 429, 503] : [400, 401, 403, 404, 413, 415, 422, 429, 503]),
      '409': { description: `A named refusal: ${operation.refusals.join(', ') || 'none of its own'}`, content: problemContent },
      ...(operation.refusals.includes('incidents/moved-meanwhile') ? problems([statusOf.overtaken]) : {}),
    },
    'x-refusals': operation.refusals,
  };
}

function queryEntry(operation: Extract<Operation, { kind: 'query' }>, method: 'GET' | 'POST'): object {
  const schema: { properties?: Record<string, object>; required?: string[] } = schemaOf(operation.input, 'input');
  const asked = method === 'POST' ? { requestBody: { required: true, content: { 'application/json': { schema } } } }
    : { parameters: parametersOf(schema).filter(({ name }) => !operation.secretInput?.includes(name)) };
  return {
    ...common(operation),
    // One name for one address and method.
    ...(operation.inBody === 'too' && method === 'GET' ? { operationId: `${operation.domain}.${operation.name}.get` } : {}),
    ...asked,
    responses: { ...okResponse(operation), ...problems(operation.permission === 'public' ? [400, 404, 503] : [400, 401, 403, 404, 503]) },
  };
}

function parametersOf(schema: { properties?: Record<string, object>; required?: string[] }): { name: string }[] {
  return Object.entries(schema.properties ?? {}).map(([name, one]) => ({ name, in: 'query', required: schema.required?.includes(name) ?? false, schema: one }));
}

function common(operation: Operation): object {
  return {
    operationId: `${operation.domain}.${operation.name}`, tags: [operation.domain], summary: operation.summary, 'x-permission': operation.permission,
    ...(operation.permission === 'public' ? { security: [] } : {}),
  };
}

function okResponse(operation: Operation): object {
  return { '200': { description: 'The result', content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } } };
}

const problem = {
  type: 'object', required: ['type', 'title', 'status', 'refused', 'detail'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, refused: { type: 'string' }, detail: { type: 'string' }, path: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, detail: { type: 'string' } } } },
  },
};
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const meaning: Record<number, string> = {
  400: 'Input that does not fit the schema', 401: 'Not signed in', 403: 'Seen, but not yours to do', 404: 'Absent, or not yours to see', 412: 'The step was meanwhile taken by another',
  413: 'Body too large', 415: 'Not JSON', 422: 'The same key with another body', 429: 'Too many; see Retry-After', 503: 'Starting, or without a database; see Retry-After',
};

function problems(codes: readonly number[]): object {
  return Object.fromEntries(codes.map((code) => [String(code), { description: meaning[code] ?? '', content: problemContent }]));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dropped, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
}
