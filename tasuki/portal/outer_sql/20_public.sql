-- What anybody may read: answered by functions of the owner, column by column; no table behind them is open.
create or replace function outside.towns()
  returns table (id uuid, code text, name text, is_open boolean, languages text[], leave_to text, takes_messages boolean,
                 answer_days int, pace_per_hour int)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select m.id, m.code::text, m.name::text, coalesce(s.is_open, true), coalesce(s.languages::text[], '{}'),
         coalesce(s.leave_to, '')::text, coalesce(s.takes_messages, true), coalesce(s.answer_days, 3)::int,
         coalesce(s.pace_per_hour, 5)::int
    from tenancy_municipality m left join portal_portalsettings s on s.municipality_id = m.id
   where coalesce(s.is_open, true) order by m.code;
end $$;

create or replace function outside.areas(town uuid) returns table (id uuid, name text, towns text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select a.id, a.name::text, coalesce((select array_agg(t.name::text order by t.name) from tenancy_town t where t.area_id = a.id), '{}')
    from tenancy_area a where a.municipality_id = town order by a."order", a.name;
end $$;

-- Desks chosen by the municipality, in the order of its choice.
create or replace function outside.desks(town uuid)
  returns table (id uuid, name text, nickname text, department text, phone text, hours text, area_id uuid, troubles text[],
                 note text, place_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select d.id, g.name::text, g.nickname::text, g.department::text, g.phone::text, g.hours::text, d.area_id, d.troubles::text[],
         d.note::text, (select p.id from community_place p where p.agency_id = g.id and p.municipality_id = town
                           and p.shown_to_public and not p.closed order by p.kind, p.name limit 1)
    from portal_publicdesk d join tenancy_agency g on g.id = d.agency_id
   where d.municipality_id = town and (g.closed_on is null or g.closed_on > app.now()::date)
   order by d."order", g.name;
end $$;

create or replace function outside.places(town uuid)
  returns table (id uuid, kind text, name text, kana text, nickname text, run_by text, functions text[], for_whom text[],
                 opening text, area_id uuid, place text, latitude numeric, longitude numeric, access text, cost text,
                 conditions text, accessibility text[], languages text[], contact_name text, contact_phone text,
                 description text, confirmed_on date, url text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select p.id, p.kind::text, p.name::text, p.kana::text, p.nickname::text, p.run_by::text, p.functions::text[],
         p.for_whom::text[], p.opening::text, p.area_id, p."where"::text, p.latitude, p.longitude, p.access::text,
         p.cost::text, p.conditions::text, p.accessibility::text[], p.languages::text[],
         case when p.contact_public then p.contact_name else '' end::text,
         case when p.contact_public then p.contact_phone else '' end::text,
         p.description, p.confirmed_on, p.url::text
    from community_place p
   where p.municipality_id = town and p.shown_to_public and not p.closed
   order by coalesce(nullif(p.kana, ''), p.name);
end $$;

-- Schemes of support that the municipality shows; where one asks: as written, else the agency.
create or replace function outside.schemes(town uuid)
  returns table (id uuid, name text, given_by text, summary text, topics text[], target text, content text,
                 how_to_apply text, to_bring text, contact text, phone text, url text, opens_on date, closes_on date,
                 confirmed_on date)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if to_regclass('public.community_scheme') is null then return; end if;
  return query
  select s.id, s.name::text, s.given_by::text, s.summary, s.topics::text[], s.target, s.content, s.how_to_apply, s.to_bring,
         coalesce(nullif(s.contact, ''), g.name, '')::text,
         case when s.phone <> '' then s.phone when s.contact = '' then coalesce(g.phone, '') else '' end::text,
         s.url::text, s.opens_on, s.closes_on, s.confirmed_on
    from community_scheme s left join tenancy_agency g on g.id = s.agency_id
   where s.municipality_id = town and s.shown_to_public and not s.closed
     and (s.closes_on is null or s.closes_on >= app.now()::date)
   order by coalesce(nullif(s.kana, ''), s.name);
end $$;

create or replace function outside.texts(town uuid) returns table (subject text, language text, words text, source text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select t.subject::text, t.language::text, t.text, t.source::text from portal_publictext t where t.municipality_id = town;
end $$;

create or replace function outside.urgent(town uuid) returns table (number text, key text, words text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select u.number::text, u.key::text, u.words::text from portal_urgentnumber u
   where u.municipality_id = town order by u."order", u.number;
end $$;

-- Names of the codes that stand in the rows above.
create or replace function outside.labels(town uuid, list_ text) returns table (code text, label text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select c.code::text, c.label::text from codes_code c
   where c.municipality_id = town and c.list = list_ and list_ in ('place_function', 'place_accessibility', 'place_language')
   order by c."order";
end $$;

-- The section whose telephone is shown where no desk is.
create or replace function outside.section(town uuid) returns table (name text, phone text, hours text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query
  select g.name::text, g.phone::text, g.hours::text from tenancy_agency g
   where g.municipality_id = town and g.is_section and g.closed_on is null order by g.key limit 1;
end $$;

-- Events to come that were marked for residents.
create or replace function outside.events(town uuid)
  returns table (id uuid, title text, what text, on_ date, start_ time, end_ time, area_id uuid, place text, place_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if to_regclass('public.community_session') is null then return; end if;
  return query
  select s.id, coalesce(nullif(s.title, ''), p.name, '')::text, s.what::text, s."on", s.start, s."end", coalesce(s.area_id, p.area_id),
         coalesce(p.name, '')::text, case when p.shown_to_public and not p.closed then p.id end
    from community_session s left join community_place p on p.id = s.place_id
   where s.municipality_id = town and s.shown_to_public and not s.called_off
     and s."on" between app.now()::date and app.now()::date + 31
   order by s."on", s.start nulls first;
end $$;
