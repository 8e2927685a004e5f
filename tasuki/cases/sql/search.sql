-- Words in support records, newest first. Two steps, never the planner's choice (docs/performance.md): count at most
-- `most` + 1 hits in the index; few hits are sorted, many are met by walking the dates. Definer functions, because
-- array operators are not leakproof and the index would be lost under row-level security; the same condition as the
-- wall's is asked inside, and the policies once more when the rows are read.
-- Inside the row where it fits: a look at the folded text is then no second look-up, and costs 6 instead of 9 µs.
alter table cases_supportrecord alter column folded set storage main;
create index if not exists record_by_pairs on cases_supportrecord using gin (app.bigrams(folded)) where current;

create or replace function app.count_records(pairs text[], parts text[], most integer)
  returns table (hits integer, ids uuid[])
  language plpgsql stable security definer
  set search_path = public, pg_temp set jit = off set enable_seqscan = off as $$
declare
  town constant uuid := app.municipality();
  mine constant uuid := app.agency();
  me constant uuid := app.worker();
  moment constant timestamptz := app.now();
begin
  if app.sees_all() then
    return query select count(*)::integer, array_agg(found.id) from (
      select r.id from cases_supportrecord r
       where app.bigrams(r.folded) @> pairs and r.current and r.municipality_id = town
         and (parts is null or r.folded like all (parts)) limit most + 1) found;
  else
    return query select count(*)::integer, array_agg(found.id) from (
      select r.id from cases_supportrecord r
       where app.bigrams(r.folded) @> pairs and r.current and r.municipality_id = town
         and exists (select 1 from cases_casegrant g where g.case_id = r.case_id
              and (g.agency_id = mine or g.worker_id = me) and g.since <= moment
              and (g.until is null or g.until > moment) and g.scope & 8 <> 0
              and (g.person_id is null or g.person_id = r.about_id))
         and (parts is null or r.folded like all (parts)) limit most + 1) found;
  end if;
end $$;

create or replace function app.newest_records(parts text[], wanted integer) returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp set jit = off set enable_bitmapscan = off set enable_sort = off as $$
declare
  town constant uuid := app.municipality();
  mine constant uuid := app.agency();
  me constant uuid := app.worker();
  moment constant timestamptz := app.now();
begin
  if app.sees_all() then
    return query select r.id from cases_supportrecord r
       where r.municipality_id = town and r.current and r.folded like all (parts)
       order by r.at desc, r.id desc limit wanted;
  else
    return query select r.id from cases_supportrecord r
       where r.municipality_id = town and r.current and r.folded like all (parts)
         and exists (select 1 from cases_casegrant g where g.case_id = r.case_id
              and (g.agency_id = mine or g.worker_id = me) and g.since <= moment
              and (g.until is null or g.until > moment) and g.scope & 8 <> 0
              and (g.person_id is null or g.person_id = r.about_id))
       order by r.at desc, r.id desc limit wanted;
  end if;
end $$;
