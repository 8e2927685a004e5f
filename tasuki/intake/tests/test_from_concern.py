"""気になること becomes a consultation: in one step, once, with who told it kept from the person."""

import pytest

from tasuki.intake.concerns_actions import take_from_concern
from tasuki.intake.models import Consultation
from tasuki.shared.decisions import Refused
from tasuki.supporters.actions import add_route
from tasuki.supporters.concerns import hear_concern
from tasuki.supporters.models import Concern


def test_one_step_makes_a_consultation_that_keeps_who_told(town):
    with town.acting("suzuki") as by:
        add_route(by=by, stream="concern", agency=town.agencies["hokatsu"])
    with town.acting("midori") as by:
        concern = hear_concern(by=by, kind="unseen", worry="now", where="青い屋根の家", words="新聞がたまっている",
                               reporter_name="見本 まもる")  # fmt: skip
        made = take_from_concern(concern=concern, by=by)
        concern = Concern.objects.get(pk=concern.pk)
        assert (made.caller_name, made.keep_caller, made.third_hand) == ("見本 まもる", True, True)
        assert (made.words, made.urgency, concern.status) == ("新聞がたまっている", "emergency", "handling")
        with pytest.raises(Refused, match="もう相談に"):
            take_from_concern(concern=concern, by=by)
        assert Consultation.objects.count() == 1
