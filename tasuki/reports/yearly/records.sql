-- One row per counted record: indicator, key of the record, its day, its area, what it weighs, and where it opens
-- (page, opens, tab). Parameters: %(first)s and %(after)s, the fiscal year, half-open. Rows of other municipalities never
-- come here. A unit that counts once a year is the first record of that unit in the year (nth = 1).
-- Rows that have their area from a case carry `case_id`; the cases are looked up once, at the end.
with
consultation as (
  select c.id, (c.at at time zone 'Asia/Tokyo')::date as day, c.area_id,
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
