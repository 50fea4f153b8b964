-- Pictures are named by a phone before they are here: by the hash of the bytes that it will send.
create table platform.sent_photo (
  sent_sha256 text primary key check (sent_sha256 ~ '^[0-9a-f]{64}$'),
  sha256 text not null references platform.file (sha256),
  bytes int not null check (bytes > 0),
  at timestamptz not null default platform.now()
);
comment on table platform.sent_photo is 'Which stored picture the verified bytes with this hash became; a step that names this hash has its picture from then on. A picture may have been sent in more than one form.';
comment on column platform.sent_photo.bytes is 'Of what was sent.';
grant select, insert on platform.sent_photo to jingwei_app;
