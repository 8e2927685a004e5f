-- The only tables that the role of the residents' pages touches, each with its rule: a permissive policy and a restrictive
-- twin of the same words, so that the usual walls neither widen nor narrow it. Whatever is not listed here is closed.
do $$
declare
  line record;
  mine constant text := 'supporter_id = (select app.supporter())';
  town constant text := 'municipality_id = (select app.municipality())';
  -- by functions of the owner: a rule that names another table would ask that table's rules, and they this one's
  told constant text := 'concern_id = any ((select app.supporter_concerns())::uuid[])';
  asked constant text := 'id = any ((select app.supporter_requests())::uuid[])';
begin
  for line in select * from (values
    -- ground that everybody in the town may know
    ('tenancy_municipality', 'select', '', 'id = (select app.municipality())'),
    ('tenancy_area', 'select', '', town),
    ('tenancy_town', 'select', '', town),
    ('tenancy_agency', 'select', '', town),
    ('codes_code', 'select', '', town),
    ('tenancy_counter', 'select', '', town), ('tenancy_counter', 'insert', '', town), ('tenancy_counter', 'update', 'value', town),
    -- the record only grows, and is never read from here
    ('audit_entry', 'insert', '', town),
    -- a supporter with her link: her register entry, what she told, the visits asked of her
    ('supporters_supporter', 'select', '', 'id = (select app.supporter())'),
    ('supporters_supporterbadge', 'select', '', mine),
    ('supporters_route', 'select', '', town),
    ('supporters_helpsettings', 'select', '', town),
    ('supporters_concern', 'select', '', mine), ('supporters_concern', 'insert', '', mine),
    ('supporters_concernanswer', 'select', '', told),
    ('supporters_concernphoto', 'insert', '', told),
    ('supporters_visitturn', 'select', '', mine),
    ('supporters_visitturn', 'update', 'status, answered_at, found, words, reported_at, alarm_id, version', mine),
    ('supporters_turnperson', 'select', '', 'turn_id = any ((select app.supporter_turns())::uuid[])'),
    -- her activities and points
    ('supporters_activity', 'select', '', mine), ('supporters_activity', 'insert', '', mine),
    ('supporters_pointaccount', 'select', '', mine), ('supporters_pointentry', 'select', '', mine),
    ('supporters_pointrule', 'select', '', town), ('supporters_requestterms', 'select', '', town),
    -- requests of neighbours: offered to her, or taken by her; name and address only once she was accepted
    ('supporters_helprequest', 'select', '', asked), ('supporters_helprequest', 'update', 'status, version', asked),
    ('supporters_helptaking', 'select', '', mine), ('supporters_helptaking', 'insert', '', mine),
    ('supporters_helptaking', 'update', 'ended_at, ended_how, ended_why, starts_at, ends_at, words, activity_id', mine),
    ('supporters_helpasker', 'select', '', 'request_id = any ((select app.supporter_accepted())::uuid[])'),
    -- a place with its link: its own entry, its answer
    ('community_place', 'select', '', 'id = (select app.guest_place())'),
    ('community_placecheck', 'select', '', 'digest = (select app.link())'),
    ('community_placecheck', 'update', 'answered_at, same', 'digest = (select app.link())'),
    ('community_suggestion', 'insert', '', 'by_id is null and place_id = (select app.guest_place())')
  ) as listed (name, verb, columns_, rule)
  where to_regclass('public.' || listed.name) is not null
  loop
    execute format('grant %s %s on %I to tasuki_portal', line.verb,
                   case when line.columns_ <> '' then '(' || line.columns_ || ')' else '' end, line.name);
    execute format('create policy %I on %I for %s to tasuki_portal %s', 'outer_' || line.verb, line.name, line.verb,
                   case line.verb when 'insert' then 'with check (' || line.rule || ')'
                     when 'update' then 'using (' || line.rule || ') with check (' || line.rule || ')'
                     else 'using (' || line.rule || ')' end);
    execute format('create policy %I on %I as restrictive for %s to tasuki_portal %s', 'outer_' || line.verb || '_only', line.name,
                   line.verb, case line.verb when 'insert' then 'with check (' || line.rule || ')'
                     when 'update' then 'using (' || line.rule || ') with check (' || line.rule || ')'
                     else 'using (' || line.rule || ')' end);
  end loop;
end $$;
