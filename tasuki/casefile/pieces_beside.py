"""What stands beside the records (開示する記載): outreach, watch, talks, 権利擁護, participation, news, hand-over."""

from collections.abc import Iterator

from tasuki.meetings.talk_models import Conference, RightsScreening
from tasuki.outreach.models import Approach
from tasuki.outreach.watch_models import LongWatch
from tasuki.participation.models import FollowUp, Match, ParticipationSheet
from tasuki.participation.wording import conditions
from tasuki.shared.calendar_jp import wareki_plain

from .care_models import HandOverLine, Lead
from .piece import Asked, Piece, fields_of


def pieces_beside(asked: Asked) -> Iterator[Piece]:
    """Of this person, or of the household as a whole; in the order of the work."""
    for part in (_approaches, _watches, _talks, _screenings, _sheets, _matches, _news, _handed_over):
        yield from part(asked)


def _approaches(asked: Asked) -> Iterator[Piece]:
    rows = Approach.objects.visible_to(asked.worker).filter(case=asked.case)
    for row in rows.order_by("began_on", "id"):
        if row.person_id in (None, asked.person.pk) and asked.holds(row.began_on):
            fields = [("把握の経緯", row.how_found), ("関わりの目標", row.aim), ("接触の方法と頻度", row.how),
                      ("キーパーソン", row.key_person), ("気をつけること", row.risk), ("同意前の根拠の説明", row.ground_note),
                      ("終えた理由", row.ended_reason)]  # fmt: skip
            yield from fields_of(
                asked, "approach", row, row.began_on, f"アウトリーチ　{wareki_plain(row.began_on)}", fields
            )


def _watches(asked: Asked) -> Iterator[Piece]:
    for row in LongWatch.objects.visible_to(asked.worker).filter(case=asked.case).order_by("began_on", "id"):
        if asked.holds(row.began_on):
            fields = [("見守るわけ", row.why), ("気をつけて見ること", row.signs), ("ほかに見てくれている人", row.others),
                      ("休むわけ", row.rest_why), ("終えたわけ", row.ended_why)]  # fmt: skip
            yield from fields_of(
                asked, "watch", row, row.began_on, f"長期の見守り　{wareki_plain(row.began_on)}", fields
            )


def _talks(asked: Asked) -> Iterator[Piece]:
    """Talks outside the law's meetings: no secrecy of the law lies on them."""
    for row in Conference.objects.visible_to(asked.worker).filter(case=asked.case).order_by("at", "id"):
        if asked.holds(row.at):
            fields = [("話しあったこと", row.subject), ("出された情報・意見", row.talked), ("決まったこと", row.decided),
                      ("ほかの出席者", row.others), ("開示のない機関と話した根拠", row.without_why)]  # fmt: skip
            yield from fields_of(asked, "conference", row, row.at, f"カンファレンス　{wareki_plain(row.at)}", fields)


def _screenings(asked: Asked) -> Iterator[Piece]:
    for row in RightsScreening.objects.visible_to(asked.worker).filter(case=asked.case).order_by("asked_at", "id"):
        if asked.holds(row.asked_at):
            fields = [("検討を求めるわけ", row.reason), ("答え", row.answer)]
            yield from fields_of(
                asked, "rights", row, row.asked_at, f"権利擁護の検討　{wareki_plain(row.asked_at)}", fields
            )


def _sheets(asked: Asked) -> Iterator[Piece]:
    rows = ParticipationSheet.objects.visible_to(asked.worker).filter(case=asked.case, person=asked.person)
    for row in rows.order_by("number"):
        if asked.holds(row.made_on):
            fields = [("してみたいこと", row.wishes), ("得意なこと・好きなこと", row.strengths), ("苦手なこと・つらいこと", row.hard),
                      ("めざす姿", row.goals), ("配慮してほしいこと", row.care),
                      ("条件", "\n".join(f"{label}：{text}" for label, text in conditions(row)))]  # fmt: skip
            yield from fields_of(
                asked, "participation", row, row.made_on, f"参加支援アセスメント　第{row.number}回", fields
            )


def _matches(asked: Asked) -> Iterator[Piece]:
    """The places that were chosen with her, and how it went by the words of both sides."""
    rows = Match.objects.visible_to(asked.worker).filter(case=asked.case, person=asked.person).select_related("place")
    matches = list(rows.order_by("picked_on", "id"))
    asked_after: dict[object, list[FollowUp]] = {}
    for one in FollowUp.objects.visible_to(asked.worker).filter(match__in=[row.pk for row in matches]).order_by("on"):
        asked_after.setdefault(one.match_id, []).append(one)
    for row in matches:
        if asked.holds(row.picked_on):
            after = "\n".join(
                f"{wareki_plain(one.on)}　{one.get_side_display()}：{'　'.join(filter(None, (one.words, one.helped)))}"
                for one in asked_after.get(row.pk, []) if asked.holds(one.on)
            )  # fmt: skip
            fields = [("選んだわけ", row.why), ("その後に聞いたこと", after)]
            yield from fields_of(asked, "match", row, row.picked_on, f"参加先　{row.place}", fields)


def _news(asked: Asked) -> Iterator[Piece]:
    """What reached the last team after the end."""
    for row in Lead.objects.visible_to(asked.worker).filter(case=asked.case).order_by("at", "id"):
        if row.person_id in (None, asked.person.pk) and asked.holds(row.at):
            fields = [("知らせたこと", row.words), ("受けとめの中身", row.note)]
            yield from fields_of(asked, "lead", row, row.at, f"終結のあとの知らせ　{wareki_plain(row.at)}", fields)


def _handed_over(asked: Asked) -> Iterator[Piece]:
    for row in HandOverLine.objects.filter(case=asked.case).select_related("handover").order_by("handover__made_at"):
        if asked.holds(row.handover.made_at):
            promised = "\n".join(str(one.get("what", "")) for one in row.promises)
            fields = [("いま", row.now_text), ("約束", promised)]
            heading = f"担当の引継ぎ　{wareki_plain(row.handover.made_at)}"
            yield from fields_of(asked, "handover", row, row.handover.made_at, heading, fields)
