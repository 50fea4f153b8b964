import { z } from 'zod';
import { command, query } from '../../../platform/core/contract.ts';
import { day, paging, rowId, sha256, typedText, uuid, flag } from '../../../platform/core/fields.ts';
import { ledgerRefusals } from '../rules/ledger.ts';
import { proposalActions, proposalStates } from '../rules/proposal.ts';
import { bookKinds, classes } from '../rules/rule-book.ts';

// Entries on their way: proposed, confirmed by another, told, objected to, credited; and an official's own card.

const named = z.object({ id: z.int(), name: z.string() });
const photo = z.object({ sha256, url: z.string(), thumbnailUrl: z.string(), width: z.int(), height: z.int() });
export const bases = ['consent', 'publicDecision'] as const;
export const behalves = ['household', 'worker', 'proxy'] as const;
export const outcomes = ['upheld', 'dismissed'] as const;

export const proposalLine = z.object({
  id: uuid, book: named, kind: z.enum(bookKinds), item: z.string(), title: z.string(), class: z.enum(classes), versionNumber: z.int(), points: z.int(), area: named, subject: z.string().describe('the household, masked as its reader may know it, or the official'),
  happenedOn: day, state: z.enum(proposalStates), family: z.boolean(), note: z.string().nullable().describe('null where it stays in the group'), photos: z.array(photo), documentNo: z.string(), by: z.string(), at: z.iso.datetime(), confirmedBy: z.string().nullable(), windowEndsOn: day.nullable(),
  objection: z.object({ onBehalf: z.enum(behalves), reason: z.string().nullable(), by: z.string(), at: z.iso.datetime(), outcome: z.enum(outcomes).nullable(), decision: z.string().nullable(), decidedBy: z.string().nullable() }).nullable(),
  steps: z.array(z.object({ action: z.string(), state: z.enum(proposalStates), by: z.string(), at: z.iso.datetime(), note: z.string().nullable() })), allowed: z.array(z.enum(proposalActions)), mine: z.boolean(), revision: z.int(),
});
export type ProposalLine = z.infer<typeof proposalLine>;
export const proposals = query({
  domain: 'points', name: 'proposals', permission: 'points.read', summary: 'Entries on their way and done, newest first',
  input: z.object({ ...paging, bookId: rowId.optional(), areaId: rowId.optional(), state: z.enum(proposalStates).optional(), waiting: flag.default(false).describe('those in which something is still to be done'), objected: flag.default(false).describe('those to which somebody objected, also decided ones'), mine: flag.default(false), proposalId: uuid.optional() }),
  output: z.object({ items: z.array(proposalLine), next: z.string().nullable() }),
});

const moved = z.object({ proposalId: uuid, state: z.enum(proposalStates), revision: z.int() });
const moving = ['points/proposal-unknown', 'points/proposal-not-so', 'points/not-in-group'];
const why = typedText(300, 2);
const basisOf = z.enum(bases).optional().describe('of a family matter: whose consent, or which public decision');
export const propose = command({
  domain: 'points', name: 'propose', permission: 'points.propose', summary: 'A deed of a household, or a line of an official\'s card, with its evidence', idempotentBy: 'id', privateBody: true, secretInput: ['note'],
  input: z.object({
    id: uuid.optional().describe('made on the phone; the ledger\'s transfer will bear it'), bookId: rowId, householdId: uuid.optional(), workerId: rowId.optional().describe('whose card, in a book of cadres or party members'), personId: uuid.optional().describe('whose deed it was, where that matters'), item: z.string().max(12),
    amount: z.number().describe('points without their sign: plus or minus is the item\'s'), happenedOn: day, note: typedText(1_000).default(''), photos: z.array(sha256).max(9).default([]), documentNo: typedText(60).default(''), basis: basisOf,
  }),
  output: moved,
  refusals: [
    'points/book-unknown', 'points/no-rules', 'points/item-unknown', 'points/whose', 'points/household-unknown', 'points/household-elsewhere', 'points/worker-unknown', 'points/person-elsewhere', 'points/minor-no-minus', 'points/amount-zero', 'points/amount-negative', 'points/amount-fraction', 'points/amount-above', 'points/amount-fixed',
    'points/day-ahead', 'points/before-rules', 'points/period-closed', 'points/cap-reached', 'points/photo-missing', 'points/document-missing', 'points/witness-missing', 'points/minus-needs-evidence', 'points/family-needs-basis', 'points/by-itself', 'points/photo-unknown', 'points/proposed-already', 'points/id-taken',
  ],
});
export const confirm = command({ domain: 'points', name: 'confirm', permission: 'points.decide', summary: 'Another member of the group has looked at it and agrees', input: z.object({ proposalId: uuid }), output: moved, refusals: [...moving, 'points/own-proposal', 'points/own-card', 'points/period-closed'] });
export const declineProposal = command({ domain: 'points', name: 'declineProposal', permission: 'points.decide', summary: 'Another member does not agree, and why', input: z.object({ proposalId: uuid, reason: why }), output: moved, privateBody: true, secretInput: ['reason'], refusals: [...moving, 'points/own-proposal', 'points/own-card'] });
export const withdrawProposal = command({ domain: 'points', name: 'withdrawProposal', permission: 'points.propose', summary: 'Whoever proposed it takes it back before it is confirmed', input: z.object({ proposalId: uuid }), output: moved, refusals: [...moving, 'points/not-yours'] });
export const tell = command({
  domain: 'points', name: 'tell', permission: 'points.propose', summary: 'The household was told, in person or by message; from then it has so many days to object', input: z.object({ proposalId: uuid, how: z.enum(['inPerson', 'message', 'letter']) }), output: moved.extend({ windowEndsOn: day }), refusals: [...moving, 'points/no-rules'],
});
export const object = command({
  domain: 'points', name: 'object', permission: 'signedIn', summary: 'An objection of the household, written down by whoever heard it; of an official against his own card', idempotentBy: 'id', privateBody: true, secretInput: ['reason'],
  input: z.object({ id: uuid.optional(), proposalId: uuid, onBehalf: z.enum(behalves), reason: typedText(1_000, 2) }), output: moved, refusals: [...moving, 'points/window-over', 'points/objected-already', 'points/id-taken'],
});
export const decideObjection = command({
  domain: 'points', name: 'decideObjection', permission: 'points.decide', summary: 'Upheld: nothing is credited, or it is reversed; dismissed: it stands. By somebody who neither proposed, confirmed nor raised it', privateBody: true, secretInput: ['decision'],
  input: z.object({ proposalId: uuid, outcome: z.enum(outcomes), decision: typedText(1_000, 2) }), output: moved, refusals: [...moving, 'points/own-objection', 'points/decided-before', 'points/own-card'],
});
export const creditDue = command({
  domain: 'points', name: 'creditDue', permission: 'points.manage', summary: 'Books what is due: windows that are over, objections that were upheld. The house does the same by itself', input: z.object({ bookId: rowId }), output: z.object({ credited: z.int(), reversed: z.int(), refused: z.array(z.object({ proposalId: uuid, refused: z.string() })) }), refusals: [...new Set(ledgerRefusals)],
});

const monthLine = z.object({ code: z.string(), visits: z.int(), diaries: z.int(), solved: z.int(), highlights: z.int(), breaches: z.int(), points: z.int(), closed: z.boolean() });
export const myCard = query({
  domain: 'points', name: 'myCard', permission: 'signedIn', summary: 'An official\'s own card, month by month; nobody else\'s, and no place in a row',
  input: z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  output: z.object({ year: z.int(), cards: z.array(z.object({ book: named, kind: z.enum(bookKinds), balance: z.int(), months: z.array(monthLine), entries: z.array(z.object({ title: z.string(), points: z.int(), on: day, at: z.iso.datetime(), fact: z.string() })), proposals: z.array(proposalLine) })) }),
});
export const workCards = query({
  domain: 'points', name: 'workCards', permission: 'points.manage', summary: 'Cards of a book in the order of names: counted, not ranked', input: z.object({ bookId: rowId, year: z.coerce.number().int().min(2000).max(2100).optional() }),
  output: z.object({ year: z.int(), items: z.array(z.object({ workerId: z.int(), name: z.string(), balance: z.int(), months: z.array(monthLine) })) }),
});
export const openCard = command({
  domain: 'points', name: 'openCard', permission: 'points.manage', summary: 'An official gets a card in a book of cadres or party members; from then on what he does counts', input: z.object({ bookId: rowId, workerId: rowId }), output: z.object({ accountId: z.int() }), refusals: ['points/book-unknown', 'points/book-of-cards', 'points/worker-unknown'],
});
/** For the choice of a household: those of the village of a book, as their reader may know them. */
export const households = query({
  domain: 'points', name: 'households', permission: 'points.propose', summary: 'Households of a village by part of a name, number or address', inBody: true, input: z.object({ bookId: rowId, text: typedText(40).default('') }),
  output: z.object({ items: z.array(z.object({ id: uuid, name: z.string(), number: z.string(), area: named })) }),
});
