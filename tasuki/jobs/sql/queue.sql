-- The queue. Whoever works on it belongs to no municipality: these functions, and only they, hand out one job of any
-- municipality, its key and whom it is for; what the job reads and writes goes through the walls as that worker.

-- The oldest job that waits, or whose runner has been silent; another runner at the same moment gets another one.
create or replace function app.claim_job(who text, silent interval, most integer)
  returns table (id uuid, municipality_id uuid, worker_id uuid)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update jobs_job j set state = 'failed', finished_at = statement_timestamp(),
         error = '何度も途中で止まりました。運用の担当へ知らせてください。'
   where j.state = 'running' and j.beat_at < statement_timestamp() - silent and j.attempts >= most;
  return query
    update jobs_job j set state = 'running', runner = who, attempts = j.attempts + 1, beat_at = statement_timestamp(),
           started_at = coalesce(j.started_at, statement_timestamp())
     where j.id = (select w.id from jobs_job w
                    where w.state = 'waiting' or (w.state = 'running' and w.beat_at < statement_timestamp() - silent)
                    order by w.asked_at, w.id limit 1 for update skip locked)
    returning j.id, j.municipality_id, j.worker_id;
end $$;

-- The runner lives, and how far it is. False: somebody else has the job now, so stop.
create or replace function app.beat_job(job uuid, who text, so_far integer, of_all integer, now_at text)
  returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update jobs_job j set beat_at = statement_timestamp(), done = so_far, total = of_all, step = now_at
   where j.id = job and j.runner = who and j.state = 'running';
  return found;
end $$;

-- How the queue stands, for `tasuki check`: waiting, oldest waiting in seconds, silent for more than ten minutes.
create or replace function app.jobs_standing() returns table (waiting bigint, oldest double precision, silent bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query select count(*) filter (where state = 'waiting'),
    coalesce(extract(epoch from statement_timestamp() - min(asked_at) filter (where state = 'waiting')), 0)::float8,
    count(*) filter (where state = 'running' and beat_at < statement_timestamp() - interval '10 minutes')
    from jobs_job;
end $$;

-- The daily sweep of what is no record: forms received long ago, drafts nobody came back to, jobs long done.
create or replace function app.sweep(draft_days integer, form_days integer, job_days integer) returns jsonb
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  town constant uuid := app.municipality();
  drafts integer; forms integer; jobs integer;
begin
  delete from staff_draft where municipality_id = town and saved_at < app.now() - make_interval(days => greatest(draft_days, 30));
  get diagnostics drafts = row_count;
  delete from audit_postedform where municipality_id = town and at < app.now() - make_interval(days => greatest(form_days, 1));
  get diagnostics forms = row_count;
  delete from jobs_job where municipality_id = town and state in ('done', 'failed')
     and finished_at < app.now() - make_interval(days => greatest(job_days, 7));
  get diagnostics jobs = row_count;
  return jsonb_build_object('drafts', drafts, 'forms', forms, 'jobs', jobs);
end $$;
