-- How much each agency carries (抱えている数): numbers only, of no household, for whoever works in this municipality.
-- A definer function, because a desk sees no cases of the others; it tells no more than the three numbers.
create or replace function app.agency_loads()
  returns table (agency uuid, running integer, waiting integer, overdue integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.id,
         (select count(*)::integer from cases_case c
           where c.municipality_id = app.municipality() and c.owner_agency_id = a.id and c.status <> 'closed'),
         (select count(*)::integer from referrals_referraltarget t
           where t.municipality_id = app.municipality() and t.to_agency_id = a.id
             and t.status in ('sent', 'seen', 'asked')),
         (select count(*)::integer from referrals_referraltarget t
           where t.municipality_id = app.municipality() and t.to_agency_id = a.id
             and t.status in ('sent', 'seen', 'asked') and t.due_on < (app.now() at time zone 'Asia/Tokyo')::date)
    from tenancy_agency a
   where a.municipality_id = app.municipality() and app.worker() is not null $$;
revoke all on function app.agency_loads() from public;
