-- The goods warehouse (文明义仓): what it holds and what that costs, cards and vouchers of households, what was handed out. How many
-- points and pieces there are is the ledger's alone (0018); here is what a transfer was for.
create table points.warehouse (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  book_id int not null references points.book (id),
  name text not null check (char_length(name) between 2 and 60),
  address text not null default '' check (char_length(address) <= 200),
  hours text not null default '' check (char_length(hours) <= 100),
  keeper_id int references identity.person (id),
  opened_at timestamptz not null default platform.now(),
  closed_at timestamptz
);
create index warehouse_area on points.warehouse (area_path collate "C", id);
create index warehouse_place on points.warehouse (area_id);
create index warehouse_book on points.warehouse (book_id);
create index warehouse_keeper on points.warehouse (keeper_id);
comment on column points.warehouse.keeper_id is 'The one person whose phone may hand out goods for vouchers without a network.';

create table points.good (
  id uuid primary key,
  warehouse_id uuid not null references points.warehouse (id),
  area_path text not null,
  name text not null check (char_length(name) between 1 and 40),
  unit text not null check (char_length(unit) between 1 and 10),
  kind text not null check (kind in ('goods', 'medal')),
  added_at timestamptz not null default platform.now(),
  withdrawn_at timestamptz
);
create index good_warehouse on points.good (warehouse_id, id);
create index good_area on points.good (area_path collate "C");
create unique index good_name on points.good (warehouse_id, name) where withdrawn_at is null;
comment on table points.good is 'Its stock is an account of the ledger, whose id is the good''s.';

create table points.price (
  good_id uuid not null references points.good (id),
  points int not null check (points between 1 and 100000),
  from_on date not null,
  to_on date check (to_on >= from_on),
  by_name text not null,
  at timestamptz not null default platform.now(),
  primary key (good_id, from_on)
);
create unique index price_running on points.price (good_id) where to_on is null;

create table points.card (
  id uuid primary key,
  household_id uuid not null references registry.household (id),
  area_id int not null references geography.area (id),
  area_path text not null,
  book_id int not null references points.book (id),
  label text not null check (char_length(label) between 1 and 40),
  code_hash bytea not null unique check (length(code_hash) = 32),
  issued_at timestamptz not null default platform.now(),
  by_name text not null,
  ended_at timestamptz,
  ended_reason text check (char_length(ended_reason) between 2 and 200)
);
create unique index card_household on points.card (household_id) where ended_at is null;
create index card_area on points.card (area_path collate "C", id);
create index card_place on points.card (area_id);
create index card_book on points.card (book_id);
comment on table points.card is 'What a household shows at the counter. The code itself is derived from the id and a secret, and kept nowhere.';
comment on column points.card.label is 'Whom the clerk calls up: the head''s family name and the number of the house. He reads no register.';

create table points.holder (
  id bigint generated always as identity primary key,
  person_id int not null references identity.person (id),
  household_id uuid not null references registry.household (id),
  card_id uuid not null references points.card (id),
  since timestamptz not null default platform.now(),
  ended_at timestamptz
);
create unique index holder_person on points.holder (person_id, household_id) where ended_at is null;
create index holder_card on points.holder (card_id);
create index holder_household on points.holder (household_id);
comment on table points.holder is 'Accounts of residents that showed a household''s card; a card that is lost ends what was linked by it.';

create table points.voucher (
  id uuid primary key,
  household_id uuid not null references registry.household (id),
  warehouse_id uuid not null references points.warehouse (id),
  area_path text not null,
  label text not null check (char_length(label) between 1 and 40),
  points int not null check (points between 1 and 100000),
  expires_at timestamptz not null,
  code_hash bytea not null unique check (length(code_hash) = 32),
  pending_id uuid not null unique,
  asked_by int references identity.person (id),
  asked_at timestamptz not null default platform.now(),
  check (expires_at > asked_at)
);
create index voucher_household on points.voucher (household_id, asked_at);
create index voucher_area on points.voucher (area_path collate "C", id);
comment on table points.voucher is 'A promise signed while somebody was online; its points are reserved in the ledger (`pending_id`) until it is redeemed or over. It cannot be cancelled: the goods may have been handed out where there is no network.';

create table points.redemption (
  id uuid primary key,
  warehouse_id uuid not null references points.warehouse (id),
  household_id uuid not null references registry.household (id),
  area_path text not null,
  label text not null check (char_length(label) between 1 and 40),
  purse text not null check (purse in ('balance', 'deposit', 'voucher')),
  points int not null check (points between 1 and 100000),
  voucher_id uuid unique references points.voucher (id),
  by_person int references identity.person (id),
  by_name text not null,
  at timestamptz not null default platform.now(),
  happened_at timestamptz not null,
  check ((purse = 'voucher') = (voucher_id is not null))
);
create index redemption_area on points.redemption (area_path collate "C", at, id);
create index redemption_household on points.redemption (household_id, at);
create index redemption_warehouse on points.redemption (warehouse_id, at);
comment on table points.redemption is 'Only ever added to. `voucher_id` is unique: one that is shown twice is handed out for once.';

create table points.redemption_line (
  redemption_id uuid not null references points.redemption (id),
  good_id uuid not null references points.good (id),
  quantity int not null check (quantity between 1 and 999),
  each int not null check (each between 1 and 100000),
  primary key (redemption_id, good_id)
);

create table points.redemption_return (
  redemption_id uuid primary key references points.redemption (id),
  reason text not null check (char_length(reason) between 2 and 200),
  by_person int references identity.person (id),
  by_name text not null,
  at timestamptz not null default platform.now()
);
comment on table points.redemption_return is '退货冲正: goods and points went back, each once.';

create table points.stock_move (
  id uuid primary key,
  good_id uuid not null references points.good (id),
  area_path text not null,
  kind text not null check (kind in ('purchase', 'donation', 'count')),
  quantity int not null check (quantity <> 0 and abs(quantity) <= 1000000),
  book int,
  counted int check (counted >= 0),
  cost_fen bigint check (cost_fen between 0 and 10000000000),
  source text not null default '' check (char_length(source) <= 100),
  reason text not null default '' check (char_length(reason) <= 200),
  on_day date not null,
  by_person int references identity.person (id),
  by_name text not null,
  at timestamptz not null default platform.now(),
  check (kind = 'count' or quantity > 0),
  check ((kind = 'count') = (counted is not null) and (counted is null) = (book is null)),
  check (kind <> 'count' or char_length(reason) >= 2)
);
create index stock_move_good on points.stock_move (good_id, at);
create index stock_move_area on points.stock_move (area_path collate "C");
comment on table points.stock_move is 'Goods that came in, and differences that a count found; only ever added to. The id is the transfer''s in the ledger.';

create table points.opening_batch (
  id uuid primary key,
  area_path text not null,
  file_name text not null check (char_length(file_name) <= 200),
  households int not null check (households > 0),
  points bigint not null check (points >= 0),
  by_name text not null,
  at timestamptz not null default platform.now(),
  undone_at timestamptz,
  undone_by_name text,
  undo_reason text check (char_length(undo_reason) between 2 and 200)
);
create index opening_batch_area on points.opening_batch (area_path collate "C", at);
create table points.opening (
  batch_id uuid not null references points.opening_batch (id),
  household_id uuid not null references registry.household (id),
  transfer_id uuid not null unique,
  points int not null check (points between 1 and 100000),
  primary key (batch_id, household_id)
);
comment on table points.opening is '期初余额: what a household brought along from before, by the transfer that booked it.';

-- The second wall.
create function points.held() returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 5
  as $$ begin
    return query select h.household_id from points.holder h where h.person_id = platform.wall_person() and h.ended_at is null;
  end $$;
comment on function points.held() is 'Ids of the households whose card the caller has shown; nothing where nobody is known.';

create function points.link(hash bytea) returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare found record; begin
    if platform.wall_person() is null then return null; end if;
    select c.id, c.household_id into found from points.card c where c.code_hash = hash and c.ended_at is null;
    if found.id is null then return null; end if;
    insert into points.holder (person_id, household_id, card_id)
      values (platform.wall_person(), found.household_id, found.id) on conflict (person_id, household_id) where ended_at is null do nothing;
    return found.household_id;
  end $$;
comment on function points.link(bytea) is 'Links the caller to the household whose card has this code; its id, or nothing where there is no such card.';

create function points.till_of(warehouse uuid) returns bigint language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$ begin
    return (select a.id from points.account a join points.warehouse w on w.id = warehouse and a.book_id = w.book_id and a.kind = 'till' and a.place = warehouse::text
      where exists (select from points.card c where c.book_id = w.book_id and c.ended_at is null and c.household_id in (select points.held())));
  end $$;
comment on function points.till_of(uuid) is 'The account to which a household''s points go at a warehouse of its village: the id alone.';

create function points.move_own(body jsonb) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare caller constant text := current_setting('jingwei.wall', true); answer jsonb; begin
    -- What a household sets aside for a voucher or leaves at its warehouse: nothing but its own points may go, and only there.
    if (body ->> 'phase', body ->> 'kind') not in (('reserve', 'redeem'), ('single', 'deposit')) or exists (
      select from jsonb_array_elements(body -> 'legs') l left join points.account a on a.id = (l ->> 0)::bigint
      where a.id is null or a.commodity <> 'points' or not case when (l ->> 1)::numeric < 0 then a.kind = 'household' and a.household_id in (select points.held())
        else (a.kind = 'till' and body ->> 'phase' = 'reserve') or (a.kind = 'deposit' and body ->> 'phase' = 'single' and a.household_id in (select points.held())) end)
    then return '{"refused": "points/account-unknown", "params": {}}'; end if;
    perform set_config('jingwei.wall', jsonb_build_object('house', true, 'person', platform.wall_person())::text, true);
    answer := points.move(body);
    perform set_config('jingwei.wall', caller, true);
    return answer;
  end $$;
comment on function points.move_own(jsonb) is 'points.move for a household itself: it sets its own points aside, or leaves them at the warehouse; ids and sums.';

alter table points.warehouse enable row level security;
create policy read on points.warehouse for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[])
  or exists (select from points.card c where c.household_id = any (array(select points.held())) and c.ended_at is null and c.book_id = warehouse.book_id));
create policy add on points.warehouse for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]));
create policy change on points.warehouse for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]));
comment on policy read on points.warehouse is 'Who works there or reads there, and the households that it serves.';

alter table points.good enable row level security;
create policy read on points.good for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[]) or exists (select from points.warehouse w where w.id = warehouse_id));
create policy add on points.good for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]));
create policy change on points.good for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[]));

alter table points.card enable row level security;
create policy read on points.card for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[]) or household_id = any (array(select points.held())));
create policy add on points.card for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy change on points.card for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));

alter table points.holder enable row level security;
create policy read on points.holder for select using ((select platform.wall_house()) or person_id = (select platform.wall_person()) or exists (select from points.card c where c.id = card_id and c.area_path ^@ any ((select platform.wall_paths('points.manage'))::text[])));
create policy add on points.holder for insert with check ((select platform.wall_house()) or person_id = (select platform.wall_person()));
create policy change on points.holder for update using ((select platform.wall_house()) or person_id = (select platform.wall_person()) or exists (select from points.card c where c.id = card_id and c.area_path ^@ any ((select platform.wall_paths('points.manage'))::text[])))
  with check ((select platform.wall_house()) or person_id = (select platform.wall_person()) or exists (select from points.card c where c.id = card_id and c.area_path ^@ any ((select platform.wall_paths('points.manage'))::text[])));

alter table points.voucher enable row level security;
create policy read on points.voucher for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[]) or household_id = any (array(select points.held())));
create policy add on points.voucher for insert with check ((select platform.wall_house()) or household_id = any (array(select points.held())) or area_path ^@ any ((select platform.wall_paths('points.till'))::text[]));

alter table points.redemption enable row level security;
create policy read on points.redemption for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[]) or household_id = any (array(select points.held())));
create policy add on points.redemption for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till'))::text[]));
alter table points.redemption_line enable row level security;
create policy read on points.redemption_line for select using ((select platform.wall_house()) or exists (select from points.redemption r where r.id = redemption_id));
create policy add on points.redemption_line for insert with check ((select platform.wall_house()) or exists (select from points.redemption r where r.id = redemption_id and r.area_path ^@ any ((select platform.wall_paths('points.till'))::text[])));
alter table points.redemption_return enable row level security;
create policy read on points.redemption_return for select using ((select platform.wall_house()) or exists (select from points.redemption r where r.id = redemption_id));
create policy add on points.redemption_return for insert with check ((select platform.wall_house()) or exists (select from points.redemption r where r.id = redemption_id and r.area_path ^@ any ((select platform.wall_paths('points.till'))::text[])));

alter table points.price enable row level security;
create policy read on points.price for select using ((select platform.wall_house()) or exists (select from points.good g where g.id = good_id));
create policy add on points.price for insert with check ((select platform.wall_house()) or exists (select from points.good g where g.id = good_id and g.area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[])));
create policy change on points.price for update using ((select platform.wall_house()) or exists (select from points.good g where g.id = good_id and g.area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[])))
  with check ((select platform.wall_house()) or exists (select from points.good g where g.id = good_id and g.area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.manage'))::text[])));

alter table points.stock_move enable row level security;
create policy read on points.stock_move for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till') || platform.wall_paths('points.read') || platform.wall_paths('points.manage'))::text[]));
create policy add on points.stock_move for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.till'))::text[]));

alter table points.opening_batch enable row level security;
create policy read on points.opening_batch for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy add on points.opening_batch for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy change on points.opening_batch for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
alter table points.opening enable row level security;
create policy read on points.opening for select using ((select platform.wall_house()) or exists (select from points.opening_batch b where b.id = batch_id));
create policy add on points.opening for insert with check ((select platform.wall_house()) or exists (select from points.opening_batch b where b.id = batch_id));

grant select, insert, update on points.warehouse, points.good, points.card, points.holder, points.opening_batch to jingwei_app;
grant select, insert on points.redemption, points.redemption_line, points.redemption_return, points.stock_move, points.opening to jingwei_app;
grant select, insert on points.price, points.voucher to jingwei_app;
grant update (to_on) on points.price to jingwei_app;

-- A household reads its own accounts and what moved them.
create policy own on points.account for select using (household_id = any (array(select points.held())));
create policy own on points.book for select using (exists (select from points.card c where c.book_id = book.id and c.household_id = any (array(select points.held())) and c.ended_at is null));
revoke execute on function points.link(bytea), points.till_of(uuid), points.move_own(jsonb) from public;
grant execute on function points.link(bytea), points.till_of(uuid), points.move_own(jsonb) to jingwei_app;
create policy own on points.period for select using (exists (select from points.card c where c.book_id = period.book_id and c.household_id = any (array(select points.held())) and c.ended_at is null));
create policy own on points.proposal for select using (state in ('told', 'objected', 'credited', 'upheld') and household_id = any (array(select points.held())));
create policy own on points.rule_version for select using (exists (select from points.card c where c.book_id = rule_version.book_id and c.household_id = any (array(select points.held())) and c.ended_at is null));
