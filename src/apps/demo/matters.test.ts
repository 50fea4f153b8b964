import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { shippedClasses } from '../../domains/dispatch/taxonomy.ts';
import { disputeMatters, matters, placesByCommunity } from './matters.ts';
import { draw, scenes, type SceneName } from './scenes.ts';
import { demoTownship } from '../../domains/geography/example.ts';

const kinds = new Map(shippedClasses().map(({ code, fields }) => [code, fields.kind]));

describe('what happens in the demo township', () => {
  it.each([...matters, ...disputeMatters].map((matter) => [`${matter.class} ${matter.topic}`, matter] as const))('%s is told in two voices, has a class, a place and an end', (_name, matter) => {
    expect(kinds.get(matter.class)).toBe(disputeMatters.includes(matter) ? 'dispute' : 'matter');
    expect(matter.asResident).toContain('{p}');
    expect(matter.asWorker).toContain('{p}');
    expect(matter.asResident).not.toBe(matter.asWorker);
    expect(matter.result.length).toBeGreaterThan(5);
    expect(matter.where.length).toBeGreaterThan(0);
    expect(matter.scene === null || matter.scene in scenes).toBe(true);
    expect((matter.loss === null) || (matter.loss.yuan > 0 && matter.loss.method !== '')).toBe(true);
  });

  it('has somewhere in each community for what may happen there', () => {
    expect(Object.keys(placesByCommunity).sort()).toEqual(demoTownship.communities.map(({ name }) => name).sort());
    for (const places of Object.values(placesByCommunity)) {
      for (const { kind } of places) expect(matters.some(({ where }) => where.includes(kind))).toBe(true);
    }
  });

  it('draws every scene as a picture, and what was found otherwise than what was done', async () => {
    const names = Object.keys(scenes) as SceneName[]; // the keys of that very object
    const indoors: readonly SceneName[] = ['hall', 'visit', 'inspect', 'office'];
    for (const name of names) {
      const [found, done, turned] = await Promise.all((['found', 'done', 'found'] as const).map((moment, index) => sharp(Buffer.from(draw(name, moment, index === 2 ? 1 : 0))).raw().toBuffer({ resolveWithObject: true })));
      expect(found?.info).toMatchObject({ width: 960, height: 720 });
      expect(found?.data.equals(done?.data ?? Buffer.alloc(0))).toBe(indoors.includes(name));
      expect(found?.data.equals(turned?.data ?? Buffer.alloc(0))).toBe(false);
    }
  });
});
