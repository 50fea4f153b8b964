/** Bugs that can be planted, on the server and on the phone; each has been somebody's. */
export const serverBugs = [
  'no unique number', 'advance before the effect', 'refused body not kept', 'no hash check', 'a clone is not frozen', 'gaps are taken', 'stored answer made up', 'ids are not unique',
  'holes never end', 'poison is tried for ever', 'refusal blocks the row', 'rights are not asked again', 'effect without audit', 'cursor on a sequence', 'old scopes stay', 'last from another snapshot',
  'acknowledged before it is committed',
] as const;
export const phoneBugs = [
  'dropped on a refusal', 'any page is an acknowledgement', 'number not kept', 'sent before it is written', 'a new command at every try', 'done is forgotten', 'old by the phone\'s clock',
  'pull clears the outbox', 'replay under new ids', 'waits by a clock set back', 'waits for a dead line', 'own work shown twice', 'parts only added to', 'sign-out clears the outbox',
] as const;
export type Bug = (typeof serverBugs)[number] | (typeof phoneBugs)[number];
export const bugs: readonly Bug[] = [...serverBugs, ...phoneBugs];
