import { expect, test } from 'vitest';
import { createLog, errorFields } from './log.ts';

const at = new Date('2026-03-01T08:09:10.000Z');

function logged(level: 'error' | 'info' | 'debug', format: 'json' | 'text') {
  const lines: string[] = [];
  return { lines, log: createLog({ level, format, write: (line) => lines.push(line), now: () => at }) };
}

test('a line for machines carries the common fields', () => {
  const { lines, log } = logged('info', 'json');
  log.with({ request: 'r1' }).with({ caseId: 7 }).error('not saved', { code: '23505', table: undefined });
  expect(lines).toEqual(['{"at":"2026-03-01T08:09:10.000Z","level":"error","message":"not saved","request":"r1","caseId":7,"code":"23505"}\n']);
});

test('a line for people leaves out what is unknown and stays one line', () => {
  const { lines, log } = logged('info', 'text');
  log.info('ready', { port: 8080, note: 'a\nb', none: undefined });
  expect(lines).toEqual(['08:09:10 info  ready port=8080 note="a\\nb"\n']);
});

test.each([
  ['error', ['error']],
  ['info', ['error', 'info']],
  ['debug', ['error', 'info', 'debug']],
] as const)('at level %s it writes %j', (level, expected) => {
  const { lines, log } = logged(level, 'json');
  log.error('error');
  log.info('info');
  log.debug('debug');
  expect(lines.map((line) => String(Reflect.get(JSON.parse(line), 'message')))).toEqual(expected);
});

test('of an error from the database or a parser the quoted value is not logged', () => {
  const refused = Object.assign(new Error('invalid input syntax for type integer: "Wang Xiaomei"'), { code: '22P02', detail: 'Key (phone)=(139) exists', table: 'person' });
  const fields = errorFields(refused);
  expect(fields).toMatchObject({ error: 'Error', code: '22P02', table: 'person', reason: undefined });
  expect(fields['where']).toContain('log.test.ts');
  expect(JSON.stringify(fields)).not.toMatch(/Wang|139/u);
  let parseError: unknown;
  try {
    JSON.parse('Wang');
  } catch (error) {
    parseError = error;
  }
  expect(JSON.stringify(errorFields(parseError))).not.toContain('Wang');
});

test('of a mistake in the code the message is kept, beside what the line itself says', () => {
  expect(errorFields(new TypeError('x is not a function'))).toMatchObject({ error: 'TypeError', reason: 'x is not a function' });
  const { lines, log } = logged('error', 'json');
  log.error('not saved', errorFields(new TypeError('x is not a function')));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ at: at.toISOString(), level: 'error', message: 'not saved', error: 'TypeError' });
  expect(errorFields('thrown text')).toEqual({ error: 'string' });
});
