"""つなぐシート as the sender sent it, and what was answered."""

from uuid import UUID

from tasuki.codes.lookup import label, labels
from tasuki.codes.sheet_definitions import load
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import answers_in, words
from tasuki.referrals.access import open_sheet
from tasuki.referrals.sheetfacts import opens
from tasuki.shared.calendar_jp import local_time, wareki, wareki_short
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """The sheet for its sender or one of its receivers."""
    sheet = open_sheet(worker, key)
    one = sheet.referral
    definition = load("referral", getattr(one, "sheet_version", ""))
    answers = answers_in(definition, one) | {
        "number": one.number, "sent_on": wareki(one.sent_at), "sent_at": f"{wareki(one.sent_at)} {local_time(one.sent_at):%H:%M}", "from_agency": str(one.from_agency),
        "written_by": one.written_by.name, "from_phone": one.from_agency.phone, "area_name": one.area_name,
        "household_label": one.household_label, "to": "、".join(str(target.to_agency) for target in sheet.targets),
        "due_on": wareki(min(target.due_on for target in sheet.targets)) if sheet.targets else "",
        "consent": one.get_consent_display(), "purpose": one.get_purpose_display(), "scope": opens(sheet),
        "consented": "、".join(row.shown for row in one.persons.all() if row.consented),
        "urgency": label("urgency", one.urgency) if one.urgency else "",
        "topics": "、".join(labels("consultation_topic", one.topics)), "accompany": "できる" if one.accompany else "予定なし",
    }  # fmt: skip
    rows = {
        "persons": [
            {"shown": row.shown, "consented": "あり" if row.consented else "なし"} for row in one.persons.all()
        ],
        "answers": [_answer(target) for target in sheet.targets],
    }
    case = sheet.case.pk if sheet.case else None
    return Filled("つなぐシート", one.number, answers, rows, version=definition.version, case=case, objects=[one.pk],
                  ground="つなぎ")  # fmt: skip


def _answer(target) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        "agency": str(target.to_agency), "answered": wareki_short(target.answered_at) if target.answered_at else "",
        "result": target.get_status_display() if target.answered_at else "", "worker": words(target.worker),
        "reason": "\n".join(filter(None, (target.reason, target.back_summary))),
    }  # fmt: skip


KIND = Kind(
    "referral", "つなぐシート", Permission.REFER, read,
    (("number", "番号"), ("sent_on", "発信日"), ("to", "宛先"), ("from_phone", "発信元の電話"), ("area_name", "圏域"),
     ("due_on", "回答期限"), ("consent", "同意"), ("household_label", "世帯")),
    (Group("persons", "対象者", (("shown", "氏名・続柄・年齢"), ("consented", "本人の同意"))),
     Group("answers", "回答", (("agency", "機関"), ("answered", "回答した日"), ("result", "結果"), ("worker", "担当者"),
                            ("reason", "理由・返事")), blank=2, whole=True)),
    tags_only=frozenset({"sent_on"}),
)  # fmt: skip
