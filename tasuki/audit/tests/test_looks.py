"""One entry per answer: what was shown is on record before it leaves, refusals and searches without a result too.

Every page of the house: tests/walls/test_looks.py.
"""

from tasuki.audit import actions
from tasuki.audit.enums import Act
from tasuki.audit.looks import Looks
from tasuki.cases.models import SupportRecord
from tests.watch import Watch


def test_a_case_page_is_one_look_with_its_ground_and_its_people(town, browse):
    case = town.case()
    watch = Watch(town)
    browse("sakura").get(f"/cases/{case.pk}/")
    (look,) = watch.new()
    assert (look.act, look.verb, look.case_id) == ("look", "ケースを開いた", case.pk)
    assert look.ground.startswith("自機関")
    assert {case.pk, *(person.pk for person in case.people)} <= set(look.object_ids)


def test_a_list_keeps_the_keys_of_what_it_showed(town, browse):
    cases = [town.case(label=f"世帯{n}", names=(f"花村 {n}",)) for n in range(3)]
    town.case(by="yoso", label="よその世帯", names=("別野 花",))
    watch = Watch(town)
    browse("sakura").get("/cases/")
    (look,) = watch.new()
    assert (look.count, set(look.object_ids)) == (3, {case.pk for case in cases})


def test_a_search_without_result_is_on_record(town, browse):
    watch = Watch(town)
    browse("sakura").get("/search/", q="いない人")
    (look,) = watch.new()
    assert (look.act, look.reason, look.count) == ("search", "いない人", 0)


def test_a_refusal_is_one_entry_and_shows_nothing(town, browse):
    case = town.case()
    watch = Watch(town)
    assert browse("yoso").get(f"/cases/{case.pk}/").status_code == 404
    (line,) = watch.new()
    assert (line.act, line.case_id, line.object_ids) == ("refused", None, [])
    assert browse("admin").get("/cases/").status_code == 403
    assert [line.act for line in watch.new()] == ["refused"]


def test_writing_is_one_entry_with_the_ground_of_the_page(town, browse):
    case = town.case()
    watch = Watch(town)
    fields = {"at_date": "2026-11-18", "at_time": "09:30", "method": "visit", "worker_count": "1", "text": "話した"}
    assert browse("sakura").post(f"/cases/{case.pk}/records/new/", **fields).status_code == 302
    (line,) = watch.new()
    assert (line.act, line.verb, line.case_id) == ("change", "支援経過を記録した", case.pk)
    assert line.ground.startswith("自機関")


def test_a_form_with_a_wrong_field_is_a_look(town, browse):
    case = town.case()
    watch = Watch(town)
    assert browse("sakura").post(f"/cases/{case.pk}/records/new/", text="").status_code == 422
    assert [(line.act, line.case_id) for line in watch.new()] == [("look", case.pk)]


def test_what_cannot_be_recorded_is_not_shown_and_not_done(town, browse, monkeypatch):
    """The database refuses the line: no page, and nothing written."""
    case = town.case()
    address = f"/cases/{case.pk}/"
    sakura = browse("sakura")
    sakura.client.raise_request_exception = False
    assert sakura.get(address).status_code == 200
    fields = {"at_date": "2026-11-18", "at_time": "09:30", "method": "visit", "worker_count": "1", "text": "話した"}
    with monkeypatch.context() as broken:
        broken.setattr(actions, "WRITE", actions.WRITE.replace("audit_entry", "audit_gone"))
        for answer in (sakura.get(address), sakura.get("/cases/"), sakura.post(f"{address}records/new/", **fields)):
            assert answer.status_code == 500
            assert case.label not in answer.content.decode()
    with town.acting("sakura"):
        assert not SupportRecord.objects.filter(text="話した").exists()
    assert sakura.get(address).status_code == 200


def asked(act, verb, **more):
    return {"act": act, "verb": verb, "by": None, "case": None, "objects": [], "ground": "", "reason": "", "count": None,
            "address": ""} | more  # fmt: skip


def test_several_looks_of_one_answer_become_one():
    looks = Looks([asked(Act.LOOK, "ケースを開いた", case=1, ground="同意", objects=[1]),
                   asked(Act.PRINT, "ケースを印刷", objects=[2], count=5)], {3: None})  # fmt: skip
    one = looks.entry(page="", shows=True)
    assert (one["act"], one["verb"], one["case"], one["ground"], one["count"]) == (
        Act.PRINT,
        "ケースを印刷",
        1,
        "同意",
        5,
    )
    assert one["objects"] == [1, 2, 3]


def test_nothing_shown_is_no_entry():
    assert Looks().entry(page="きょう", shows=True) is None
    assert Looks(shown={3: None}).entry(page="きょう", shows=False) is None
