-- The only functions the role may ask: who acts, the lookups above, and what a listed table needs when a row is written.
do $$
declare f text;
begin
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'outside' loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to tasuki_portal, tasuki_app', f);
  end loop;
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'app' and p.proname in (
              'municipality', 'agency', 'seat', 'worker', 'sees_all', 'oversees', 'protected', 'now', 'transaction_number',
              'supporter', 'supporter_area', 'guest_place', 'link', 'supporter_concerns', 'supporter_turns', 'supporter_requests',
              'supporter_accepted', 'concerns_since') loop
    execute format('grant execute on function %s to tasuki_portal', f);
  end loop;
  -- new functions of the lookups belong to the application too
  grant execute on function app.supporter(), app.supporter_area(), app.guest_place(), app.link(), app.supporter_concerns(),
    app.supporter_turns(), app.supporter_requests(), app.supporter_accepted() to tasuki_app;
end $$;
