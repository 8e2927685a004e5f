-- Words in support records. Definer functions, because array operators are not leakproof and the index would be lost
-- under row-level security; the same conditions as the wall's are asked inside, and the policies once more when the rows
-- themselves are read. How it was measured and what failed: docs/performance.md.

-- Inside the row where it fits: a look at the folded text is then no second look-up, and costs 6 instead of 9 µs.
alter table cases_supportrecord alter column folded set storage main;

-- What a record is found by: its pairs of characters, its month and its year. The time is in the index so that a word of
-- every second record is proved to be in more than a thousand without reading all of them.
create or replace function app.month_key(at timestamptz) returns text language sql immutable parallel safe strict as $$
  select '#' || (extract(year from at at time zone 'UTC') * 12 + extract(month from at at time zone 'UTC'))::integer $$;
create or replace function app.year_key(at timestamptz) returns text language sql immutable parallel safe strict as $$
  select '#' || extract(year from at at time zone 'UTC')::integer $$;
-- Dear, so that the planner never computes it row by row beside another index.
create or replace function app.record_keys(folded text, at timestamptz) returns text[]
  language sql immutable parallel safe cost 20000 as $$
  select array_agg(a || b) || array[app.month_key(at), app.year_key(at)]
    from unnest(string_to_array(folded, null), string_to_array(substr(folded, 2), null)) as pairs (a, b) where b is not null $$;
create index if not exists record_by_keys on cases_supportrecord using gin (app.record_keys(folded, at)) where current;
-- What was just written waits in a list that every search reads from end to end, and the writer who fills it sorts it in: a few
-- records of it (4 MB cost every search 7 ms; 256 kB on a cold disk cost the writer more than five seconds).
alter index record_by_keys set (gin_pending_list_limit = 64);
-- No statistics: they would cost seconds of every ANALYZE, and the plans here are not the planner's to choose. Few on the
-- case: they are asked for each key of a list of thousands.
alter index record_by_keys alter column 1 set statistics 0;
alter table cases_supportrecord alter column case_id set statistics 10;

-- Counts up to `most` + 1 and gives the newest `wanted`. `pairs` empty: single characters, looked for in the newest 5000.
-- `parts`: all words, folded; `inexact`: those that the pairs alone do not prove. strpos costs half of what LIKE does.
create or replace function app.find_records(pairs text[], parts text[], inexact text[], wanted integer, most integer)
  returns table (hits integer, ids uuid[])
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = auto set jit = off set work_mem = '64MB' set enable_seqscan = off
  set enable_indexscan = on set enable_bitmapscan = on set enable_sort = on
  set random_page_cost = 20 set seq_page_cost = 20 as $$
declare
  moment constant timestamptz := app.now();
  month_ago constant timestamptz := moment - interval '1 month';
  mine uuid[];  -- cases whose records are open to the reader, wholly or for single persons
  partly uuid[];  -- of these, the ones open only for single persons
  their_cases uuid[];  -- each of these persons, with the case in which she is open
  persons uuid[];
  seen text := 'r.municipality_id = $1 and r.current';
  worded text := (select string_agg(format('strpos(r.folded, ($5)[%s]) > 0', n), ' and ') from generate_subscripts(inexact, 1) n);
  spelled constant text := (select string_agg(format('strpos(r.folded, ($9)[%s]) > 0', n), ' and ') from generate_subscripts(parts, 1) n);
  -- A sub-select hides the words from the planner, which then takes every search for a likely one (5 in 1000) and lets
  -- the index on cases narrow it; knowing the words it takes several pairs for a miracle and reads a hundred thousand rows.
  held constant text := 'app.record_keys(r.folded, r.at) @> (select $4 || %L::text[])';
  time_keys text[];
  asked integer := 0;
  monthly integer;  -- hits in the last full month
begin
  if not app.sees_all() then
    with held as materialized (select g.case_id, g.person_id from cases_casegrant g
       where (g.agency_id = app.agency() or (g.worker_id = app.worker() and g.held_at_id = app.agency())) and g.municipality_id = app.municipality()
         and g.since <= moment and case when g.until is null then 'infinity' else g.until end > moment and g.scope & 8 <> 0)
    select opened.wholly, opened.in_part, single.cases, single.persons into mine, partly, their_cases, persons from (
      select array_agg(case_id) as wholly, array_agg(case_id) filter (where not whole) as in_part
        from (select case_id, bool_or(person_id is null) as whole from held group by case_id) by_case) opened,
      (select array_agg(case_id) as cases, array_agg(person_id) as persons from held where person_id is not null) single;
    if mine is null then
      return query select 0, null::uuid[];
      return;
    end if;
    -- Up to ten thousand cases the index on them takes part; above, reading them there would cost more than it saves.
    seen := seen || case when cardinality(mine) <= 10000 then ' and r.case_id = any ($2)'
                         else ' and case when r.current then r.case_id = any ($2) end' end;
    -- The words are asked only of records that may be read.
    worded := 'case when r.case_id = any ($2) then ' || worded || ' end';
    if partly is not null then
      -- The pairs as they were read above: looked for in the grants again, PostgreSQL reads those of all agencies (200 ms at L).
      seen := seen || ' and (r.case_id <> all ($3) or (r.case_id, r.about_id) in (select * from unnest($10, $11)))';
    end if;
    -- Some hundred records: read them all (the number is set by tests only).
    if cardinality(mine) <= coalesce(nullif(current_setting('app.few_cases', true), '')::integer, 60) then
      perform set_config('enable_bitmapscan', 'off', true);
      return query execute 'select least(count(*), $7 + 1)::integer, (array_agg(id order by at desc, id desc))[:$6] from'
        ' (select r.id, r.at from cases_supportrecord r where ' || seen || ' and ' || spelled || ') found'
        using app.municipality(), mine, partly, pairs, inexact, wanted, most, moment, parts, their_cases, persons;
      return;
    end if;
  end if;
  if cardinality(pairs) = 0 then
    perform set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
    return query execute 'select least(count(*), $7 + 1)::integer, (array_agg(id order by at desc, id desc))[:$6] from'
      ' (select r.id, r.at, r.folded from cases_supportrecord r where ' || seen || ' order by r.at desc, r.id desc limit 5000)'
      ' r where ' || spelled
      using app.municipality(), mine, partly, pairs, inexact, wanted, most, moment, parts, their_cases, persons;
    return;
  end if;
  worded := coalesce(' and ' || worded, '');
  -- Is it in more than `most`? The last full month tells how common it is, and so where to ask next: the year of that month,
  -- two years, or everything at once where no part of it would reach the number.
  perform set_config('enable_indexscan', 'off', true);
  foreach time_keys slice 1 in array array[
    [app.month_key(month_ago), app.month_key(month_ago)],
    [app.year_key(month_ago), app.year_key(month_ago)],
    [app.year_key(moment), app.year_key(moment - interval '1 year')]]
  loop
    exit when cardinality(mine) <= 1000;  -- as many records as can be asked at once (null: sees all)
    asked := asked + 1;
    continue when asked = 2 and monthly * extract(month from month_ago at time zone 'UTC') < 2 * most;
    exit when asked = 3 and monthly * 20 < most;
    execute 'select count(*)::integer from (select from cases_supportrecord r where ' || seen
      || format(case when time_keys[1] = time_keys[2] then ' and ' || held else ' and (' || held || ' or ' || held || ')' end,
                time_keys[1:1], time_keys[2:2]) || worded || ' limit $7 + 1) found'
      into hits using app.municipality(), mine, partly, pairs, inexact, wanted, most, moment, parts, their_cases, persons;
    exit when hits > most;
    monthly := coalesce(monthly, hits);
  end loop;
  if hits is null or hits <= most then
    execute 'select count(*)::integer, (array_agg(id order by at desc, id desc))[:$6] from'
      ' (select r.id, r.at from cases_supportrecord r where ' || seen
      || format(' and ' || held, '{}') || worded || ' limit 20 * $7 + 1) found' into hits, ids
      using app.municipality(), mine, partly, pairs, inexact, wanted, most, moment, parts, their_cases, persons;
  end if;
  if ids is null and hits > 0 or hits > 20 * most then  -- so many that walking back from today soon meets `wanted` of them
    perform set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'off', true),
            set_config('enable_sort', 'off', true);
    execute 'select array_agg(id) from (select r.id from cases_supportrecord r where ' || seen
      || ' and case when r.current then ' || spelled || ' end order by r.at desc, r.id desc limit $6) newest'
      into ids using app.municipality(), mine, partly, pairs, inexact, wanted, most, moment, parts, their_cases, persons;
  end if;
  hits := least(hits, most + 1);
  return next;
end $$;
