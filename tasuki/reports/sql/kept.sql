-- What is counted changed: the transaction leaves its number and the fiscal years concerned (reports/kept.py).
-- Every table read by a records.sql has a trigger here; a test holds that. The triggers write as the owner: whoever
-- changes a counted row (a resident by a link too) needs no right on the table of these numbers.
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
create or replace function app.counted_changed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
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

-- Rows counted by a day of the row above them; where that is gone, every year is counted anew.
create or replace function app.counted_below() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
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
  when ((old.at, old.person_id, old.gathering_id) is distinct from (new.at, new.person_id, new.gathering_id))
  execute function app.counted_changed('at');
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
  when ((old.decided_on, old.replaces_id, old.case_id, old.uses_participation)
    is distinct from (new.decided_on, new.replaces_id, new.case_id, new.uses_participation))
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

-- The neighbourhood: gatherings, issues, projects, places, groups, sessions.

create or replace trigger counted_added after insert or delete on community_gathering
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_gathering for each row
  when ((old."on", old.area_id, old.projects, old.residents) is distinct from (new."on", new.area_id, new.projects, new.residents))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_gatheringworker
  for each row execute function app.counted_below('gathering_id', 'community_gathering', 'on', '');
create or replace trigger counted_changed after update on community_gatheringworker for each row
  when ((old.gathering_id) is distinct from (new.gathering_id))
  execute function app.counted_below('gathering_id', 'community_gathering', 'on', '');

create or replace trigger counted_added after insert or delete on community_communityissue
  for each row execute function app.counted_changed('noted_on');
create or replace trigger counted_changed after update on community_communityissue for each row
  when ((old.noted_on) is distinct from (new.noted_on))
  execute function app.counted_changed('noted_on');
create or replace trigger counted_moved after update on community_communityissue for each row
  when (old.area_id is distinct from new.area_id) execute function app.counted_changed('noted_on', 'open');

create or replace trigger counted_added after insert or delete on community_issuelead
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_issuelead for each row
  when ((old."on", old.issue_id) is distinct from (new."on", new.issue_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_issueeffect
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_issueeffect for each row
  when ((old."on", old.issue_id) is distinct from (new."on", new.issue_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_developmentproject
  for each row execute function app.counted_changed('begun_on', 'ended_on');
create or replace trigger counted_changed after update on community_developmentproject for each row
  when ((old.begun_on, old.ended_on, old.state) is distinct from (new.begun_on, new.ended_on, new.state))
  execute function app.counted_changed('begun_on', 'ended_on');
create or replace trigger counted_moved after update on community_developmentproject for each row
  when (old.area_id is distinct from new.area_id) execute function app.counted_changed('begun_on', 'open');

create or replace trigger counted_added after insert or delete on community_projectpartner
  for each row execute function app.counted_changed('answered_on');
create or replace trigger counted_changed after update on community_projectpartner for each row
  when ((old.answered_on, old.answer, old.project_id) is distinct from (new.answered_on, new.answer, new.project_id))
  execute function app.counted_changed('answered_on');

-- A place and a group are counted in every year in which they are there.

create or replace trigger counted_added after insert or delete on community_place
  for each row execute function app.counted_changed('registered_on', 'open');
create or replace trigger counted_changed after update on community_place for each row
  when ((old.registered_on, old.closed_on, old.area_id, old.functions) is distinct from (new.registered_on, new.closed_on, new.area_id, new.functions))
  execute function app.counted_changed('registered_on', 'open');

create or replace trigger counted_added after insert or delete on community_group
  for each row execute function app.counted_changed('begun_on', 'open');
create or replace trigger counted_changed after update on community_group for each row
  when ((old.begun_on, old.ended_on, old.area_id) is distinct from (new.begun_on, new.ended_on, new.area_id))
  execute function app.counted_changed('begun_on', 'open');

create or replace trigger counted_added after insert or delete on community_groupstep
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_groupstep for each row
  when ((old."on", old.after, old.group_id) is distinct from (new."on", new.after, new.group_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_groupsupport
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_groupsupport for each row
  when ((old."on", old.area_id, old.group_id, old.minutes) is distinct from (new."on", new.area_id, new.group_id, new.minutes))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_session
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_session for each row
  when ((old."on", old.area_id, old.group_id, old.place_id, old.attended, old.called_off) is distinct from (new."on", new.area_id, new.group_id, new.place_id, new.attended, new.called_off))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on community_foodmove
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on community_foodmove for each row
  when ((old."on", old.kind, old.households, old.from_place_id, old.to_place_id, old.undoes_id) is distinct from (new."on", new.kind, new.households, new.from_place_id, new.to_place_id, new.undoes_id))
  execute function app.counted_changed('on');

-- Participation: sheets, matches, follow-ups, receiving places.

create or replace trigger counted_added after insert or delete on participation_followup
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on participation_followup for each row
  when ((old."on", old.side, old.how, old.case_id) is distinct from (new."on", new.side, new.how, new.case_id))
  execute function app.counted_changed('on');

-- Those who watch and help. Where a supporter lives decides the area, in any year in which something is counted.

create or replace trigger counted_added after insert or delete on supporters_concern
  for each row execute function app.counted_changed('at', 'consulted_at');
create or replace trigger counted_changed after update on supporters_concern for each row
  when ((old.at, old.consulted_at, old.answered_at, old.area_id) is distinct from (new.at, new.consulted_at, new.answered_at, new.area_id))
  execute function app.counted_changed('at', 'consulted_at');

create or replace trigger counted_added after insert or delete on supporters_coursemember
  for each row execute function app.counted_changed('graduated_on');
create or replace trigger counted_changed after update on supporters_coursemember for each row
  when ((old.graduated_on, old.supporter_id) is distinct from (new.graduated_on, new.supporter_id))
  execute function app.counted_changed('graduated_on');

create or replace trigger counted_added after insert or delete on supporters_undertaking
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on supporters_undertaking for each row
  when ((old."on", old.member_id) is distinct from (new."on", new.member_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on supporters_activity
  for each row execute function app.counted_changed('starts_at');
create or replace trigger counted_changed after update on supporters_activity for each row
  when ((old.starts_at, old.ends_at, old.status, old.supporter_id)
    is distinct from (new.starts_at, new.ends_at, new.status, new.supporter_id))
  execute function app.counted_changed('starts_at');

create or replace trigger counted_added after insert or delete on supporters_pointentry
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on supporters_pointentry for each row
  when ((old."on", old.kind, old.points, old.supporter_id) is distinct from (new."on", new.kind, new.points, new.supporter_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on supporters_helprequest
  for each row execute function app.counted_changed('opened_at');
create or replace trigger counted_changed after update on supporters_helprequest for each row
  when ((old.opened_at, old.status, old.area_id) is distinct from (new.opened_at, new.status, new.area_id))
  execute function app.counted_changed('opened_at');

create or replace trigger counted_added after insert or delete on participation_participationsheet
  for each row execute function app.counted_changed('fixed_on');
create or replace trigger counted_changed after update on participation_participationsheet for each row
  when ((old.fixed_on, old.status, old.person_id, old.case_id) is distinct from (new.fixed_on, new.status, new.person_id, new.case_id))
  execute function app.counted_changed('fixed_on');

create or replace trigger counted_added after insert or delete on participation_match
  for each row execute function app.counted_changed('agreed_on', 'settled_on', 'steady_on');
create or replace trigger counted_changed after update on participation_match for each row
  when ((old.agreed_on, old.settled_on, old.steady_on, old.case_id, old.place_id, old.new_partner) is distinct from (new.agreed_on, new.settled_on, new.steady_on, new.case_id, new.place_id, new.new_partner))
  execute function app.counted_changed('agreed_on', 'settled_on', 'steady_on');

create or replace trigger counted_added after insert or delete on participation_ask
  for each row execute function app.counted_changed('asked_on');
create or replace trigger counted_changed after update on participation_ask for each row
  when ((old.asked_on, old.match_id, old.case_id) is distinct from (new.asked_on, new.match_id, new.case_id))
  execute function app.counted_changed('asked_on');

create or replace trigger counted_added after insert or delete on participation_unmetwish
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on participation_unmetwish for each row
  when ((old."on", old.case_id) is distinct from (new."on", new.case_id))
  execute function app.counted_changed('on');

create or replace trigger counted_added after insert or delete on supporters_supporter
  for each row execute function app.counted_changed();
create or replace trigger counted_changed after update on supporters_supporter for each row
  when ((old.since, old.until, old.area_id, old.kind) is distinct from (new.since, new.until, new.area_id, new.kind))
  execute function app.counted_changed();

create or replace trigger counted_added after insert or delete on supporters_supporterbadge
  for each row execute function app.counted_changed('since', 'open');
create or replace trigger counted_changed after update on supporters_supporterbadge for each row
  when ((old.since, old.until, old.badge, old.supporter_id) is distinct from (new.since, new.until, new.badge, new.supporter_id))
  execute function app.counted_changed('since', 'open');

create or replace trigger counted_added after insert or delete on supporters_visitturn
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on supporters_visitturn for each row
  when ((old.at, old.status, old.area_id, old.supporter_id) is distinct from (new.at, new.status, new.area_id, new.supporter_id))
  execute function app.counted_changed('at');

create or replace trigger counted_added after insert or delete on casefile_casefood
  for each row execute function app.counted_changed('on');
create or replace trigger counted_changed after update on casefile_casefood for each row
  when ((old."on", old.undone_at, old.case_id) is distinct from (new."on", new.undone_at, new.case_id))
  execute function app.counted_changed('on');

-- Nobody dropped: talks, screenings of rights, long watches, checks after the end.

create or replace trigger counted_added after insert or delete on meetings_conference
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on meetings_conference for each row
  when ((old.at, old.case_id) is distinct from (new.at, new.case_id))
  execute function app.counted_changed('at');

create or replace trigger counted_added after insert or delete on meetings_rightsscreening
  for each row execute function app.counted_changed('asked_at');
create or replace trigger counted_changed after update on meetings_rightsscreening for each row
  when ((old.asked_at, old.case_id) is distinct from (new.asked_at, new.case_id))
  execute function app.counted_changed('asked_at');

create or replace trigger counted_added after insert or delete on outreach_longlook
  for each row execute function app.counted_changed('at');
create or replace trigger counted_changed after update on outreach_longlook for each row
  when ((old.at, old.case_id) is distinct from (new.at, new.case_id))
  execute function app.counted_changed('at');

create or replace trigger counted_added after insert or delete on casefile_aftercheck
  for each row execute function app.counted_changed('done_on');
create or replace trigger counted_changed after update on casefile_aftercheck for each row
  when ((old.done_on, old.case_id) is distinct from (new.done_on, new.case_id))
  execute function app.counted_changed('done_on');

-- A line of the food book that undoes another changes the year of the other.
create or replace trigger counted_undone after insert on community_foodmove for each row
  when (new.undoes_id is not null) execute function app.counted_changed();
