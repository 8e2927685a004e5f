"""The decision table as the law and the towns want it: a ground never opens more than stands here."""

import pytest

from tasuki.sharing.enums import Ground, Scope
from tasuki.sharing.rules import TABLE, narrowed

KNOWN = Scope.EXISTENCE | Scope.IDENTITY
MOST = {
    Ground.OWN: Scope.everything(),
    Ground.REFERRAL: KNOWN | Scope.ASSESSMENT | Scope.RECORD,
    Ground.CONSENT: KNOWN | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
    Ground.CONFERENCE: Scope.PACKET,  # the papers of the item, never the case itself
    Ground.PLAN: KNOWN | Scope.ASSESSMENT | Scope.PLAN,
    Ground.COORDINATION: KNOWN | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
    Ground.SUPERVISION: Scope.everything(),
    Ground.EMERGENCY: Scope.everything(),
}


def test_every_ground_stands_in_the_table():
    assert set(TABLE) == set(MOST) == set(Ground)


@pytest.mark.parametrize("ground", Ground)
def test_a_ground_opens_what_it_may_and_no_more(ground):
    opened = set(TABLE[ground].most.labels())
    assert opened == set(MOST[ground].labels()), (
        f"「{ground.label}」が開く範囲が変わりました。法の根拠を確かめてください。"
    )


def test_a_conference_opens_no_record_whatever_is_asked():
    assert narrowed(Ground.CONFERENCE, Scope.everything()) == Scope.PACKET
