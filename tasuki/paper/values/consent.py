"""同意書 of one person: what is shared with whom, for what, until when; and her answer if she has been asked."""

from uuid import UUID

from django.http import Http404

from tasuki.codes.lookup import label, labels
from tasuki.codes.sheet_definitions import load
from tasuki.paper.kinds import Filled, Kind
from tasuki.paper.wording import answers_in
from tasuki.people.models import Consent, Person
from tasuki.shared.calendar_jp import wareki
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """One asking, for whoever may know the person."""
    known = Person.objects.visible_to(worker)
    rows = Consent.objects.filter(pk=key, person__in=known.values("pk"))
    one = rows.select_related("person", "explained_by", "explained_agency").prefetch_related("agencies__agency").first()
    if one is None:
        raise Http404("この同意はありません。")
    definition = load("consent", getattr(one, "sheet_version", ""))
    until = f"{wareki(one.until)}まで" if one.until else "支援が終わるまで"
    values = answers_in(definition, one) | {
        "person": one.person.full_name, "kana": one.person.kana, "birth": one.person.birth.format() if one.person.birth_text else "",
        "answer": one.get_answer_display(), "asked_on": wareki(one.asked_on), "method": label("consent_method", one.method),
        "explained_by": f"{one.explained_agency} {one.explained_by.name}", "given_by": one.given_by,
        "items": "、".join(labels("consent_item", one.items)), "purpose": one.purpose, "until": until,
        "agencies": "、".join(str(row.agency) for row in one.agencies.all()), "words": one.words,
        "withdrawn": wareki(one.withdrawn_at) if one.withdrawn_at else "",
    }  # fmt: skip
    return Filled(definition.title, "", values, version=definition.version, objects=[one.pk, one.person_id],
                  ground="本人の同意の写し", signers=[one.person.full_name])  # fmt: skip


KIND = Kind(
    "consent", "同意書", Permission.CASE_READ, read,
    (("person", "氏名"), ("kana", "カナ"), ("birth", "生年月日"), ("agencies", "共有する相手"), ("items", "共有する項目"),
     ("purpose", "目的"), ("until", "いつまで"), ("asked_on", "説明した日"), ("explained_by", "説明した人"),
     ("method", "方法"), ("answer", "お返事"), ("given_by", "同意した人（代理人のとき）"), ("words", "本人のことば"),
     ("withdrawn", "撤回した日")),
    later=frozenset({"withdrawn"}),
)  # fmt: skip
