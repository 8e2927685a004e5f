-- Whether what a tablet holds may still be there (持ち出し): asked by the tablet itself, before anybody has signed in.
-- It was not stopped or returned, and whoever took it along still works where she did. An unknown key is answered as an
-- ended one: yes or no, of nobody in particular.
create or replace function app.kit_in_force(kit uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from casefile_visitkit k
      join staff_worker w on w.id = k.worker_id and w.is_active
      join staff_post p on p.worker_id = w.id and p.agency_id = k.agency_id
     where k.id = kit and k.ended_at is null
       and (w.left_on is null or w.left_on > (app.now() at time zone 'Asia/Tokyo')::date)
       and p.since <= (app.now() at time zone 'Asia/Tokyo')::date
       and (p.until is null or p.until > (app.now() at time zone 'Asia/Tokyo')::date)) $$;
