-- One row per counted record: indicator, key of the record, its day, its area, what it weighs, and where it opens
-- (page, opens, tab). Parameters: %(first)s and %(after)s, the fiscal year, half-open. Rows of other municipalities never
-- come here. A unit that counts once a year is the first record of that unit in the year (nth = 1).
-- Rows that have their area from a case carry `case_id`; the cases are looked up once, at the end.
with
consultation as (
  select c.id, (c.at at time zone 'Asia/Tokyo')::date as day, c.area_id, c.gathering_id,
         row_number() over (partition by coalesce(c.person_id, c.id) order by c.at, c.id) as nth_of_person,
         row_number() over (partition by coalesce(m.household_id, c.person_id, c.id) order by c.at, c.id) as nth_of_household
    from intake_consultation c
    left join lateral (
      select household_id from people_membership
       where person_id = c.person_id and (since is null or since <= (c.at at time zone 'Asia/Tokyo')::date)
         and (until is null or until > (c.at at time zone 'Asia/Tokyo')::date)
       order by since desc nulls last limit 1) m on true
   where c.municipality_id = app.municipality() and c.at >= %(first)s and c.at < %(after)s
),
target as (
  select t.id, t.referral_id, t.status, (r.sent_at at time zone 'Asia/Tokyo')::date as day, r.case_id, c.area_id
    from referrals_referral r
    join referrals_referraltarget t on t.referral_id = r.id
    left join intake_consultation c on c.id = r.consultation_id
   where r.municipality_id = app.municipality() and r.sent_at >= %(first)s and r.sent_at < %(after)s
),
sitting as (
  select id, legal_type, (at at time zone 'Asia/Tokyo')::date as day from meetings_sitting
   where municipality_id = app.municipality() and status = 'held' and at >= %(first)s and at < %(after)s
),
item as (
  select i.id, i.case_id, s.legal_type, s.day,
         row_number() over (partition by s.legal_type, i.case_id order by s.day, i.id) as nth_of_case
    from meetings_item i join sitting s on s.id = i.sitting_id
   where i.status in ('discussed', 'closed') and i.case_id is not null
),
visit as (
  select v.id, (v.at at time zone 'Asia/Tokyo')::date as day, v.worker_count, v.met, v.case_id,
         row_number() over (partition by v.approach_id order by v.at, v.id) as nth_of_approach
    from outreach_visit v
   where v.municipality_id = app.municipality() and v.at >= %(first)s and v.at < %(after)s
),
closed as (
  select id, closed_on, area_id, closing_reason from cases_case
   where municipality_id = app.municipality() and closed_on >= %(first_day)s and closed_on < %(after_day)s
),
gathering as (
  select g.id, g."on" as day, g.area_id, g.projects, coalesce(g.residents, 0) as residents,
         (select count(*) from community_gatheringworker w where w.gathering_id = g.id)::int as workers
    from community_gathering g
   where g.municipality_id = app.municipality() and g."on" >= %(first_day)s and g."on" < %(after_day)s
),
place as (
  select id, greatest(registered_on, %(first_day)s::date) as day, area_id, functions from community_place
   where municipality_id = app.municipality() and registered_on < %(after_day)s
     and (closed_on is null or closed_on >= %(first_day)s)
),
support as (
  select id, "on" as day, area_id, group_id, minutes from community_groupsupport
   where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s
),
session as (
  select s.id, s."on" as day, coalesce(s.area_id, g.area_id, p.area_id) as area_id, s.attended
    from community_session s
    left join community_group g on g.id = s.group_id
    left join community_place p on p.id = s.place_id
   where s.municipality_id = app.municipality() and s."on" >= %(first_day)s and s."on" < %(after_day)s
     and not s.called_off and s.attended is not null
),
concern as (
  select id, (at at time zone 'Asia/Tokyo')::date as day, area_id, answered_at from supporters_concern
   where municipality_id = app.municipality() and at >= %(first)s and at < %(after)s
),
request as (
  select id, (opened_at at time zone 'Asia/Tokyo')::date as day, area_id, status from supporters_helprequest
   where municipality_id = app.municipality() and opened_at >= %(first)s and opened_at < %(after)s
),
food as (
  select m.id, m."on" as day, p.area_id, m.kind, coalesce(m.households, 1) as households
    from community_foodmove m
    left join community_place p on p.id = coalesce(m.to_place_id, m.from_place_id)
   where m.municipality_id = app.municipality() and m."on" >= %(first_day)s and m."on" < %(after_day)s
     and not exists (select 1 from community_foodmove u where u.undoes_id = m.id)
),
of_case as (
  select 'referral' as indicator, id as key, day, case_id, area_id, 1 as weight, '/referrals/' as page, referral_id as opens,
         '' as tab
    from target where status <> 'withdrawn'
  union all
  select 'referral_accepted', id, day, case_id, area_id, 1, '/referrals/', referral_id, '' from target
   where status in ('accepted', 'handed_back', 'ended')
  union all
  select 'handed_back', t.id, (t.confirmed_at at time zone 'Asia/Tokyo')::date, r.case_id, null, 1, '/referrals/',
         t.referral_id, ''
    from referrals_referraltarget t join referrals_referral r on r.id = t.referral_id
   where t.municipality_id = app.municipality() and t.confirmed_at >= %(first)s and t.confirmed_at < %(after)s
  union all
  select case legal_type when 'support_conference' then 'conference_item' else 'multilayer_item' end, id, day, case_id, null,
         1, '/meetings/items/', id, ''
    from item where legal_type in ('support_conference', 'multilayer_conference')
  union all
  select 'conference_case', id, day, case_id, null, 1, '/meetings/items/', id, '' from item
   where legal_type = 'support_conference' and nth_of_case = 1
  union all
  select case when replaces_id is null then 'plan_first' else 'plan_again' end, id, decided_on, case_id, null, 1, '/plans/',
         id, ''
    from plans_plan
   where municipality_id = app.municipality() and decided_on >= %(first_day)s and decided_on < %(after_day)s
  union all
  select 'outreach_case', id, day, case_id, null, 1, '/cases/', case_id, 'outreach/' from visit where nth_of_approach = 1
  union all
  select 'visit', id, day, case_id, null, 1, '/cases/', case_id, 'outreach/' from visit
  union all
  select 'visitor', id, day, case_id, null, worker_count, '/cases/', case_id, 'outreach/' from visit
  union all
  select 'visit_met', id, day, case_id, null, 1, '/cases/', case_id, 'outreach/' from visit where met in ('met', 'family')
  union all
  select 'participation_person', id, day, case_id, null, 1, '/cases/', case_id, 'participation/'
    from (select id, fixed_on as day, case_id, row_number() over (partition by person_id order by fixed_on, id) as nth
            from participation_participationsheet
           where municipality_id = app.municipality() and status = 'fixed'
             and fixed_on >= %(first_day)s and fixed_on < %(after_day)s) sheet
   where nth = 1
  union all
  select 'participation_plan', id, decided_on, case_id, null, 1, '/plans/', id, '' from plans_plan
   where municipality_id = app.municipality() and decided_on >= %(first_day)s and decided_on < %(after_day)s
     and uses_participation
  union all
  select 'match', match_id, day, case_id, null, 1, '/cases/', case_id, 'participation/'
    from (select match_id, case_id, min(asked_on) as day from participation_ask
           where municipality_id = app.municipality() group by match_id, case_id) asked
   where day >= %(first_day)s and day < %(after_day)s
  union all
  select step.indicator, m.id, step.day, m.case_id, null, 1, '/cases/', m.case_id, 'participation/'
    from participation_match m
   cross join lateral (values ('match_settled', m.settled_on), ('match_steady', m.steady_on)) as step (indicator, day)
   where m.municipality_id = app.municipality() and step.day >= %(first_day)s and step.day < %(after_day)s
  union all
  select 'unmet_wish', id, "on", case_id, null, 1, '/cases/', case_id, 'participation/' from participation_unmetwish
   where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s
  union all
  select side || '_support', id, "on", case_id, null, 1, '/cases/', case_id, 'participation/' from participation_followup
   where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s and how <> 'missed'
  union all
  select 'talk', id, (at at time zone 'Asia/Tokyo')::date, case_id, null, 1, '/cases/', case_id, 'meetings/'
    from meetings_conference where municipality_id = app.municipality() and at >= %(first)s and at < %(after)s
  union all
  select 'rights_screening', id, (asked_at at time zone 'Asia/Tokyo')::date, case_id, null, 1, '/cases/', case_id, 'meetings/'
    from meetings_rightsscreening
   where municipality_id = app.municipality() and asked_at >= %(first)s and asked_at < %(after)s
  union all
  select 'long_look', id, (at at time zone 'Asia/Tokyo')::date, case_id, null, 1, '/cases/', case_id, 'outreach/'
    from outreach_longlook where municipality_id = app.municipality() and at >= %(first)s and at < %(after)s
  union all
  select 'after_check', id, done_on, case_id, null, 1, '/cases/', case_id, '' from casefile_aftercheck
   where municipality_id = app.municipality() and done_on >= %(first_day)s and done_on < %(after_day)s
  union all
  select 'food_case', id, day, case_id, null, 1, '/cases/', case_id, ''
    from (select id, "on" as day, case_id, row_number() over (partition by case_id order by "on", id) as nth
            from casefile_casefood
           where municipality_id = app.municipality() and undone_at is null
             and "on" >= %(first_day)s and "on" < %(after_day)s) given
   where nth = 1
)
select 'consultation' as indicator, id as key, day, area_id, 1 as weight, '/consultations/' as page, id as opens, '' as tab
  from consultation
union all
select 'consultation_person', id, day, area_id, 1, '/consultations/', id, '' from consultation where nth_of_person = 1
union all
select 'consultation_household', id, day, area_id, 1, '/consultations/', id, '' from consultation where nth_of_household = 1
union all
select 'case_opened', id, opened_on, area_id, 1, '/cases/', id, '' from cases_case
 where municipality_id = app.municipality() and opened_on >= %(first_day)s and opened_on < %(after_day)s
union all
select 'reopened', id, opened_on, area_id, 1, '/cases/', id, '' from cases_case
 where municipality_id = app.municipality() and opened_on >= %(first_day)s and opened_on < %(after_day)s
   and continues_id is not null
union all
select case legal_type when 'support_conference' then 'conference' else 'multilayer' end, id, day, null, 1,
       '/meetings/sittings/', id, ''
  from sitting where legal_type in ('support_conference', 'multilayer_conference')
union all
select indicator, key, day, coalesce(k.area_id, f.area_id), weight, page, opens, tab
  from of_case f left join cases_case k on k.municipality_id = app.municipality() and k.id = f.case_id
 where f.case_id is null or k.id is not null or f.indicator in ('referral', 'referral_accepted', 'handed_back')
union all
select 'closed', id, closed_on, area_id, 1, '/cases/', id, '' from closed
union all
select 'closed:' || closing_reason, id, closed_on, area_id, 1, '/cases/', id, '' from closed
union all
select 'consultation_gathering', id, day, area_id, 1, '/consultations/', id, '' from consultation where gathering_id is not null
union all
select counted.indicator, id, day, area_id, counted.weight, '/gatherings/', id, ''
  from gathering
 cross join lateral (values ('gathering', 'community', 1), ('gathering_resident', 'community', residents),
                            ('outreach_gathering', 'outreach', 1), ('outreach_gathering_worker', 'outreach', workers),
                            ('network_meeting', 'collaboration', 1)) as counted (indicator, project, weight)
 where counted.project = any (projects) and counted.weight > 0
union all
select 'issue', id, noted_on, area_id, 1, '/issues/', id, '' from community_communityissue
 where municipality_id = app.municipality() and noted_on >= %(first_day)s and noted_on < %(after_day)s
union all
select once.indicator, i.id, once.day, i.area_id, 1, '/issues/', i.id, ''
  from (select 'issue_led' as indicator, issue_id, min("on") as day from community_issuelead
         where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s group by issue_id
        union all
        select 'issue_effect', issue_id, min("on") from community_issueeffect
         where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s group by issue_id) once
  join community_communityissue i on i.id = once.issue_id
union all
select step.indicator, p.id, step.day, p.area_id, 1, '/projects/', p.id, ''
  from community_developmentproject p
 cross join lateral (values ('project_begun', p.begun_on),
                            ('project_born', case when p.state = 'born' then p.ended_on end)) as step (indicator, day)
 where p.municipality_id = app.municipality() and step.day >= %(first_day)s and step.day < %(after_day)s
union all
select 'project_partner', a.id, a.answered_on, p.area_id, 1, '/projects/', p.id, ''
  from community_projectpartner a join community_developmentproject p on p.id = a.project_id
 where a.municipality_id = app.municipality() and a.answer = 'joined'
   and a.answered_on >= %(first_day)s and a.answered_on < %(after_day)s
union all
select 'place', id, day, area_id, 1, '/places/', id, '' from place
union all
select 'place:' || f.code, id, day, area_id, 1, '/places/', id, '' from place cross join unnest(functions) as f (code)
union all
select 'group', id, greatest(begun_on, %(first_day)s::date), area_id, 1, '/groups/', id, '' from community_group
 where municipality_id = app.municipality() and begun_on < %(after_day)s
   and (ended_on is null or ended_on >= %(first_day)s)
union all
select once.indicator, g.id, once.day, g.area_id, 1, '/groups/', g.id, ''
  from (select case when after in ('resting', 'ended') then 'group_resting' else 'group_' || after end as indicator, group_id,
               min("on") as day
          from community_groupstep
         where municipality_id = app.municipality() and "on" >= %(first_day)s and "on" < %(after_day)s
           and after in ('starting', 'resident_run', 'resting', 'ended')
         group by 1, 2) once
  join community_group g on g.id = once.group_id
union all
select 'group_support', id, day, area_id, 1, '/groups/', group_id, '' from support
union all
select 'group_support_minutes', id, day, area_id, minutes, '/groups/', group_id, '' from support where minutes > 0
union all
select 'session', id, day, area_id, 1, '/sessions/', id, '' from session
union all
select 'session_attended', id, day, area_id, attended, '/sessions/', id, '' from session where attended > 0
union all
select told.indicator, m.place_id, m.day, p.area_id, 1, '/participation/places/', m.place_id, ''
  from (select place_id, min(agreed_on) as day, bool_or(new_partner) as new from participation_match
         where municipality_id = app.municipality() and agreed_on >= %(first_day)s and agreed_on < %(after_day)s
         group by place_id) m
  join community_place p on p.id = m.place_id
 cross join lateral (values ('partner', true), ('partner_new', m.new)) as told (indicator, so)
 where told.so
union all
select case kind when 'person' then 'supporter' else 'supporter_organisation' end, id, greatest(since, %(first_day)s::date),
       area_id, 1, '/supporters/', id, ''
  from supporters_supporter
 where municipality_id = app.municipality() and since < %(after_day)s and (until is null or until >= %(first_day)s)
union all
select told.indicator, b.id, greatest(b.since, %(first_day)s::date), s.area_id, 1, '/supporters/', s.id, ''
  from supporters_supporterbadge b
  join supporters_supporter s on s.id = b.supporter_id
 cross join lateral (values ('badge'), ('badge:' || b.badge)) as told (indicator)
 where b.municipality_id = app.municipality() and b.since < %(after_day)s and (b.until is null or b.until >= %(first_day)s)
union all
select 'supporter_visit', id, (at at time zone 'Asia/Tokyo')::date, area_id, 1, '/supporters/', supporter_id, ''
  from supporters_visitturn
 where municipality_id = app.municipality() and at >= %(first)s and at < %(after)s and status in ('done', 'unmet')
union all
select 'concern', id, day, area_id, 1, '/concerns/', id, '' from concern
union all
select 'concern_answered', id, day, area_id, 1, '/concerns/', id, '' from concern where answered_at is not null
union all
select 'concern_consulted', id, (consulted_at at time zone 'Asia/Tokyo')::date, area_id, 1, '/concerns/', id, ''
  from supporters_concern
 where municipality_id = app.municipality() and consulted_at >= %(first)s and consulted_at < %(after)s
union all
select 'course_graduate', m.id, m.graduated_on, s.area_id, 1, '/courses/', m.course_id, ''
  from supporters_coursemember m join supporters_supporter s on s.id = m.supporter_id
 where m.municipality_id = app.municipality() and m.graduated_on >= %(first_day)s and m.graduated_on < %(after_day)s
union all
select 'undertaking', u.id, u."on", s.area_id, 1, '/courses/', m.course_id, ''
  from supporters_undertaking u
  join supporters_coursemember m on m.id = u.member_id
  join supporters_supporter s on s.id = m.supporter_id
 where u.municipality_id = app.municipality() and u."on" >= %(first_day)s and u."on" < %(after_day)s
union all
select told.indicator, a.id, a.day, a.area_id, told.weight, '/supporters/', a.supporter_id, ''
  from (select a.id, (a.starts_at at time zone 'Asia/Tokyo')::date as day, s.area_id, a.supporter_id,
               (extract(epoch from a.ends_at - a.starts_at) / 60)::int as minutes,
               row_number() over (partition by a.supporter_id order by a.starts_at, a.id) as nth
          from supporters_activity a join supporters_supporter s on s.id = a.supporter_id
         where a.municipality_id = app.municipality() and a.starts_at >= %(first)s and a.starts_at < %(after)s
           and a.status = 'approved') a
 cross join lateral (values ('activity', 1), ('activity_minutes', a.minutes),
                            ('activity_person', case when a.nth = 1 then 1 else 0 end)) as told (indicator, weight)
 where told.weight > 0
union all
select 'points_' || e.kind, e.id, e."on", s.area_id, e.points, '/supporters/', s.id, ''
  from supporters_pointentry e join supporters_supporter s on s.id = e.supporter_id
 where e.municipality_id = app.municipality() and e."on" >= %(first_day)s and e."on" < %(after_day)s
   and e.kind in ('earned', 'spent') and not exists (select 1 from supporters_pointentry r where r.reverses_id = e.id)
union all
select 'request', id, day, area_id, 1, '/neighbourly/', id, '' from request
union all
select 'request_done', id, day, area_id, 1, '/neighbourly/', id, '' from request where status in ('done', 'thanked')
union all
select case kind when 'received' then 'food_in' when 'given' then 'food_out' when 'household' then 'food_household'
            else 'food_lost' end, id, day, area_id,
       case kind when 'household' then households else 1 end, '/food/moves/', id, 'undo/'
  from food where kind in ('received', 'given', 'household', 'expired', 'lost')
