-- The ledger of points and of goods: double entry, only ever added to. Whatever moves, moves by `points.move`, in one statement and one
-- transaction with all its legs; the application may call it and may read, and writes none of these tables itself.
create schema points;

create function points.may_move(path text) returns boolean language sql stable
  as $$ select platform.wall_house() or path ^@ any (platform.wall_paths('points.decide') || platform.wall_paths('points.till') || platform.wall_paths('points.manage')) $$;
comment on function points.may_move(text) is 'Whoever decides on points there, keeps the warehouse there, or manages there: the second wall of what is written.';

create table points.book (
  id int generated always as identity primary key,
  kind text not null check (kind ~ '^[a-z][A-Za-z]{1,30}$'),
  name text not null check (char_length(name) between 2 and 60),
  area_id int not null references geography.area (id),
  area_path text not null,
  unit_id int references identity.unit (id),
  closed_to date,
  opened_at timestamptz not null default platform.now(),
  unique nulls not distinct (area_id, kind, unit_id)
);
create index book_area on points.book (area_path collate "C");
create index book_unit on points.book (unit_id) where unit_id is not null;
comment on table points.book is 'One for each village or unit and kind of points; the sum of all its entries is zero in each commodity.';
comment on column points.book.closed_to is 'Days up to this one are closed: what concerns them is booked on an open day and says so (`transfer.about_day`).';

create table points.account (
  id bigint generated always as identity primary key,
  book_id int not null references points.book (id),
  kind text not null,
  commodity text not null default 'points',
  area_id int not null references geography.area (id),
  area_path text not null,
  household_id uuid references registry.household (id),
  person_id uuid references registry.person (id),
  worker_id int references identity.person (id),
  place text not null default '',
  minor_until date,
  floor bigint,
  balance bigint not null default 0,
  reserved bigint not null default 0,
  version int not null default 0,
  opened_at timestamptz not null default platform.now(),
  unique nulls not distinct (book_id, kind, commodity, household_id, person_id, worker_id, place),
  constraint account_floor check (reserved >= 0 and (floor is null or balance - reserved >= floor) and balance between -1000000000000000 and 1000000000000000)
) with (fillfactor = 70);
create index account_area on points.account (area_path collate "C", id);
create index account_place on points.account (area_id);
create index account_household on points.account (household_id) where household_id is not null;
create index account_person on points.account (person_id) where person_id is not null;
create index account_worker on points.account (worker_id) where worker_id is not null;
comment on table points.account is 'Who or what holds how much of one commodity. Balance, reserved and version repeat what the entries and holds say; the ledger''s functions alone change them.';

-- What never changes is looked at once, when it is opened: a check constraint would be read again at every move.
create function points.account_sound() returns trigger language plpgsql set search_path = pg_catalog, pg_temp
  as $$ begin
    if new.kind not in ('household', 'person', 'worker', 'issuer', 'supplier', 'stock', 'till', 'deposit')
      or not (new.commodity = 'points' or new.commodity ~ '^good:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') or char_length(new.place) > 60
      or new.balance <> 0 or new.reserved <> 0 or new.version <> 0
      or (new.kind = 'household') > (new.household_id is not null) or (new.kind = 'person') > (new.person_id is not null) or (new.kind = 'worker') <> (new.worker_id is not null)
      or (new.kind not in ('household', 'deposit') and new.household_id is not null) or (new.kind not in ('person', 'deposit') and new.person_id is not null)
      -- Whoever gives out has no floor; goods, tills and households do; a child's never lies below nothing.
      or not (case when new.kind in ('issuer', 'supplier') then new.floor is null when new.kind in ('stock', 'till', 'deposit') then new.floor is not distinct from 0 when new.kind = 'household' then coalesce(new.floor <= 0, false) else true end)
      or (new.minor_until is not null and (new.kind not in ('person', 'deposit') or new.floor is distinct from 0))
    then raise exception 'an account of kind % is not opened like this', new.kind using errcode = 'check_violation', constraint = 'account_sound'; end if;
    return new;
  end $$;
comment on function points.account_sound() is 'Kind, holder, commodity and floor of an account fit each other.';
create trigger account_sound before insert on points.account for each row execute function points.account_sound();
comment on column points.account.place is 'Which warehouse or till, where a book has several.';
comment on column points.account.floor is 'Balance less what is reserved never lies below; null: no floor (issuer, supplier, a cadre''s card).';
comment on column points.account.minor_until is 'The day on which the holder comes of age: until then nothing is taken off but what he spends, and corrections.';

create table points.transfer (
  id uuid primary key,
  book_id int not null,
  phase text not null,
  kind text not null,
  day date not null,
  about_day date,
  made_at timestamptz not null,
  by_person int,
  rule_version uuid,
  fact text,
  ends uuid references points.transfer (id),
  reverses uuid references points.transfer (id),
  expires_at timestamptz,
  body_hash bytea not null,
  note jsonb not null default '{}',
  constraint transfer_phase check (phase in ('single', 'reserve', 'post', 'void', 'expire', 'reverse') and (ends is not null) = (phase in ('post', 'void', 'expire')) and (reverses is not null) = (phase = 'reverse') and (expires_at is not null) = (phase = 'reserve')),
  -- Points for a deed, and points taken off, are a rule's, and a fact's; neither is reserved.
  constraint transfer_rule check ((kind not in ('award', 'deduct') or phase <> 'single' or (rule_version is not null and fact is not null)) and (phase <> 'reserve' or (fact is null and kind not in ('award', 'deduct'))))
);
create unique index transfer_ends on points.transfer (ends) where ends is not null;
create unique index transfer_reverses on points.transfer (reverses) where reverses is not null;
create index transfer_book on points.transfer (book_id, day);
comment on table points.transfer is 'What moved and why; its legs are the entries (of a reservation: the holds). The id is made by the client: a repeat finds it.';
comment on index points.transfer_ends is 'A reservation ends exactly once.';
comment on index points.transfer_reverses is 'A transfer is reversed at most once.';
comment on column points.transfer.book_id is 'No foreign key: the check would lock the book''s row for every transfer; `points verify` looks after it.';
comment on column points.transfer.note is 'Ids that lead to the evidence; no words about people.';

create table points.entry (
  account_id bigint not null,
  version int not null,
  transfer_id uuid not null,
  amount bigint not null,
  balance bigint not null,
  primary key (account_id, version),
  constraint entry_amount check (amount <> 0 and version > 0)
);
create index entry_transfer on points.entry (transfer_id);
comment on table points.entry is 'One leg. `balance` is the account''s after it; versions run from 1 without a gap. No foreign keys: `points.move` alone writes here, of accounts that it holds, and four further look-ups would be a third of its work; `points verify` looks after them.';

create table points.hold (
  transfer_id uuid not null references points.transfer (id),
  account_id bigint not null references points.account (id),
  amount bigint not null check (amount <> 0),
  primary key (transfer_id, account_id)
);
create index hold_account on points.hold (account_id);
comment on table points.hold is 'One leg of a reservation: what is taken off is held back from now on, what is to come is not there yet.';

create table points.pending (
  transfer_id uuid primary key references points.transfer (id),
  expires_at timestamptz not null
);
create index pending_expiry on points.pending (expires_at);
comment on table points.pending is 'Reservations that have not ended, for the sweeper; goes when one ends. Repeats what the transfers say.';

create table points.award (
  rule_version uuid not null,
  fact text not null,
  account_id bigint not null,
  transfer_id uuid not null,
  primary key (rule_version, fact, account_id)
);
create index award_transfer on points.award (transfer_id);
create index award_account on points.award (account_id);
comment on table points.award is 'A fact moves an account at most once under one version of the rules; a reversal does not free it again.';

create table points.closing (
  book_id int not null references points.book (id),
  through date not null,
  closed_at timestamptz not null,
  by_person int,
  entries bigint not null,
  turnover bigint not null,
  primary key (book_id, through)
);
comment on table points.closing is 'A period that ended: how many entries it had, and the sum of all that came in; neither changes any more.';

-- Everything below runs as the owner, because nobody else may write; each asks the wall itself first. Plans are made once: with two legs
-- in hand PostgreSQL would otherwise plan each statement anew for every transfer, for longer than it takes to run it.

create function points.told(transfer uuid) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select jsonb_build_object('id', t.id, 'day', t.day, 'replayed', true, 'entries', coalesce(
      (select jsonb_agg(jsonb_build_array(e.account_id, e.amount, e.balance, e.version) order by e.account_id) from points.entry e where e.transfer_id = t.id), '[]'))
    from points.transfer t where t.id = transfer $$;
comment on function points.told(uuid) is 'What the first one was answered, for a repeat of it; called by the ledger''s functions alone.';

create function points.no(transfer uuid, hashed bytea, refused text, params jsonb default '{}') returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$ declare first bytea; begin
    select t.body_hash into first from points.transfer t where t.id = transfer;
    if not found then return jsonb_build_object('refused', refused, 'params', params); end if;
    if first = hashed then return points.told(transfer); end if;
    return '{"refused": "points/id-reused", "params": {}}';
  end $$;
comment on function points.no(uuid, bytea, text, jsonb) is 'A refusal, unless the transfer is there already: then its answer again, or that its id was used for something else. Called by the ledger''s functions alone.';

create function points.write(transfer uuid, accounts bigint[], amounts bigint[], releases bigint[]) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  as $$ declare written jsonb; begin
    with leg as (select l.account, l.amount, l.release from unnest(accounts, amounts, releases) as l (account, amount, release)),
    moved as (
      update points.account a set balance = a.balance + leg.amount, reserved = a.reserved - leg.release, version = a.version + (leg.amount <> 0)::int
      from leg where a.id = leg.account returning a.id, leg.amount, a.balance, a.version),
    kept as (
      insert into points.entry (account_id, version, transfer_id, amount, balance)
      select moved.id, moved.version, transfer, moved.amount, moved.balance from moved where moved.amount <> 0
      returning account_id, amount, balance, version)
    select jsonb_agg(jsonb_build_array(kept.account_id, kept.amount, kept.balance, kept.version) order by kept.account_id) into written from kept;
    return coalesce(written, '[]');
  end $$;
comment on function points.write(uuid, bigint[], bigint[], bigint[]) is 'Entries and running balances of accounts that are locked and were checked; called by the ledger''s functions alone.';

create function points.move(body jsonb) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  as $$
  declare
    my constant uuid := (body ->> 'id')::uuid;
    step constant text := body ->> 'phase';
    hashed constant bytea := sha256(convert_to(body::text, 'UTF8'));
    today constant date := (platform.now() at time zone 'Asia/Shanghai')::date;
    other constant uuid := (body ->> 'of')::uuid;
    rule constant uuid := (body ->> 'rule')::uuid;
    deed constant text := body ->> 'fact';
    which int := (body ->> 'book')::int;
    origin points.transfer;
    book points.book;
    booked date;
    about date := (body ->> 'about')::date;
    what text := body ->> 'kind';
    legs jsonb := body -> 'legs';
    held jsonb;
    named bigint[];
    wanted numeric[];
    one record;
    moved numeric;
    hold bigint;
    sum numeric := 0;
    first_commodity text;
    is_mixed boolean := false;
    accounts bigint[] := '{}';
    amounts bigint[] := '{}';
    releases bigint[] := '{}';
    commodities text[] := '{}';
    earners bigint[] := '{}';
    written jsonb := '[]';
  begin
    if other is not null then
      select t.* into origin from points.transfer t where t.id = other;
      which := origin.book_id;
    end if;
    -- Whoever closes a period waits for those who are writing, and they then see that it is closed.
    perform pg_advisory_xact_lock_shared(60018, which);
    select b.* into book from points.book b where b.id = which;
    if book.id is null or not points.may_move(book.area_path) then return jsonb_build_object('refused', case when other is null then 'points/book-unknown' else 'points/transfer-unknown' end, 'params', '{}'::jsonb); end if;
    booked := coalesce((body ->> 'day')::date, today);
    if booked > today or about > booked then return points.no(my, hashed, 'points/day-ahead'); end if;
    if booked <= book.closed_to then return points.no(my, hashed, 'points/period-closed', jsonb_build_object('closedTo', book.closed_to)); end if;

    -- The legs: named, or those of what is posted, undone or reversed.
    if step = 'reverse' then
      if origin.phase not in ('single', 'post') then return points.no(my, hashed, 'points/not-reversible'); end if;
      select array_agg(e.account_id), array_agg(-e.amount) into named, wanted from points.entry e where e.transfer_id = other;
      what := origin.kind;
      if origin.day <= book.closed_to then about := origin.day; end if;
    elsif step in ('post', 'void', 'expire') then
      if origin.phase <> 'reserve' then return points.no(my, hashed, 'points/not-reserved'); end if;
      select jsonb_object_agg(h.account_id, h.amount) into held from points.hold h where h.transfer_id = other;
      if step = 'post' and exists (select from jsonb_array_elements(legs) l where not held ? (l ->> 0)) then return points.no(my, hashed, 'points/post-too-much'); end if;
      -- Of what is not named nothing is posted; all of it is released.
      select array_agg(h.key::bigint), array_agg(case when step <> 'post' then 0 when legs is null then h.value::numeric else coalesce((select (l ->> 1)::numeric from jsonb_array_elements(legs) l where l ->> 0 = h.key limit 1), 0) end)
        into named, wanted from jsonb_each_text(held) h;
      what := origin.kind;
    else
      select array_agg((l ->> 0)::bigint), array_agg((l ->> 1)::numeric) into named, wanted from jsonb_array_elements(legs) l;
    end if;
    if coalesce(cardinality(named), 0) not between 2 and 500 then return points.no(my, hashed, 'points/legs'); end if;

    -- Where there is plainly not enough nobody is waited for: of ten thousand who want the last hundred bars of soap most are told so at once.
    if held is null then
      select a.kind, a.balance - a.reserved - a.floor as available, -wanted[array_position(named, a.id)] as wanted into one from points.account a
        where a.id = any (named) and a.book_id = which and wanted[array_position(named, a.id)] < 0 and a.balance - a.reserved + wanted[array_position(named, a.id)] < a.floor order by a.id limit 1;
      if found then return points.no(my, hashed, case when one.kind = 'stock' then 'points/out-of-stock' else 'points/short' end, jsonb_build_object('available', one.available, 'wanted', one.wanted)); end if;
    end if;
    -- Locked in one order for all, givers last: many wait for them. Nobody's accounts but those of this book.
    for one in
      select a.id, a.kind, a.commodity, a.floor, a.minor_until, a.balance, a.reserved
      from points.account a where a.id = any (named) and a.book_id = which order by (a.kind in ('issuer', 'supplier')), a.id for no key update
    loop
      moved := wanted[array_position(named, one.id)];
      if moved <> trunc(moved) or abs(moved) > 1000000 or (moved = 0 and held is null) then return points.no(my, hashed, 'points/amount', '{"most": 1000000}'); end if;
      if held is null then
        if moved < 0 and one.balance - one.reserved + moved < one.floor then
          return points.no(my, hashed, case when one.kind = 'stock' then 'points/out-of-stock' else 'points/short' end, jsonb_build_object('available', one.balance - one.reserved - one.floor, 'wanted', -moved));
        end if;
        if moved < 0 and booked < one.minor_until and step <> 'reverse' and what not in ('redeem', 'deposit') then return points.no(my, hashed, 'points/minor'); end if;
        releases := releases || 0::bigint;
      else
        hold := (held ->> one.id::text)::bigint;
        if moved <> 0 and (sign(moved) <> sign(hold) or abs(moved) > abs(hold)) then return points.no(my, hashed, 'points/post-too-much'); end if;
        releases := releases || greatest(-hold, 0);
      end if;
      if first_commodity is null then first_commodity := one.commodity; elsif first_commodity <> one.commodity then is_mixed := true; end if;
      sum := sum + moved;
      accounts := accounts || one.id;
      amounts := amounts || moved::bigint;
      commodities := commodities || one.commodity;
      if one.kind not in ('issuer', 'supplier') then earners := earners || one.id; end if;
    end loop;
    if cardinality(accounts) <> cardinality(named) then
      return points.no(my, hashed, case when cardinality(named) <> (select count(distinct n) from unnest(named) n) then 'points/legs'
        when exists (select from points.account a where a.id = any (named) and a.book_id <> which) then 'points/other-book' else 'points/account-unknown' end);
    end if;
    if is_mixed then
      if exists (select from unnest(commodities, amounts) as l (commodity, amount) group by l.commodity having sum(l.amount) <> 0) then return points.no(my, hashed, 'points/unbalanced'); end if;
    elsif sum <> 0 then
      return points.no(my, hashed, 'points/unbalanced');
    end if;

    -- All who could do the same hold one of these accounts, so that what is not there now comes from nobody else.
    if step = 'reverse' then
      if exists (select from points.transfer t where t.reverses = other) then return points.no(my, hashed, 'points/reversed-already'); end if;
    elsif held is not null then
      if step = 'post' and amounts <@ '{0}' then return points.no(my, hashed, 'points/amount', '{"most": 1000000}'); end if;
      if exists (select from points.transfer t where t.ends = other) then return points.no(my, hashed, 'points/reservation-over'); end if;
      if step = 'post' and origin.expires_at <= platform.now() then return points.no(my, hashed, 'points/reservation-expired'); end if;
      if step = 'expire' and origin.expires_at > platform.now() then return points.no(my, hashed, 'points/reservation-holds'); end if;
    elsif deed is not null then
      if exists (select from points.award w where w.rule_version = rule and w.fact = deed and w.account_id = any (earners)) then return points.no(my, hashed, 'points/fact-awarded'); end if;
    end if;

    insert into points.transfer (id, book_id, phase, kind, day, about_day, made_at, by_person, rule_version, fact, ends, reverses, expires_at, body_hash, note)
    values (my, which, step, what, booked, about, platform.now(), platform.wall_person(), coalesce(rule, origin.rule_version), coalesce(deed, origin.fact),
      case when held is not null then other end, case when step = 'reverse' then other end, (body ->> 'expires')::timestamptz, hashed, coalesce(body -> 'note', '{}'))
    on conflict (id) do nothing;
    if not found then return points.no(my, hashed, 'points/id-reused'); end if;
    if deed is not null and other is null then
      insert into points.award (rule_version, fact, account_id, transfer_id) select rule, deed, e, my from unnest(earners) e;
    end if;
    if step = 'reserve' then
      insert into points.hold (transfer_id, account_id, amount) select my, l.account, l.amount from unnest(accounts, amounts) as l (account, amount);
      update points.account a set reserved = a.reserved - l.amount from unnest(accounts, amounts) as l (account, amount) where a.id = l.account and l.amount < 0;
      insert into points.pending (transfer_id, expires_at) values (my, (body ->> 'expires')::timestamptz);
    else
      written := points.write(my, accounts, amounts, releases);
      if held is not null then delete from points.pending p where p.transfer_id = other; end if;
    end if;
    return jsonb_build_object('id', my, 'day', booked, 'replayed', false, 'entries', written);
  end $$;
comment on function points.move(jsonb) is 'The one way anything moves: {id, phase, book | of, kind, legs: [[account, amount]], day?, about?, rule?, fact?, expires?, note?}. Answers with ids and sums, or {refused, params} and then has written nothing. See docs/decisions/0018-ledger.md.';

create function points.moves(bodies jsonb) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  as $$ declare body jsonb; answers jsonb[] := '{}'; begin
    perform 1 from points.account a
      where a.id = any (array(select (l ->> 0)::bigint from jsonb_array_elements(bodies) one, jsonb_array_elements(one -> 'legs') l where platform.wall() is not null))
        and a.book_id = any (array(select (one ->> 'book')::int from jsonb_array_elements(bodies) one))
      order by (a.kind in ('issuer', 'supplier')), a.id for no key update;
    for body in select one from jsonb_array_elements(bodies) one loop
      answers := answers || points.move(body);
    end loop;
    return to_jsonb(answers);
  end $$;
comment on function points.moves(jsonb) is 'Many at once, each for itself as points.move does it; their accounts are locked first, in the order that all keep. Answers with ids and sums.';

create function points.expire_due(most int) returns int language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare due uuid; done int := 0; begin
    if not platform.wall_house() then return 0; end if;
    for due in select p.transfer_id from points.pending p where p.expires_at <= platform.now() order by p.expires_at limit most loop
      if points.move(jsonb_build_object('id', gen_random_uuid(), 'phase', 'expire', 'of', due)) ? 'id' then done := done + 1; end if;
    end loop;
    return done;
  end $$;
comment on function points.expire_due(int) is 'Ends reservations whose time is over, the oldest first; how many. Only the house itself may ask.';

create function points.close_book(the_book int, until_day date) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare book record; sums record; begin
    select b.id, b.area_path into book from points.book b where b.id = the_book;
    if book.id is null or not points.may_move(book.area_path) then return '{"refused": "points/book-unknown", "params": {}}'; end if;
    perform pg_advisory_xact_lock(60018, the_book);
    select b.id, b.closed_to into book from points.book b where b.id = the_book;
    if until_day >= (platform.now() at time zone 'Asia/Shanghai')::date then return '{"refused": "points/period-not-over", "params": {}}'; end if;
    if until_day <= book.closed_to then return jsonb_build_object('refused', 'points/period-closed', 'params', jsonb_build_object('closedTo', book.closed_to)); end if;
    select count(*) as entries, coalesce(sum(e.amount) filter (where e.amount > 0), 0) as turnover into sums
      from points.transfer t join points.entry e on e.transfer_id = t.id
      where t.book_id = the_book and t.day <= until_day and (book.closed_to is null or t.day > book.closed_to);
    insert into points.closing (book_id, through, closed_at, by_person, entries, turnover) values (the_book, until_day, platform.now(), platform.wall_person(), sums.entries, sums.turnover);
    update points.book b set closed_to = until_day where b.id = the_book;
    return jsonb_build_object('closedTo', until_day, 'entries', sums.entries, 'turnover', sums.turnover);
  end $$;
comment on function points.close_book(int, date) is 'Closes all days up to one that is over, once those who are writing have ended: for good. Answers with the day and with sums.';

-- The second wall of what is read.
alter table points.book enable row level security;
create policy read on points.book for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.read') || platform.wall_paths('points.decide') || platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[])
  or exists (select from unnest((select platform.wall_paths('points.read'))::text[]) as mine (path) where mine.path ^@ area_path)
  or id = any (array(select a.book_id from points.account a where a.worker_id = (select platform.wall_person()))));
create policy add on points.book for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy follow on points.book for update using ((select platform.wall_house())) with check ((select platform.wall_house()));
comment on policy read on points.book is 'Where he may read or write, the book above where he works, and the one that his own card is in.';

alter table points.account enable row level security;
create policy read on points.account for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.read') || platform.wall_paths('points.decide') || platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[])
  or worker_id = (select platform.wall_person()));
create policy add on points.account for insert with check ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.decide') || platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]));
create policy follow on points.account for update using ((select platform.wall_house())) with check ((select platform.wall_house()));
comment on policy read on points.account is 'Where he may read or write, and his own card.';

alter table points.entry enable row level security;
create policy read on points.entry for select using ((select platform.wall_house()) or exists (select from points.account a where a.id = account_id));
create policy add on points.entry for insert with check (false);
alter table points.hold enable row level security;
create policy read on points.hold for select using ((select platform.wall_house()) or exists (select from points.account a where a.id = account_id));
create policy add on points.hold for insert with check (false);
alter table points.award enable row level security;
create policy read on points.award for select using ((select platform.wall_house()) or exists (select from points.account a where a.id = account_id));
create policy add on points.award for insert with check (false);
alter table points.transfer enable row level security;
create policy read on points.transfer for select using ((select platform.wall_house())
  or exists (select from points.entry e where e.transfer_id = id) or exists (select from points.hold h where h.transfer_id = coalesce(ends, id)));
create policy add on points.transfer for insert with check (false);
alter table points.pending enable row level security;
create policy read on points.pending for select using ((select platform.wall_house()) or exists (select from points.hold h where h.transfer_id = pending.transfer_id));
create policy add on points.pending for insert with check (false);
alter table points.closing enable row level security;
create policy read on points.closing for select using ((select platform.wall_house()) or exists (select from points.book b where b.id = book_id));
create policy add on points.closing for insert with check (false);
comment on policy add on points.entry is 'Nobody but the ledger''s functions, which run as the owner.';

revoke execute on function points.told(uuid), points.no(uuid, bytea, text, jsonb), points.write(uuid, bigint[], bigint[], bigint[]),
  points.move(jsonb), points.moves(jsonb), points.expire_due(int), points.close_book(int, date) from public;
grant usage on schema points to jingwei_app;
grant execute on function points.move(jsonb), points.moves(jsonb), points.expire_due(int), points.close_book(int, date) to jingwei_app;
grant select on points.book, points.account, points.transfer, points.entry, points.hold, points.pending, points.award, points.closing to jingwei_app;
grant insert (kind, name, area_id, area_path, unit_id), update (area_path) on points.book to jingwei_app;
grant insert (book_id, kind, commodity, area_id, area_path, household_id, person_id, worker_id, place, minor_until, floor), update (area_path) on points.account to jingwei_app;
