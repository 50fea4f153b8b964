import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { judge, parseWaivers, type Waivers } from './advisories.ts';
import { sbomOf } from './sbom.ts';

const root = path.resolve(import.meta.dirname, '..');
const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');

test('every part of the lock file is in the bill, with version, hash and licence, and it is the same each time', () => {
  const bill = z.object({ bomFormat: z.literal('CycloneDX'), serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u), components: z.array(z.object({ 'bom-ref': z.string(), purl: z.string().regex(/^pkg:npm\/[^@]+@\d/u), hashes: z.array(z.object({ content: z.string().regex(/^[0-9a-f]{128}$/u) })).length(1), licenses: z.array(z.unknown()).optional() })) }).parse(sbomOf(lock));
  const places = Object.keys(Object(Reflect.get(Object(JSON.parse(lock)), 'packages'))).filter((place) => place !== '');
  expect(bill.components).toHaveLength(places.length);
  expect(new Set(bill.components.map((one) => one['bom-ref'])).size).toBe(places.length);
  expect(bill.components.filter(({ licenses }) => licenses === undefined).length).toBeLessThan(5);
  expect(bill.components.some(({ purl }) => purl.startsWith('pkg:npm/%40simplewebauthn/server@'))).toBe(true);
  expect(sbomOf(lock)).toEqual(sbomOf(lock));
});

const none: Waivers = { lastAsked: null, since: '2026-11-22', why: '还没有对照过公告', waivers: [] };
const advisory = (severity: string): string => JSON.stringify({ vulnerabilities: { sharp: { severity, via: [{ url: 'https://example.org/GHSA-1', title: 'a hole' }, 'libvips'] } } });
const waiver = { package: 'sharp', advisory: 'https://example.org/GHSA-1', why: '等上游下周的版本', since: '2026-11-20', until: '2026-12-01' };

test('what is grave has a waiver, a waiver has an end within fourteen days, and somebody asks', () => {
  expect(judge(advisory('moderate'), none, '2026-11-22')).toEqual([]);
  expect(judge(advisory('high'), none, '2026-11-22')).toEqual([expect.stringMatching(/^sharp（high）.*no waiver/u)]);
  expect(judge(advisory('critical'), { ...none, waivers: [waiver] }, '2026-12-01')).toEqual([]);
  expect(judge(advisory('critical'), { ...none, waivers: [waiver] }, '2026-12-02')).toEqual([expect.stringMatching(/has ended/u), expect.stringMatching(/no waiver/u)]);
  expect(judge(advisory('high'), { ...none, waivers: [{ ...waiver, advisory: 'https://example.org/GHSA-2' }] }, '2026-11-22')).toHaveLength(1);
  expect(judge('{"vulnerabilities":{}}', { ...none, waivers: [{ ...waiver, until: '2027-01-01' }] }, '2026-11-22')).toEqual([expect.stringMatching(/longer than 14 days/u)]);
  expect(judge(null, none, '2026-12-06')).toEqual([]);
  expect(judge(null, none, '2026-12-07')).toEqual([expect.stringMatching(/since 2026-11-22/u)]);
  expect(judge(null, { ...none, lastAsked: '2026-12-01' }, '2026-12-07')).toEqual([]);
});

test('the waivers that there are can be read', () => {
  expect(parseWaivers(readFileSync(path.join(root, 'docs/security/waivers.json'), 'utf8')).waivers).toEqual(expect.any(Array));
});
