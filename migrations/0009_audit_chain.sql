-- The audit is covered by a chain of hashes, which one sequencer makes after the commits, and by signed checkpoints.

-- What was written before this has the number of no transaction that still runs: it is linked first, by id.
alter table platform.audit add column xid xid8 not null default '3';
alter table platform.audit alter column xid set default pg_current_xact_id();
create index audit_order on platform.audit (xid, id);
comment on table platform.audit is 'Who did or saw what. Linked below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped.';

create table platform.audit_link (
  seq bigint primary key check (seq > 0),
  audit_id bigint not null unique,
  hash bytea not null check (length(hash) = 32)
);
comment on table platform.audit_link is 'h(seq) = SHA-256(h(seq - 1) || SHA-256(canonical row)), h(0) = 32 zero bytes. Refers to its row without a foreign key: when the row is gone, this stays and shows it.';

create table platform.audit_checkpoint (
  epoch uuid not null,
  seq bigint not null check (seq >= 0),
  head bytea not null check (length(head) = 32),
  count bigint not null check (count >= 0),
  at timestamptz not null,
  after_epoch uuid,
  key text not null,
  signature bytea not null,
  primary key (epoch, seq)
);
comment on table platform.audit_checkpoint is 'Signed (Ed25519) with a key that is not in the database; witnesses outside hold copies. after_epoch: the first one after a restore, which took the place of that epoch.';

grant select, insert on platform.audit_link, platform.audit_checkpoint to jingwei_app;
