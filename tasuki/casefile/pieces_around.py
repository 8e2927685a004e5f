"""What stands around a person (開示する記載): her consents, home and kin, signs, ties, what desks and places were asked."""

from collections.abc import Iterator

from django.db.models import Q

from tasuki.assessments.models import PersonCondition
from tasuki.codes.lookup import label, labels
from tasuki.outreach.models import StageChange, Visit
from tasuki.outreach.visiting_models import VisitService
from tasuki.participation.models import Ask, MatchStep, UnmetWish
from tasuki.people.models import Consent, Membership, Relation
from tasuki.people.protection import address_of, show_whereabouts
from tasuki.referrals.models import ReferralMessage
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.supporters.models import VisitTurn

from .ecomap_models import EcomapTie
from .piece import Asked, Piece, fields_of


def pieces_around(asked: Asked) -> Iterator[Piece]:
    """Of this person, or of the household as a whole."""
    for part in (_consents, _homes, _kin, _signs, _ties, _messages, _stages, _visits, _services,
                 _turns, _asks, _steps, _wishes, _statuses):  # fmt: skip
        yield from part(asked)


def _consents(asked: Asked) -> Iterator[Piece]:
    """What she was asked, and answered, in her own words; to whom."""
    rows = Consent.objects.filter(person=asked.person).prefetch_related("agencies__agency").order_by("asked_on", "id")
    for row in rows:
        if asked.holds(row.asked_on):
            to = "、".join(str(one.agency) for one in row.agencies.all())
            fields = [("返事", row.get_answer_display()), ("目的", row.purpose), ("共有先", to),
                      ("共有する項目", "、".join(labels("consent_item", row.items))), ("本人のことば", row.words),
                      ("代わりに答えた人", row.given_by), ("撤回の経緯", row.withdrawn_note)]  # fmt: skip
            yield from fields_of(asked, "consent", row, row.asked_on, f"同意　{wareki_plain(row.asked_on)}", fields)


def _homes(asked: Asked) -> Iterator[Piece]:
    """Where and with whom she lived, from when to when; the address as far as it may be told."""
    if asked.person.pk not in show_whereabouts([asked.person], asked.worker, "開示", asked.case.number):
        return
    for row in Membership.objects.filter(person=asked.person).select_related("household__town").order_by("since", "id"):
        term = f"{wareki_plain(row.since) if row.since else ''}〜{wareki_plain(row.until) if row.until else ''}"
        told = [("住所", address_of(row.household, asked.worker)), ("期間", term.strip("〜") and term), ("続柄", row.relation),
                ("補足", row.note)]  # fmt: skip
        lines = "\n".join(f"{name}：{value}" for name, value in told if value)
        yield from fields_of(asked, "home", row, None, "世帯・住まい", [("住まい", lines)])


def _kin(asked: Asked) -> Iterator[Piece]:
    """Her kin and ties as they are written down; the names of the others are blackened to begin with."""
    for member in asked.case.members.filter(person=asked.person).exclude(relation=""):
        yield from fields_of(asked, "kin", member, None, "続柄・関係", [("このケースでの続柄", member.relation)])
    rows = Relation.objects.filter(Q(first=asked.person) | Q(second=asked.person)).select_related("first", "second")
    for row in rows.order_by("id"):
        words = f"{row.first.full_name} → {row.second.full_name}：{row.get_kind_display()}"
        term = "〜".join(filter(None, (row.since, row.until)))
        told = "\n".join(filter(None, (words, term, "親権・養育がある" if row.custody else "", row.note)))
        yield from fields_of(asked, "kin", row, None, "続柄・関係", [(row.get_kind_display(), told)])


def _signs(asked: Asked) -> Iterator[Piece]:
    rows = (
        PersonCondition.objects.visible_to(asked.worker)
        .filter(case=asked.case, person=asked.person)
        .order_by("at", "id")
    )
    for row in rows:
        if asked.holds(row.at):
            told = [("記号", label("genogram_condition", row.code))]
            yield from fields_of(asked, "sign", row, row.at, f"ジェノグラムの記号　{wareki_plain(row.at)}", told)


def _ties(asked: Asked) -> Iterator[Piece]:
    """Written by hand beside the records; those taken off again too, with the word that they were."""
    rows = EcomapTie.objects.visible_to(asked.worker).filter(case=asked.case).order_by("at", "id")
    for row in rows:
        if row.about_id in (None, asked.person.pk) and asked.holds(row.at):
            told = "　".join(filter(None, (row.name, row.get_sector_display(), row.get_strength_display(), row.what, row.often,
                                          "（消した）" if row.removed_at else "")))  # fmt: skip
            yield from fields_of(
                asked, "tie", row, row.at, f"エコマップのつながり　{wareki_plain(row.at)}", [("つながり", told)]
            )


def _messages(asked: Asked) -> Iterator[Piece]:
    """Between the two desks of a sheet that names her."""
    sheets = {"target__referral__case": asked.case, "target__referral__persons__person": asked.person}
    rows = ReferralMessage.objects.filter(**sheets).select_related("agency", "target__referral").order_by("at", "id")
    for row in rows:
        if asked.holds(row.at):
            heading = f"つなぎのやりとり　{row.target.referral.number}　{wareki_plain(row.at)}"
            yield from fields_of(asked, "message", row, row.at, heading, [(str(row.agency), row.text)])


def _stages(asked: Asked) -> Iterator[Piece]:
    """The steps of an approach, with what was said about them."""
    rows = StageChange.objects.filter(approach__case=asked.case).select_related("approach").order_by("on", "id")
    for row in rows:
        if row.approach.person_id in (None, asked.person.pk) and asked.holds(row.on):
            heading = f"アウトリーチの段階　{wareki_plain(row.on)}"
            yield from fields_of(asked, "stage", row, row.on, heading, [("段階が進んだわけ", row.note)])


def _visits(asked: Asked) -> Iterator[Piece]:
    """Who was met; what was said stands in the record beside it."""
    rows = Visit.objects.visible_to(asked.worker).filter(case=asked.case).exclude(who_met="").select_related("approach")
    for row in rows.order_by("at", "id"):
        if row.approach.person_id in (None, asked.person.pk) and asked.holds(row.at):
            yield from fields_of(
                asked, "visit", row, row.at, f"訪問　{wareki_plain(row.at)}", [("会えた人", row.who_met)]
            )


def _services(asked: Asked) -> Iterator[Piece]:
    rows = VisitService.objects.visible_to(asked.worker).filter(person=asked.person).order_by("applied_on", "id")
    for row in rows:
        if asked.holds(row.applied_on):
            fields = [("本人の希望", row.wishes), ("来てほしい日・時間", row.when), ("落ち合うところ", row.meeting),
                      ("気をつけること", row.care), ("終えたわけ", row.ended_reason)]  # fmt: skip
            heading = f"訪問サービスの申込み　{wareki_plain(row.applied_on)}"
            yield from fields_of(asked, "service", row, row.applied_on, heading, fields)


def _turns(asked: Asked) -> Iterator[Piece]:
    """What the visitor of the service found and said."""
    mine = VisitService.objects.visible_to(asked.worker).filter(person=asked.person)
    rows = VisitTurn.objects.visible_to(asked.worker).filter(of_service__service__in=mine).exclude(words="")
    for row in rows.order_by("at", "id"):
        if asked.holds(row.at):
            yield from fields_of(
                asked, "turn", row, row.at, f"訪問サービスの訪問　{wareki_plain(row.at)}", [("ひとこと", row.words)]
            )


def _asks(asked: Asked) -> Iterator[Piece]:
    """What a place was told of her, and what it said."""
    rows = Ask.objects.visible_to(asked.worker).filter(case=asked.case, match__person=asked.person)
    for row in rows.select_related("match__place").order_by("asked_on", "id"):
        if asked.holds(row.asked_on):
            fields = [("受入先に伝えたこと", row.told), ("条件・受入先のことば", row.conditions)]
            yield from fields_of(asked, "ask", row, row.asked_on, f"受入先への問い合わせ　{row.match.place}", fields)


def _steps(asked: Asked) -> Iterator[Piece]:
    rows = MatchStep.objects.visible_to(asked.worker).filter(case=asked.case, match__person=asked.person)
    for row in rows.exclude(note="").select_related("match__place").order_by("on", "id"):
        if asked.holds(row.on):
            heading = f"参加先のあゆみ　{row.match.place}　{wareki_plain(row.on)}"
            yield from fields_of(asked, "step", row, row.on, heading, [(row.get_status_display(), row.note)])


def _wishes(asked: Asked) -> Iterator[Piece]:
    rows = UnmetWish.objects.visible_to(asked.worker).filter(case=asked.case, person=asked.person)
    for row in rows.order_by("on", "id"):
        if asked.holds(row.on):
            heading = f"合う場がない　{wareki_plain(row.on)}"
            yield from fields_of(asked, "unmet", row, row.on, heading, [("求めているもの", row.wanted)])


def _statuses(asked: Asked) -> Iterator[Piece]:
    """Why the case went from one state to the next."""
    for row in asked.case.status_changes.exclude(reason="").order_by("at", "id"):
        if asked.holds(row.at):
            heading = f"ケースの状態　{wareki_plain(row.at)}"
            yield from fields_of(asked, "status", row, row.at, heading, [("変えたわけ", row.reason)])
