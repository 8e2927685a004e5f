"""The ecomap whatever the household's ties: nobody on top of another, everybody where she was, lines that say how it is."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.casefile.ecomap import Ecomap, changes
from tasuki.casefile.ecomap_drawing import draw, wrapped
from tasuki.casefile.ecomap_enums import Flow, Sector, Strength
from tasuki.casefile.ecomap_layout import CLOSE, WIDE, apart, placed
from tasuki.casefile.ecomap_parties import Contacts, Party, sector_of, strength_of
from tasuki.people.genogram_layout import text_width
from tasuki.people.kinship import Kin

DAY = date(2026, 4, 1)
LIGHT = settings(max_examples=50, deadline=None)
NAMES = st.text("地域包括支援センター訪問看護（見本） ・AZ<&", min_size=1, max_size=24)


@st.composite
def parties(pick: st.DrawFn) -> list[Party]:
    """Up to twenty ties of any kind, in the order in which they began."""
    made = []
    for n in range(pick(st.integers(0, 20))):
        made.append(Party(
            f"own:{n}", pick(NAMES), pick(st.sampled_from(Sector)), DAY + timedelta(days=n),
            strength=pick(st.sampled_from(Strength)), flow=pick(st.sampled_from(Flow)), what=pick(st.sampled_from(["", "月2回訪問"])),
            hour=pick(st.one_of(st.none(), st.integers(0, 23))), far=pick(st.booleans()), person=pick(st.booleans()),
            ended=pick(st.integers(0, 5)) == 0,
        ))  # fmt: skip
    return made


@LIGHT
@given(parties(), st.sampled_from([WIDE, CLOSE]))
def test_nobody_stands_on_another_and_everybody_is_told(given_, frame):
    places, left = placed(given_, frame)
    for one, other in combinations(places, 2):
        assert apart(one.at, other.at), (one, other)
    told = [one.party.key for one in places] + [one.key for one in left]
    assert sorted(told) == sorted(one.key for one in given_ if not one.ended)
    root = ET.fromstring(draw(given_, Kin(), frame=frame))
    assert all("style" not in element.attrib for element in root.iter())
    assert len(root.findall("{http://www.w3.org/2000/svg}desc")) == 1


@LIGHT
@given(parties())
def test_whoever_comes_later_moves_nobody(given_):
    # Whoever is put somewhere by hand may send others round her; what the records bring never does.
    before = {one.party.key: one.at for one in placed(given_)[0]}
    more = Party("own:new", "あたらしい人", Sector.MEDICAL, DAY + timedelta(days=99))
    after = {one.party.key: one.at for one in placed([*given_, more])[0]}
    assert {key: after[key] for key in before} == before


@LIGHT
@given(parties(), st.data())
def test_whoever_goes_leaves_the_others_where_they_were(given_, data):
    if not given_:
        return
    gone = data.draw(st.sampled_from(given_))
    before = {one.party.key: one.at for one in placed(given_)[0]}
    gone.ended = True
    after = {one.party.key: one.at for one in placed(given_)[0]}
    assert after == {key: at for key, at in before.items() if key != gone.key}


@LIGHT
@given(NAMES)
def test_names_fit_their_boxes(name):
    lines = wrapped(name, 96, 3)
    assert len(lines) <= 3
    assert all(text_width(one, 12.5) <= 96 + 2 * 12.5 for one in lines)


@pytest.mark.parametrize(
    ("recent", "strength", "often"),
    [({}, Strength.WEAK, ""), ({"電話": 1}, Strength.WEAK, "3か月に1回電話"), ({"訪問": 6}, Strength.NORMAL, "月2回訪問"),
     ({"訪問": 9, "電話": 4}, Strength.STRONG, "月4回訪問")],
)  # fmt: skip
def test_the_line_follows_from_how_often_one_was_in_touch(recent, strength, often):
    contacts = Contacts(DAY, DAY, recent)
    assert (strength_of(contacts), contacts.often) == (strength, often)


@pytest.mark.parametrize(
    ("fields", "sector"),
    [
        (["elderly"], Sector.CARE),
        (["unknown", "disability"], Sector.DISABILITY),
        ([], Sector.GOVERNMENT),
        (["mental"], Sector.MEDICAL),
    ],
)
def test_an_agency_stands_in_the_sector_of_its_field(fields, sector):
    assert sector_of(fields) == sector


def test_what_changed_between_two_is_told():
    def one(key, strength):
        return Party(key, key, Sector.KIN, DAY, strength=strength)

    before = Ecomap([one("姉", Strength.CUT), one("犬", Strength.STRONG), one("友", Strength.NORMAL)])
    after = Ecomap([one("姉", Strength.WEAK), one("友", Strength.NORMAL), one("先生", Strength.NORMAL)])
    assert [(c.name, c.before, c.after) for c in changes(before, after)] == [
        ("姉", "切れている", "弱い・とぎれがち"), ("犬", "強い", ""), ("先生", "", "ふつう")
    ]  # fmt: skip


def test_no_words_leave_the_line_whole():
    assert wrapped("", 96, 3) == wrapped(" ", 96, 3) == []
    plain = draw([Party("own:1", "姉", Sector.KIN, DAY, strength=Strength.NORMAL)], Kin())
    assert plain.count('stroke="none"') == draw([], Kin()).count('stroke="none"') + plain.count("<text") - draw(
        [], Kin()
    ).count("<text")
