-- One row per counted record: indicator, key of the record, its day, its area, what it weighs, and where it opens.
-- Parameters: %(first)s and %(after)s, the fiscal year, half-open. Rows of other municipalities never come here.
-- A unit that counts once a year is the first record of that unit in the year (first_of = 1).
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
  select t.id, t.referral_id, t.status, (r.sent_at at time zone 'Asia/Tokyo')::date as day,
         coalesce(k.area_id, c.area_id) as area_id
    from referrals_referraltarget t
    join referrals_referral r on r.id = t.referral_id
    left join cases_case k on k.id = r.case_id
    left join intake_consultation c on c.id = r.consultation_id
   where r.municipality_id = app.municipality() and r.sent_at >= %(first)s and r.sent_at < %(after)s
),
sitting as (
  select id, legal_type, (at at time zone 'Asia/Tokyo')::date as day from meetings_sitting
   where municipality_id = app.municipality() and status = 'held' and at >= %(first)s and at < %(after)s
),
item as (
  select i.id, s.legal_type, s.day, k.area_id,
         row_number() over (partition by s.legal_type, i.case_id order by s.day, i.id) as nth_of_case
    from meetings_item i
    join sitting s on s.id = i.sitting_id
    join cases_case k on k.id = i.case_id
   where i.status in ('discussed', 'closed')
),
visit as (
  select v.id, (v.at at time zone 'Asia/Tokyo')::date as day, k.area_id, v.worker_count, v.met, v.case_id,
         row_number() over (partition by v.approach_id order by v.at, v.id) as nth_of_approach
    from outreach_visit v join cases_case k on k.id = v.case_id
   where v.municipality_id = app.municipality() and v.at >= %(first)s and v.at < %(after)s
)
select 'consultation' as indicator, id as key, day, area_id, 1 as weight, '/consultations/' || id || '/' as opens from consultation
union all
select 'consultation_person', id, day, area_id, 1, '/consultations/' || id || '/' from consultation where nth_of_person = 1
union all
select 'consultation_household', id, day, area_id, 1, '/consultations/' || id || '/' from consultation where nth_of_household = 1
union all
select 'case_opened', id, opened_on, area_id, 1, '/cases/' || id || '/' from cases_case
 where municipality_id = app.municipality() and opened_on >= %(first_day)s and opened_on < %(after_day)s
union all
select 'referral', id, day, area_id, 1, '/referrals/' || referral_id || '/' from target where status <> 'withdrawn'
union all
select 'referral_accepted', id, day, area_id, 1, '/referrals/' || referral_id || '/' from target
 where status in ('accepted', 'handed_back', 'ended')
union all
select 'handed_back', t.id, (t.confirmed_at at time zone 'Asia/Tokyo')::date, k.area_id, 1, '/referrals/' || t.referral_id || '/'
  from referrals_referraltarget t join referrals_referral r on r.id = t.referral_id left join cases_case k on k.id = r.case_id
 where t.municipality_id = app.municipality() and t.confirmed_at >= %(first)s and t.confirmed_at < %(after)s
union all
select 'conference', id, day, null, 1, '/meetings/sittings/' || id || '/' from sitting where legal_type = 'support_conference'
union all
select 'conference_item', id, day, area_id, 1, '/meetings/items/' || id || '/' from item where legal_type = 'support_conference'
union all
select 'conference_case', id, day, area_id, 1, '/meetings/items/' || id || '/' from item
 where legal_type = 'support_conference' and nth_of_case = 1
union all
select 'multilayer', id, day, null, 1, '/meetings/sittings/' || id || '/' from sitting where legal_type = 'multilayer_conference'
union all
select 'multilayer_item', id, day, area_id, 1, '/meetings/items/' || id || '/' from item where legal_type = 'multilayer_conference'
union all
select case when p.replaces_id is null then 'plan_first' else 'plan_again' end, p.id, p.decided_on, k.area_id, 1, '/plans/' || p.id || '/'
  from plans_plan p join cases_case k on k.id = p.case_id
 where p.municipality_id = app.municipality() and p.decided_on >= %(first_day)s and p.decided_on < %(after_day)s
union all
select 'outreach_case', id, day, area_id, 1, '/cases/' || case_id || '/outreach/' from visit where nth_of_approach = 1
union all
select 'visit', id, day, area_id, 1, '/cases/' || case_id || '/outreach/' from visit
union all
select 'visitor', id, day, area_id, worker_count, '/cases/' || case_id || '/outreach/' from visit
union all
select 'visit_met', id, day, area_id, 1, '/cases/' || case_id || '/outreach/' from visit where met in ('met', 'family')
union all
select 'closed', id, closed_on, area_id, 1, '/cases/' || id || '/' from cases_case
 where municipality_id = app.municipality() and closed_on >= %(first_day)s and closed_on < %(after_day)s
union all
select 'closed:' || closing_reason, id, closed_on, area_id, 1, '/cases/' || id || '/' from cases_case
 where municipality_id = app.municipality() and closed_on >= %(first_day)s and closed_on < %(after_day)s
