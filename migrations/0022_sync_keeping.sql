-- What was set aside is somebody's until it is settled, and how it was settled is written down; and what is kept of phones is let
-- go of when nobody can ask for it any more.
alter table platform.rejected
  add column assigned_to int,
  add column assigned_name text,
  add column assigned_at timestamptz,
  add column settled_name text,
  add column settled_how text check (settled_how in ('entered', 'corrected', 'void', 'other')),
  add column settled_note text check (char_length(settled_note) <= 1000);
comment on column platform.rejected.assigned_to is 'Who keeps the roster there and is to deal with it.';
comment on column platform.rejected.settled_how is 'entered: somebody else wrote it down again; corrected: its writer did; void: nothing is to be done; null where an older version settled it.';
create index rejected_settled on platform.rejected (settled_at) where settled_at is not null;
create index rejected_device on platform.rejected (device_id);
create index mutation_at on platform.mutation (at);
create index device_contact on platform.device (contact_at);

-- Only the house itself lets go of anything.
grant delete on platform.mutation, platform.rejected to jingwei_app;
create policy keeping on platform.mutation as restrictive for delete using ((select platform.wall_house()));
create policy keeping on platform.rejected as restrictive for delete using ((select platform.wall_house()));
