-- How much came from a supporter or from a machine since a moment: asked by a page that may not read the rows of others.
create or replace function app.concerns_since(who uuid, machine_ text, since_ timestamptz) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) from supporters_concern c
   where c.municipality_id = app.municipality() and c.at >= since_
     and ((who is not null and c.supporter_id = who) or (machine_ <> '' and c.machine = machine_)) $$;
