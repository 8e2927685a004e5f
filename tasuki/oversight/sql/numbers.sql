-- Case numbers for whoever oversees the record: a number tells which case, and nothing of it.
create or replace function app.case_numbers(keys uuid[]) returns table (id uuid, number varchar)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.number from cases_case c
   where c.municipality_id = app.municipality() and c.id = any(keys)
     and (app.oversees() or app.sees_all() or c.owner_agency_id = app.agency()) $$;
create or replace function app.case_of_number(wanted text) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from cases_case c
   where c.municipality_id = app.municipality() and c.number = wanted
     and (app.oversees() or app.sees_all() or c.owner_agency_id = app.agency()) $$;
revoke all on function app.case_numbers(uuid[]), app.case_of_number(text) from public;
