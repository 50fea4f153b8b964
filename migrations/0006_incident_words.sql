-- What a case is searched by, apart from the case: its row changes at every step, its words never do, and the bigrams of
-- a long text cost more to compute and to insert again than the step itself.
create table incidents.wording (
  case_id uuid primary key references incidents.incident (id),
  words text not null
);
comment on table incidents.wording is 'Description and address of a case, for the search.';
insert into incidents.wording select id, description || ' ' || address from incidents.incident;
create index wording_bigrams on incidents.wording using gin (incidents.bigrams(words));
drop index incidents.incident_words;
-- Of a number people type its beginning.
create index incident_number on incidents.incident (number collate "C");
grant select, insert on incidents.wording to jingwei_app;
