import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { dryRun, importReport, rowId, typedText } from '../../platform/core/fields.ts';
import { ahpTables, cell, colours, expert, facts, finding, indicatorDraft, layers, limitRules, month, ranked, runStates, scoring, smallNumbers, standardContent, standardNode, versionStates } from './contract-shapes.ts';

const domain = 'safety-index';
const node = z.object({ code: z.string(), name: z.string() });
const person = z.string().nullable().describe('name; null: not yet, or not known');
const runRef = z.object({ id: z.int(), month, state: z.enum(runStates), corrects: z.int().nullable(), versionNumber: z.int(), versionHash: z.string(), resultHash: z.string(), coverage: z.number(), computedBy: person, computedAt: z.iso.datetime(), publishedBy: person, publishedAt: z.iso.datetime().nullable(), note: z.string() });
export type RunRef = z.infer<typeof runRef>;
/** Which run of a month: the one that is published, or one that is only computed. */
const which = { month: month.optional().describe('the latest published month where not said'), runId: rowId.optional() };

export const overview = query({
  domain, name: 'overview', permission: 'index.read', summary: 'Ranking of the assessment units with 5–95 % intervals, bands and dimensions',
  input: z.object(which),
  output: z.object({
    run: runRef.nullable(), months: z.array(z.object({ month, state: z.enum(runStates).nullable() })).describe('newest first'),
    dimensions: z.array(node), units: z.array(ranked), findings: z.array(finding),
    average: z.number().nullable(),
  }),
});
const link = z.object({ code: z.string(), name: z.string(), group: z.string(), dimension: z.string(), score: z.number(), rank: z.int(), lost: z.number().describe('points of the index'), layer: z.enum(layers), isLast: z.boolean() });
export type Link = z.infer<typeof link>;
const effect = z.object({ code: z.string(), name: z.string(), kind: z.enum(['score', 'coverage', 'version']), points: z.number(), before: z.number().nullable(), after: z.number().nullable() });
export type Effect = z.infer<typeof effect>;
export const unitProfile = query({
  domain, name: 'unit', permission: 'index.read', summary: 'One assessment unit: dimensions, trend, weak links first, what the score is made of, what changed since last month',
  input: z.object({ areaId: rowId, ...which }),
  output: z.object({
    run: runRef, unit: ranked, units: z.int(),
    parts: z.array(z.object({ code: z.string(), name: z.string(), parent: z.string().nullable(), isIndicator: z.boolean(), score: z.number().nullable(), rank: z.int().nullable(), average: z.number().nullable(), points: z.number().nullable().describe('contribution to the index'), lost: z.number().nullable(), share: z.number().describe('effective weight here, 0–1') })),
    trend: z.array(z.object({ month, score: z.number().nullable(), rank: z.int().nullable(), average: z.number().nullable(), versionNumber: z.int() })),
    weak: z.array(link), strong: z.array(link), missing: z.array(node.extend({ why: z.enum(['missing', 'small']) })),
    change: z.object({ since: month, points: z.number(), effects: z.array(effect) }).nullable(),
  }),
});
export const indicatorDetail = query({
  domain, name: 'indicator', permission: 'index.read', summary: 'One indicator in a month: how it is scored and the cell of every unit, with the return behind it',
  input: z.object({ code: z.string().max(16), ...which }),
  output: z.object({
    run: runRef, code: z.string(), name: z.string(), above: z.array(node), layer: z.enum(layers), direction: z.int(), department: z.string(), measure: z.string(), of: z.string().nullable(), per: z.number(),
    unit: z.string(), decimals: z.int(), share: z.number(), scoring, fact: z.enum(facts).nullable().describe('what the platform counts itself; null: it is returned'), baseMinimum: z.int(), cells: z.array(cell),
    trend: z.array(z.object({ month, average: z.number().nullable(), best: z.number().nullable(), worst: z.number().nullable() })).describe('scores'),
  }),
});
const entry = z.object({ id: z.int(), counted: z.number(), base: z.number().nullable(), note: z.string(), source: z.enum(['entry', 'import']), fileName: z.string(), personName: z.string(), at: z.iso.datetime(), corrects: z.int().nullable() });
export const returnHistory = query({
  domain, name: 'returnHistory', permission: 'signedIn', summary: 'A department\'s return for one indicator, unit and month, with every correction: newest first. For the department itself and for those who read the index there',
  input: z.object({ indicator: z.string().max(16), areaId: rowId, month }),
  output: z.object({ indicator: node, unitName: z.string(), department: z.string(), entries: z.array(entry) }),
});
const returnCell = z.object({ areaId: z.int(), id: z.int().nullable(), counted: z.number().nullable(), base: z.number().nullable(), corrections: z.int() });
export const returns = query({
  domain, name: 'returns', permission: 'index.returns', summary: 'What the caller\'s departments have to return for a month, and what they have returned',
  input: z.object({ month }),
  output: z.object({
    departments: z.array(z.object({ id: z.int(), name: z.string() })), units: z.array(z.object({ areaId: z.int(), name: z.string() })),
    indicators: z.array(node.extend({ departmentId: z.int(), measure: z.string(), of: z.string().nullable(), unit: z.string(), per: z.number(), cells: z.array(returnCell) })),
    published: z.boolean().describe('the month is published: a correction leads to a corrected run'), baseMinimum: z.int(),
  }),
});
/** Whole numbers are counts; 1e308 is no count. */
const counted = z.number().min(0).max(1e12);
export const enterReturns = command({
  domain, name: 'enterReturns', permission: 'index.returns', summary: 'Figures of the own department for a month; a figure that is there already is corrected, and both stay',
  input: z.object({
    month,
    cells: z.array(z.object({ indicator: z.string().max(16), areaId: rowId, counted, base: counted.nullable().default(null), corrects: rowId.nullable().default(null).describe('the return that was on the screen') })).min(1).max(2_000),
    note: typedText(200).default(''),
  }),
  output: z.object({ created: z.int(), corrected: z.int(), unchanged: z.int() }),
  refusals: ['safety-index/indicator-unknown', 'safety-index/unit-unknown', 'safety-index/not-your-indicator', 'safety-index/more-than-base', 'safety-index/base-missing', 'safety-index/month-ahead', 'safety-index/overtaken', 'safety-index/no-standard', 'safety-index/cell-twice', 'safety-index/taken-from-platform'],
});
export const importReturns = command({
  domain, name: 'importReturns', permission: 'index.returns', summary: 'The same from Excel or CSV, preview first; every bad cell is named and nothing is half-written', bodyLimit: 8_000_000, secretInput: ['fileBase64'],
  input: z.object({ fileBase64: z.string().min(1).max(7_000_000), fileName: typedText(200).default(''), dryRun }),
  output: importReport, refusals: ['safety-index/import-unreadable', 'safety-index/import-has-errors', 'safety-index/no-standard'],
});

const versionRef = z.object({
  id: z.int(), number: z.int(), state: z.enum(versionStates), note: z.string(), hash: z.string(), basedOn: z.int().nullable(), inForceFrom: month.nullable(),
  draftedBy: person, draftedAt: z.iso.datetime(), submittedBy: person, submittedAt: z.iso.datetime().nullable(), approvedBy: person, approvedAt: z.iso.datetime().nullable(), publishedBy: person, publishedAt: z.iso.datetime().nullable(),
});
export type VersionRef = z.infer<typeof versionRef>;
export const versions = query({
  domain, name: 'versions', permission: 'index.read', summary: 'Versions of the standard, newest first',
  input: z.object({}), output: z.object({ items: z.array(versionRef) }),
});
const difference = z.object({ code: z.string(), name: z.string(), field: z.enum(['weight', 'scoring', 'added', 'removed', 'text', 'rules']), before: z.string(), after: z.string() });
export type Difference = z.infer<typeof difference>;
export const version = query({
  domain, name: 'version', permission: 'index.read', summary: 'One version whole, and how it differs from the one it is based on',
  input: z.object({ versionId: rowId }),
  output: versionRef.extend({ content: standardContent, departments: z.array(z.object({ code: z.string(), name: z.string() })).describe('who can answer for an indicator'), differences: z.array(difference), may: z.array(z.enum(['change', 'submit', 'approve', 'return', 'publish'])) }),
});
export const tryVersion = query({
  domain, name: 'tryVersion', permission: 'index.manage', summary: 'What a version would have given in the months that are published, beside what was published',
  input: z.object({ versionId: rowId, months: z.coerce.number().int().min(1).max(12).default(12) }),
  output: z.object({ months: z.array(month), units: z.array(z.object({ areaId: z.int(), name: z.string(), cells: z.array(z.object({ published: z.number().nullable(), tried: z.number().nullable(), rank: z.int().nullable(), triedRank: z.int().nullable() })) })) }),
});
export const draftVersion = command({
  domain, name: 'draftVersion', permission: 'index.manage', summary: 'A new draft as a copy of a version, or of what is given',
  input: z.object({ basedOn: rowId.optional(), content: standardContent.optional(), note: typedText(500).default('') }),
  output: z.object({ versionId: z.int(), number: z.int() }), bodyLimit: 1_000_000,
  refusals: ['safety-index/version-unknown', 'safety-index/standard-wrong', 'safety-index/not-city-wide', 'safety-index/standard-missing'],
});
const draftRefusals = ['safety-index/version-unknown', 'safety-index/not-a-draft', 'safety-index/overtaken', 'safety-index/node-unknown', 'safety-index/standard-wrong', 'safety-index/not-city-wide'] as const;
const draft = { versionId: rowId, hash: z.string().length(64).describe('of the draft that was on the screen') };
const drafted = z.object({ versionId: z.int(), hash: z.string() });
const nodeCode = z.string().max(16);
export const changeDraft = command({
  domain, name: 'changeDraft', permission: 'index.manage', summary: 'Nodes, weights, scoring and rules of a draft; what somebody types is no longer derived',
  input: z.object({
    ...draft,
    changes: z.array(z.object({ code: nodeCode, weight: z.number().min(0).max(1e6).optional(), scoring: scoring.optional(), name: typedText(40, 1).optional(), parent: nodeCode.optional(), indicator: indicatorDraft.omit({ limitsFrom: true }).optional() })).max(500).default([]),
    added: z.array(standardNode.omit({ weighing: true }).extend({ parent: nodeCode, indicator: indicatorDraft.omit({ limitsFrom: true }).nullable() })).max(100).default([]),
    removed: z.array(nodeCode).max(500).default([]).describe('with everything below'),
    rules: z.object({ baseMinimum: z.int().min(5).max(1000).optional(), availability: z.number().min(0).max(1).optional(), smallNumbers: z.enum(smallNumbers).optional() }).default({}),
    note: typedText(500).optional(),
  }),
  output: drafted, bodyLimit: 1_000_000, refusals: [...draftRefusals, 'safety-index/department-unknown'],
});
export const weighByExperts = command({
  domain, name: 'weighByExperts', permission: 'index.manage', summary: 'Weights of a node\'s children from experts\' pairwise judgements (AHP); judgements, table and consistency stay in the version',
  input: z.object({ ...draft, parent: nodeCode, table: z.enum(ahpTables).default('saaty'), experts: z.array(expert).min(1).max(30) }),
  output: drafted.extend({ consistencyRatio: z.number(), weights: z.array(z.object({ code: z.string(), weight: z.number() })) }),
  refusals: [...draftRefusals, 'safety-index/ahp-not-square', 'safety-index/ahp-too-large', 'safety-index/ahp-inconsistent'],
});
const reference = { from: month, to: month, rule: z.enum(limitRules).default('quantiles') };
export const derive = query({
  domain, name: 'derive', permission: 'index.manage', summary: 'Limits of indicators and entropy weights of siblings from what was published in some months; nothing is stored',
  input: z.object({ versionId: rowId, ...reference }),
  output: z.object({
    months: z.array(month),
    limits: z.array(node.extend({ unit: z.string(), lower: z.number(), upper: z.number(), nowLower: z.number(), nowUpper: z.number(), cells: z.int(), below: z.int(), above: z.int(), median: z.number() })),
    entropy: z.array(node.extend({ children: z.array(node.extend({ weight: z.number(), now: z.number().describe('both: share among the siblings, 0–1') })), isDominated: z.boolean().describe('one takes over half') })),
    findings: z.array(finding),
  }),
});
export type Derived = z.infer<typeof derive.output>;
export const takeDerived = command({
  domain, name: 'takeDerived', permission: 'index.manage', summary: 'Derived limits and entropy weights go into the draft, with the months that they come from',
  input: z.object({ ...draft, ...reference, limits: z.array(nodeCode).max(500).default([]), entropy: z.array(nodeCode).max(500).default([]) }),
  output: drafted.extend({ changed: z.int() }), refusals: [...draftRefusals, 'safety-index/not-derived'],
});
const step = { versionId: rowId, note: typedText(500).default('') };
const stepped = z.object({ versionId: z.int(), state: z.enum(versionStates) });
const stepRefusals = ['safety-index/version-unknown', 'safety-index/step-not-now', 'safety-index/not-city-wide', 'safety-index/same-person'] as const;
export const submitVersion = command({ domain, name: 'submitVersion', permission: 'index.manage', summary: 'A draft goes to whoever approves; its content is kept from here on', input: z.object(step), output: stepped, refusals: stepRefusals });
export const approveVersion = command({ domain, name: 'approveVersion', permission: 'index.approve', summary: 'Approved by somebody who has not drafted or submitted it', input: z.object(step), output: stepped, refusals: stepRefusals });
export const returnVersion = command({ domain, name: 'returnVersion', permission: 'index.approve', summary: 'Back to the drafters, with a reason', input: z.object({ ...step, note: typedText(500, 2) }), output: stepped, refusals: stepRefusals });
export const publishVersion = command({
  domain, name: 'publishVersion', permission: 'index.manage', summary: 'Published by a third person; in force from a month that is not published yet',
  input: z.object({ ...step, inForceFrom: month }), output: stepped, refusals: [...stepRefusals, 'safety-index/month-published'],
});

export const runs = query({
  domain, name: 'runs', permission: 'index.manage', summary: 'Every run, also those that are only computed; newest first',
  input: z.object({}), output: z.object({ items: z.array(runRef), due: z.array(month).describe('months with returns and without a run'), computing: z.array(z.object({ month, share: z.number().describe('0–1') })).describe('what this server computes just now') }),
});
export const computeRun = command({
  domain, name: 'computeRun', permission: 'index.manage', summary: 'Computes a month with the version in force then; of a published month a correction is computed',
  input: z.object({ month, note: typedText(200).default('') }), output: z.object({ runId: z.int(), coverage: z.number(), findings: z.int() }),
  refusals: ['safety-index/not-city-wide', 'safety-index/no-standard', 'safety-index/no-returns', 'safety-index/month-ahead', 'safety-index/standard-wrong', 'safety-index/nothing-changed'],
});
export const publishRun = command({
  domain, name: 'publishRun', permission: 'index.manage', summary: 'A computed run becomes the month\'s result for good; by somebody else than who computed it',
  input: z.object({ runId: rowId }), output: z.object({ runId: z.int(), month }), refusals: ['safety-index/run-unknown', 'safety-index/step-not-now', 'safety-index/same-person', 'safety-index/not-city-wide', 'safety-index/overtaken-run'],
});

const changedValue = z.object({ code: z.string().max(16), counted: z.number().min(0).max(1e12) });
export const whatIf = query({
  domain, name: 'whatIf', permission: 'index.read', summary: 'The index of a unit if some of its figures were others; nothing is stored', inBody: true,
  input: z.object({ areaId: rowId, ...which, values: z.array(changedValue).max(50) }),
  output: z.object({ before: z.object({ score: z.number().nullable(), rank: z.int().nullable() }), after: z.object({ score: z.number().nullable(), rank: z.int().nullable() }) }),
});
export const gain = query({
  domain, name: 'gain', permission: 'index.read', summary: 'The smallest change of one indicator, or else of two, that gains a place or a band; each has been computed and does what it says',
  input: z.object({ areaId: rowId, ...which, goal: z.enum(['place', 'band']).default('place') }),
  output: z.object({
    score: z.number().nullable(), rank: z.int().nullable(), needed: z.number().nullable().describe('points of the index to the next place or band'), next: z.string().describe('name of the unit ahead; empty for a band'), colour: z.enum(colours).nullable().describe('the next band'),
    ways: z.array(z.object({
      moves: z.array(z.object({ code: z.string(), name: z.string(), measure: z.string(), base: z.number().nullable(), from: z.number(), to: z.number(), scoreFrom: z.number(), scoreTo: z.number() })), score: z.number(), rank: z.int(),
    })),
    why: z.array(z.string()).describe('where there is no way, or one must know more'),
  }),
});
