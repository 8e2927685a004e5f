"""The section copies a sheet, changes its words, adds questions, and puts it in force; what was written before stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.codes import sheet_actions
from tasuki.codes.models import Code, SheetVersion
from tasuki.codes.sheet_answers import put_answers, read, side_by_side
from tasuki.codes.sheet_checking import faults, pruned
from tasuki.codes.sheet_definitions import forget, load, newest, parse, shipped
from tasuki.codes.sheet_editing import done, with_field, with_section
from tasuki.codes.sheet_fields import ADDED, sheet_form_fields
from tasuki.codes.sheet_files import told_of, toml_of
from tasuki.codes.sheet_kinds import ANSWERS
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.shared.limited import run


@pytest.fixture(autouse=True)
def _as_shipped():
    forget()
    yield
    forget()


def drafted(town, sheet="referral", **facts):
    with town.acting("suzuki") as suzuki:
        draft = sheet_actions.copy_sheet(sheet=sheet, version="2026-04", by=suzuki)
        if facts:
            body = with_field(draft.body, facts.pop("section", "tell"), "own1", facts, new=True)
            draft = sheet_actions.change_sheet(version=draft, by=suzuki, body=body)
        return draft


def in_force(town, sheet="referral", **facts):
    draft = drafted(town, sheet, **facts)
    with town.acting("suzuki") as suzuki:
        return sheet_actions.put_in_force(version=draft, by=suzuki, since=clock.today())


class Written:
    """A row that carries a version and answers."""

    def __init__(self, version, answers):
        self.sheet_version, self.answers = version, answers


@pytest.mark.database
def test_a_version_in_force_asks_more_and_the_older_answer_reads_as_before(town):
    with town.context():
        before = newest("referral", clock.today())
        old = Written(before.version, {})
    row = in_force(town, label="地区担当の民生委員", kind="text")
    with town.context():
        now = newest("referral", clock.today())
        assert (now.version, now.own) == (row.version, True)
        answers = put_answers(now, {}, {"own1": "第3地区　佐藤"}, clock.today())
        assert read("referral", Written(now.version, answers)).pairs == [("地区担当の民生委員", "第3地区　佐藤")]
        assert read("referral", old).pairs == []
        assert load("referral", "2026-04").labels()["wanted"] == "つなぎ先に望むこと"
        assert newest("referral", clock.today() - timedelta(days=1)).version == "2026-04"
    with town.acting("suzuki") as suzuki:
        body = with_field(row.body, "tell", "own1", {"label": "民生委員", "kind": "text"})
        with pytest.raises(Refused, match="変えられません"):
            sheet_actions.change_sheet(version=row, by=suzuki, body=body)
        second = sheet_actions.copy_sheet(sheet="referral", version=row.version, by=suzuki)
        second = sheet_actions.change_sheet(version=second, by=suzuki, body=done(body, "remove", "tell", "own1"))
        sheet_actions.put_in_force(version=second, by=suzuki, since=clock.today())
        assert "own1" not in newest("referral", clock.today()).fields()
        assert read("referral", Written(row.version, answers)).pairs == [("地区担当の民生委員", "第3地区　佐藤")]


def test_what_the_house_reads_is_neither_hidden_nor_lost(town):
    draft = drafted(town)
    with town.context():
        with pytest.raises(Refused, match="出さないようにはできません"):
            done(draft.body, "hide", "tell", "wanted")
        with pytest.raises(Refused, match="もとからある項目は消せません"):
            done(draft.body, "remove", "tell", "wanted")
        lost = pruned(draft.body)
        lost["sections"][-1]["fields"] = [one for one in lost["sections"][-1]["fields"] if one["key"] != "wanted"]
        assert any("wanted" in line for line in faults("referral", lost))
        moved = done(draft.body, "up", "tell", "wanted")
        assert faults("referral", moved) == []
    with town.acting("suzuki") as suzuki, pytest.raises(Refused, match="wanted"):
        sheet_actions.change_sheet(version=draft, by=suzuki, body=lost)


WRONG = [
    ({"label": "", "kind": "text"}, "名前（label）がない"),
    ({"label": "人", "kind": "person"}, "種類「person」は使えません"),
    ({"label": "色", "kind": "choice", "options": ["赤"]}, "選択肢を、2つから"),
    ({"label": "色", "kind": "choice", "options": ["赤", "赤"]}, "同じもの"),
    ({"label": "色", "kind": "choice", "list": "colours"}, "コード表「colours」はありません"),
    ({"label": "つなぎ先に望むこと", "kind": "text"}, "二度あります"),
    ({"label": "長" * 81, "kind": "text"}, "80文字をこえて"),
]


@pytest.mark.parametrize(("facts", "said"), WRONG)
def test_a_definition_that_cannot_be_used_is_told_in_words(town, facts, said):
    with town.context():
        body = with_field(pruned(shipped()["referral"][-1]), "tell", "own1", facts, new=True)
        assert any(said in line for line in faults("referral", body))


def test_two_who_change_at_once_do_not_overwrite_each_other(town):
    draft = drafted(town)
    with town.acting("suzuki") as suzuki:
        body = done(draft.body, "up", "tell", "wanted")
        sheet_actions.change_sheet(version=draft, by=suzuki, body=body, revision=1)
        with pytest.raises(Stale):
            sheet_actions.change_sheet(version=draft, by=suzuki, body=body, revision=1)


def test_others_may_change_no_sheet_and_a_past_day_is_refused(town):
    draft = drafted(town)
    with town.acting("sakura") as sakura:
        for deed in (
            lambda: sheet_actions.copy_sheet(sheet="plan", version="2026-04", by=sakura),
            lambda: sheet_actions.change_sheet(version=draft, by=sakura, body=draft.body),
            lambda: sheet_actions.put_in_force(version=draft, by=sakura, since=clock.today()),
            lambda: sheet_actions.drop_sheet(version=draft, by=sakura),
            lambda: sheet_actions.load_set(by=sakura, told={}),
        ):
            with pytest.raises(Refused):
                deed()
    with town.acting("suzuki") as suzuki:
        with pytest.raises(Refused, match="これからの日"):
            sheet_actions.put_in_force(version=draft, by=suzuki, since=clock.today() - timedelta(days=1))
        with pytest.raises(Refused, match="書きかけの版"):
            sheet_actions.copy_sheet(sheet="referral", version="2026-04", by=suzuki)
        sheet_actions.drop_sheet(version=draft, by=suzuki)
        assert not SheetVersion.objects.exists()


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    str.strip
)
options = st.lists(words, min_size=2, max_size=5, unique=True)


@st.composite
def questions(draw):
    """A question that a municipality may add."""
    kind = draw(st.sampled_from(sorted(ANSWERS)))
    facts = {
        "label": draw(words),
        "kind": kind,
        "help": draw(st.one_of(st.just(""), words)),
        "required": draw(st.booleans()),
    }
    return facts | ({"options": draw(options)} if kind in ("choice", "choices") else {})


@st.composite
def bodies(draw):
    """A version that could be put in force: the shipped one with questions added, moved, hidden, in own sections."""
    sheet = draw(st.sampled_from(sorted(shipped())))
    body = pruned(shipped()[sheet][-1])
    per = "household" if sheet == "household" else "one"
    body = with_section(body, "own1", {"label": draw(words)}, per=per, new=True)
    for number, facts in enumerate(draw(st.lists(questions(), max_size=5)), 2):
        section = draw(st.sampled_from([one["key"] for one in body["sections"]]))
        body = with_field(body, section, f"own{number}", facts, new=True)
        body = done(body, draw(st.sampled_from(["up", "down"])), section, f"own{number}")
    return sheet, body


GIVEN = {
    "text": "ことば",
    "long": "ことば\n二行",
    "yesno": "yes",
    "number": 3,
    "money": 1000,
    "date": date(2026, 11, 18),
}


@settings(max_examples=60, deadline=None)
@given(bodies())
def test_file_version_and_form_are_one(pair):
    """File ↔ version ↔ form, and an answer given under it is read under it after another came into force."""
    sheet, body = pair
    labels = [one["label"] for section in body["sections"] for one in section["fields"]]
    lists_known = [line for line in faults_without_lists(sheet, body) if "コード表" not in line]
    if len(labels) == len(set(labels)):
        assert lists_known == []
    raw = {"key": sheet, "version": "v1", "title": "様式", "valid_from": "2026-04-01", "source": ""} | body
    again = read_here(toml_of(raw))
    assert parse(again) == parse(raw)
    form = parse(raw)
    for per in ("one", "household", "person"):
        asked = form.asked(per)
        boxes = {ADDED + key for key, field in asked.items() if not field.list}
        only = {key: field for key, field in asked.items() if not field.list}
        made = sheet_form_fields(cut(form, only), per, on=date(2026, 11, 18))
        assert set(made) == boxes
        answers = {}
        for key, field in only.items():
            value = {"choice": field.options[:1], "choices": list(field.options[:2])}.get(
                field.kind, GIVEN.get(field.kind)
            )
            given_now = value[0] if field.kind == "choice" else value
            cleaned = made[ADDED + key].clean(given_now)
            answers = put_answers(form, answers, {key: cleaned}, date(2026, 11, 18), per)
        assert set(answers) == set(only)


def faults_without_lists(sheet, body):
    """Faults without asking the code lists of a municipality."""
    kept = [one | {"fields": [field for field in one["fields"] if field.get("column") or not field.get("list")]}
            for one in body["sections"]]  # fmt: skip
    return faults(sheet, {"sections": kept})


def read_here(text):
    """As the limited process reads it, in this one."""
    from tasuki.shared.limited_tasks import definition

    return definition(text.encode())


def cut(form, only):
    """The sheet with these questions only."""
    from dataclasses import replace

    sections = tuple(
        replace(one, fields=tuple(f for f in one.fields if f.column or f.key in only)) for one in form.sections
    )
    return replace(form, sections=sections)


def test_the_set_of_the_state_is_a_file_shown_before_it_is_loaded(town, browse):
    raw = shipped()["evaluation"][-1]
    body = with_field(pruned(raw), "result", "kuni1", {"label": "国への報告", "kind": "yesno"}, new=True)
    told = {
        "title": "国の標準 令和9年度", "sheets": [raw | body | {"version": "kuni-2027", "valid_from": "2026-01-01"}],
        "codes": [{"list": "urgency", "code": "kuni_now", "label": "ただちに", "order": 5}],
    }  # fmt: skip
    text = "title = " + repr(told["title"]).replace("'", '"') + "\n"
    for one in told["codes"]:
        text += "[[codes]]\n" + "".join(f"{k} = {v!r}\n".replace("'", '"') for k, v in one.items())
    suzuki = browse("suzuki")
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = suzuki.post("/settings/sheets/load/", file=SimpleUploadedFile("kuni.toml", text.encode()))
    assert "加える：ただちに" in page.content.decode()
    one_sheet = SimpleUploadedFile("hyoka.toml", toml_of(told["sheets"][0]).encode())
    page = suzuki.post("/settings/sheets/load/", file=one_sheet).content.decode()
    assert "加えた：国への報告" in page
    held = page.split('name="told" value="')[1].split('"')[0]
    assert suzuki.post("/settings/sheets/load/", told=held).status_code == 302
    with town.context():
        assert newest("evaluation", clock.today()).version == "kuni-2027"
        assert told_of(told).sheets[0].state == "もうある"
    with town.acting("suzuki") as by:
        assert sheet_actions.load_set(by=by, told=told) == (0, 1)
        assert Code.objects.get(list="urgency", code="kuni_now").label == "ただちに"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "文字コード"),
        (b"key = ", "TOML として読めません"),
        (b"{\n1", "2行目を JSON として読めません"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, said):
    with pytest.raises(Refused, match=said):
        run("definition", content)


def test_a_page_for_each_step_and_none_for_others(town, browse, django_assert_max_num_queries):
    suzuki = browse("suzuki")
    with django_assert_max_num_queries(25):
        assert "つなぐシート" in suzuki.get("/settings/sheets/").content.decode()
    made = suzuki.post("/settings/sheets/referral/2026-04/copy/")
    path = made["Location"]
    facts = {"label": "地区担当の民生委員", "kind": "text", "help": "わかるときだけ", "revision": "1"}
    assert suzuki.post(f"{path}field/tell/", **facts).status_code == 302
    wrong = suzuki.post(f"{path}field/tell/", **(facts | {"kind": "choice", "label": "色"}))
    assert wrong.status_code == 422
    assert "選択肢を2つ以上" in wrong.content.decode()
    assert suzuki.post(f"{path}field/tell/wanted/", label="お願いしたいこと", revision="2").status_code == 302
    assert suzuki.post(path, do="up", section="tell", field="own1", revision="3").status_code == 302
    assert suzuki.post(path, do="hide", section="tell", field="wanted", revision="4").status_code == 409
    assert suzuki.post(f"{path}section/", label="町内のこと", revision="4").status_code == 302
    with django_assert_max_num_queries(25):
        page = suzuki.get(path).content.decode()
    assert "名前：つなぎ先に望むこと → お願いしたいこと" in page
    assert "加えた：地区担当の民生委員" in page
    assert suzuki.get(f"{path}field/nowhere/").status_code == 404
    assert suzuki.post(f"{path}force/", since="R1.1.1").status_code == 422
    assert suzuki.post(f"{path}force/", since=clock.today().isoformat()).status_code == 302
    page = suzuki.get("/settings/sheets/referral/").content.decode()
    assert "自治体の版1" in page
    assert "お願いしたいこと" in suzuki.get("/settings/sheets/referral/t1/").content.decode()
    file = suzuki.get("/settings/sheets/referral/t1/file/")
    assert "地区担当の民生委員" in file.content.decode()
    assert suzuki.get(path).status_code == 404
    assert suzuki.get("/settings/sheets/nothing/").status_code == 404
    assert suzuki.get("/settings/sheets/referral/t9/").status_code == 404
    assert browse("sakura").get("/settings/sheets/").status_code == 403


def test_before_and_now_side_by_side_say_what_happened_in_words():
    rows = side_by_side(
        [("目標", "外へ"), ("声", "はい"), ("古い", "あ")], [("目標", "町へ"), ("声", "はい"), ("新しい", "い")]
    )
    assert [(row.label, row.word) for row in rows] == [
        ("目標", "変わった"), ("声", ""), ("新しい", "新しく書いた"), ("古い", "消えた"),
    ]  # fmt: skip
