-- The role of the residents' pages begins with nothing: no table, no function, no policy (run again after every migration).
create schema if not exists outside;
revoke all on schema outside from public;
grant usage on schema outside, app, public to tasuki_portal;
grant usage on schema outside to tasuki_app;
revoke all on all tables in schema public from tasuki_portal;
revoke all on all sequences in schema public from tasuki_portal;
revoke all on all functions in schema app from tasuki_portal;
do $$
declare p record; c record;
begin
  for p in select polname, polrelid::regclass as t from pg_policy where polname like 'outer\_%' loop
    execute format('drop policy %I on %s', p.polname, p.t);
  end loop;
  -- rights on single columns outlive a REVOKE on the table
  for c in select table_name, column_name, privilege_type from information_schema.column_privileges
            where grantee = 'tasuki_portal' and table_schema = 'public' loop
    execute format('revoke %s (%I) on public.%I from tasuki_portal', c.privilege_type, c.column_name, c.table_name);
  end loop;
end $$;
