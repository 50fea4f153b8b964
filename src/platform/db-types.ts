// Made by "npm run generate" from the migrated database; a change is made in a migration.

import type { ColumnType } from 'kysely';

/** May be left out when writing. */
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

/** Written by the database alone. */
export type ReadOnly<T> = T extends ColumnType<infer S, unknown, unknown> ? ColumnType<S, never, never> : ColumnType<T, never, never>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** Exact, hence text when read. */
export type Numeric = ColumnType<string, string | number, string | number>;

/** Written as `JSON.stringify(value)`, since the driver sends an array as a PostgreSQL array; parse what is read. */
export type Json = ColumnType<unknown, string, string>;

/** Days that do not follow the week, the whole table for each version: an old deadline can be reckoned again as it was. */
export type DispatchCalendarDay = {
  version: number;
  day: string;
  kind: 'off' | 'work';
  name: Generated<string>;
};

export type DispatchCalendarVersion = {
  version: number;
  token: Generated<string>;
  /** The last day that a State Council notice covers; deadlines that reach beyond it are provisional. */
  last_official_day: string;
  shifts: Json;
  source: string;
  by_person: number | null;
  at: Generated<Timestamp>;
};

/** Three levels. A class is never deleted: cases of it live on. It ends by being inactive. */
export type DispatchClass = {
  code: string;
  parent_code: string | null;
  level: number;
  name: string;
  kind: Generated<'matter' | 'dispute'>;
  /** 立案标准: what must be seen for a matter to be filed under this class. */
  standard: Generated<string>;
  source: Generated<string>;
  /** {amount, unit} of handling; null takes the parent's. */
  deadline: Json | null;
  verification: Generated<boolean>;
  settleable: Generated<boolean>;
  evidence_photos: Generated<number>;
  /** Offered to residents on the report form. A dispute never is: it concerns persons. */
  public: Generated<boolean>;
  urgent_call: '110' | '119' | '120' | '122' | null;
  active: Generated<boolean>;
  keywords: Generated<string[]>;
  /** An operator's own class, not one of the shipped list. */
  is_extension: Generated<boolean>;
  position: Generated<number>;
  /** The taxonomy version that last changed this row. */
  version: number;
};

/** path: codes from the first level down, each followed by a dot; a class is below another when its path begins with the other's. */
export type DispatchClassFacts = {
  code: ReadOnly<string | null>;
  parent_code: ReadOnly<string | null>;
  level: ReadOnly<number | null>;
  name: ReadOnly<string | null>;
  kind: ReadOnly<string | null>;
  active: ReadOnly<boolean | null>;
  version: ReadOnly<number | null>;
  top_code: ReadOnly<string | null>;
  path: ReadOnly<string | null>;
};

/** The wording of a class as of each version that touched it; insert-only. */
export type DispatchClassVersion = {
  code: string;
  version: number;
  definition: Json;
};

/** Turns of duty in a team, checkpoint or unit. Nobody is on duty in two places at once. */
export type DispatchDuty = {
  id: ReadOnly<number>;
  unit_id: number;
  person_id: number;
  during: string;
};

export type DispatchDutyFacts = {
  id: ReadOnly<number | null>;
  unit_id: ReadOnly<number | null>;
  person_id: ReadOnly<number | null>;
  during: ReadOnly<string | null>;
};

/** What a unit may cite when it returns a case (退回). */
export type DispatchReturnRule = {
  code: string;
  name: string;
  basis: Generated<string>;
  active: Generated<boolean>;
  position: Generated<number>;
};

export type DispatchReturnRuleFacts = {
  code: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  basis: ReadOnly<string | null>;
  active: ReadOnly<boolean | null>;
};

/** In this area and below, this class and those below it go to this unit, unless a more exact line says otherwise. */
export type DispatchRoute = {
  id: ReadOnly<number>;
  class_code: string;
  area_id: number;
  unit_id: number;
  note: Generated<string>;
};

/** Each import or change of the classes; the newest one holds. A case keeps the number under which it was filed. */
export type DispatchTaxonomyVersion = {
  version: number;
  /** Names this very content, so that a process may keep what it has read of it. */
  token: Generated<string>;
  source: string;
  by_person: number | null;
  at: Generated<Timestamp>;
};

/** One place in the tree: city, county or development zone, township, community, grid, micro-grid. An area is inside another when its path begins with the other's. */
export type GeographyArea = {
  id: Generated<number>;
  kind: 'city' | 'county' | 'developmentZone' | 'township' | 'community' | 'grid' | 'microGrid';
  code: string;
  name: string;
  /** Pinyin initials of the name in lower case, for search. */
  initials: Generated<string>;
  parent_id: number | null;
  /** Ids from the city down, each followed by a dot: '1.4.30.'. Unique because it ends with the id; the index is a plain one, so that a move does not wait for those who refer to the row. */
  path: string;
  /** Compared with the other units of the city. Not a prefix of codes: a development zone stands beside the counties whose codes its townships carry. */
  assessment_unit: Generated<boolean>;
  households: number | null;
  /** Where the name is written; degrees, WGS-84. */
  label_longitude: number | null;
  label_latitude: number | null;
  valid_from: string;
  /** The day from which it is no more; null while it lives. Its code's serial is never given to another grid. */
  valid_to: string | null;
};

/** What an area was called, and which code it had, until a day. */
export type GeographyAreaAlias = {
  id: ReadOnly<number>;
  code: string;
  area_id: number;
  name: string;
  until: string;
};

/** Areas as they are; ended ones have valid_to. */
export type GeographyAreaFacts = {
  id: ReadOnly<number | null>;
  kind: ReadOnly<string | null>;
  code: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  parent_id: ReadOnly<number | null>;
  path: ReadOnly<string | null>;
  assessment_unit: ReadOnly<boolean | null>;
  households: ReadOnly<number | null>;
  valid_from: ReadOnly<string | null>;
  valid_to: ReadOnly<string | null>;
};

/** Under which area an area was on which days: valid_from included, valid_to not. */
export type GeographyAreaParentFacts = {
  area_id: ReadOnly<number | null>;
  parent_id: ReadOnly<number | null>;
  valid_from: ReadOnly<string | null>;
  valid_to: ReadOnly<string | null>;
};

/** Under which area an area was before it was moved. */
export type GeographyFormerParent = {
  area_id: number;
  parent_id: number;
  valid_from: string;
  valid_to: string;
  id: ReadOnly<number>;
};

/** One row. How many digits new grids and micro-grids add to the code of the area they are in; codes already given stay. */
export type GeographySetting = {
  only_row: Generated<boolean>;
  grid_serial_digits: Generated<number>;
  micro_grid_serial_digits: Generated<number>;
};

/** Outlines of an area over time; an outline that is drawn again on the same day replaces that day's. */
export type GeographyShape = {
  area_id: number;
  valid_from: string;
  valid_to: string | null;
  /** GeoJSON Polygon or MultiPolygon, WGS-84. */
  geometry: Json;
  /** The datum in which it was given; converted on the way in. */
  source_datum: 'wgs84' | 'gcj02';
  area_m2: number;
};

/** One row, changed in the transaction of every change of an area or an outline: what a process keeps in memory is current while these are. The numbers come from a sequence, so a rolled-back one never names anything else. Commands lock the row first: the tree is changed by one at a time. */
export type GeographyVersion = {
  only_row: Generated<boolean>;
  areas: Generated<number>;
  shapes: Generated<number>;
};

/** Wrong tries in a row, for accounts that exist and for those that do not: the lock-out must not tell which do. Hashed, because people type passwords into the wrong field. */
export type IdentityFailedSignIn = {
  account_hash: Buffer;
  failures: number;
  last_at: Timestamp;
  locked_until: Timestamp | null;
};

/** Somebody whose password was right, or whom an identity provider named, and who has yet to show his second factor. Its token opens nothing else. */
export type IdentityHalfSession = {
  token_hash: Buffer;
  person_id: number;
  kind: 'desk' | 'phone' | 'machine';
  /** The one that was right; a password that was reset meanwhile ends it. Null: named by an identity provider. */
  password_hash: string | null;
  expires_at: Timestamp;
  wrong: Generated<number>;
  challenge: string | null;
  provider_token: Buffer | null;
  address: string;
};

export type IdentityPasskey = {
  id: ReadOnly<number>;
  person_id: number;
  credential_id: string;
  public_key: Buffer;
  counter: number;
  transports: Generated<string[]>;
  name: string;
  created_at: Generated<Timestamp>;
  last_used_at: Timestamp | null;
};

/** What a device must sign to become somebody's passkey; asked once, answered once. */
export type IdentityPasskeyQuestion = {
  session_hash: Buffer;
  challenge: string;
  expires_at: Timestamp;
};

/** Whom a matter of an area or a unit concerns, post by post; for messages, never for letting somebody through the door. */
export type IdentityPermissionFacts = {
  person_id: ReadOnly<number | null>;
  area_id: ReadOnly<number | null>;
  unit_id: ReadOnly<number | null>;
  permission: ReadOnly<string | null>;
  valid_from: ReadOnly<string | null>;
  valid_to: ReadOnly<string | null>;
  ended_at: ReadOnly<Timestamp | null>;
};

export type IdentityPerson = {
  id: ReadOnly<number>;
  account: string;
  name: string;
  phone: Generated<string>;
  state: Generated<'active' | 'suspended'>;
  /** What he chose; null follows the browser. */
  language: 'zh-CN' | 'en' | null;
  /** argon2id in its own notation; null: nobody can sign in until a password is set. */
  password_hash: string | null;
  must_change_password: Generated<boolean>;
  last_sign_in_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type IdentityPersonFacts = {
  id: ReadOnly<number | null>;
  name: ReadOnly<string | null>;
  state: ReadOnly<string | null>;
};

/** What somebody is, where and when. Never deleted: who was responsible on a past day must remain answerable. */
export type IdentityPost = {
  id: ReadOnly<number>;
  person_id: number;
  role: string;
  area_id: number;
  unit_id: number | null;
  /** What his card says (网格总长, 第一书记, 片警 …); rights come from the role alone. */
  title: Generated<string>;
  employment: Generated<'fullTime' | 'partTime'>;
  share_percent: Generated<number>;
  valid_from: Generated<string>;
  /** His last day in it; null: open. */
  valid_to: string | null;
  /** The post, of the same role, area and unit, that he stands in for during leave. It lives no longer than that one. */
  cover_for_post_id: number | null;
  /** Ended before its dates; its rights ended at this moment. */
  ended_at: Timestamp | null;
};

export type IdentityPostFacts = {
  id: ReadOnly<number | null>;
  person_id: ReadOnly<number | null>;
  role: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  unit_id: ReadOnly<number | null>;
  title: ReadOnly<string | null>;
  employment: ReadOnly<string | null>;
  share_percent: ReadOnly<number | null>;
  valid_from: ReadOnly<string | null>;
  valid_to: ReadOnly<string | null>;
  cover_for_post_id: ReadOnly<number | null>;
  ended_at: ReadOnly<Timestamp | null>;
};

/** Who is whom at the identity provider: found by name the first time, by its lasting subject from then on, so that a name given to somebody else opens nothing. */
export type IdentityProviderAccount = {
  issuer: string;
  subject: string;
  person_id: number;
  linked_at: Generated<Timestamp>;
};

/** For whoever has lost his device. SHA-256 of 120 random bits (80 in codes of four groups, from before there were six) needs no salt. */
export type IdentityRecoveryCode = {
  person_id: number;
  code_hash: Buffer;
  used_at: Timestamp | null;
};

export type IdentityRole = {
  code: string;
  name_zh: string;
  name_en: string | null;
  /** Permits what only the system, security or audit administrator may do; set together with the permissions. */
  administrator: Generated<boolean>;
  /** Whoever holds it signs in with a second factor, where the installation asks for that. Always so for administrators. */
  second_factor: Generated<boolean>;
};

export type IdentityRolePermission = {
  role: string;
  permission: string;
};

export type IdentitySecondFactorFacts = {
  person_id: ReadOnly<number | null>;
  enrolled: ReadOnly<boolean | null>;
  required: ReadOnly<boolean | null>;
};

/** Who is signed in, by the real clock. The token itself is nowhere: SHA-256 of 256 random bits needs no salt. */
export type IdentitySession = {
  token_hash: Buffer;
  person_id: number;
  kind: 'desk' | 'phone' | 'machine';
  created_at: Generated<Timestamp>;
  last_seen_at: Generated<Timestamp>;
  expires_at: Timestamp;
  may_idle: string;
  ended_at: Timestamp | null;
  address: string;
  /** When he last proved who he is; what could lock somebody out for good is done only soon after. */
  proved_at: Generated<Timestamp>;
  /** Sealed: what the identity provider must be shown to sign out there too. */
  provider_token: Buffer | null;
  /** When he last said his password again in this session. It does not stand for a second factor: what touches his own factors asks for proved_at. */
  confirmed_at: Timestamp | null;
};

export type IdentitySignInPolicy = {
  one: Generated<boolean>;
  /** Whether holders of a role that asks for a second factor are held back until they have one. Set by the installation (setup: yes; demo: no) or by its operator. */
  second_factor_required: boolean;
};

export type IdentityTotp = {
  person_id: number;
  /** AES-256-GCM under a key that is not in this database; bound to the person. */
  secret: Buffer;
  begun_at: Generated<Timestamp>;
  confirmed_at: Timestamp | null;
  /** The 30 seconds of the last code that was taken; that one and all before are spent. */
  last_step: Generated<number>;
};

export type IdentityUnit = {
  id: ReadOnly<number>;
  code: string;
  name: string;
  kind: 'commandCentre' | 'department' | 'team' | 'checkpoint' | 'committee';
  level: 'city' | 'county' | 'township' | 'village' | 'courtyard';
  area_id: number;
};

export type IdentityUnitFacts = {
  id: ReadOnly<number | null>;
  code: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  kind: ReadOnly<string | null>;
  level: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
};

export type IncidentsCaseFacts = {
  id: ReadOnly<string | null>;
  number: ReadOnly<string | null>;
  state: ReadOnly<string | null>;
  round: ReadOnly<number | null>;
  class: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  source: ReadOnly<string | null>;
  reported_at: ReadOnly<Timestamp | null>;
  accepted_at: ReadOnly<Timestamp | null>;
  filed_at: ReadOnly<Timestamp | null>;
  dispatched_at: ReadOnly<Timestamp | null>;
  handled_at: ReadOnly<Timestamp | null>;
  ended_at: ReadOnly<Timestamp | null>;
  handled_on_time: ReadOnly<boolean | null>;
  closed_on_time: ReadOnly<boolean | null>;
  closing_due_at: ReadOnly<Timestamp | null>;
  lead_unit_id: ReadOnly<number | null>;
  returns: ReadOnly<number | null>;
  reworks: ReadOnly<number | null>;
  satisfied: ReadOnly<boolean | null>;
  loss_avoided_yuan: ReadOnly<Numeric | null>;
  merged_into: ReadOnly<string | null>;
};

/** Fired exactly once: fired_at is set where it was null, in the transaction that tells of it. */
export type IncidentsDeadline = {
  case_id: string;
  stage_no: number;
  kind: string;
  started_at: Timestamp;
  duration: Json;
  pauses: Generated<Json>;
  extensions: Generated<Json>;
  due_at: Timestamp;
  provisional: boolean;
  paused: Generated<boolean>;
  ended_at: Timestamp | null;
  fired_at: Timestamp | null;
  calendar_version: string;
};

/** One unread message a person, which grows: an outage of eight hours must not send three thousand. */
export type IncidentsDigest = {
  id: ReadOnly<number>;
  person_id: number;
  at: Timestamp;
  cases: Json;
  read_at: Timestamp | null;
};

export type IncidentsIncident = {
  id: string;
  number: string;
  revision: Generated<number>;
  state: 'reported' | 'accepted' | 'verifying' | 'filed' | 'declined' | 'merged' | 'dispatched' | 'acknowledged' | 'returned' | 'handling' | 'suspended' | 'rework' | 'handled' | 'checking' | 'feedback' | 'closed' | 'evaluated';
  round: Generated<number>;
  class: string | null;
  description: string;
  source: string;
  area_id: number;
  /** A copy of the area's path; a job lets it follow when areas move, so that whoever works there goes on seeing his cases. */
  area_path: string;
  address: Generated<string>;
  longitude: number | null;
  latitude: number | null;
  happened_at: Timestamp | null;
  reported_at: Timestamp;
  reporter_person_id: number | null;
  has_reporter: boolean;
  folded: Json;
  needs_request: Generated<boolean>;
  verifier_id: number | null;
  checker_id: number | null;
  lead_unit_id: number | null;
  co_unit_ids: Generated<number[]>;
  returns: Generated<number>;
  reworks: Generated<number>;
  urges: Generated<number>;
  card: 'yellow' | 'red' | 'black' | null;
  satisfied: boolean | null;
  fed_back_at: Timestamp | null;
  accepted_at: Timestamp | null;
  filed_at: Timestamp | null;
  dispatched_at: Timestamp | null;
  handled_at: Timestamp | null;
  ended_at: Timestamp | null;
  handled_on_time: boolean | null;
  closed_on_time: boolean | null;
  closing_due_at: Timestamp | null;
  loss_avoided_yuan: Numeric | null;
  merged_into: string | null;
  duplicates: Generated<number>;
  due_at: Timestamp | null;
  due_kind: string | null;
  due_provisional: Generated<boolean>;
  due_paused: Generated<boolean>;
  photos: Generated<number>;
  first_photo: string | null;
  /** Hash of the description without spaces and punctuation: equal words are offered for merging. */
  text_key: string;
};

/** Apart from the case, because the unit complained of never sees it. */
export type IncidentsReporter = {
  case_id: string;
  name: string;
  phone: string;
};

export type IncidentsStep = {
  case_id: string;
  seq: number;
  action: string;
  from_state: string | null;
  to_state: string;
  at: Timestamp;
  happened_at: Timestamp;
  person_id: number | null;
  person_name: string;
  post: string;
  unit_name: string | null;
  in_name_of: string | null;
  as_reporter: Generated<boolean>;
  note: Generated<string>;
  data: Generated<Json>;
  photos: Generated<string[]>;
};

export type IncidentsStepFacts = {
  case_id: ReadOnly<string | null>;
  seq: ReadOnly<number | null>;
  action: ReadOnly<string | null>;
  from_state: ReadOnly<string | null>;
  to_state: ReadOnly<string | null>;
  at: ReadOnly<Timestamp | null>;
  happened_at: ReadOnly<Timestamp | null>;
  person_id: ReadOnly<number | null>;
};

/** Sums of cases by the day (Asia/Shanghai) of what happened. By area: for each area down to the community. By unit and by first-level class: for each township (or the area above, where a case lies in none). */
export type IncidentsTally = {
  by_what: 'area' | 'unit' | 'class';
  grain: 'day' | 'month';
  area_id: number;
  /** The day, or the first of the month. */
  day: string;
  key: string;
  reported: number;
  accepted: number;
  accepted_filed: number;
  filed: number;
  closed: number;
  closed_on_time: number;
  handled: number;
  handled_on_time: number;
  reworked: number;
  dispatched: number;
  returned: number;
  rated: number;
  satisfied: number;
  loss: Numeric;
};

/** Each change of a case as the case before (-1) and after it (+1), until it is folded into the tally: writers never wait for one another's sums. */
export type IncidentsTallyDelta = {
  id: ReadOnly<number>;
  n: number;
  state: string;
  area_path: string;
  class: string | null;
  lead_unit_id: number | null;
  reported_at: Timestamp;
  accepted_at: Timestamp | null;
  filed_at: Timestamp | null;
  dispatched_at: Timestamp | null;
  handled_at: Timestamp | null;
  ended_at: Timestamp | null;
  fed_back_at: Timestamp | null;
  handled_on_time: boolean | null;
  closed_on_time: boolean | null;
  returns: number;
  reworks: number;
  satisfied: boolean | null;
  loss_avoided_yuan: Numeric | null;
};

/** Description and address of a case, for the search. */
export type IncidentsWording = {
  case_id: string;
  words: string;
  /** The township in which the case lies, or the area above, where it lies in none. Null: not looked up yet. */
  township_id: number | null;
};

/** A worker's place at one visit, to a thousandth of a degree, where the plan asked for it; deleted after thirty days. */
export type PatrolCheckIn = {
  visit_id: string;
  person_id: number;
  area_path: string;
  longitude: Numeric;
  latitude: Numeric;
  accuracy_m: number;
  gone_on: string;
};

/** 民情日记. Only ever added to. What people said is sealed, and read by its writer and by those who supervise there. */
export type PatrolDiary = {
  id: string;
  area_id: number;
  area_path: string;
  at: Timestamp;
  recorded_at: Generated<Timestamp>;
  by_person: number;
  by_name: string;
  words_sealed: Buffer;
  by_voice: boolean;
  case_id: string | null;
  corrects: string | null;
};

/** A question to a worker that was asked and answered; only ever added to, and never counted. */
export type PatrolHintAnswer = {
  hint: string;
  area_path: string;
  answer: string;
  by_person: number;
  by_name: string;
  at: Generated<Timestamp>;
};

export type PatrolKnownHousehold = {
  id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  number: ReadOnly<string | null>;
  address: ReadOnly<string | null>;
  head_id: ReadOnly<string | null>;
  registered_at: ReadOnly<Timestamp | null>;
};

/** How often somebody is to be visited and by whom; of what kind his need is stays where it is kept. */
export type PatrolKnownNeed = {
  id: ReadOnly<string | null>;
  person_id: ReadOnly<string | null>;
  sensitive: ReadOnly<boolean | null>;
  tier: ReadOnly<string | null>;
  cycle_days: ReadOnly<number | null>;
  owner_id: ReadOnly<number | null>;
  helper_ids: ReadOnly<number[] | null>;
  start_on: ReadOnly<string | null>;
  end_on: ReadOnly<string | null>;
  last_visit_on: ReadOnly<string | null>;
};

export type PatrolKnownPerson = {
  id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  birth_date: ReadOnly<string | null>;
  address: ReadOnly<string | null>;
  household_id: ReadOnly<string | null>;
};

export type PatrolKnownPlace = {
  id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  category: ReadOnly<string | null>;
  kind: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  address: ReadOnly<string | null>;
  risk: ReadOnly<string | null>;
};

/** What happened to an order; only ever added to. */
export type PatrolOrderStep = {
  order_id: string;
  seq: number;
  action: 'wish' | 'order' | 'accept' | 'decline' | 'finish' | 'askAfter' | 'cancel';
  to_state: string;
  at: Generated<Timestamp>;
  by_person: number | null;
  by_name: string;
  unit_id: number | null;
  unit_name: string | null;
  note_sealed: Buffer | null;
};

export type PatrolPlan = {
  id: string;
  kind: 'round' | 'visits' | 'joint' | 'online' | 'checkpoint';
  title: string;
  area_id: number;
  area_path: string;
  /** On which days it falls: src/domains/patrol/rules/rhythm.ts. */
  rhythms: Generated<Json>;
  cycle_days: number | null;
  unit_ids: Generated<number[]>;
  place_ids: Generated<string[]>;
  /** Of an online patrol: how many full-time, and in `others` how many besides ("4+2"). */
  full_time: Generated<number>;
  others: Generated<number>;
  check_in: Generated<'none' | 'grid' | 'coarse'>;
  starts_on: string;
  ends_on: string | null;
  from_time: Generated<string>;
  to_time: Generated<string>;
  note: Generated<string>;
  made_by: number | null;
  made_at: Generated<Timestamp>;
  ended_at: Timestamp | null;
  ended_reason: string | null;
};

/** The supervisor asks for a visit; the next visit to this person answers it. */
export type PatrolRequest = {
  id: string;
  person_id: string;
  area_id: number;
  area_path: string;
  by_on: string;
  reason: string;
  made_by: number;
  made_by_name: string;
  made_at: Generated<Timestamp>;
};

export type PatrolServiceOrder = {
  id: string;
  visit_id: string | null;
  person_id: string;
  area_id: number;
  area_path: string;
  sensitive: boolean;
  kind: 'doctor' | 'medicine' | 'shopping' | 'repair' | 'errand' | 'company' | 'legal' | 'other';
  wanted_on: string;
  state: 'wished' | 'ordered' | 'accepted' | 'done' | 'closed' | 'declined' | 'cancelled';
  unit_id: number | null;
  done_on: string | null;
  afterwards: 'better' | 'same' | 'worse' | null;
  by_person: number;
  by_name: string;
  made_at: Generated<Timestamp>;
  revision: Generated<number>;
  /** The wish, and whom and where the provider finds: he reads no register. */
  detail_sealed: Buffer;
};

/** Only ever added to; a mistake is corrected by a further one that names it in `corrects`. */
export type PatrolVisit = {
  id: string;
  kind: 'visit' | 'round' | 'shift';
  plan_id: string | null;
  person_id: string | null;
  household_id: string | null;
  place_id: string | null;
  area_id: number;
  area_path: string;
  at: Timestamp;
  on_day: string;
  recorded_at: Generated<Timestamp>;
  by_person: number;
  by_name: string;
  /** Colleagues who came along; with whoever wrote it down each is credited once. */
  along: Generated<number[]>;
  guests: Generated<Json>;
  outcome: 'met' | 'notHome' | 'refused' | 'moved';
  full_time: number | null;
  others: number | null;
  /** To a child, or for a need that only its helpers know: seen by those who came, and by the helpers. */
  sensitive: boolean;
  has_readings: boolean;
  /** What was found and measured, sealed (src/platform/vault.ts). */
  detail_sealed: Buffer;
  /** Keyed: equal where the words are, for the question whether they were copied; tells nothing of them. */
  words_hash: Buffer | null;
  photos: Generated<string[]>;
  case_ids: Generated<string[]>;
  corrects: string | null;
};

export type PatrolVisitFacts = {
  id: ReadOnly<string | null>;
  kind: ReadOnly<string | null>;
  plan_id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  on_day: ReadOnly<string | null>;
  outcome: ReadOnly<string | null>;
  credited: ReadOnly<number[] | null>;
  has_readings: ReadOnly<boolean | null>;
};

/** Who did or saw what. Linked below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped. */
export type PlatformAudit = {
  id: ReadOnly<number>;
  at: Timestamp;
  person_id: number | null;
  person_name: string;
  in_name_of: string | null;
  post: string;
  operation: string;
  subject: string;
  outcome: 'done' | 'refused' | 'denied';
  refused: string | null;
  input: Json;
  address: string;
  xid: Generated<string>;
};

/** Signed (Ed25519) with a key that is not in the database; witnesses outside hold copies. after_epoch: the first one after a restore, which took the place of that epoch. */
export type PlatformAuditCheckpoint = {
  epoch: string;
  seq: number;
  head: Buffer;
  count: number;
  at: Timestamp;
  after_epoch: string | null;
  key: string;
  signature: Buffer;
};

export type PlatformAuditFacts = {
  id: ReadOnly<number | null>;
  at: ReadOnly<Timestamp | null>;
  person_id: ReadOnly<number | null>;
  person_name: ReadOnly<string | null>;
  in_name_of: ReadOnly<string | null>;
  post: ReadOnly<string | null>;
  operation: ReadOnly<string | null>;
  subject: ReadOnly<string | null>;
  outcome: ReadOnly<string | null>;
  refused: ReadOnly<string | null>;
  input: ReadOnly<Json | null>;
  address: ReadOnly<string | null>;
};

/** h(seq) = SHA-256(h(seq - 1) || SHA-256(canonical row)), h(0) = 32 zero bytes. Refers to its row without a foreign key: when the row is gone, this stays and shows it. */
export type PlatformAuditLink = {
  seq: number;
  audit_id: number;
  hash: Buffer;
};

/** Idempotency: claimed in the transaction of the effect; the stored result answers every repeat. */
export type PlatformCommand = {
  scope: string;
  key: string;
  body_hash: Buffer;
  result: Json | null;
  at: Generated<Timestamp>;
};

/** Keys of sealed fields, each wrapped by a key of the secrets file; without that they open nothing. */
export type PlatformDataKey = {
  class: 'document' | 'contact' | 'care';
  version: number;
  wrapped: Buffer;
  made_at: Generated<Timestamp>;
};

/** A phone of one person: locked by each of its commands, so that they are done one after the other. */
export type PlatformDevice = {
  id: string;
  person_id: number;
  person_name: string;
  area_path: string;
  /** The last command that was answered for good; moves in the transaction of its effect. */
  last_seq: Generated<number>;
  /** Exceptions that the next command has caused so far; at the fifth it is set aside. */
  failures: Generated<number>;
  /** How often the phone went on behind a command that this server never saw: a backup older than what the phone keeps was restored. */
  holes: Generated<number>;
  /** Two different commands came under one number: the phone was cloned, or put back to an old image. */
  frozen_at: Timestamp | null;
  /** The epoch of the server that the phone had last seen when it came. */
  epoch: string | null;
  first_contact_at: Generated<Timestamp>;
  contact_at: Generated<Timestamp>;
  unsent: Generated<number>;
  oldest_unsent_at: Timestamp | null;
  parked: Generated<number>;
  /** How far its clock is ahead of ours; negative: behind. */
  ahead_seconds: Generated<number>;
};

/** The live feed. Read below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped. */
export type PlatformEvent = {
  id: ReadOnly<number>;
  xid: Generated<string>;
  at: Timestamp;
  kind: string;
  subject: string;
  area_path: string;
  unit_ids: Generated<number[]>;
  person_ids: Generated<number[]>;
  data: Generated<Json>;
};

export type PlatformFile = {
  sha256: string;
  /** Hash of the bytes as sent; the stored image is re-encoded without metadata and has its own. */
  received_sha256: string;
  media_type: string;
  bytes: number;
  width: number;
  height: number;
  by_person: number | null;
  at: Generated<Timestamp>;
};

/** One row. The epoch changes when a backup is restored, so that phones know to send again. */
export type PlatformInstallation = {
  only_row: Generated<boolean>;
  epoch: Generated<string>;
  created_at: Generated<Timestamp>;
};

/** Every migration that was applied, with the hash of its file; written by the runner alone. */
export type PlatformMigration = {
  number: number;
  name: string;
  sha256: string;
  applied_at: Generated<Timestamp>;
};

/** What each command of a phone was answered: written in the transaction of its effect, given again to whoever sends it again. */
export type PlatformMutation = {
  device_id: string;
  seq: number;
  mutation_id: string | null;
  person_id: number;
  body_hash: Buffer;
  /** Marks the secret that the hash was made with. */
  hash_key: string;
  outcome: Json;
  at: Generated<Timestamp>;
};

/** What somebody wrote on a phone and a rule refused: kept whole until a person has dealt with it. */
export type PlatformRejected = {
  id: ReadOnly<number>;
  device_id: string;
  seq: number;
  body_hash: Buffer;
  mutation_id: string | null;
  person_id: number;
  person_name: string;
  area_path: string;
  name: string;
  /** By the phone's clock, as it said it. */
  written_at: string;
  refused: string;
  params: Generated<Json>;
  /** The command as it came, sealed: it may name people and their numbers. */
  body: Buffer;
  at: Generated<Timestamp>;
  handed_over_at: Timestamp | null;
  settled_at: Timestamp | null;
  settled_by: number | null;
  /** Who keeps the roster there and is to deal with it. */
  assigned_to: number | null;
  assigned_name: string | null;
  assigned_at: Timestamp | null;
  settled_name: string | null;
  /** entered: somebody else wrote it down again; corrected: its writer did; void: nothing is to be done; null where an older version settled it. */
  settled_how: 'entered' | 'corrected' | 'void' | 'other' | null;
  settled_note: string | null;
};

/** Which stored picture the verified bytes with this hash became; a step that names this hash has its picture from then on. A picture may have been sent in more than one form. */
export type PlatformSentPhoto = {
  sent_sha256: string;
  sha256: string;
  /** Of what was sent. */
  bytes: number;
  at: Generated<Timestamp>;
};

/** Who or what holds how much of one commodity. Balance, reserved and version repeat what the entries and holds say; the ledger's functions alone change them. */
export type PointsAccount = {
  id: ReadOnly<number>;
  book_id: number;
  kind: string;
  commodity: Generated<string>;
  area_id: number;
  area_path: string;
  household_id: string | null;
  person_id: string | null;
  worker_id: number | null;
  /** Which warehouse or till, where a book has several. */
  place: Generated<string>;
  /** The day on which the holder comes of age: until then nothing is taken off but what he spends, and corrections. */
  minor_until: string | null;
  /** Balance less what is reserved never lies below; null: no floor (issuer, supplier, a cadre's card). */
  floor: number | null;
  balance: Generated<number>;
  reserved: Generated<number>;
  version: Generated<number>;
  opened_at: Generated<Timestamp>;
};

/** A fact moves an account at most once under one version of the rules; a reversal does not free it again. */
export type PointsAward = {
  rule_version: string;
  fact: string;
  account_id: number;
  transfer_id: string;
};

/** One for each village or unit and kind of points; the sum of all its entries is zero in each commodity. */
export type PointsBook = {
  id: ReadOnly<number>;
  kind: string;
  name: string;
  area_id: number;
  area_path: string;
  unit_id: number | null;
  /** Days up to this one are closed: what concerns them is booked on an open day and says so (`transfer.about_day`). */
  closed_to: string | null;
  opened_at: Generated<Timestamp>;
};

/** What a household shows at the counter. The code itself is derived from the id and a secret, and kept nowhere. */
export type PointsCard = {
  id: string;
  household_id: string;
  area_id: number;
  area_path: string;
  book_id: number;
  /** Whom the clerk calls up: the head's family name and the number of the house. He reads no register. */
  label: string;
  code_hash: Buffer;
  issued_at: Generated<Timestamp>;
  by_name: string;
  ended_at: Timestamp | null;
  ended_reason: string | null;
};

/** A period that ended: how many entries it had, and the sum of all that came in; neither changes any more. */
export type PointsClosing = {
  book_id: number;
  through: string;
  closed_at: Timestamp;
  by_person: number | null;
  entries: number;
  turnover: number;
};

/** One leg. `balance` is the account's after it; versions run from 1 without a gap. No foreign keys: `points.move` alone writes here, of accounts that it holds, and four further look-ups would be a third of its work; `points verify` looks after them. */
export type PointsEntry = {
  account_id: number;
  version: number;
  transfer_id: string;
  amount: number;
  balance: number;
};

/** How far the events of other domains were read; reading them again awards nothing twice (points.award). */
export type PointsFactCursor = {
  reader: string;
  cursor: string;
};

/** Its stock is an account of the ledger, whose id is the good's. */
export type PointsGood = {
  id: string;
  warehouse_id: string;
  area_path: string;
  name: string;
  unit: string;
  kind: 'goods' | 'medal';
  added_at: Generated<Timestamp>;
  withdrawn_at: Timestamp | null;
};

/** One leg of a reservation: what is taken off is held back from now on, what is to come is not there yet. */
export type PointsHold = {
  transfer_id: string;
  account_id: number;
  amount: number;
};

/** Accounts of residents that showed a household's card; a card that is lost ends what was linked by it. */
export type PointsHolder = {
  id: ReadOnly<number>;
  person_id: number;
  household_id: string;
  card_id: string;
  since: Generated<Timestamp>;
  ended_at: Timestamp | null;
};

/** A named human decision. It may cite the points of that day; nothing follows from them by itself. */
export type PointsHonour = {
  id: string;
  book_id: number;
  household_id: string;
  area_path: string;
  honour: 'goodNeighbour' | 'fiveGood' | 'peaceful' | 'starHousehold' | 'filial';
  year: number;
  reason: string;
  cited: number | null;
  document_no: string;
  decided_by: number;
  decided_by_name: string;
  at: Generated<Timestamp>;
};

export type PointsKnownHousehold = {
  id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  number: ReadOnly<string | null>;
  address: ReadOnly<string | null>;
  head_id: ReadOnly<string | null>;
};

export type PointsKnownPerson = {
  id: ReadOnly<string | null>;
  area_id: ReadOnly<number | null>;
  area_path: ReadOnly<string | null>;
  name: ReadOnly<string | null>;
  birth_date: ReadOnly<string | null>;
  household_id: ReadOnly<string | null>;
};

/** A meeting that decided on a version: numbers alone, never who voted how; and what the law of that day says of it. Only ever added to. */
export type PointsMeeting = {
  id: string;
  version_id: string;
  area_path: string;
  kind: 'villagers' | 'households' | 'representatives' | 'group' | 'residents' | 'owners';
  held_on: string;
  notice_on: string | null;
  figures: Json;
  photos: string[];
  note: Generated<string>;
  passed: boolean;
  verdict: Json;
  /** Of what was put to the vote. */
  content_hash: Buffer;
  recorded_by: number;
  recorded_by_name: string;
  recorded_at: Generated<Timestamp>;
};

/** Once for each proposal; decided by somebody who neither proposed, nor confirmed, nor raised it. */
export type PointsObjection = {
  id: string;
  proposal_id: string;
  area_path: string;
  on_behalf: 'household' | 'worker' | 'proxy';
  reason_sealed: Buffer;
  raised_by: number;
  raised_by_name: string;
  raised_at: Generated<Timestamp>;
  outcome: 'upheld' | 'dismissed' | null;
  decision_sealed: Buffer | null;
  decided_by: number | null;
  decided_by_name: string | null;
  decided_at: Timestamp | null;
};

/** 期初余额: what a household brought along from before, by the transfer that booked it. */
export type PointsOpening = {
  batch_id: string;
  household_id: string;
  transfer_id: string;
  points: number;
};

export type PointsOpeningBatch = {
  id: string;
  area_path: string;
  file_name: string;
  households: number;
  points: number;
  by_name: string;
  at: Generated<Timestamp>;
  undone_at: Timestamp | null;
  undone_by_name: string | null;
  undo_reason: string | null;
};

/** Reservations that have not ended, for the sweeper; goes when one ends. Repeats what the transfers say. */
export type PointsPending = {
  transfer_id: string;
  expires_at: Timestamp;
};

/** A period that was opened, or closed: which stays so. What is not here follows the calendar. */
export type PointsPeriod = {
  book_id: number;
  kind: 'assessment' | 'redemption' | 'commendation';
  code: string;
  area_path: string;
  starts_on: string;
  ends_on: string;
  opened_at: Generated<Timestamp>;
  opened_by_name: string;
  closed_at: Timestamp | null;
  closed_by_name: string | null;
  sums: Generated<Json>;
};

export type PointsPrice = {
  good_id: string;
  points: number;
  from_on: string;
  to_on: string | null;
  by_name: string;
  at: Generated<Timestamp>;
};

/** An entry before it is one. Its id is the id of the ledger's transfer. */
export type PointsProposal = {
  id: string;
  book_id: number;
  version_id: string;
  item: string;
  class: string;
  household_id: string | null;
  /** Whose deed it was, where that matters: nothing is taken off for a child's. */
  person_id: string | null;
  worker_id: number | null;
  area_id: number;
  area_path: string;
  points: number;
  happened_on: string;
  family: boolean;
  basis: 'consent' | 'publicDecision' | null;
  /** What happened, sealed; of a family matter read by the group alone. */
  note_sealed: Buffer;
  photos: Generated<string[]>;
  document_no: Generated<string>;
  state: 'proposed' | 'confirmed' | 'told' | 'objected' | 'credited' | 'declined' | 'withdrawn' | 'upheld';
  proposed_by: number | null;
  proposed_by_name: string;
  proposed_at: Generated<Timestamp>;
  confirmed_by: number | null;
  confirmed_by_name: string | null;
  window_ends_on: string | null;
  revision: Generated<number>;
};

/** What happened to a proposal, and by whom; only ever added to. */
export type PointsProposalStep = {
  proposal_id: string;
  seq: number;
  action: 'propose' | 'confirm' | 'decline' | 'withdraw' | 'tell' | 'object' | 'decide' | 'credit' | 'reverse';
  to_state: string;
  at: Generated<Timestamp>;
  by_person: number | null;
  by_name: string;
  note_sealed: Buffer | null;
};

/** Only ever added to. `voucher_id` is unique: one that is shown twice is handed out for once. */
export type PointsRedemption = {
  id: string;
  warehouse_id: string;
  household_id: string;
  area_path: string;
  label: string;
  purse: 'balance' | 'deposit' | 'voucher';
  points: number;
  voucher_id: string | null;
  by_person: number | null;
  by_name: string;
  at: Generated<Timestamp>;
  happened_at: Timestamp;
};

export type PointsRedemptionLine = {
  redemption_id: string;
  good_id: string;
  quantity: number;
  each: number;
};

/** 退货冲正: goods and points went back, each once. */
export type PointsRedemptionReturn = {
  redemption_id: string;
  reason: string;
  by_person: number | null;
  by_name: string;
  at: Generated<Timestamp>;
};

/** A rule book (积分制管理办法) in one of its versions. What was adopted changes no more. */
export type PointsRuleVersion = {
  id: string;
  book_id: number;
  number: number;
  area_id: number;
  area_path: string;
  state: 'draft' | 'adopted' | 'filed' | 'published' | 'dropped';
  /** Items, base, window: src/domains/points/rules/rule-book.ts. */
  content: Json;
  valid_from: string;
  valid_to: string;
  drafted_by: number | null;
  drafted_by_name: string;
  drafted_at: Generated<Timestamp>;
  meeting_id: string | null;
  filed_no: string | null;
  filed_at: Timestamp | null;
  filed_by_name: string | null;
  returned_reason: string | null;
  published_at: Timestamp | null;
  published_by_name: string | null;
  revision: Generated<number>;
};

/** Goods that came in, and differences that a count found; only ever added to. The id is the transfer's in the ledger. */
export type PointsStockMove = {
  id: string;
  good_id: string;
  area_path: string;
  kind: 'purchase' | 'donation' | 'count';
  quantity: number;
  book: number | null;
  counted: number | null;
  cost_fen: number | null;
  source: Generated<string>;
  reason: Generated<string>;
  on_day: string;
  by_person: number | null;
  by_name: string;
  at: Generated<Timestamp>;
};

/** What moved and why; its legs are the entries (of a reservation: the holds). The id is made by the client: a repeat finds it. */
export type PointsTransfer = {
  id: string;
  /** No foreign key: the check would lock the book's row for every transfer; `points verify` looks after it. */
  book_id: number;
  phase: string;
  kind: string;
  day: string;
  about_day: string | null;
  made_at: Timestamp;
  by_person: number | null;
  rule_version: string | null;
  fact: string | null;
  ends: string | null;
  reverses: string | null;
  expires_at: Timestamp | null;
  body_hash: Buffer;
  /** Ids that lead to the evidence; no words about people. */
  note: Generated<Json>;
};

/** A promise signed while somebody was online; its points are reserved in the ledger (`pending_id`) until it is redeemed or over. It cannot be cancelled: the goods may have been handed out where there is no network. */
export type PointsVoucher = {
  id: string;
  household_id: string;
  warehouse_id: string;
  area_path: string;
  label: string;
  points: number;
  expires_at: Timestamp;
  code_hash: Buffer;
  pending_id: string;
  asked_by: number | null;
  asked_at: Generated<Timestamp>;
};

export type PointsWarehouse = {
  id: string;
  area_id: number;
  area_path: string;
  book_id: number;
  name: string;
  address: Generated<string>;
  hours: Generated<string>;
  /** The one person whose phone may hand out goods for vouchers without a network. */
  keeper_id: number | null;
  opened_at: Generated<Timestamp>;
  closed_at: Timestamp | null;
};

/** Facts that came together and can be taken back together: an import, a merge of two people. */
export type RegistryBatch = {
  id: string;
  kind: 'import' | 'merge';
  area_path: string;
  at: Generated<Timestamp>;
  by_person: number | null;
  by_name: string;
  detail: Generated<Json>;
  undone_at: Timestamp | null;
  undone_by_name: string | null;
};

/** Who opened, changed and ended a need; only ever added to. */
export type RegistryCareEvent = {
  id: string;
  need_id: string;
  at: Generated<Timestamp>;
  action: 'open' | 'change' | 'helpers' | 'end';
  by_person: number | null;
  by_name: string;
};

export type RegistryCareNeed = {
  id: string;
  person_id: string;
  /** Of what only its helpers may know: sealed, with the kind in `detail_sealed`. */
  kind: 'livingAlone' | 'emptyNest' | 'leftBehindElder' | 'disability' | 'chronicIllness' | 'hardship' | 'lostFamily' | 'other' | 'sealed';
  sensitive: boolean;
  basis: 'consent' | 'guardianConsent' | 'duty' | 'emergency';
  tier: 'high' | 'medium' | 'low';
  cycle_days: number;
  owner_id: number;
  /** People of the office who help; the owner is one of them. */
  helper_ids: number[];
  start_on: string;
  /** It ends by itself on this day unless somebody looks again. */
  end_on: string;
  last_visit_on: string | null;
  ended_on: string | null;
  /** Kind, what the basis rests on, notes, and why it ended, as JSON. */
  detail_sealed: Buffer;
  opened_at: Generated<Timestamp>;
  opened_by: number | null;
};

/** What was found of a field, by which way, on which day; only ever added to. What holds is the fold of it (src/domains/registry/rules/facts.ts) and stands in the subject's own row. */
export type RegistryFact = {
  id: string;
  seq: ReadOnly<number>;
  subject_kind: 'person' | 'household' | 'place' | 'thing';
  subject_id: string;
  field: string;
  /** As text; of a sealed field null, with the value in `sealed`. */
  value: string | null;
  sealed: Buffer | null;
  hash: Buffer | null;
  source: 'self' | 'visit' | 'document' | 'department' | 'import' | 'merge' | 'undo';
  observed_on: string;
  at: Generated<Timestamp>;
  by_person: number | null;
  by_name: string;
  batch_id: string | null;
};

export type RegistryHousehold = {
  id: string;
  area_id: number;
  area_path: string;
  number: Generated<string>;
  address: Generated<string>;
  head_id: string | null;
  batch_id: string | null;
  registered_at: Generated<Timestamp>;
  withdrawn_at: Timestamp | null;
};

export type RegistryNotSame = {
  a: string;
  b: string;
  at: Generated<Timestamp>;
  by_name: string;
  reason: string;
};

export type RegistryPerson = {
  id: string;
  area_id: number;
  area_path: string;
  name: string;
  /** The name without spaces and dots, for comparing. */
  name_key: string;
  sex: 'male' | 'female' | null;
  birth_date: string | null;
  residence: 'local' | 'floating' | 'overseas' | null;
  status: Generated<'here' | 'away' | 'movedOut' | 'deceased'>;
  address: Generated<string>;
  household_id: string | null;
  relation: 'head' | 'spouse' | 'child' | 'parent' | 'grandchild' | 'grandparent' | 'sibling' | 'other' | null;
  id_kind: 'idCard' | 'residencePermit' | 'hkMacaoPermit' | 'taiwanPermit' | 'foreignPermit' | 'passport' | null;
  id_sealed: Buffer | null;
  /** HMAC of the normalised number with a key that is not in the database; for exact look-up alone. */
  id_hash: Buffer | null;
  phone_sealed: Buffer | null;
  phone_hash: Buffer | null;
  revision: Generated<number>;
  batch_id: string | null;
  registered_at: Generated<Timestamp>;
  merged_into: string | null;
  withdrawn_at: Timestamp | null;
};

export type RegistryPlace = {
  id: string;
  area_id: number;
  area_path: string;
  category: 'risk' | 'key' | 'compound' | 'enterprise';
  kind: string;
  name: string;
  address: Generated<string>;
  longitude: number | null;
  latitude: number | null;
  risk: Generated<'none' | 'low' | 'medium' | 'high'>;
  contact_name: Generated<string>;
  phone_sealed: Buffer | null;
  phone_hash: Buffer | null;
  /** Of a compound: whether a company manages it. Null where it does not apply. */
  managed: boolean | null;
  households: number | null;
  note: Generated<string>;
  revision: Generated<number>;
  batch_id: string | null;
  registered_at: Generated<Timestamp>;
  withdrawn_at: Timestamp | null;
};

export type RegistryThing = {
  id: string;
  area_id: number;
  area_path: string;
  place_id: string | null;
  kind: string;
  name: string;
  code: Generated<string>;
  address: Generated<string>;
  state: Generated<'good' | 'damaged' | 'missing'>;
  note: Generated<string>;
  revision: Generated<number>;
  registered_at: Generated<Timestamp>;
  withdrawn_at: Timestamp | null;
};

/** What a department returned for a unit and a month; insert-only. A correction names what it corrects, and the newest of a chain holds. */
export type SafetyIndexReturn = {
  id: ReadOnly<number>;
  indicator: string;
  area_id: number;
  area_path: string;
  /** The department that answers for the indicator and entered it. */
  unit_id: number;
  month: string;
  /** The numerator, or a plain count. */
  counted: number;
  base: number | null;
  note: Generated<string>;
  source: 'entry' | 'import';
  file_name: Generated<string>;
  corrects: number | null;
  by_person: number | null;
  person_name: Generated<string>;
  at: Generated<Timestamp>;
};

/** A month as it was computed, frozen with the hash of its version. A published run never changes; a correction is another run that names it. */
export type SafetyIndexRun = {
  id: ReadOnly<number>;
  area_id: number;
  area_path: string;
  month: string;
  version_id: number;
  version_hash: string;
  state: Generated<'computed' | 'published'>;
  corrects: number | null;
  note: Generated<string>;
  coverage: number;
  result: Json;
  result_hash: string;
  computed_by: number | null;
  computed_at: Generated<Timestamp>;
  published_by: number | null;
  published_at: Timestamp | null;
};

/** The standard: tree, weights, limits, scoring, whole in each version. The version in force in a month is the published one with the latest in_force_from that is not after it. */
export type SafetyIndexVersion = {
  id: ReadOnly<number>;
  area_id: number;
  area_path: string;
  number: number;
  state: Generated<'draft' | 'submitted' | 'approved' | 'published'>;
  note: Generated<string>;
  content: Json;
  /** SHA-256 of the content in a canonical form; a run names it. */
  hash: string;
  based_on: number | null;
  in_force_from: string | null;
  drafted_by: number | null;
  drafted_at: Generated<Timestamp>;
  submitted_by: number | null;
  submitted_at: Timestamp | null;
  approved_by: number | null;
  approved_at: Timestamp | null;
  published_by: number | null;
  published_at: Timestamp | null;
};

export type Database = {
  'dispatch.calendar_day': DispatchCalendarDay;
  'dispatch.calendar_version': DispatchCalendarVersion;
  'dispatch.class': DispatchClass;
  'dispatch.class_facts': DispatchClassFacts;
  'dispatch.class_version': DispatchClassVersion;
  'dispatch.duty': DispatchDuty;
  'dispatch.duty_facts': DispatchDutyFacts;
  'dispatch.return_rule': DispatchReturnRule;
  'dispatch.return_rule_facts': DispatchReturnRuleFacts;
  'dispatch.route': DispatchRoute;
  'dispatch.taxonomy_version': DispatchTaxonomyVersion;
  'geography.area': GeographyArea;
  'geography.area_alias': GeographyAreaAlias;
  'geography.area_facts': GeographyAreaFacts;
  'geography.area_parent_facts': GeographyAreaParentFacts;
  'geography.former_parent': GeographyFormerParent;
  'geography.setting': GeographySetting;
  'geography.shape': GeographyShape;
  'geography.version': GeographyVersion;
  'identity.failed_sign_in': IdentityFailedSignIn;
  'identity.half_session': IdentityHalfSession;
  'identity.passkey': IdentityPasskey;
  'identity.passkey_question': IdentityPasskeyQuestion;
  'identity.permission_facts': IdentityPermissionFacts;
  'identity.person': IdentityPerson;
  'identity.person_facts': IdentityPersonFacts;
  'identity.post': IdentityPost;
  'identity.post_facts': IdentityPostFacts;
  'identity.provider_account': IdentityProviderAccount;
  'identity.recovery_code': IdentityRecoveryCode;
  'identity.role': IdentityRole;
  'identity.role_permission': IdentityRolePermission;
  'identity.second_factor_facts': IdentitySecondFactorFacts;
  'identity.session': IdentitySession;
  'identity.sign_in_policy': IdentitySignInPolicy;
  'identity.totp': IdentityTotp;
  'identity.unit': IdentityUnit;
  'identity.unit_facts': IdentityUnitFacts;
  'incidents.case_facts': IncidentsCaseFacts;
  'incidents.deadline': IncidentsDeadline;
  'incidents.digest': IncidentsDigest;
  'incidents.incident': IncidentsIncident;
  'incidents.reporter': IncidentsReporter;
  'incidents.step': IncidentsStep;
  'incidents.step_facts': IncidentsStepFacts;
  'incidents.tally': IncidentsTally;
  'incidents.tally_delta': IncidentsTallyDelta;
  'incidents.wording': IncidentsWording;
  'patrol.check_in': PatrolCheckIn;
  'patrol.diary': PatrolDiary;
  'patrol.hint_answer': PatrolHintAnswer;
  'patrol.known_household': PatrolKnownHousehold;
  'patrol.known_need': PatrolKnownNeed;
  'patrol.known_person': PatrolKnownPerson;
  'patrol.known_place': PatrolKnownPlace;
  'patrol.order_step': PatrolOrderStep;
  'patrol.plan': PatrolPlan;
  'patrol.request': PatrolRequest;
  'patrol.service_order': PatrolServiceOrder;
  'patrol.visit': PatrolVisit;
  'patrol.visit_facts': PatrolVisitFacts;
  'platform.audit': PlatformAudit;
  'platform.audit_checkpoint': PlatformAuditCheckpoint;
  'platform.audit_facts': PlatformAuditFacts;
  'platform.audit_link': PlatformAuditLink;
  'platform.command': PlatformCommand;
  'platform.data_key': PlatformDataKey;
  'platform.device': PlatformDevice;
  'platform.event': PlatformEvent;
  'platform.file': PlatformFile;
  'platform.installation': PlatformInstallation;
  'platform.migration': PlatformMigration;
  'platform.mutation': PlatformMutation;
  'platform.rejected': PlatformRejected;
  'platform.sent_photo': PlatformSentPhoto;
  'points.account': PointsAccount;
  'points.award': PointsAward;
  'points.book': PointsBook;
  'points.card': PointsCard;
  'points.closing': PointsClosing;
  'points.entry': PointsEntry;
  'points.fact_cursor': PointsFactCursor;
  'points.good': PointsGood;
  'points.hold': PointsHold;
  'points.holder': PointsHolder;
  'points.honour': PointsHonour;
  'points.known_household': PointsKnownHousehold;
  'points.known_person': PointsKnownPerson;
  'points.meeting': PointsMeeting;
  'points.objection': PointsObjection;
  'points.opening': PointsOpening;
  'points.opening_batch': PointsOpeningBatch;
  'points.pending': PointsPending;
  'points.period': PointsPeriod;
  'points.price': PointsPrice;
  'points.proposal': PointsProposal;
  'points.proposal_step': PointsProposalStep;
  'points.redemption': PointsRedemption;
  'points.redemption_line': PointsRedemptionLine;
  'points.redemption_return': PointsRedemptionReturn;
  'points.rule_version': PointsRuleVersion;
  'points.stock_move': PointsStockMove;
  'points.transfer': PointsTransfer;
  'points.voucher': PointsVoucher;
  'points.warehouse': PointsWarehouse;
  'registry.batch': RegistryBatch;
  'registry.care_event': RegistryCareEvent;
  'registry.care_need': RegistryCareNeed;
  'registry.fact': RegistryFact;
  'registry.household': RegistryHousehold;
  'registry.not_same': RegistryNotSame;
  'registry.person': RegistryPerson;
  'registry.place': RegistryPlace;
  'registry.thing': RegistryThing;
  'safety_index.return': SafetyIndexReturn;
  'safety_index.run': SafetyIndexRun;
  'safety_index.version': SafetyIndexVersion;
};
