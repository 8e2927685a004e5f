"""Comments, warnings, phrases and kept lists in the town in which every page has something to show."""

from datetime import date
from typing import Any

from tasuki.cases import comments, phrases, warning_actions
from tasuki.cases.models import CommentCall
from tasuki.cases.recording import write_record
from tasuki.shared import clock
from tasuki.staff.list_actions import keep_list


def hands(town, made: dict[str, Any]) -> dict[str, Any]:
    """The canary's words to colleagues, in a warning, in a record of several persons. A phrase tells of nobody."""
    with town.acting("sakura") as by:
        case = made["case"]
        write_record(case=case, by=by, at=clock.now(), method="phone", text="金糸雀のふたりと話す",
                     persons=[made["mother"], made["son"]])  # fmt: skip
        comment = comments.write_comment(case=case, by=by, text="金糸雀に水を", to=[town.workers["ken"]])
        comments.write_comment(case=case, by=by, text="カナリヤの記録に", record_on=made["record"])
        warning = warning_actions.warn(case=case, by=by, kind="visit", text="金糸雀がいるので戸を閉める", told="not_told",
                                       told_reason="カナリヤのこと", review_on=date(2027, 4, 1))  # fmt: skip
        phrase = phrases.keep_phrase(by=by, name="ふざい", text="声だけ聞こえた。")
        saved = keep_list(by=by, kind="cases", name="カナリヤの一覧", query={"status": ["all"]}, columns=["number"])
        call = CommentCall.objects.get(comment=comment)
    return {"comment": comment, "warning": warning, "phrase": phrase, "saved": saved, "comment_call": call}
