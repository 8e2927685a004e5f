"""Changes written down by the database itself (変更の記録): one small trigger function for each table, made from the models.

Bulk writes and plain SQL are seen too. The functions belong to the owner; the application can neither write lines of
its own, nor change or remove any, nor switch them off. The owner, when building a town from nothing (bench, restore of
one municipality), says `set app.building = '1'`; for the application's role that word has no meaning.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tasuki.shared.privacy import CLASSES, classed
from tasuki.shared.walls import Wall

APPLICATION = "tasuki_app"
# Tables of a municipality whose changes are not written down, and why.
EXEMPT = {
    "audit_entry": "the record itself; only grows",
    "audit_change": "the record itself; only grows",
    "audit_changedvalues": "the record itself; what is forgotten is written down by app.forget_values",
    "audit_seal": "the record itself; only grows",
    "audit_postedform": "keys of received forms; say nothing of a case",
    "staff_draft": "typing not yet sent, every few seconds, readable by nobody else",
    "staff_signedin": "when somebody was last at the screen, at every page; signing in and out are entries",
    "staff_attempt": "attempts to sign in; refused ones are entries",
    "jobs_job": "how far a job is, every few seconds; asking for one is an entry, what it does is written down",
    "reports_keptyear": "a count kept, made from rows that are written down",
    "reports_countedchange": "numbers of transactions that concern a count",
    "tenancy_counter": "numbers given out; the row that got the number is written down",
}
# Columns that are made from others, or count: noise in a difference.
DERIVED = {"folded", "search_key", "digits", "version"}
# Columns whose values are never copied into the record: files, and all that protection would withhold. What is
# sensitive in the room `staff` (passwords, keys of second factors) is masked too.
MASKED = {
    "cases_attachment": {"content"},
    "people_contact": {"value", "note"},
    "people_household": {"postal_code", "town_id", "address", "note"},
    "people_safeaddress": {"*"},
    "people_protectionkeeper": {"*"},
    "exchange_carry": {
        "sheets",
        "table",
        "answers",
    },  # a table being read; what is taken in is written down in its own tables
    "exchange_carrychange": {"before", "after"},  # stands in the changes of the tables themselves
}
_ALWAYS = {"id", "municipality_id"}

GROUND = """
-- The number of a transaction, growing for ever: a restored town goes on where its record ended ({offset}).
create or replace function app.transaction_number() returns bigint language sql stable parallel restricted
  as $$ select pg_current_xact_id()::text::bigint + {offset} $$;
-- Every transaction with a smaller number has ended: nothing can slip under a seal any more.
create or replace function app.settled_number() returns bigint language sql stable parallel restricted
  as $$ select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {offset} $$;
create or replace function app.refuse_rewriting() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'audit_changedvalues' and tg_op = 'DELETE' and current_setting('app.forgetting', true) = '1'
    then return null;
  end if;
  raise exception 'the record only grows: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- When a case is destroyed, what stood in its fields is forgotten too; that it was forgotten stays on record.
create or replace function app.forget_values(keys uuid[]) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare gone integer; known uuid[];
begin
  perform set_config('app.forgetting', '1', true);
  with forgotten as (
    delete from audit_changedvalues v where v.municipality_id = app.municipality()
       and (v.row_id = any(keys) or v.case_id = any(keys) or v.person_id = any(keys))
    returning v.row_id, v.case_id, v.person_id)
  select count(*), array_agg(distinct k) into gone, known
    from forgotten f, lateral (select k from unnest(array[f.row_id, f.case_id, f.person_id]) k where k = any(keys) limit 1) x;
  perform set_config('app.forgetting', '', true);
  insert into audit_change (id, municipality_id, at, act, table_name, row_id, worker_id, agency_id, request, fields, fingerprint)
  select gen_random_uuid(), app.municipality(), app.now(), 'forget', 'audit_changedvalues', k, app.worker(),
         coalesce(app.agency(), app.seat()), coalesce(current_setting('app.request', true), ''), '{{}}', ''
    from unnest(known) k;
  return gone;
end $$;
-- Only what carries out an approved destruction (app.destroy_line, of the owner) may call it.
revoke all on function app.forget_values(uuid[]) from public, tasuki_app;
grant execute on function app.transaction_number(), app.settled_number() to tasuki_app;
"""
OFFSET = """
select greatest(found.known, case when pg_current_xact_id()::text::bigint + found.known <= found.highest
                                  then found.highest + 1 - pg_current_xact_id()::text::bigint else found.known end)
  from (select coalesce((select (regexp_match(p.prosrc, '\\+ (\\d+)'))[1]::bigint from pg_proc p
                          join pg_namespace n on n.oid = p.pronamespace
                         where n.nspname = 'app' and p.proname = 'transaction_number'), 0) as known,
               greatest((select coalesce(max(number), 0) from audit_entry), (select coalesce(max(number), 0) from audit_change),
                        (select coalesce(max(ends), 0) from audit_seal)) as highest) found
"""
LINE = "(id, municipality_id, at, act, table_name, row_id, case_id, person_id, worker_id, agency_id, request, fields, fingerprint)"
WHO = "app.worker(), coalesce(app.agency(), app.seat()), coalesce(current_setting('app.request', true), '')"
FUNCTION = """
create or replace function app.note_{table}() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $note$
begin
  if tg_op = 'INSERT' then
    insert into audit_change {line}
    select gen_random_uuid(), {town}, app.now(), 'insert', '{table}', n.id, {case}, {person}, {who}, '{{}}', ''
      from new_rows n;
    return null;
  elsif tg_op = 'UPDATE' then
    with found as materialized (
      select gen_random_uuid() as id, gen_random_uuid() as salt, {town} as town, n.id as row_id, {case} as case_id,
             {person} as person_id, d.fields, d.difference
        from new_rows n join old_rows o on o.id = n.id, lateral (
          select array_agg(k::text) as fields, jsonb_object_agg(k, v) as difference from (values {changed}) as x (k, v)
           where v is not null) d
       where d.fields is not null
    ), {keep}
  else
    with found as materialized (
      select gen_random_uuid() as id, gen_random_uuid() as salt, {town} as town, n.id as row_id, {case} as case_id,
             {person} as person_id, d.fields, d.difference
        from old_rows n, lateral (
          select array_agg(k::text) as fields, jsonb_object_agg(k, v) as difference from (values {removed}) as x (k, v)
           where v is not null) d
    ), {keep}
  end if;
  return null;
end $note$
"""
KEEP = """noted as (
      insert into audit_change {line}
      select id, town, app.now(), lower(tg_op), '{table}', row_id, case_id, person_id, {who}, coalesce(fields, '{{}}'),
             coalesce(encode(sha256(convert_to(salt::text || difference::text, 'UTF8')), 'hex'), '') from found)
    insert into audit_changedvalues (id, municipality_id, row_id, case_id, person_id, salt, difference, plain)
    select id, town, row_id, case_id, person_id, salt, difference, fields <@ array[{plain}]::text[]
      from found where difference is not null;"""


def noted_models() -> list[type[models.Model]]:
    """Every model of a municipality whose changes are written down."""
    walled = (model for model in apps.get_models() if isinstance(getattr(model, "wall", None), Wall))
    return [model for model in walled if model._meta.db_table not in EXEMPT]


def columns(model: type[models.Model]) -> list[str]:
    """Columns that make a difference."""
    fields = (field for field in model._meta.local_concrete_fields if not field.generated)
    return [field.column for field in fields if field.column not in DERIVED | _ALWAYS]


def classes(model: type[models.Model]) -> dict[str, set[str]]:
    """Columns by what they tell of a resident."""
    names = {field.name: field.column for field in model._meta.local_concrete_fields}
    found: dict[str, set[str]] = {kind: set() for kind in CLASSES}
    for name, kind in classed(model):
        if name in names:
            found[kind].add(names[name])
    return found


def masked(model: type[models.Model]) -> set[str]:
    """Columns of which only the name is written down."""
    named = MASKED.get(model._meta.db_table, set())
    secret = classes(model)["sensitive"] if model._meta.app_label == "staff" else set()
    return {name for name in columns(model) if "*" in named or name in named | secret}


def case_of(model: type[models.Model], row: str, depth: int = 0) -> str:
    """SQL for the case a row belongs to: its own column, or the one of what it is part of."""
    if model._meta.label == "cases.Case":
        return f"{row}.id"
    parents = []
    for field in model._meta.local_concrete_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if target is not None and target._meta.label == "cases.Case" and field.name == "case":
            return f"{row}.{field.column}"
        if target is not None and target is not model and hasattr(target, "wall"):
            parents.append((field.column, target))
    for column, target in parents if depth < 3 else ():
        above = case_of(target, f"p{depth}", depth + 1)
        if above != "null::uuid":
            return f"(select {above} from {target._meta.db_table} p{depth} where p{depth}.id = {row}.{column})"
    return "null::uuid"


def person_of(model: type[models.Model], row: str) -> str:
    """SQL for the person a row tells of."""
    if model._meta.label == "people.Person":
        return f"{row}.id"
    names = {field.name: field for field in model._meta.local_concrete_fields if isinstance(field, models.ForeignKey)}
    found = next((names[name] for name in ("person", "main_person", "about", "first") if name in names), None)
    right = found is not None and found.related_model._meta.label == "people.Person"  # type: ignore[union-attr]
    return f"{row}.{found.column}" if found is not None and right else "null::uuid"


def function(model: type[models.Model]) -> str:
    """The trigger function of one table."""
    table, hidden = model._meta.db_table, masked(model)
    changed, removed = [], []
    for name in columns(model):
        pair = "'\"*\"'::jsonb" if name in hidden else f'jsonb_build_array(o."{name}", n."{name}")'
        changed.append(f"""('{name}', case when n."{name}" is distinct from o."{name}" then {pair} end)""")
        pair = "'\"*\"'::jsonb" if name in hidden else f'jsonb_build_array(n."{name}", null)'
        removed.append(f"""('{name}', case when n."{name}" is not null then {pair} end)""")
    words = {"table": table, "line": LINE, "who": WHO, "case": case_of(model, "n"), "person": person_of(model, "n"),
             "town": "n.id" if table == "tenancy_municipality" else "n.municipality_id",
             "plain": ", ".join(f"'{name}'" for name in classes(model)["open"])}  # fmt: skip
    return FUNCTION.format(**words, keep=KEEP.format(**words), changed=", ".join(changed), removed=", ".join(removed))


def triggers(model: type[models.Model]) -> Iterator[str]:
    """The function and its three triggers; after each statement, so that a bulk write costs one call."""
    table = model._meta.db_table
    yield function(model)
    # whoever may execute it could hang it on a table of her own (a temporary one) and forge lines
    yield f"revoke all on function app.note_{table}() from public, {APPLICATION}"
    for verb, rows in (("insert", "new table as new_rows"), ("update", "old table as old_rows new table as new_rows"),
                       ("delete", "old table as old_rows")):  # fmt: skip
        yield (
            f"create or replace trigger tasuki_note_{verb} after {verb} on {table} referencing {rows} for each statement"
            f" when (coalesce(current_setting('app.building', true), '') <> '1' or session_user = '{APPLICATION}')"
            f" execute function app.note_{table}()"
        )


def only_grows(model: type[models.Model]) -> Iterator[str]:
    """What keeps a table of the record from being rewritten, by its owner too."""
    table = model._meta.db_table
    yield (
        f"create or replace trigger tasuki_only_grows before update or delete or truncate on {table}"
        " for each statement execute function app.refuse_rewriting()"
    )
    yield f"revoke insert, update, delete, truncate on {table} from {APPLICATION}"


def install(connection: Any) -> int:
    """Make or renew all of it; returns the number of tables watched. Runs as the owner, after every migration."""
    tables = set(connection.introspection.table_names())
    if not {"audit_change", "cases_case", "people_persongrant"} <= tables:
        return 0
    watched = [model for model in noted_models() if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        cursor.execute(OFFSET)
        cursor.execute(GROUND.format(offset=cursor.fetchone()[0]))
        for name in ("Entry", "Change", "ChangedValues", "Seal"):
            for statement in only_grows(apps.get_model("audit", name)):
                cursor.execute(statement)
        for table in ("audit_entry", "audit_change"):
            cursor.execute(f"alter table {table} alter column number set default app.transaction_number()")
        cursor.execute(f"grant insert on audit_seal to {APPLICATION}")
        written = [field.column for field in apps.get_model("audit", "Entry")._meta.local_concrete_fields]
        cursor.execute(f"grant insert ({', '.join(set(written) - {'number'})}) on audit_entry to {APPLICATION}")
        for model in watched:
            for statement in triggers(model):
                cursor.execute(statement)
    return len(watched)
