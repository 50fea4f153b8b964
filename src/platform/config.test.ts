import { expect, test } from 'vitest';
import { plainHttpFault, readConfig, warningsOf } from './config.ts';

test('without any variable everything has its documented value', () => {
  expect(readConfig({}, '/srv/jingwei')).toEqual({
    ok: true,
    config: { host: '127.0.0.1', port: 8080, dataDir: '/srv/jingwei/var', sharedDir: '/srv/shared', ci: false, logLevel: 'info' },
    secrets: { databaseUrl: undefined },
  });
});

test('an empty variable counts as absent', () => {
  const empty = { PORT: '', HOST: ' ', JINGWEI_DATA: '', JINGWEI_SHARED: '', DATABASE_URL: '', CI: '', JINGWEI_LOG: '' };
  expect(readConfig(empty, '/srv/jingwei')).toEqual(readConfig({}, '/srv/jingwei'));
});

test('given values are taken, folders against the working folder', () => {
  const read = readConfig({ PORT: '0', HOST: '0.0.0.0', JINGWEI_DATA: 'data', JINGWEI_SHARED: '/opt/shared', DATABASE_URL: 'postgres://o:p@db:5432/jw?sslmode=verify-full', CI: 'true', JINGWEI_LOG: 'debug' }, '/srv');
  expect(read).toEqual({
    ok: true,
    config: { host: '0.0.0.0', port: 0, dataDir: '/srv/data', sharedDir: '/opt/shared', ci: true, logLevel: 'debug' },
    secrets: { databaseUrl: 'postgres://o:p@db:5432/jw?sslmode=verify-full' },
  });
});

test.each(['http', '80.5', '-1', '65536', '0x50', '123456', '８０'])('PORT %j is refused with a sentence', (PORT) => {
  expect(readConfig({ PORT })).toEqual({ ok: false, sentences: ['PORT must be a whole number from 0 to 65535.'] });
});

test.each(['yes', '0', 'false', 'no'])('CI=%s is not CI', (CI) => {
  expect(readConfig({ CI })).toMatchObject({ ok: true, config: { ci: false } });
});

test('every wrong variable gets its own sentence, and none repeats a password', () => {
  const read = readConfig({ PORT: 'x', HOST: 'a b', JINGWEI_LOG: 'warn', DATABASE_URL: 'mysql://root:geheim@db/x' });
  expect(read).toMatchObject({ ok: false });
  if (read.ok) return;
  expect(read.sentences.map((sentence) => sentence.split(' ')[0])).toEqual(['PORT', 'HOST', 'JINGWEI_LOG', 'DATABASE_URL']);
  expect(read.sentences.join()).not.toContain('geheim');
});

test('what is read cannot be changed', () => {
  const read = readConfig({});
  expect(read.ok && Object.isFrozen(read.config) && Object.isFrozen(read.secrets)).toBe(true);
});

test('signing in: an address, a rule and an identity provider, none of them unless it is given', () => {
  const all = {
    JINGWEI_PUBLIC_URL: 'https://grid.example.org/', JINGWEI_SECOND_FACTOR: 'required', JINGWEI_OIDC_ISSUER: 'https://login.example.org/realm', JINGWEI_OIDC_CLIENT: 'jingwei', JINGWEI_OIDC_SECRET_FILE: 'oidc',
  };
  expect(readConfig(all, '/srv')).toMatchObject({ ok: true, config: {
    publicUrl: 'https://grid.example.org', secondFactor: 'required',
    provider: { issuer: 'https://login.example.org/realm', clientId: 'jingwei', secretFile: '/srv/oidc', label: '统一身份认证登录', claim: 'preferred_username' },
  } });
  const { JINGWEI_OIDC_SECRET_FILE: _secret, ...publicClient } = all;
  expect(readConfig({ ...publicClient, JINGWEI_OIDC_CLAIM: 'employee_id', JINGWEI_OIDC_LABEL: '市统一认证' })).toMatchObject({ ok: true, config: { provider: { claim: 'employee_id', label: '市统一认证' } } });
});

test.each([
  [{ JINGWEI_PUBLIC_URL: 'http://grid.example.org' }, 'JINGWEI_PUBLIC_URL'], [{ JINGWEI_PUBLIC_URL: 'https://grid.example.org/desk' }, 'JINGWEI_PUBLIC_URL'], [{ JINGWEI_PUBLIC_URL: 'grid.example.org' }, 'JINGWEI_PUBLIC_URL'],
  [{ JINGWEI_PUBLIC_URL: 'https://user@grid.example.org' }, 'JINGWEI_PUBLIC_URL'], [{ JINGWEI_SECOND_FACTOR: 'yes' }, 'JINGWEI_SECOND_FACTOR'],
  [{ JINGWEI_PUBLIC_URL: 'https://g.example', JINGWEI_OIDC_ISSUER: 'http://login.example.org', JINGWEI_OIDC_CLIENT: 'x' }, 'JINGWEI_OIDC_ISSUER'],
  [{ JINGWEI_PUBLIC_URL: 'https://g.example', JINGWEI_OIDC_ISSUER: 'https://login.example.org' }, 'JINGWEI_OIDC_ISSUER'], [{ JINGWEI_PUBLIC_URL: 'https://g.example', JINGWEI_OIDC_CLIENT: 'x' }, 'JINGWEI_OIDC_ISSUER'],
  [{ JINGWEI_OIDC_ISSUER: 'https://login.example.org', JINGWEI_OIDC_CLIENT: 'x' }, 'JINGWEI_OIDC_ISSUER'],
  [{ JINGWEI_PUBLIC_URL: 'https://g.example', JINGWEI_OIDC_ISSUER: 'https://l.example', JINGWEI_OIDC_CLIENT: 'x', JINGWEI_OIDC_CLAIM: 'a b' }, 'JINGWEI_OIDC_CLAIM'],
])('%j is refused with a sentence about %s', (env, about) => {
  const read = readConfig(env);
  expect(read.ok ? [] : read.sentences.map((sentence) => sentence.split(' ')[0])).toEqual([about]);
});

test.each([['0.0.0.0'], ['192.168.1.20'], ['::'], ['grid.example.org'], ['127.0.0.1.example.org']])('nobody serves %s without a certificate by an oversight', (HOST) => {
  const faultOf = (env: Readonly<Record<string, string>>, hasCertificate: boolean): string | null => {
    const read = readConfig(env);
    if (!read.ok) throw new Error(read.sentences.join(' '));
    expect(warningsOf(read.config, read.secrets, hasCertificate)).toHaveLength(hasCertificate ? 0 : 1);
    return plainHttpFault(read.config, hasCertificate);
  };
  expect(faultOf({ HOST }, false)).toMatch(/没有启动。.*JINGWEI_PLAIN_HTTP=behind-a-proxy。 HOST=.*not started/u);
  expect(faultOf({ HOST }, true)).toBeNull();
  expect(faultOf({ HOST, JINGWEI_PLAIN_HTTP: 'behind-a-proxy' }, false)).toBeNull();
  expect(readConfig({ HOST, JINGWEI_PLAIN_HTTP: 'yes' })).toMatchObject({ ok: false });
});

test.each([['127.0.0.1'], ['127.0.1.1'], ['localhost'], ['::1']])('%s is this machine alone: plain HTTP is harmless', (HOST) => {
  const read = readConfig({ HOST });
  expect(read.ok && [plainHttpFault(read.config, false), warningsOf(read.config, read.secrets, false)]).toEqual([null, []]);
});

test.each([
  ['postgres://o:geheim@db.example.org/jw', false], ['postgres://o:geheim@10.0.0.5/jw?sslmode=disable', false], ['postgres://o:geheim@10.0.0.5/jw?sslmode=prefer', false], ['postgres://o:geheim@localhost/jw?host=10.0.0.5', false],
  ['postgres://o:geheim@db.example.org/jw?sslmode=require', false], ['postgres://o:geheim@db.example.org/jw?sslmode=verify-ca', false], ['postgres://o:geheim@db.example.org/jw?sslmode=verify-full', true],
  ['postgres://o:geheim@127.0.0.1/jw', true], ['postgres://o:geheim@[::1]/jw', true], ['postgres://o:geheim@localhost/jw', true], ['postgres:///jw?host=/var/run/postgresql', true], ['postgres://o:geheim@%2Fvar%2Frun/jw', true],
])('a database on another machine is encrypted and verified, or its line is said to be private: %s', (DATABASE_URL, isTaken) => {
  const read = readConfig({ DATABASE_URL });
  expect(read.ok).toBe(isTaken);
  if (!read.ok) expect(read.sentences.join()).toMatch(/^DATABASE_URL (?!.*geheim).*JINGWEI_PLAIN_DATABASE=private-line/u);
  const said = readConfig({ DATABASE_URL, JINGWEI_PLAIN_DATABASE: 'private-line' });
  expect(said.ok && warningsOf(said.config, said.secrets, false).length).toBe(isTaken ? 0 : 1);
});
