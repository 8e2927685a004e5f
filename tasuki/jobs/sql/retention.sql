-- The end of records. Only `app.destroy_line` may remove what is append-only or out of sight, for one line of a list that
-- one worker has proposed and another one approved, and it asks everything once more before it begins. The functions it
-- calls are no definer's: called by the application itself they may do no more than the application.

-- 1 April after the fiscal year of the end, and the years on top of it.
create or replace function app.term_over(ended date, years integer) returns date language sql immutable parallel safe
  as $$ select make_date(extract(year from ended - interval '3 months')::int + 1 + years, 4, 1) $$;

-- A case with everything that came after it (再開): the whole household's support counts, and its last end.
create or replace function app.case_and_after(first uuid) returns table (id uuid, closed_on date, status varchar)
  language plpgsql stable set search_path = public, pg_temp as $$
begin
  return query
    with recursive chain as (
      select c.id, c.closed_on, c.status from cases_case c where c.id = first
      union
      select c.id, c.closed_on, c.status from cases_case c join chain on c.continues_id = chain.id)
    select * from chain;
end $$;

-- What speaks against destroying it today; null when nothing does.
create or replace function app.kept_because(class text, key uuid, due date) returns text
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  today constant date := (app.now() at time zone 'Asia/Tokyo')::date;
  town constant uuid := app.municipality();
begin
  if due > today then return '保存期間がまだ終わっていません。'; end if;
  if exists (select 1 from jobs_retentionhold h where h.municipality_id = town and h.target = key
             and h.ended_at is null and (h.until is null or h.until >= today)) then
    return '保存の延長が付いています。';
  end if;
  if class = 'case' then
    perform 1 from cases_case where id = key and municipality_id = town for update;
    if not found then return 'ケースがありません。'; end if;
    if exists (select 1 from app.case_and_after(key) c where c.status <> 'closed' or c.closed_on is null) then
      return '支援が続いているか、再開しています。';
    end if;
    if exists (select 1 from app.case_and_after(key) c join jobs_retentionhold h on h.target = c.id
                where h.ended_at is null and (h.until is null or h.until >= today)) then
      return '続きのケースに保存の延長が付いています。';
    end if;
  elsif class = 'consultation' then
    perform 1 from intake_consultation where id = key and municipality_id = town for update;
    if not found then return '相談がありません。'; end if;
    if exists (select 1 from intake_consultation where id = key and outcome = 'open') then
      return '対応が終わっていません。';
    end if;
    if exists (select 1 from cases_case where opened_from_id = key) then return 'この相談から開いたケースがあります。'; end if;
  elsif class = 'meeting' then
    perform 1 from meetings_sitting where id = key and municipality_id = town for update;
    if not found then return '会議がありません。'; end if;
    if exists (select 1 from meetings_item where sitting_id = key and case_id is not null) then
      return 'ケースの議題が残っています。';
    end if;
  elsif class = 'concern' then
    perform 1 from supporters_concern where id = key and municipality_id = town for update;
    if not found then return '気になることがありません。'; end if;
    if exists (select 1 from supporters_concern where id = key and status <> 'done') then return '対応が終わっていません。'; end if;
    if exists (select 1 from intake_concerntaken where concern_id = key) then return 'この知らせから受けた相談があります。'; end if;
  elsif class = 'message' then
    perform 1 from intake_residentmessage where id = key and municipality_id = town for update;
    if not found then return '住民からのことばがありません。'; end if;
    if exists (select 1 from intake_residentmessage where id = key and ended_at is null) then return '返事が終わっていません。'; end if;
    if exists (select 1 from intake_residentmessage where id = key and consultation_id is not null) then
      return 'このことばから受けた相談があります。';
    end if;
  elsif class = 'kit' then
    perform 1 from casefile_visitkit where id = key and municipality_id = town for update;
    if not found then return '持ち出しの記録がありません。'; end if;
    if exists (select 1 from casefile_visitkit where id = key and ended_at is null and until >= app.now()) then
      return '持ち出しが続いています。';
    end if;
  else
    return 'この区分は一覧からは廃棄しません。';
  end if;
  return null;
end $$;

-- Rows and everything that points to them, table by table, as the foreign keys say. A new table is found by itself;
-- what stands on its own (a case, a person, a consultation, a sitting) is never taken along: that raises.
create or replace function app.remove_rows(tables regclass, keys uuid[]) returns jsonb
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  alone constant regclass[] := array['cases_case', 'people_person', 'people_household', 'intake_consultation',
    'meetings_sitting', 'staff_worker', 'tenancy_agency', 'tenancy_municipality']::regclass[];
  link record; following uuid[]; removed jsonb := '{}'; more jsonb; n bigint;
begin
  if coalesce(cardinality(keys), 0) = 0 then return removed; end if;
  for link in
    select c.conrelid::regclass as child, a.attname as col from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = tables and cardinality(c.conkey) = 1
     order by c.conrelid
  loop
    if link.child = tables and tables = 'cases_case'::regclass then
      execute format('update %s set %I = null where %I = any ($1) and not (id = any ($1))', tables, link.col, link.col)
        using keys;
      continue;
    end if;
    if link.child = 'supporters_visitturn'::regclass and link.col = 'alarm_id' then
      update supporters_visitturn set alarm_id = null where alarm_id = any (keys);  -- the visit itself stays
      continue;
    end if;
    execute format('select array_agg(id) from %s where %I = any ($1) and not ($2 and id = any ($1))',
                   link.child, link.col) into following using keys, link.child = tables;
    continue when following is null;
    if link.child = any (alone) and link.child <> tables then
      raise exception 'app.remove_rows: % points to %', link.child, tables;
    end if;
    more := app.remove_rows(link.child, following);
    removed := removed || (select coalesce(jsonb_object_agg(key, coalesce((removed ->> key)::bigint, 0) + value::bigint),
                                           '{}') from jsonb_each_text(more));
  end loop;
  execute format('delete from %s where id = any ($1)', tables) using keys;
  get diagnostics n = row_count;
  return removed || jsonb_build_object(tables::text, coalesce((removed ->> tables::text)::bigint, 0) + n);
end $$;

-- Persons and households whom nothing in the house tells of any more.
create or replace function app.remove_forgotten(persons uuid[]) returns jsonb
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  link record; homes uuid[]; removed jsonb; more jsonb;
begin
  for link in
    select c.conrelid::regclass as child, a.attname as col from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'people_person'::regclass and c.conrelid::regclass::text not like 'people\_%'
  loop
    execute format('select array_agg(p) from unnest($1) p where not exists (select 1 from %s x where x.%I = p)',
                   link.child, link.col) into persons using persons;
  end loop;
  if persons is null then return '{}'; end if;
  select array_agg(distinct m.household_id) into homes from people_membership m where m.person_id = any (persons);
  removed := app.remove_rows('people_person', persons);
  select array_agg(h) into homes from unnest(homes) h
   where not exists (select 1 from people_membership m where m.household_id = h)
     and not exists (select 1 from cases_case c where c.household_id = h);
  more := app.remove_rows('people_household', homes);
  return removed || more;
end $$;

-- One approved line. What it tells: {"kept": why} or {table: rows, …}. The record of changes keeps that each row went, and
-- forgets what had ever stood in it.
create or replace function app.destroy_line(line uuid) returns jsonb
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  town constant uuid := app.municipality();
  it record; reason text; persons uuid[]; calls uuid; removed jsonb; gone uuid[];
begin
  select l.*, d.state, d.proposed_by_id, d.approved_by_id into it
    from jobs_destructionline l join jobs_destructionlist d on d.id = l.list_id
   where l.id = line and l.municipality_id = town for update of l;
  if it.id is null or it.state <> 'approved' or it.proposed_by_id is null or it.approved_by_id is null
     or it.proposed_by_id = it.approved_by_id then
    raise exception 'app.destroy_line: not approved by two';
  end if;
  if it.left_out or it.destroyed_at is not null then return it.counts; end if;
  reason := app.kept_because(it.record_class, it.target, it.due_on);
  if reason is not null then
    update jobs_destructionline set left_out = true, why = reason where id = line;
    return jsonb_build_object('kept', reason);
  end if;
  if it.record_class = 'case' then
    select array_agg(distinct person_id) into persons from cases_casemember where case_id = it.target;
    select opened_from_id into calls from cases_case where id = it.target;
    removed := app.remove_rows('cases_case', array[it.target]);
    if calls is not null and not exists (select 1 from cases_case where opened_from_id = calls) then
      select persons || array_agg(person_id) into persons from intake_consultation where id = calls and person_id is not null;
      removed := removed || app.remove_rows('intake_consultation', array[calls]);
    end if;
  elsif it.record_class = 'consultation' then
    select array_agg(person_id) into persons from intake_consultation where id = it.target and person_id is not null;
    removed := app.remove_rows('intake_consultation', array[it.target]);
  else
    removed := app.remove_rows(case it.record_class
      when 'meeting' then 'meetings_sitting' when 'concern' then 'supporters_concern'
      when 'message' then 'intake_residentmessage' when 'kit' then 'casefile_visitkit' end::regclass, array[it.target]);
  end if;
  removed := removed || app.remove_forgotten(persons);
  select array_agg(distinct c.row_id) into gone from audit_change c
   where c.municipality_id = town and c.act = 'delete' and c.number = app.transaction_number();
  perform app.forget_values(coalesce(gone, '{}') || it.target);
  update jobs_destructionline set destroyed_at = app.now(), counts = removed,
         rows = (select coalesce(sum(value::bigint), 0) from jsonb_each_text(removed)) where id = line;
  return removed;
end $$;
