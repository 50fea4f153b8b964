import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { declared } from '../src/apps/contracts.ts';
import { careKinds } from '../src/domains/registry/rules/care.ts';
import { worldOfFile } from './support/world.ts';

// What this product is not, as names: no column and no field of an operation may hold it, whatever comes next. See docs/glossary.md.

/** Registers of suspicion, faces and bodies, faith, and where a resident is. */
const forbidden = /petition|correction|parole|prison|convict|criminal|suspect|arrest|watch_?list|key_?person|drug|cult|blacklist|portrait|biometric|finger_?print|iris|voice_?print|face_|_face|faceId|religi|ethnic|nationality_group|political|party_?member|sexual|(?:^|[._])dna|track|trajectory|last_?seen_?(?:at_?)?(?:place|point)|locat|whereabouts|gps/iu;
/** Said of the words of law themselves, or of things, not of people. */
const harmless = /^identity\.|^platform\./u;
const world = worldOfFile();

test('no column of the registry is a register that it must not be, and no resident has a place on a map', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text || '.' || a.attname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'v', 'm', 'p') and a.attnum > 0 and not a.attisdropped`.execute(world().ownerDb);
  const names = rows.map(({ name }) => name);
  expect(names).toContain('registry.person.name');
  expect(names.filter((name) => forbidden.test(name) && !harmless.test(name))).toEqual([]);
  expect(names.filter((name) => /^registry\.(?:person|household|fact|care_\w+)\.(?:longitude|latitude|lng|lat|point|geom\w*)$/u.test(name))).toEqual([]);
});

test('no operation of the registry takes or tells such a field', () => {
  const own = declared.filter(({ domain }) => domain === 'registry');
  expect(own.length).toBeGreaterThan(25);
  const found = own.flatMap((operation) => [operation.input, operation.output].flatMap((shape) => [...namesIn(z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input' }))].map((name) => `${operation.name}.${name}`)));
  expect(found).toContain('registerPerson.idNumber');
  expect(found.filter((name) => forbidden.test(name))).toEqual([]);
  const ofPeople = found.filter((name) => /^(?:person|people|registerPerson|changePerson|care|openCare|exportPeople|duplicates)\./u.test(name));
  expect(ofPeople.filter((name) => /longitude|latitude|point/iu.test(name))).toEqual([]);
});

test('no kind of need is a register of suspicion', () => {
  expect(careKinds.filter((kind) => forbidden.test(kind))).toEqual([]);
});

test.each(['registry.person.petition_count', 'registry.person.face_hash', 'registry.person.last_seen_place', 'registry.key_person.id', 'registry.person.religion', 'registry.visit.track', 'registry.person.location'])('%s would be noticed', (name) => {
  expect(forbidden.test(name) && !harmless.test(name)).toBe(true);
});

function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') yield* Object.keys(Object(value));
    yield* namesIn(value);
  }
}
