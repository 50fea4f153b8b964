-- Second factors of sign-in, sign-in by an identity provider, and what is decided about both.
create table identity.sign_in_policy (
  one boolean primary key default true check (one),
  second_factor_required boolean not null
);
comment on column identity.sign_in_policy.second_factor_required is 'Whether holders of a role that asks for a second factor are held back until they have one. Set by the installation (setup: yes; demo: no) or by its operator.';
insert into identity.sign_in_policy (second_factor_required) values (false);

alter table identity.role add column second_factor boolean not null default false;
comment on column identity.role.second_factor is 'Whoever holds it signs in with a second factor, where the installation asks for that. Always so for administrators.';
update identity.role set second_factor = administrator;

alter table identity.session
  add column proved_at timestamptz not null default now(),
  add column provider_token bytea;
comment on column identity.session.proved_at is 'When he last proved who he is; what could lock somebody out for good is done only soon after.';
comment on column identity.session.provider_token is 'Sealed: what the identity provider must be shown to sign out there too.';

create table identity.half_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id int not null references identity.person (id),
  kind text not null check (kind in ('desk', 'phone', 'machine')),
  password_hash text,
  expires_at timestamptz not null,
  wrong int not null default 0,
  challenge text,
  provider_token bytea,
  address text not null
);
create index half_session_person on identity.half_session (person_id);
comment on table identity.half_session is 'Somebody whose password was right, or whom an identity provider named, and who has yet to show his second factor. Its token opens nothing else.';
comment on column identity.half_session.password_hash is 'The one that was right; a password that was reset meanwhile ends it. Null: named by an identity provider.';

create table identity.totp (
  person_id int primary key references identity.person (id),
  secret bytea not null,
  begun_at timestamptz not null default now(),
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
comment on column identity.totp.secret is 'AES-256-GCM under a key that is not in this database; bound to the person.';
comment on column identity.totp.last_step is 'The 30 seconds of the last code that was taken; that one and all before are spent.';

create table identity.passkey (
  id int generated always as identity primary key,
  person_id int not null references identity.person (id),
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null check (char_length(name) between 1 and 40),
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_person on identity.passkey (person_id);

create table identity.passkey_question (
  session_hash bytea primary key references identity.session (token_hash) on delete cascade,
  challenge text not null,
  expires_at timestamptz not null
);
comment on table identity.passkey_question is 'What a device must sign to become somebody''s passkey; asked once, answered once.';

create table identity.recovery_code (
  person_id int not null references identity.person (id),
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (person_id, code_hash)
);
comment on table identity.recovery_code is 'For whoever has lost his device. SHA-256 of 80 random bits needs no salt.';

create table identity.provider_account (
  issuer text not null,
  subject text not null check (char_length(subject) between 1 and 255),
  person_id int not null references identity.person (id),
  linked_at timestamptz not null default now(),
  primary key (issuer, subject),
  unique (issuer, person_id)
);
comment on table identity.provider_account is 'Who is whom at the identity provider: found by name the first time, by its lasting subject from then on, so that a name given to somebody else opens nothing.';

create view identity.second_factor_facts with (security_invoker = true) as
  select p.id as person_id,
    (exists (select from identity.totp t where t.person_id = p.id and t.confirmed_at is not null)
      or exists (select from identity.passkey k where k.person_id = p.id)) as enrolled,
    (exists (select from identity.sign_in_policy y where y.second_factor_required)
      and exists (select from identity.post o join identity.role r on r.code = o.role
                  where o.person_id = p.id and r.second_factor and identity.living(o.valid_from, o.valid_to, o.ended_at, identity.today()))) as required
  from identity.person p;

grant select, update on identity.sign_in_policy to jingwei_app;
grant select, insert, update, delete on identity.half_session, identity.totp, identity.passkey, identity.passkey_question, identity.recovery_code, identity.provider_account to jingwei_app;
grant select on identity.second_factor_facts to jingwei_app;
