-- A resident writes, and reads the answer with her number and word. She sees nothing else, and the portal neither.
create or replace function outside.write_message(
    town uuid, key_ uuid, number_ text, digest_ text, language_ text, trouble_ text, area_ uuid, words_ text, name_ text,
    contact_ text, agency_ uuid, due_ date, machine_ text) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
declare known text; pace int; lately int; whole int;
begin
  select m.number into known from intake_residentmessage m where m.municipality_id = town and m.key = key_;
  if known is not null then return known; end if;   -- sent twice: the same receipt
  select pace_per_hour into pace from portal_portalsettings s where s.municipality_id = town;
  select count(*) filter (where m.machine = machine_), count(*) into lately, whole from intake_residentmessage m
   where m.municipality_id = town and m.at > app.now() - interval '1 hour';
  if (machine_ <> '' and lately >= coalesce(pace, 5)) or whole >= 300 then return ''; end if;
  if exists (select 1 from intake_residentmessage m where m.municipality_id = town and m.number = number_) then
    return 'taken';   -- by chance; the caller makes another number
  end if;
  if length(words_) not between 1 and 2000 or length(name_) > 60 or length(contact_) > 120 then
    raise exception 'too long' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from tenancy_agency g where g.id = agency_ and g.municipality_id = town)
     or (area_ is not null and not exists (select 1 from tenancy_area a where a.id = area_ and a.municipality_id = town)) then
    raise exception 'another town' using errcode = 'check_violation';
  end if;
  perform set_config('app.municipality', town::text, true);
  insert into intake_residentmessage (id, municipality_id, key, number, word_digest, language, trouble, area_id, words, name,
      contact, agency_id, at, due_on, state, note, machine, wrong_tries)
  values (gen_random_uuid(), town, key_, number_, digest_, language_, trouble_, area_, words_, name_, contact_, agency_,
      app.now(), due_, 'new', '', machine_, 0);
  return number_;
end $$;

-- state: wrong (number or word), locked (too many wrong words), or how it stands; the answers oldest first.
create or replace function outside.read_answer(town uuid, number_ text, digest_ text)
  returns table (state text, at timestamptz, desk text, phone text, hours text, answers jsonb)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare m intake_residentmessage%rowtype;
begin
  perform set_config('app.municipality', town::text, true);
  select * into m from intake_residentmessage r where r.municipality_id = town and r.number = number_ for update;
  if m.id is null then return query select 'wrong', null::timestamptz, '', '', '', '[]'::jsonb; return; end if;
  if m.locked_until > app.now() then return query select 'locked', null::timestamptz, '', '', '', '[]'::jsonb; return; end if;
  if m.word_digest <> digest_ then
    update intake_residentmessage set wrong_tries = m.wrong_tries + 1,
        locked_until = case when (m.wrong_tries + 1) % 5 = 0 then app.now() + interval '15 minutes' end where id = m.id;
    return query select 'wrong', null::timestamptz, '', '', '', '[]'::jsonb; return;
  end if;
  if m.wrong_tries > 0 then update intake_residentmessage set wrong_tries = 0, locked_until = null where id = m.id; end if;
  return query select m.state::text, m.at, g.name::text, g.phone::text, g.hours::text,
      coalesce((select jsonb_agg(jsonb_build_object('at', a.at, 'text', a.text) order by a.at)
                  from intake_messageanswer a where a.message_id = m.id), '[]'::jsonb)
    from tenancy_agency g where g.id = m.agency_id;
end $$;
