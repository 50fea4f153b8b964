import { expect, test } from 'vitest';
import { declared } from '../src/apps/contracts.ts';
import { allWords } from '../src/apps/words.ts';

/** Dotted keys of a catalogue. */
function lookUp(words: unknown, key: string): unknown {
  return key.split('.').reduce((tree, part) => Reflect.get(Object(tree), part), words);
}

// A query that anybody may ask is never in the log; whatever else happens or is denied there has a name to be read by.
test.each(declared.filter(({ kind, permission }) => kind === 'command' || (permission !== 'public' && permission !== 'signedIn')).map(({ domain, name }) => `${domain}.${name}`))('%s has its name in the audit, in both languages', (operation) => {
  const [domain, name] = operation.split('.');
  for (const language of ['zh-CN', 'en'] as const) {
    const named = lookUp(allWords[language], `auditDesk.operation.${operation}`) ?? lookUp(allWords[language], `${domain}.action.${name}`);
    expect(named, `${operation} in ${language}`).toMatch(/\S/u);
  }
});
