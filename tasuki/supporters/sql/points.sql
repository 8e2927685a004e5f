-- The accounts follow the ledger: each entry takes from one account and gives to the other, in the same statement; what
-- one loses the other gains, so that all of them together are always 0. A definer's, so that nothing else writes them.
create or replace function app.points_posted() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_schema <> 'public' then raise insufficient_privilege; end if;
  -- in one order for everybody
  perform 1 from supporters_pointaccount a
    where a.municipality_id = new.municipality_id and a.id in (new.source_id, new.target_id) order by a.id for update;
  -- the supporter's side is hers whom the entry names
  if exists (select 1 from supporters_pointaccount a where a.id in (new.source_id, new.target_id)
              and a.supporter_id is not null and a.supporter_id <> new.supporter_id) then
    raise check_violation using message = 'an account of somebody else';
  end if;
  update supporters_pointaccount a
     set balance = a.balance + case when a.id = new.target_id then new.points else -new.points end
   where a.municipality_id = new.municipality_id and a.id in (new.source_id, new.target_id);
  return null;
end $$;
revoke all on function app.points_posted() from public;
-- Not when the owner brings a whole municipality back: then the balances come with it.
create or replace trigger points_posted after insert on supporters_pointentry for each row
  when (coalesce(current_setting('app.building', true), '') <> '1' or session_user <> 'tasuki_owner')
  execute function app.points_posted();

-- An account begins empty, whatever was asked.
create or replace function app.account_begins() returns trigger language plpgsql as $$
begin new.balance := 0; return new; end $$;
create or replace trigger account_begins before insert on supporters_pointaccount for each row
  when (coalesce(current_setting('app.building', true), '') <> '1' or session_user <> 'tasuki_owner')
  execute function app.account_begins();

-- Nobody is at two places at once: the second activity in the same time is refused, also when both come in one moment.
create or replace function app.activity_alone() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_schema <> 'public' then raise insufficient_privilege; end if;
  if new.status not in ('recorded', 'approved') then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended('activity' || new.supporter_id::text, 0));
  if exists (select 1 from supporters_activity a
              where a.supporter_id = new.supporter_id and a.id <> new.id and a.status in ('recorded', 'approved')
                and a.starts_at < new.ends_at and new.starts_at < a.ends_at) then
    raise exclusion_violation using message = 'another activity at the same time';
  end if;
  return new;
end $$;
revoke all on function app.activity_alone() from public;
create or replace trigger activity_alone before insert or update of supporter_id, starts_at, ends_at, status
  on supporters_activity for each row
  when (coalesce(current_setting('app.building', true), '') <> '1' or session_user <> 'tasuki_owner')
  execute function app.activity_alone();
