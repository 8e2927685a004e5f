-- What is counted changed: the transaction leaves its number and the fiscal years concerned (reports/kept.py).
-- Every table read by a records.sql has a trigger here; a test holds that.
create or replace function app.fiscal_year(day date) returns int language sql immutable parallel safe
  as $$ select extract(year from day - interval '3 months')::int $$;

create or replace function app.note_years(town uuid, days date[]) returns void language plpgsql as $$
declare
  known date[] := array_remove(days, null);
begin
  insert into reports_countedchange (id, municipality_id, first, last, xact)
  select gen_random_uuid(), town, coalesce(min(app.fiscal_year(d)), 0), coalesce(max(app.fiscal_year(d)), 9999),
         pg_current_xact_id()::text::bigint
    from unnest(known) d
  on conflict do nothing;
end $$;

-- The days by which a row is counted: columns named in the trigger, or 'open' for "and every year after".
create or replace function app.counted_changed() returns trigger language plpgsql as $$
declare
  old_row jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  new_row jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  days date[] := '{}';
  one text;
begin
  foreach one in array coalesce(tg_argv, '{}') loop
    if one = 'open' then
      days := days || '9999-01-01'::date;
    else
      days := days || ((old_row ->> one)::timestamptz at time zone 'Asia/Tokyo')::date
                   || ((new_row ->> one)::timestamptz at time zone 'Asia/Tokyo')::date;
    end if;
  end loop;
  if tg_nargs > 0 and array_remove(days, null) = '{}' then
    return null;  -- a draft is counted in no year
  end if;
  perform app.note_years(coalesce(new_row ->> 'municipality_id', old_row ->> 'municipality_id')::uuid, days);
  return null;
end $$;

-- Rows counted by a day of the row above them; where that cannot be seen, every year is counted anew.
create or replace function app.counted_below() returns trigger language plpgsql as $$
declare
  given jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  above date;
  own date[] := '{}';
begin
  execute format('select (%I at time zone ''Asia/Tokyo'')::date from %I where id = $1', tg_argv[2], tg_argv[1])
    into above using (given ->> tg_argv[0])::uuid;
  if above is not null then
    own := array[above, ((given ->> tg_argv[3])::timestamptz at time zone 'Asia/Tokyo')::date];
  end if;
  perform app.note_years((given ->> 'municipality_id')::uuid, own);
  return null;
end $$;

create or replace trigger counted_added after insert or delete on intake_consultation
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on intake_consultation for each row
  when ((old.at, old.person_id) is distinct from (new.at, new.person_id)) execute function app.counted_changed('at');
create or replace trigger counted_moved after update on intake_consultation for each row
  when (old.area_id is distinct from new.area_id) execute function app.counted_changed('at', 'open');

-- In which household a person lived decides how many households came, in any year she came.
create or replace trigger counted_added after insert or delete on people_membership
  for each row execute function app.counted_changed();
create or replace trigger counted_changed after update on people_membership for each row
  when ((old.person_id, old.household_id, old.since, old.until) is distinct from (new.person_id, new.household_id, new.since, new.until))
  execute function app.counted_changed();

create or replace trigger counted_added after insert or delete on referrals_referral
  for each row execute function app.counted_changed('sent_at');
create or replace trigger counted_changed after update on referrals_referral for each row
  when ((old.sent_at, old.case_id, old.consultation_id) is distinct from (new.sent_at, new.case_id, new.consultation_id))
  execute function app.counted_changed('sent_at', 'open');
create or replace trigger counted_added after insert or delete on referrals_referraltarget
  for each row execute function app.counted_below('referral_id', 'referrals_referral', 'sent_at', 'confirmed_at');
create or replace trigger counted_changed after update on referrals_referraltarget for each row
  when ((old.status, old.confirmed_at, old.referral_id) is distinct from (new.status, new.confirmed_at, new.referral_id))
  execute function app.counted_below('referral_id', 'referrals_referral', 'sent_at', 'confirmed_at');

create or replace trigger counted_added after insert or delete on meetings_sitting
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on meetings_sitting for each row
  when ((old.at, old.status, old.legal_type) is distinct from (new.at, new.status, new.legal_type))
  execute function app.counted_changed('at');
create or replace trigger counted_added after insert or delete on meetings_item
  for each row execute function app.counted_below('sitting_id', 'meetings_sitting', 'at', '');
create or replace trigger counted_changed after update on meetings_item for each row
  when ((old.status, old.case_id, old.sitting_id) is distinct from (new.status, new.case_id, new.sitting_id))
  execute function app.counted_below('sitting_id', 'meetings_sitting', 'at', '');

create or replace trigger counted_added after insert or delete on plans_plan
  for each row execute function app.counted_changed('decided_on');
create or replace trigger counted_changed after update on plans_plan for each row
  when ((old.decided_on, old.replaces_id, old.case_id) is distinct from (new.decided_on, new.replaces_id, new.case_id))
  execute function app.counted_changed('decided_on');

create or replace trigger counted_added after insert or delete on outreach_visit
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on outreach_visit for each row
  when ((old.at, old.worker_count, old.met, old.case_id, old.approach_id)
    is distinct from (new.at, new.worker_count, new.met, new.case_id, new.approach_id))
  execute function app.counted_changed('at');

create or replace trigger counted_added after insert or delete on cases_case
  for each row execute function app.counted_changed('opened_on', 'closed_on');
create or replace trigger counted_changed after update on cases_case for each row
  when ((old.opened_on) is distinct from (new.opened_on)) execute function app.counted_changed('opened_on');
create or replace trigger counted_closed after update on cases_case for each row
  when ((old.closed_on, old.closing_reason) is distinct from (new.closed_on, new.closing_reason))
  execute function app.counted_changed('closed_on');
create or replace trigger counted_moved after update on cases_case for each row
  when (old.area_id is distinct from new.area_id) execute function app.counted_changed('opened_on', 'open');
