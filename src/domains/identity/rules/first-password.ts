/** Three pronounceable words and four digits, about fifty bits: to be read off a screen and typed on a phone. */
export function readablePassword(randomBelow: (below: number) => number): string {
  const pick = (letters: string): string => letters[randomBelow(letters.length)] ?? '';
  const word = (): string => [1, 2].map(() => pick('bdfghjklmnprstwz') + pick('aeiou')).join('');
  return `${word()}-${word()}-${word()}-${1000 + randomBelow(9000)}`;
}
