-- Who holds an outside link. The database looks it up by the digest of the token: a setting alone opens nothing.
create or replace function outside.bearer(digest_ text) returns table (kind text, municipality uuid, subject uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if to_regclass('public.supporters_supporterlink') is not null then
    return query select 'supporter', l.municipality_id, l.supporter_id
      from supporters_supporterlink l join supporters_supporter s on s.id = l.supporter_id
     where l.digest = digest_ and l.ended_at is null and l.until >= app.now()::date
       and (s.until is null or s.until >= app.now()::date);
  end if;
  if to_regclass('public.community_placecheck') is not null then
    return query select 'place', c.municipality_id, c.place_id from community_placecheck c
     where c.digest = digest_ and c.answered_at is null and c.ended_at is null and c.until >= app.now()::date;
  end if;
end $$;
create or replace function app.supporter() returns uuid language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin
  return (select b.subject from outside.bearer(nullif(current_setting('app.link', true), '')) b
           where b.kind = 'supporter' and b.municipality = app.municipality());
end $$;
create or replace function app.supporter_area() returns uuid language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin return (select s.area_id from supporters_supporter s where s.id = app.supporter()); end $$;
-- The answer is written in the same deed that ends the link: it counts for a minute more.
create or replace function app.guest_place() returns uuid language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin
  return (select c.place_id from community_placecheck c
           where c.digest = nullif(current_setting('app.link', true), '') and c.municipality_id = app.municipality()
             and c.ended_at is null and c.until >= app.now()::date
             and (c.answered_at is null or c.answered_at > app.now() - interval '1 minute'));
end $$;
create or replace function app.link() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.link', true), '') $$;

-- What belongs to her: what she told, visits she accepted, requests offered to her or taken, those for which she was accepted.
create or replace function app.supporter_concerns() returns uuid[] language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin return (select array_agg(c.id) from supporters_concern c where c.supporter_id = app.supporter()); end $$;
create or replace function app.supporter_turns() returns uuid[] language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin
  return (select array_agg(t.id) from supporters_visitturn t where t.supporter_id = app.supporter() and t.status = 'accepted');
end $$;
create or replace function app.supporter_requests() returns uuid[] language plpgsql stable security definer
  set search_path = public, pg_temp as $$
declare s supporters_supporter%rowtype;
begin
  select * into s from supporters_supporter x where x.id = app.supporter();
  return (select array_agg(r.id) from supporters_helprequest r where r.municipality_id = s.municipality_id
    and ((r.status = 'offered' and s.offers @> array[r.kind] and (r.area_id is null or s.area_id is null or s.area_id = r.area_id))
      or exists (select 1 from supporters_helptaking t where t.request_id = r.id and t.supporter_id = s.id)));
end $$;
create or replace function app.supporter_accepted() returns uuid[] language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin
  return (select array_agg(t.request_id) from supporters_helptaking t where t.supporter_id = app.supporter()
    and t.ended_at is null and t.accepted_at is not null);
end $$;
