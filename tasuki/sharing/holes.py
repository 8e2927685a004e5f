"""Looking for holes in the second wall (壁の点検): each rule is a way in which such walls have failed elsewhere.

Asked at every start and by `tasuki check`; each rule is attacked by a test. Sources of the rules: PostgreSQL's manual on
row security, Supabase's database lints 0003–0024, and what was tried against prototypes of this one.
"""

from dataclasses import dataclass
from typing import Any

from .wall import APPLICATION, OPEN_TABLES

_OURS = "n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema'"
_TABLES = f"pg_class c join pg_namespace n on n.oid = c.relnamespace where {_OURS}"


@dataclass(frozen=True)
class Rule:
    """One way in: what is asked of the catalogue (rows are names), and the sentence for each."""

    key: str
    sql: str
    says: str


def _unwalled(condition: str) -> str:
    """Tables in which rows of residents could stand: all but those of the framework."""
    return (
        f"select c.relname from {_TABLES} and c.relkind in ('r', 'p') and (%(open)s::text[] is null"
        " or not c.relname = any (%(open)s) or exists (select 1 from pg_attribute a where a.attrelid = c.oid"
        f" and a.attname = 'municipality_id' and not a.attisdropped)) and {condition}"
    )


_MEMBER = "pg_has_role(%(role)s, r.oid, 'member') and r.rolname <> %(role)s"
_POLICIES = "pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace"
# The expressions of a policy with every call that is made once for a statement taken out of them.
_EVERY_ROW = (
    "regexp_replace(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck,"
    " p.polrelid), ''), 'SELECT app\\.\\w+\\(\\)', '', 'g')"
)
# Policies of the residents' pages bind their role only, and are narrowed by a restrictive twin (tasuki/portal).
_OUTER = (
    "(p.polname like 'outer\\_%%' and p.polroles = array(select oid from pg_roles where rolname = 'tasuki_portal')"
    " and exists (select 1 from pg_policy q where q.polrelid = p.polrelid and q.polname = p.polname || '_only'"
    " and not q.polpermissive and q.polroles = p.polroles))"
)
_DEFINERS = f"pg_proc f join pg_namespace n on n.oid = f.pronamespace where f.prosecdef and {_OURS}"

RULES = (
    Rule("off", _unwalled("not c.relrowsecurity"), "表 {0} に行の壁（row-level security）がありません。"),
    Rule("not forced", _unwalled("c.relrowsecurity and not c.relforcerowsecurity"),
         "表 {0} の行の壁（row-level security）が、持ち主には効いていません（FORCE）。"),
    Rule("no policy", _unwalled("c.relrowsecurity and not exists (select 1 from pg_policy p where p.polrelid = c.oid"
         " and p.polcmd in ('r', '*'))"), "表 {0} の行の壁（row-level security）に、見てよい行の決まりがありません。"),
    Rule("another policy", f"select c.relname from {_POLICIES} where {_OURS} and p.polpermissive and not {_OUTER}"
         " and p.polname not in ('tasuki_select', 'tasuki_insert', 'tasuki_update', 'tasuki_delete')",
         "表 {0} に、たすきが作っていない行の決まりがあります。壁が広がります。"),
    Rule("owner", f"select c.relname from {_TABLES} and c.relkind in ('r', 'p', 'v', 'm')"
         " and pg_get_userbyid(c.relowner) = %(role)s", "表 {0} の持ち主が、アプリの役割（{role}）になっています。"),
    Rule("truncate", f"select c.relname from {_TABLES} and c.relkind in ('r', 'p')"
         " and has_table_privilege(%(role)s, c.oid, 'truncate')",
         "表 {0} をアプリの役割が空にできます（TRUNCATE）。"),
    Rule("view", f"select c.relname from {_TABLES} and c.relkind = 'v' and has_table_privilege(%(role)s, c.oid, 'select')"
         " and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)",
         "ビュー {0} は、行の壁を通らずに見せます（security_invoker がありません）。"),
    Rule("materialised view", f"select c.relname from {_TABLES} and c.relkind = 'm'"
         " and has_table_privilege(%(role)s, c.oid, 'select')",
         "実体化ビュー {0} を、アプリの役割が読めます。行の壁は効きません。"),
    Rule("search_path", f"select f.proname from {_DEFINERS}"
         " and not coalesce(f.proconfig::text ~ 'search_path=', false)",
         "関数 {0} は持ち主の力で動きますが、search_path が決まっていません。"),
    Rule("function of a superuser", f"select f.proname from {_DEFINERS} and exists (select 1 from pg_roles r"
         " where r.oid = f.proowner and r.rolsuper)", "関数 {0} は、データベースの管理者の力で動きます。"),
    Rule("attributes", "select r.rolname from pg_roles r where r.rolname = %(role)s and (r.rolsuper or r.rolbypassrls"
         " or r.rolcreaterole or r.rolcreatedb or r.rolreplication)",
         "役割 {0} に、SUPERUSER・BYPASSRLS・CREATEROLE・CREATEDB・REPLICATION のどれかがあります。"),
    Rule("membership", f"select r.rolname from pg_roles r where {_MEMBER} and (r.rolsuper or r.rolbypassrls or exists"
         " (select 1 from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')))",
         "アプリの役割（{role}）が、表の持ち主か、壁の効かない役割（{0}）に入っています。"),
    Rule("every row", f"select c.relname from {_POLICIES} where {_OURS} and {_EVERY_ROW} ~ '(app\\.\\w+|current_setting)\\('",
         "表 {0} の行の決まりが、行ごとに設定を読みます。遅く、途中で変えられます。"),
)  # fmt: skip


def holes(connection: Any, role: str = "") -> list[str]:
    """Sentences naming everything through which rows could be seen without a ground; empty when the wall stands."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        words = {"role": role or cursor.fetchone()[0], "open": sorted(OPEN_TABLES)}
        for rule in RULES:
            cursor.execute(rule.sql, words)
            found += [rule.says.format(*row, role=words["role"]) for row in cursor.fetchall()]
    return list(dict.fromkeys(found))


__all__ = ["APPLICATION", "RULES", "holes"]
