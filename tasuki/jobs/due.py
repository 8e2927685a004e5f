"""Which records' term is over (保存期間が終わった記録): reads only, called where the walls are lifted for the list."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from .enums import RecordClass
from .models import RetentionTerm

# Years where the municipality has set none. Its rules of documents (文書管理規程) decide; ours are what is common and 未確認.
DEFAULT_YEARS: dict[str, int] = {
    RecordClass.CASE: 5, RecordClass.CONSULTATION: 5, RecordClass.MEETING: 5, RecordClass.REFERRAL: 5,
    RecordClass.CONSENT: 5, RecordClass.CONCERN: 5, RecordClass.MESSAGE: 5, RecordClass.KIT: 3, RecordClass.AUDIT: 10,
}  # fmt: skip
STARTS: dict[str, str] = {
    RecordClass.CASE: "終結した年度の翌年度の4月1日から。再開したケースは、続きのケースがすべて終わってから。",
    RecordClass.CONSULTATION: "対応を終えた年度の翌年度の4月1日から。",
    RecordClass.MEETING: "開いた年度の翌年度の4月1日から。ケースの議題は、そのケースといっしょに。",
    RecordClass.REFERRAL: "ケースや相談といっしょに終わります。年限がいちばん長いものに合わせます。",
    RecordClass.CONSENT: "ケースといっしょに終わります。年限がいちばん長いものに合わせます。",
    RecordClass.CONCERN: "終わった年度の翌年度の4月1日から。相談になったものは、その相談が終わったあとに。",
    RecordClass.MESSAGE: "返事を終えた年度の翌年度の4月1日から。相談になったものは、その相談といっしょに。",
    RecordClass.KIT: "返した・止めた・期限がきた年度の翌年度の4月1日から。",
    RecordClass.AUDIT: "記録した年度の翌年度の4月1日から。封印の鎖を切らないため、一覧からは廃棄しません。",
}
# What is listed by itself; the other classes end together with these.
LISTED = (RecordClass.CASE, RecordClass.CONSULTATION, RecordClass.MEETING, RecordClass.CONCERN, RecordClass.MESSAGE,
          RecordClass.KIT)  # fmt: skip

CASES = """
with recursive chain as (
  select c.id as root, c.number, c.id, c.closed_on, c.status from cases_case c
   where c.municipality_id = %(town)s and c.status = 'closed' and c.closed_on is not null
  union all
  select chain.root, chain.number, n.id, n.closed_on, n.status
    from cases_case n join chain on n.continues_id = chain.id)
select 'case', root, number, max(closed_on),
       app.term_over(max(closed_on), greatest(%(case)s,
         case when exists (select 1 from meetings_item i where i.case_id = root) then %(meeting)s else 0 end,
         case when exists (select 1 from referrals_referral r where r.case_id = root) then %(referral)s else 0 end,
         case when exists (select 1 from people_consent k join cases_casemember m on m.person_id = k.person_id
                            where m.case_id = root) then %(consent)s else 0 end))
  from chain group by root, number having bool_and(status = 'closed' and closed_on is not null)
"""
CONSULTATIONS = """
select 'consultation', c.id, '相談 ' || to_char(c.at at time zone 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI'),
       coalesce(c.ended_at, c.at)::date,
       app.term_over((coalesce(c.ended_at, c.at) at time zone 'Asia/Tokyo')::date, greatest(%(consultation)s,
         case when exists (select 1 from referrals_referral r where r.consultation_id = c.id) then %(referral)s else 0 end))
  from intake_consultation c
 where c.municipality_id = %(town)s and c.outcome <> 'open'
   and not exists (select 1 from cases_case k where k.opened_from_id = c.id)
"""
SITTINGS = """
select 'meeting', s.id, b.name || ' ' || to_char(s.at at time zone 'Asia/Tokyo', 'YYYY-MM-DD'),
       (s.at at time zone 'Asia/Tokyo')::date, app.term_over((s.at at time zone 'Asia/Tokyo')::date, %(meeting)s)
  from meetings_sitting s join meetings_body b on b.id = s.body_id
 where s.municipality_id = %(town)s and s.status <> 'planned'
   and not exists (select 1 from meetings_item i where i.sitting_id = s.id and i.case_id is not null)
"""
CONCERNS = """
select 'concern', c.id, '気になること ' || c.number, (c.ended_at at time zone 'Asia/Tokyo')::date,
       app.term_over((c.ended_at at time zone 'Asia/Tokyo')::date, %(concern)s)
  from supporters_concern c
 where c.municipality_id = %(town)s and c.status = 'done' and c.ended_at is not null
   and not exists (select 1 from intake_concerntaken t where t.concern_id = c.id)
"""
MESSAGES = """
select 'message', m.id, '住民からのことば ' || m.number, (m.ended_at at time zone 'Asia/Tokyo')::date,
       app.term_over((m.ended_at at time zone 'Asia/Tokyo')::date, %(message)s)
  from intake_residentmessage m
 where m.municipality_id = %(town)s and m.ended_at is not null and m.consultation_id is null
"""
KITS = """
select 'kit', k.id, '持ち出し ' || to_char(k.made_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI'),
       (coalesce(k.ended_at, k.until) at time zone 'Asia/Tokyo')::date,
       app.term_over((coalesce(k.ended_at, k.until) at time zone 'Asia/Tokyo')::date, %(kit)s)
  from casefile_visitkit k
 where k.municipality_id = %(town)s and coalesce(k.ended_at, k.until) < app.now()
"""


@dataclass(frozen=True)
class Due:
    """One record whose term is over."""

    record_class: str
    target: UUID
    number: str
    ended_on: date
    due_on: date


def years() -> dict[str, int]:
    """Years by class: the municipality's own where set."""
    own = dict(RetentionTerm.objects.values_list("record_class", "years"))
    return {str(one): own.get(str(one), DEFAULT_YEARS[one]) for one in RecordClass}


def due(town: UUID, as_of: date) -> list[Due]:
    """Everything of the municipality whose term is over on this day, in the order of the list."""
    asked: dict[str, Any] = {"town": town, "as_of": as_of, **years()}
    parts = " union all ".join(f"({one})" for one in (CASES, CONSULTATIONS, SITTINGS, CONCERNS, MESSAGES, KITS))
    sql = f"select * from ({parts}) x (class, target, number, ended_on, due_on) where due_on <= %(as_of)s order by 1, 5, 3"
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [Due(*line) for line in cursor.fetchall()]
