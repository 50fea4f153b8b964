-- Whoever changes the rights of others says his password once more, at most ten minutes before (rules/second-factor.ts).
alter table identity.session add column confirmed_at timestamptz;
comment on column identity.session.confirmed_at is 'When he last said his password again in this session. It does not stand for a second factor: what touches his own factors asks for proved_at.';
comment on table identity.recovery_code is 'For whoever has lost his device. SHA-256 of 120 random bits (80 in codes of four groups, from before there were six) needs no salt.';
