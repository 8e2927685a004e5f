"""Everything of one person in a case, piece by piece (開示する記載), with what is blackened to begin with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tasuki.assessments.definitions import load
from tasuki.assessments.models import Assessment
from tasuki.assessments.showing import member_part, member_rows, names_of, parts_of
from tasuki.cases.models import Attachment, Case, SupportRecord
from tasuki.cases.reading import access_of, members_of, with_passages
from tasuki.codes.lookup import label
from tasuki.intake.models import Consultation
from tasuki.meetings.models import Item
from tasuki.people.models import Contact, Membership, Person
from tasuki.people.protection import address_of, show_whereabouts
from tasuki.plans.models import Plan
from tasuki.referrals.models import Referral
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.shared.held import as_typed, put_back
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .masking import OTHERS, SECRECY, Span, found, untyped
from .timeline import TOLD_BY_RECORDS


@dataclass
class Piece:
    """One field of one record: where it stands, its text, the places blackened to begin with."""

    source: str
    key: UUID | None
    on: date | None
    heading: str
    field: str
    text: str
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What is asked for: one person's records in one case, of a time, as far as the worker reads."""

    case: Case
    person: Person
    worker: Worker
    since: date | None = None
    until: date | None = None

    def holds(self, day: date | datetime | None) -> bool:
        """Whether a day lies within the time asked for."""
        on = day.astimezone(clock.JAPAN).date() if isinstance(day, datetime) else day
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


def pieces_of(asked: Asked, hidden: Iterable[str] = ()) -> list[Piece]:
    """In the order in which a person would read them; names of others and what is held back already blackened.

    `hidden`: where the protected among the others are. They are told apart by no word from the names, so that who
    prepares this learns nothing from it.
    """
    gathered = [*_basics(asked), *_consultations(asked), *_records(asked), *_events(asked), *_sheets(asked),
                *_plans(asked), *_referrals(asked), *_meetings(asked), *_case(asked)]  # fmt: skip
    told = [piece for piece in gathered if piece.text.strip()]
    others = [*names_of_others(asked), *hidden]
    callers = [word for piece in told if piece.source == "caller" for word in piece.text.split("\n") if len(word) > 1]
    for piece in told:
        piece.spans += found(piece.text, others, note="ほかの人の名前・連絡先")
        piece.spans += found(piece.text, callers, note="知らせてくれた人")
    return told


def names_of_others(asked: Asked) -> list[str]:
    """Spellings of the other members' names, and their telephone numbers. A shared family name alone stays."""
    others = [one.shown for one in members_of(asked.case, asked.worker) if one.person_id != asked.person.pk]  # type: ignore[attr-defined]
    words: list[str] = []
    for one in filter(None, others):
        words += [one.family_name + gap + one.given_name for gap in ("", " ", "　") if one.given_name]
        words += [one.family_kana + gap + one.given_kana for gap in ("", " ", "　") if one.given_kana]
        words += [one.given_name, one.given_kana, one.common_name]
        if one.family_name != asked.person.family_name:
            words.append(one.family_name)
    numbers = Contact.objects.filter(person__in=[one.pk for one in others if one]).values_list("value", flat=True)
    return [word for word in [*words, *numbers] if len(word) > 1]


def _fields(asked: Asked, source: str, row: object, on: date | datetime | None, heading: str,
            fields: Iterable[tuple[str, str]]) -> Iterator[Piece]:  # fmt: skip
    """A piece for each field that says something."""
    day = on.astimezone(clock.JAPAN).date() if isinstance(on, datetime) else on
    for name, typed in fields:
        text, spans = untyped(typed or "")
        yield Piece(source, getattr(row, "pk", None), day, heading, name, text, spans)


def _basics(asked: Asked) -> Iterator[Piece]:
    one = asked.person
    told = [("氏名", one.full_name), ("カナ", one.kana), ("生年月日", one.birth.format()), ("配慮すること", one.note)]
    if one.pk in show_whereabouts([one], asked.worker, "開示", asked.case.number):
        rows = Contact.objects.filter(person=one).order_by("id")
        told += [("連絡先", "\n".join(f"{row.get_kind_display()} {row.value}" for row in rows))]
        living = Membership.objects.filter(person=one, until=None).select_related("household__town").first()
        told += [("住所", address_of(living.household, asked.worker))] if living else []
    lines = "\n".join(f"{name}：{value}" for name, value in told if value)
    yield from _fields(asked, "person", one, None, "基本情報", [("登録されていること", lines)])


def _consultations(asked: Asked) -> Iterator[Piece]:
    rows = Consultation.objects.visible_to(asked.worker)
    first = asked.case.opened_from_id
    for row in (rows.filter(person=asked.person) | rows.filter(pk=first)).order_by("at"):
        if not asked.holds(row.at):
            continue
        heading = f"相談　{wareki_plain(row.at)}"
        caller = "\n".join(filter(None, (row.caller_name, row.caller_relation, row.caller_contact)))
        fields = [("話されたこと", row.words), ("その場での対応", row.response), ("配慮してほしいこと", row.care_wanted),
                  ("だれのことか", row.about_whom)]  # fmt: skip
        yield from _fields(asked, "consultation", row, row.at, heading, fields)
        own = not (row.keep_caller or row.third_hand)
        for piece in _fields(asked, "person" if own else "caller", row, row.at, heading, [("相談に来た人", caller)]):
            piece.spans += [] if own or not piece.text else [Span(0, len(piece.text), OTHERS, "知らせてくれた人")]
            yield piece


def _records(asked: Asked) -> Iterator[Piece]:
    """Of this person and of the household; those about one other person are hers."""
    rows = access_of(asked.case).readable(asked.case.records.filter(current=True), Scope.RECORD, about="about")
    mine = [row for row in rows.order_by("at", "id") if row.about_id in (None, asked.person.pk) and asked.holds(row.at)]
    files = Attachment.objects.filter(record__in=[row.pk for row in mine]).values_list("record_id", "name")
    for row in with_passages(mine, asked.worker):
        heading = f"支援経過　{wareki_plain(row.at)}　{label('contact_method', row.method)}"
        names = "、".join(name for key, name in files if key == row.pk)
        around = [("相手", _typed(row, "party_note")), ("場所", row.place), ("次回", row.next_text),
                  ("添付（中身は別に確かめる）", names)]  # fmt: skip
        rest = "\n".join(f"{name}：{value}" for name, value in around if value)
        fields = [("内容", _typed(row, "text")), ("所見（見立て）", _typed(row, "view")), ("そのほか", rest)]
        yield from _fields(asked, "record", row, row.at, heading, fields)


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
            yield from _fields(asked, "event", row, row.at, heading, [(row.get_kind_display(), row.text)])


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
        yield from _fields(asked, "assessment", row, row.made_on, f"アセスメント　第{row.number}回", fields)


def _plans(asked: Asked) -> Iterator[Piece]:
    for plan in Plan.objects.visible_to(asked.worker).filter(case=asked.case).order_by("number"):
        own = [one.own_words for one in plan.persons.all() if one.person_id == asked.person.pk]
        if not asked.holds(plan.made_on) or not (own or plan.main_person_id == asked.person.pk):
            continue
        roles = [f"{role.agency}：{role.what}" for role in plan.roles.select_related("agency")
                 if role.about_id in (None, asked.person.pk)]  # fmt: skip
        fields = [("本人のことば", "\n".join(own)), ("思い", plan.wishes), ("めざす姿", plan.long_goal), ("目標", plan.goal),
                  ("支援の方向性", plan.direction), ("役割", "\n".join(roles)),
                  ("会議の意見", "\n".join(one.note for one in plan.decisions.all() if one.note))]  # fmt: skip
        if review := getattr(plan, "evaluation", None):
            fields += [
                ("達成状況", review.reached),
                ("本人の声", review.persons_voice),
                ("残された課題", review.remaining),
            ]
        yield from _fields(asked, "plan", plan, plan.made_on, f"支援プラン　第{plan.number}回", fields)


def _referrals(asked: Asked) -> Iterator[Piece]:
    rows = Referral.objects.visible_to(asked.worker).filter(case=asked.case, persons__person=asked.person)
    for row in rows.order_by("sent_at"):
        if asked.holds(row.sent_at):
            answers = row.targets.filter(from_agency=row.from_agency_id).select_related("to_agency")
            fields = [("本人・世帯のこと", row.people_text), ("主訴", row.complaint), ("これまでの対応", row.so_far),
                      ("望むこと", row.wanted), ("同意なしでつなぐ理由", row.ground_reason),
                      *((f"{one.to_agency}の返事", one.reason) for one in answers),
                      *((f"{one.to_agency}からのつなぎもどし", one.back_summary) for one in answers)]  # fmt: skip
            yield from _fields(asked, "referral", row, row.sent_at, f"つなぐシート　{row.number}", fields)


def _meetings(asked: Asked) -> Iterator[Piece]:
    """What was said without consent under the law's secrecy is blackened as a whole to begin with."""
    rows = Item.objects.visible_to(asked.worker).filter(case=asked.case).select_related("sitting__body")
    for row in rows.order_by("sitting__at"):
        if not asked.holds(row.sitting.at):
            continue
        heading = f"会議　{row.sitting.body}　{wareki_plain(row.sitting.at)}"
        fields = [("議題", row.title), ("検討してほしいこと", row.to_discuss), ("同意なしで扱う理由", row.why_without),
                  ("共有された情報・意見", row.discussion), ("決まったこと", row.decision)]  # fmt: skip
        for piece in _fields(asked, "meeting", row, row.sitting.at, heading, fields):
            if row.without_consent and piece.text:
                piece.spans = [Span(0, len(piece.text), SECRECY, "同意なしで扱った会議")]
            yield piece


def _case(asked: Asked) -> Iterator[Piece]:
    case = asked.case
    fields = [("いま", case.now_text), ("次の一手", case.next_text), ("終結のまとめ", case.closing_note)]
    yield from _fields(asked, "case", case, None, f"ケース　{case.number}", fields)
