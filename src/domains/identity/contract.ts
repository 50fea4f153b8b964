import { z } from 'zod';
import { command, query, type Operation } from '../../platform/core/contract.ts';
import { day, dryRun, flag, importReport, paging, rowId, typedText } from '../../platform/core/fields.ts';

/** Roles are rows; these are the ones the product ships with. */
export const shippedRoles = [
  'resident', 'gridWorker', 'gridLeader', 'communityClerk', 'dispatcher', 'handler', 'leader', 'systemAdmin', 'securityAdmin', 'auditAdmin', 'machine', 'indexAnalyst', 'pointsPanel', 'warehouseClerk',
] as const;
export const employments = ['fullTime', 'partTime'] as const;
export const unitKinds = ['commandCentre', 'department', 'team', 'checkpoint', 'committee'] as const;
export const unitLevels = ['city', 'county', 'township', 'village', 'courtyard'] as const;

const account = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/);
const personName = typedText(50, 1);
const password = z.string().min(8).max(200);
const named = z.object({ id: z.int(), name: z.string() });
const roleCode = z.string().regex(/^[a-zA-Z][A-Za-z0-9]{1,39}$/);
/** A day that a post can begin or end on. */
const postDay = day.refine((text) => text >= '1949-10-01' && text < '2200-01-01', { params: { sentence: 'day-out-of-range' } });

export const post = z.object({
  id: z.int(), role: z.string(), roleName: z.string(), title: z.string().describe('what his card says: 网格长, 第一书记, 片警 …'),
  area: named.extend({ within: z.string().nullable().describe('name of the area above: there is a 第3网格 in every community') }), unit: named.nullable(), employment: z.enum(employments), sharePercent: z.int(),
  validFrom: z.string(), validTo: z.string().nullable(),
  coverFor: named.nullable().describe('the person whose post is covered during leave'),
});
export type Post = z.infer<typeof post>;

export const me = query({
  domain: 'identity', name: 'me', permission: 'signedIn', whileHeld: true, summary: 'Who I am: posts, permissions, areas',
  input: z.object({}),
  output: z.object({
    personId: z.int(), account: z.string(), name: z.string(), language: z.enum(['zh-CN', 'en']),
    mustChangePassword: z.boolean(),
    mustEnrol: z.boolean().describe('must set up a second factor before anything else'),
    posts: z.array(post), permissions: z.array(z.string()),
    home: z.object({ id: z.int(), name: z.string(), kind: z.string(), path: z.string() }).nullable().describe('the area of the first post'),
  }),
});
/** Ways to show a second factor; `recovery` is a code on paper. */
export const factorKinds = ['totp', 'passkey', 'recovery'] as const;
const device = z.enum(['desk', 'phone', 'machine']).default('desk').describe('a desk is signed out after 12 unused hours, a phone and a machine after 30 days');
const signedIn = z.object({
  token: z.string().describe('for programs; empty for a page, which has its cookie alone'), personId: z.int(), name: z.string(), expiresAt: z.iso.datetime(),
  secondFactor: z.array(z.enum(factorKinds)).optional().describe('where it is there, the token lives five minutes and opens nothing but `second-factor` and `passkey-question`'),
});
export const signIn = command({
  domain: 'identity', name: 'sign-in', permission: 'public', summary: 'A session: cookie for browsers, token for machines; half a one for whoever has a second factor',
  input: z.object({ account: z.string().min(1).max(40), password: z.string().min(1).max(200), device }), output: signedIn,
  secretInput: ['password'], refusals: ['identity/wrong-password', 'identity/locked', 'identity/suspended', 'identity/busy'],
});
/** What a browser's WebAuthn answers, as JSON; its library judges the rest. */
const passkeyAnswer = z.object({ id: z.string().min(1).max(1_400), rawId: z.string().max(1_400), type: z.literal('public-key'), response: z.record(z.string(), z.unknown()), clientExtensionResults: z.record(z.string(), z.unknown()), authenticatorAttachment: z.string().max(40).optional() });
export const secondFactor = command({
  domain: 'identity', name: 'second-factor', permission: 'public', summary: 'The other half of a sign-in: a code, a passkey or a recovery code',
  input: z.union([z.object({ code: z.string().max(20) }), z.object({ recoveryCode: z.string().max(60) }), z.object({ passkey: passkeyAnswer })]), output: signedIn,
  secretInput: ['code', 'recoveryCode', 'passkey'],
  refusals: ['identity/half-session-ended', 'identity/code-wrong', 'identity/passkey-wrong', 'identity/recovery-code-wrong', 'identity/second-factor-locked', 'identity/busy'],
});
const passkeyQuestionOutput = z.object({ options: z.record(z.string(), z.unknown()).describe('for navigator.credentials, as JSON') });
export const passkeyQuestion = command({
  domain: 'identity', name: 'passkey-question', permission: 'public', summary: 'What a passkey must sign to be the other half of a sign-in',
  input: z.object({}), output: passkeyQuestionOutput, refusals: ['identity/half-session-ended', 'identity/no-passkeys-here'],
});
export const signInWays = query({
  domain: 'identity', name: 'sign-in-ways', permission: 'public', summary: 'How one signs in here, and whether half of it is done',
  input: z.object({ said: z.string().max(60).optional().describe('the refusal that the identity provider\'s way back ended with') }),
  output: z.object({
    said: z.string().nullable().describe('that refusal as a sentence'),
    provider: z.string().nullable().describe('what the button of the identity provider says'),
    waiting: z.array(z.enum(factorKinds)).nullable().describe('how the sign-in that this browser has begun can be finished'),
    asksAdministrators: z.boolean().describe('whether administrators need a second factor'),
  }),
});
export const signOut = command({
  domain: 'identity', name: 'sign-out', permission: 'signedIn', whileHeld: true, summary: 'Ends this session, or all of mine',
  input: z.object({ everywhere: flag.default(false) }),
  output: z.object({ ended: z.int(), continueAt: z.url().optional().describe('where the identity provider ends its own session') }), refusals: [],
});
export const changePassword = command({
  domain: 'identity', name: 'changePassword', permission: 'signedIn', whileHeld: true, summary: 'My own password; my other sessions end',
  input: z.object({ current: z.string().min(1).max(200), next: password }), output: z.object({ ended: z.int() }),
  secretInput: ['current', 'next'], privateBody: true, refusals: ['identity/wrong-password', 'identity/password-common', 'identity/password-same', 'identity/locked', 'identity/busy'],
});
export const proveAgain = command({
  domain: 'identity', name: 'proveAgain', permission: 'signedIn', summary: 'My password once more: for some minutes I may change the rights and passwords of others',
  input: z.object({ password: z.string().min(1).max(200) }), output: z.object({ minutes: z.int() }),
  secretInput: ['password'], privateBody: true, refusals: ['identity/wrong-password', 'identity/confirm-elsewhere', 'identity/locked', 'identity/busy'],
});
export const setLanguage = command({
  domain: 'identity', name: 'setLanguage', permission: 'signedIn', whileHeld: true, summary: '界面语言',
  input: z.object({ language: z.enum(['zh-CN', 'en']) }), output: z.object({ language: z.string() }), refusals: [],
});

// His own second factors and sessions.

const moment = z.iso.datetime();
export const security = query({
  domain: 'identity', name: 'security', permission: 'signedIn', whileHeld: true, summary: 'My second factors and where I am signed in',
  input: z.object({}),
  output: z.object({
    required: z.boolean(), totpSince: moment.nullable(), recoveryCodesLeft: z.int(),
    passkeys: z.array(z.object({ id: z.int(), name: z.string(), createdAt: moment, lastUsedAt: moment.nullable() })),
    providerSince: moment.nullable().describe('linked with an account of the identity provider'),
    sessions: z.array(z.object({ id: z.string(), kind: z.enum(['desk', 'phone', 'machine']), address: z.string(), createdAt: moment, lastSeenAt: moment, isThis: z.boolean() })),
  }),
});
const recoveryCodes = z.array(z.string()).nullable().describe('shown this once; null where there are some already');
export const beginTotp = command({
  domain: 'identity', name: 'beginTotp', permission: 'signedIn', whileHeld: true, summary: 'A secret for my authenticator app; it counts once a code of it was shown',
  input: z.object({}), output: z.object({ secret: z.string(), uri: z.string() }), refusals: ['identity/prove-again', 'identity/totp-exists'],
});
export const confirmTotp = command({
  domain: 'identity', name: 'confirmTotp', permission: 'signedIn', whileHeld: true, summary: 'The first code of my authenticator app; my other sessions end',
  input: z.object({ code: z.string().max(20) }), output: z.object({ recoveryCodes }), secretInput: ['code'],
  refusals: ['identity/prove-again', 'identity/totp-exists', 'identity/totp-not-begun', 'identity/code-wrong', 'identity/second-factor-locked'],
});
export const beginPasskey = command({
  domain: 'identity', name: 'beginPasskey', permission: 'signedIn', whileHeld: true, summary: 'What a device must sign to become my passkey',
  input: z.object({}), output: passkeyQuestionOutput, refusals: ['identity/prove-again', 'identity/no-passkeys-here', 'identity/too-many-passkeys'],
});
export const addPasskey = command({
  domain: 'identity', name: 'addPasskey', permission: 'signedIn', whileHeld: true, summary: 'A passkey of mine; my other sessions end',
  input: z.object({ name: typedText(40, 1), passkey: passkeyAnswer }), output: z.object({ id: z.int(), recoveryCodes }), secretInput: ['passkey'],
  refusals: ['identity/prove-again', 'identity/no-passkeys-here', 'identity/passkey-wrong', 'identity/passkey-exists'],
});
export const removeFactor = command({
  domain: 'identity', name: 'removeFactor', permission: 'signedIn', summary: 'Takes away my authenticator app (without a number) or one of my passkeys',
  input: z.object({ passkeyId: rowId.optional() }), output: z.object({ left: z.int() }), refusals: ['identity/prove-again', 'identity/factor-unknown', 'identity/last-factor'],
});
export const newRecoveryCodes = command({
  domain: 'identity', name: 'newRecoveryCodes', permission: 'signedIn', summary: 'Ten new recovery codes; the old ones are void',
  input: z.object({}), output: z.object({ recoveryCodes: z.array(z.string()) }), refusals: ['identity/prove-again', 'identity/factor-unknown'],
});
export const endSession = command({
  domain: 'identity', name: 'endSession', permission: 'signedIn', whileHeld: true, summary: 'Signs me out on one device',
  input: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) }), output: z.object({ ended: z.int() }), refusals: ['identity/session-unknown'],
});

export const person = z.object({
  id: z.int(), account: z.string(), name: z.string(), phone: z.string().describe('masked unless the reader manages people'),
  state: z.enum(['active', 'suspended']), posts: z.array(post), lastSignInAt: z.iso.datetime().nullable(),
  secondFactor: z.enum(['none', 'missing', 'enrolled']).nullable().describe('missing: asked for and not set up; null unless the reader manages the person'),
});
export const people = query({
  domain: 'identity', name: 'people', permission: 'identity.read', summary: 'People and their posts in an area',
  inBody: 'too',
  input: z.object({ personId: rowId.optional().describe('this one only'), areaId: rowId.optional(), role: roleCode.optional(), unitId: rowId.optional(), text: typedText(60).optional(), ...paging }),
  output: z.object({ items: z.array(person), next: z.string().nullable() }),
});
export const createPerson = command({
  domain: 'identity', name: 'createPerson', permission: 'identity.manage', summary: 'A person with an account and a first password that must be changed',
  input: z.object({ account, name: personName, phone: typedText(20).default(''), password }),
  output: z.object({ personId: z.int() }), secretInput: ['password', 'phone'], privateBody: true,
  refusals: ['identity/account-taken', 'identity/password-common', 'identity/phone-wrong'],
});
export const appoint = command({
  domain: 'identity', name: 'appoint', permission: 'identity.manage', summary: 'A post: role in an area, with dates, share, full or part time, or as cover for somebody on leave',
  input: z.object({
    personId: rowId, role: roleCode, areaId: rowId, unitId: rowId.optional(), title: typedText(40).default(''),
    employment: z.enum(employments).default('fullTime'), sharePercent: z.int().min(1).max(100).default(100),
    validFrom: postDay.optional(), validTo: postDay.optional().describe('the last day'), coverForPostId: rowId.optional(),
  }),
  output: z.object({ postId: z.int() }),
  refusals: ['identity/confirm', 'identity/person-unknown', 'identity/role-unknown', 'identity/area-unknown', 'identity/unit-unknown', 'identity/dates-reversed', 'identity/three-administrators', 'identity/post-unknown', 'identity/own-post', 'identity/post-exists', 'identity/cover-does-not-fit'],
});
export const endPost = command({
  domain: 'identity', name: 'endPost', permission: 'identity.manage', summary: 'A post ends, with its covers; without a day at once: its rights end within a second',
  input: z.object({ postId: rowId, on: postDay.optional().describe('the last day') }), output: z.object({ postId: z.int() }),
  refusals: ['identity/post-unknown', 'identity/own-post', 'identity/dates-reversed'],
});
export const suspend = command({
  domain: 'identity', name: 'suspend', permission: 'identity.manage', summary: 'An account is suspended or restored; suspending ends its sessions',
  input: z.object({ personId: rowId, suspended: z.boolean(), reason: typedText(500, 2) }), output: z.object({ ended: z.int() }),
  refusals: ['identity/person-unknown', 'identity/own-account'],
});
export const resetPassword = command({
  domain: 'identity', name: 'resetPassword', permission: 'identity.manage', summary: 'A new first password; sessions end, a lock-out is lifted',
  input: z.object({ personId: rowId, password }), output: z.object({ ended: z.int() }),
  secretInput: ['password'], privateBody: true, refusals: ['identity/confirm', 'identity/person-unknown', 'identity/password-common', 'identity/own-account'],
});
export const resetSecondFactor = command({
  domain: 'identity', name: 'resetSecondFactor', permission: 'identity.manage', summary: 'Takes away all second factors of somebody who has lost them; his sessions end',
  input: z.object({ personId: rowId, reason: typedText(500, 2) }), output: z.object({ ended: z.int() }),
  refusals: ['identity/person-unknown', 'identity/own-account', 'identity/prove-again', 'identity/factor-unknown'],
});
export const endSessionsOf = command({
  domain: 'identity', name: 'endSessionsOf', permission: 'identity.manage', summary: 'Signs somebody out everywhere',
  input: z.object({ personId: rowId, reason: typedText(500, 2) }), output: z.object({ ended: z.int() }),
  refusals: ['identity/person-unknown', 'identity/own-account'],
});
export const importPeople = command({
  domain: 'identity', name: 'importPeople', permission: 'identity.manage', summary: 'People and posts from Excel or CSV, preview first; all or nothing',
  input: z.object({ fileBase64: z.string().min(1).max(14_000_000), fileName: typedText(200).default(''), dryRun }),
  output: importReport, bodyLimit: 15_000_000, secretInput: ['fileBase64'], privateBody: true,
  refusals: ['identity/import-has-errors', 'identity/import-unreadable'],
});
export const units = query({
  domain: 'identity', name: 'units', permission: 'signedIn', summary: 'Departments, command centres, teams, checkpoints, committees',
  input: z.object({ areaId: rowId.optional(), kind: z.enum(unitKinds).optional(), text: typedText(60).optional() }),
  output: z.object({ items: z.array(z.object({ id: z.int(), code: z.string(), name: z.string(), kind: z.enum(unitKinds), level: z.enum(unitLevels), area: named, members: z.int() })) }),
});
export const createUnit = command({
  domain: 'identity', name: 'createUnit', permission: 'identity.manage', summary: 'A department, team or checkpoint',
  input: z.object({ code: z.string().regex(/^[A-Za-z0-9-]{2,30}$/), name: typedText(60, 1), kind: z.enum(unitKinds), level: z.enum(unitLevels), areaId: rowId }),
  output: z.object({ unitId: z.int() }), refusals: ['identity/area-unknown', 'identity/unit-code-taken'],
});
export const roles = query({
  domain: 'identity', name: 'roles', permission: 'identity.read', summary: 'Roles and what they permit',
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), permissions: z.array(z.string()), administrator: z.boolean(), secondFactor: z.boolean() })), permissions: z.array(z.string()) }),
});
export const setRole = command({
  domain: 'identity', name: 'setRole', permission: 'identity.manage', summary: 'What a role permits; changes hold at once',
  input: z.object({ code: roleCode, name: typedText(40, 1), permissions: z.array(z.string().max(60)).max(100), secondFactor: z.boolean().optional().describe('whether its holders sign in with a second factor; administrators always do') }),
  output: z.object({ code: z.string() }), refusals: ['identity/permission-unknown', 'identity/three-administrators', 'identity/own-role', 'identity/only-whole-city', 'identity/confirm'],
});

/** Served beside the door or with more than a door needs (src/domains/identity/routes.ts), and bound there. */
export const besideTheDoor: readonly Operation[] = [signIn, signOut, secondFactor, passkeyQuestion, signInWays, beginTotp, confirmTotp, beginPasskey, addPasskey, newRecoveryCodes];
