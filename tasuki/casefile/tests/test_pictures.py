"""A worker draws with the records: the genogram moved and added to, the ecomap told, kept and compared."""

import re

import pytest

from tasuki.assessments.actions import begin_assessment, fill_assessment, fix_assessment
from tasuki.audit.models import Entry
from tasuki.casefile import ecomap_actions, genogram_actions
from tasuki.casefile.actions import close_case
from tasuki.casefile.ecomap_models import EcomapSnapshot, EcomapTie
from tasuki.cases import grants
from tasuki.cases.recording import write_record
from tasuki.people import actions as people
from tasuki.people import genogram_actions as drawing
from tasuki.people.models import GenogramDrawing, Relation
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Ground, Scope


@pytest.fixture
def case(town):
    case = town.case()
    with town.acting("sakura") as by:
        mother, son = case.people
        people.relate(first=mother, second=son, kind="parent", by=by, order=1)
    return case


def test_a_grandchild_is_added_by_a_form_and_the_shape_appears(town, case, browse):
    page, son = browse("sakura"), case.people[1]
    address = f"/cases/{case.pk}/genogram/"
    assert "孫" not in page.get(address).content.decode()
    form = {"beside": str(son.pk), "part": "child", "descent": "parent", "common_name": "孫の子", "sex": "female"}
    assert page.post(address + "add/", **form, sex_="").status_code == 302
    shown = page.get(address).content.decode()
    assert "孫の子" in shown or "子" in shown
    with town.acting("sakura"):
        assert Relation.objects.filter(first=son, second__common_name="孫の子", kind="parent").exists()
        assert case.members.get(person__common_name="孫の子").in_household is False


@pytest.mark.parametrize(
    ("part", "beside", "sex", "words"),
    [
        ("child", 0, "male", "子"),
        ("partner", 0, "female", "妻"),
        ("parent", 0, "male", "父"),
        ("sibling", 0, "", "きょうだい"),
    ],
)
def test_the_relation_follows_from_the_drawing(town, case, part, beside, sex, words):
    with town.acting("sakura") as by:
        assert genogram_actions.said_relation(case, case.people[beside], part, sex or "unknown") == words
        added = genogram_actions.add_kin(case=case, by=by, beside=case.people[beside], part=part,
                                         person={"common_name": "だれか", "sex": sex or "unknown"})  # fmt: skip
        assert case.members.get(person=added).relation == words


def test_somebody_is_moved_undone_and_arranged_again(town, case, browse):
    page, (mother, son) = browse("sakura"), case.people
    address = f"/cases/{case.pk}/genogram/"

    def places():
        with town.acting("sakura"):
            return GenogramDrawing.objects.get(person=mother).places

    for way in ("right", "far_left"):
        assert page.post(address + "move/", who=str(son.pk), do=way).status_code == 302
    before = places()[str(son.pk)]
    assert page.post(address + "move/", who=str(son.pk), do="to", dx="-120").status_code == 302
    assert places()[str(son.pk)] == before - 120
    page.post(address + "move/", who=str(son.pk), do="undo")
    assert places() == {str(son.pk): before}
    page.post(address + "move/", who=str(son.pk), do="again")
    assert places() == {}
    page.post(address + "move/", who=str(son.pk), do="undo")
    assert places() == {str(son.pk): before}
    assert page.post(address + "move/", who=str(case.pk), do="left").status_code == 404


def test_nothing_to_undo_is_told(town, case):
    with town.acting("sakura") as by, pytest.raises(Refused, match="もどせる変更はありません"):
        drawing.undo_place(around=case.people[0], by=by)


def test_names_can_be_relations_names_or_initials(town, case, browse):
    page = browse("sakura")
    address = f"/cases/{case.pk}/genogram/picture.svg"
    assert "花村 一郎" in page.get(address, names="name").content.decode()
    initials = page.get(address, names="initial").content.decode()
    assert "花村" not in initials.replace("山本", "")
    answer = page.get(address, save="1")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "data-person" not in answer.content.decode()
    with town.acting("officer"):
        assert Entry._base_manager.filter(verb="ジェノグラムを図として出力").exists()


def test_the_eldest_stands_where_the_municipality_wants(town, case, browse):
    with town.acting("sakura") as by:
        younger = people.register_person(by=by, common_name="妹", sex="female")
        people.relate(first=case.people[0], second=younger, kind="parent", by=by, order=2)

    def left_to_right():
        svg = browse("sakura").get(f"/cases/{case.pk}/genogram/").content.decode()
        return [m for m in re.findall(r'name="who" value="([0-9a-f-]+)"', svg)][1:]

    before = left_to_right()
    town.municipality.eldest_right = True
    with town.acting("sakura"):
        town.municipality.save(update_fields=["eldest_right"])
    assert left_to_right() == before[::-1]


def test_the_pages_of_the_drawings_cost_little_and_open_to_no_stranger(
    town, case, browse, django_assert_max_num_queries
):
    page = browse("sakura")
    for path in ("genogram/", "ecomap/", "ecomap/compare/", "ecomap/tie/", "genogram/add/"):
        with django_assert_max_num_queries(25):
            assert page.get(f"/cases/{case.pk}/{path}").status_code == 200, path
        assert browse("yoso").get(f"/cases/{case.pk}/{path}").status_code == 404


def test_the_ecomap_is_drawn_from_the_records(town, case, browse):
    with town.acting("sakura") as by:
        for _ in range(13):
            write_record(case=case, by=by, at=clock.now(), method="visit", text="会えた")
    shown = browse("sakura").get(f"/cases/{case.pk}/ecomap/").content.decode()
    assert "総合相談支援センター" in shown
    assert "月4回訪問" in shown
    assert "強い" in shown


def test_a_worker_tells_what_the_records_do_not_know_and_corrects_what_they_do(town, case, browse):
    page, address = browse("sakura"), f"/cases/{case.pk}/ecomap/"
    new = {
        "name": "犬のポチ",
        "sector": "neighbour",
        "strength": "strong",
        "flow": "both",
        "what": "なぐさめ",
        "hour": "5",
    }
    assert page.post(address + "tie/", **new).status_code == 302
    owner = f"agency:{town.agencies['sogo'].pk}"
    assert page.get(address + "tie/", tie=owner).status_code == 200
    assert (
        page.post(address + f"tie/?tie={owner}", sector="government", strength="stressed", flow="to").status_code == 302
    )
    shown = page.get(address).content.decode()
    assert "犬のポチ" in shown
    assert "手で直した" in shown
    assert "ストレス・対立" in shown
    with town.acting("sakura"):
        kept = EcomapTie.objects.get(case=case, key=owner)
    page.post(f"{address}ties/{kept.pk}/remove/")
    assert "手で直した" not in page.get(address).content.decode()
    assert page.post(address + "tie/", name="", sector="", strength="normal").status_code == 422
    assert page.get(address + "tie/", tie="agency:nobody").status_code == 404


def test_pictures_are_kept_at_the_assessment_by_hand_and_at_the_end_and_compared(town, case, browse):
    page, address = browse("sakura"), f"/cases/{case.pk}/ecomap/"
    with town.acting("sakura") as by:
        sheet = begin_assessment(case=case, by=by)
        fill_assessment(assessment=sheet, by=by, summary="八十代の母と四十代の長男", version=sheet.version)
        fix_assessment(assessment=sheet, by=by)
        ecomap_actions.write_tie(case=case, by=by, name="朝市のなかま", sector="place", strength="strong")
    page.post(address + "keep/", title="半年後")
    with town.acting("sakura") as by:
        case.refresh_from_db()
        close_case(case=case, by=by, reason="moved", note="転居")
        kinds = list(EcomapSnapshot.objects.filter(case=case).values_list("kind", "title"))
    assert kinds == [("assessed", ""), ("hand", "半年後"), ("closed", "")]
    shown = page.get(address + "compare/").content.decode()
    assert "アセスメント確定" in shown
    assert "朝市のなかま" in shown
    assert "（なし）" in shown


def test_a_reader_sees_of_an_ecomap_what_is_open_to_her(town, case, browse):
    mother, son = case.people
    with town.acting("sakura") as by:
        grants.admit(case=case, ground=Ground.CONSENT, scope=Scope.EXISTENCE | Scope.IDENTITY | Scope.ASSESSMENT, source=case.pk,
                     by=by, agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
        ecomap_actions.write_tie(case=case, by=by, name="母の友だち", sector="neighbour", about=mother)
        ecomap_actions.write_tie(case=case, by=by, name="一郎さんの上司", sector="work", about=son)
        ecomap_actions.write_tie(case=case, by=by, name="世帯の大家さん", sector="housing")
        kept = ecomap_actions.keep_ecomap(case=case, by=by)
    page = browse("midori")
    for path in ("ecomap/", "genogram/"):
        shown = page.get(f"/cases/{case.pk}/{path}").content.decode()
        assert "一郎" not in shown
        assert "世帯員（非開示）" in shown
    shown = page.get(f"/cases/{case.pk}/ecomap/").content.decode()
    assert "母の友だち" in shown
    assert "上司" not in shown
    assert "大家" not in shown
    assert page.get(f"/cases/{case.pk}/ecomap/picture.svg", at=str(kept.pk)).status_code == 404
    assert browse("suzuki").get(f"/cases/{case.pk}/ecomap/picture.svg", at=str(kept.pk)).status_code == 200
