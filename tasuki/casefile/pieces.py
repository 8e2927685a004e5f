"""Everything of one person in a case, piece by piece (開示する記載), with what is blackened to begin with."""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from tasuki.assessments.models import Assessment
from tasuki.assessments.showing import member_part, member_rows, names_of, parts_of
from tasuki.cases.enums import ToldOf
from tasuki.cases.models import Attachment, CaseComment, RecordPerson, SupportRecord
from tasuki.cases.reading import access_of, members_of, warnings_of, with_passages
from tasuki.codes.lookup import label
from tasuki.codes.sheet_answers import read
from tasuki.codes.sheet_definitions import load
from tasuki.intake.models import Consultation
from tasuki.meetings.models import Item
from tasuki.people.models import Contact, Membership, Person, Relation
from tasuki.people.protection import address_of, show_whereabouts
from tasuki.plans.models import Plan
from tasuki.referrals.models import Referral
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.shared.held import as_typed, put_back
from tasuki.sharing.enums import Scope

from .masking import OTHERS, SECRECY, Span, found
from .piece import Asked, Piece, fields_of
from .pieces_around import pieces_around
from .pieces_beside import pieces_beside
from .timeline import TOLD_BY_RECORDS


def pieces_of(asked: Asked, hidden: Iterable[str] = ()) -> list[Piece]:
    """In the order in which a person would read them; names of others and what is held back already blackened.

    `hidden`: where the protected among the others are. They are told apart by no word from the names, so that who
    prepares this learns nothing from it.
    """
    gathered = [*_basics(asked), *_consultations(asked), *_records(asked), *_events(asked), *_notes(asked), *_sheets(asked),
                *_plans(asked), *_referrals(asked), *_meetings(asked), *pieces_beside(asked), *pieces_around(asked), *_case(asked)]  # fmt: skip
    told = [piece for piece in gathered if piece.text.strip()]
    others = [*names_of_others(asked), *hidden]
    callers = [word for piece in told if piece.source == "caller" for word in piece.text.split("\n") if len(word) > 1]
    for piece in told:
        piece.spans += found(piece.text, others, note="ほかの人の名前・連絡先")
        piece.spans += found(piece.text, callers, note="知らせてくれた人")
    return told


def names_of_others(asked: Asked) -> list[str]:
    """Spellings of the names of other members and kin, and their telephone numbers. A shared family name alone stays."""
    others = [one.shown for one in members_of(asked.case, asked.worker) if one.person_id != asked.person.pk]  # type: ignore[attr-defined]
    known = {asked.person.pk, *(one.pk for one in others if one)}
    ties = Relation.objects.filter(Q(first=asked.person) | Q(second=asked.person)).values_list("first", "second")
    others += Person.objects.visible_to(asked.worker).filter(pk__in={key for row in ties for key in row} - known)
    words: list[str] = []
    for one in filter(None, others):
        words += [one.family_name + gap + one.given_name for gap in ("", " ", "　") if one.given_name]
        words += [one.family_kana + gap + one.given_kana for gap in ("", " ", "　") if one.given_kana]
        words += [one.given_name, one.given_kana, one.common_name]
        if one.family_name != asked.person.family_name:
            words.append(one.family_name)
    numbers = Contact.objects.filter(person__in=[one.pk for one in others if one]).values_list("value", flat=True)
    return [word for word in [*words, *numbers] if len(word) > 1]


def _basics(asked: Asked) -> Iterator[Piece]:
    one = asked.person
    told = [("氏名", one.full_name), ("カナ", one.kana), ("生年月日", one.birth.format()), ("配慮すること", one.note)]
    if one.pk in show_whereabouts([one], asked.worker, "開示", asked.case.number):
        rows = Contact.objects.filter(person=one).order_by("id")
        told += [("連絡先", "\n".join(f"{row.get_kind_display()} {row.value}" for row in rows))]
        living = Membership.objects.filter(person=one, until=None).select_related("household__town").first()
        told += [("住所", address_of(living.household, asked.worker))] if living else []
    lines = "\n".join(f"{name}：{value}" for name, value in told if value)
    yield from fields_of(asked, "person", one, None, "基本情報", [("登録されていること", lines)])


def _consultations(asked: Asked) -> Iterator[Piece]:
    rows = Consultation.objects.visible_to(asked.worker)
    first = asked.case.opened_from_id
    for row in (rows.filter(person=asked.person) | rows.filter(pk=first)).order_by("at"):
        if not asked.holds(row.at):
            continue
        heading = f"相談　{wareki_plain(row.at)}"
        told = read("intake", row).told
        more = [f"{label}：{text}" for label, text in told.pop("caller", [])]
        caller = "\n".join(filter(None, (row.caller_name, row.caller_relation, row.caller_contact, *more)))
        fields = [("話されたこと", row.words), ("その場での対応", row.response), ("配慮してほしいこと", row.care_wanted),
                  *(pair for pairs in told.values() for pair in pairs), ("だれのことか", row.about_whom)]  # fmt: skip
        yield from fields_of(asked, "consultation", row, row.at, heading, fields)
        own = not (row.keep_caller or row.third_hand)
        for piece in fields_of(asked, "person" if own else "caller", row, row.at, heading, [("相談に来た人", caller)]):
            piece.spans += [] if own or not piece.text else [Span(0, len(piece.text), OTHERS, "知らせてくれた人")]
            yield piece


def records_of(asked: Asked) -> list[SupportRecord]:
    """Of this person and of the household; those about one other person are hers."""
    rows = access_of(asked.case).readable(asked.case.records.filter(current=True), Scope.RECORD, about="about")
    told_of = RecordPerson.objects.filter(record=OuterRef("pk")).values("person_id")
    listed = rows.annotate(several=ArraySubquery(told_of)).order_by("at", "id")
    return [row for row in listed if _tells_of(asked, row) and asked.holds(row.at)]


def _records(asked: Asked) -> Iterator[Piece]:
    """As they were written, with the names of the files; the files themselves are decided on one by one (enclosures)."""
    mine = records_of(asked)
    files = Attachment.objects.filter(record__in=[row.pk for row in mine]).values_list("record_id", "name")
    for row in with_passages(mine, asked.worker):
        heading = f"支援経過　{wareki_plain(row.at)}　{label('contact_method', row.method)}"
        names = "、".join(name for key, name in files if key == row.pk)
        around = [("相手", _typed(row, "party_note")), ("場所", row.place), ("次回", row.next_text),
                  ("添付（中身は、添付・図の欄で決める）", names)]  # fmt: skip
        rest = "\n".join(f"{name}：{value}" for name, value in around if value)
        fields = [("内容", _typed(row, "text")), ("所見（見立て）", _typed(row, "view")), ("そのほか", rest)]
        yield from fields_of(asked, "record", row, row.at, heading, fields)


def _tells_of(asked: Asked, row: SupportRecord) -> bool:
    """About her, the household, or several persons of whom she is one."""
    several = row.several  # type: ignore[attr-defined]
    return row.about_id == asked.person.pk or (row.about_id is None and (not several or asked.person.pk in several))


def _notes(asked: Asked) -> Iterator[Piece]:
    """注意事項 and comments of colleagues. A warning of which she was not told is blackened as a whole to begin with."""
    for row in reversed(warnings_of(asked.case, asked.worker, ended=True)):
        if row.about_id not in (None, asked.person.pk) or not asked.holds(row.since):
            continue
        heading = f"注意事項　{wareki_plain(row.since)}　{label('warning_kind', row.kind)}"
        fields = [("注意すること", row.text), ("伝えていない理由", row.told_reason), ("終えた理由", row.ended_reason)]
        for piece in fields_of(asked, "warning", row, row.since, heading, fields):
            if row.told == ToldOf.NOT_TOLD and piece.text:
                piece.spans = [Span(0, len(piece.text), "work", "本人に伝えていない注意事項")]
            yield piece
    rows = CaseComment.objects.visible_to(asked.worker).filter(case=asked.case).order_by("at", "id")
    for one in rows:
        if one.about_id in (None, asked.person.pk) and asked.holds(one.at):
            yield from fields_of(
                asked, "comment", one, one.at, f"職員のコメント　{wareki_plain(one.at)}", [("コメント", one.text)]
            )


def _typed(row: SupportRecord, name: str) -> str:
    known = row.passages  # type: ignore[attr-defined]
    return put_back(
        getattr(row, name), lambda n: as_typed(known[n].kind, known[n].text) if n in known else as_typed("harm", "？")
    )


def _events(asked: Asked) -> Iterator[Piece]:
    rows = asked.case.events.exclude(kind__in=(*TOLD_BY_RECORDS, "opened", "consulted")).exclude(text="")
    for row in rows.order_by("at", "id"):
        if row.about_id in (None, asked.person.pk) and asked.holds(row.at):
            heading = f"できごと　{wareki_plain(row.at)}"
            yield from fields_of(asked, "event", row, row.at, heading, [(row.get_kind_display(), row.text)])


def _sheets(asked: Asked) -> Iterator[Piece]:
    """Fixed sheets: the household's part and her own."""
    rows = Assessment.objects.visible_to(asked.worker).filter(case=asked.case).exclude(fixed_at=None)
    for row in rows.order_by("number"):
        if not asked.holds(row.made_on):
            continue
        mine = [one for one in member_rows(row, asked.case) if one.person_id == asked.person.pk]
        names, sheet = names_of(asked.case, asked.worker), load(row.sheet, row.sheet_version)
        told = [parts_of(row, asked.case, asked.worker)[0], *(member_part(sheet, one, names) for one in mine)]
        fields = [
            (f"{part.heading}　{section}", "\n".join(f"{question}：{answer}" for question, answer in pairs))
            for part in told for section, pairs in part.sections
        ]  # fmt: skip
        yield from fields_of(asked, "assessment", row, row.made_on, f"アセスメント　第{row.number}回", fields)


def _plans(asked: Asked) -> Iterator[Piece]:
    for plan in Plan.objects.visible_to(asked.worker).filter(case=asked.case).order_by("number"):
        own = [one.own_words for one in plan.persons.all() if one.person_id == asked.person.pk]
        if not asked.holds(plan.made_on) or not (own or plan.main_person_id == asked.person.pk):
            continue
        roles = [f"{role.agency}：{role.what}" for role in plan.roles.select_related("agency")
                 if role.about_id in (None, asked.person.pk)]  # fmt: skip
        fields = [("本人のことば", "\n".join(own)), ("思い", plan.wishes), ("めざす姿", plan.long_goal), ("目標", plan.goal),
                  ("支援の方向性", plan.direction), *read("plan", plan).pairs, ("役割", "\n".join(roles)),
                  ("会議の意見", "\n".join(one.note for one in plan.decisions.all() if one.note))]  # fmt: skip
        if review := getattr(plan, "evaluation", None):
            fields += [
                ("達成状況", review.reached),
                ("本人の声", review.persons_voice),
                ("残された課題", review.remaining),
                *read("evaluation", review).pairs,
            ]
        yield from fields_of(asked, "plan", plan, plan.made_on, f"支援プラン　第{plan.number}回", fields)


def _referrals(asked: Asked) -> Iterator[Piece]:
    rows = Referral.objects.visible_to(asked.worker).filter(case=asked.case, persons__person=asked.person)
    for row in rows.order_by("sent_at"):
        if asked.holds(row.sent_at):
            answers = row.targets.filter(from_agency=row.from_agency_id).select_related("to_agency")
            fields = [("本人・世帯のこと", row.people_text), ("主訴", row.complaint), ("これまでの対応", row.so_far),
                      ("望むこと", row.wanted), ("同意なしでつなぐ理由", row.ground_reason), *read("referral", row).pairs,
                      *((f"{one.to_agency}の返事", one.reason) for one in answers),
                      *((f"{one.to_agency}からのつなぎもどし", one.back_summary) for one in answers)]  # fmt: skip
            yield from fields_of(asked, "referral", row, row.sent_at, f"つなぐシート　{row.number}", fields)


def _meetings(asked: Asked) -> Iterator[Piece]:
    """What was said without consent under the law's secrecy is blackened as a whole to begin with."""
    rows = Item.objects.visible_to(asked.worker).filter(case=asked.case).select_related("sitting__body")
    for row in rows.order_by("sitting__at"):
        if not asked.holds(row.sitting.at):
            continue
        heading = f"会議　{row.sitting.body}　{wareki_plain(row.sitting.at)}"
        roles = [f"{one.agency}：{one.what}" for one in row.roles.select_related("agency")]
        fields = [("議題", row.title), ("検討してほしいこと", row.to_discuss), ("同意なしで扱う理由", row.why_without),
                  *read("packet", row).pairs, ("共有された情報・意見", row.discussion), ("決まったこと", row.decision), ("役割分担", "\n".join(roles)),
                  ("取り下げたわけ", row.withdrawn_why)]  # fmt: skip
        for piece in fields_of(asked, "meeting", row, row.sitting.at, heading, fields):
            if row.without_consent and piece.text:
                piece.spans = [Span(0, len(piece.text), SECRECY, "同意なしで扱った会議")]
            yield piece


def _case(asked: Asked) -> Iterator[Piece]:
    case = asked.case
    fields = [("いま", case.now_text), ("次の一手", case.next_text), ("終結のまとめ", case.closing_note)]
    yield from fields_of(asked, "case", case, None, f"ケース　{case.number}", fields)
