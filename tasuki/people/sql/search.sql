-- Persons by a folded part of name or reading. A definer function, because under row-level security the index on
-- pairs of characters would not be used (array operators are not leakproof); the grants are asked inside it, and the
-- policies once more when the rows themselves are read.
create index if not exists person_by_pairs on people_person using gin (app.bigrams(search_key));

create or replace function app.search_persons(pairs text[], part text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = auto set jit = off as $$
declare
  town constant uuid := app.municipality();
  mine constant uuid := app.agency();
  me constant uuid := app.worker();
  moment constant timestamptz := app.now();
  everything constant boolean := app.sees_all();
begin
  return query
    select p.id from people_person p
     where p.municipality_id = town and p.merged_into_id is null
       and (pairs is null or app.bigrams(p.search_key) @> pairs)
       and p.search_key like part
       and (everything or exists (select 1 from people_persongrant g where g.person_id = p.id
            and (g.agency_id = mine or (g.worker_id = me and g.held_at_id = mine)) and g.since <= moment
            and case when g.until is null then 'infinity' else g.until end > moment))
     limit most;
end $$;
