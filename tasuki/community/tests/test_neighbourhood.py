"""From what is heard at a gathering to what has changed: issues, projects, the sheet of a 圏域."""

import re

import pytest

from tasuki.community import gatherings, issues, projects
from tasuki.community.actions import found_group, hold_session, register_place
from tasuki.community.issues_enums import IssueState, PartnerAnswer, ProjectState
from tasuki.community.issues_words import telling
from tasuki.community.models import CommunityIssue, Gathering, ProjectPartner, ProjectStep
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def heard(town):
    """支え愛連絡会, to which two workers went."""
    with town.acting("nao") as nao:
        return gatherings.hold_gathering(
            by=nao, kind="sasaeai", name="ひなた東 支え愛連絡会", on=clock.today(), area=town.areas[0], residents=14,
            workers=[nao, town.workers["ken"]], talked="家の片づけと、先のことの心配が話された。",
        )  # fmt: skip


@pytest.fixture
def issue(town, heard):
    with town.acting("nao") as nao:
        return issues.note_issue(by=nao, kind="end_of_life", title="先の備えを話す場がない", heard_at=heard,
                                 words="お墓や片づけのことを、だれに聞けばよいか分からない人が多い。")  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("花村さんの家の前に箱が積まれている", ["花村さん"]),
        ("電話は090-1234-5678", ["090-1234-5678"]),
        ("０３（１２３４）５６７８にかける", ["03(1234)5678"]),
        ("ひなた町3丁目12-4の家", ["3丁目12-4"]),
        ("１２番地のアパート", ["12番地"]),
        ("202号室の人", ["202号室"]),
        ("昭和13年4月2日生の女性", ["昭和13年4月2日生"]),
        ("hana@example.jp に送る", ["hana@example.jp"]),
        ("皆さん、坂がきつくて買い物に行けない", []),
        ("自治会長さんと民生委員さんが話した", []),
        ("農家さんは収穫期に人手が足りない", []),
        ("毎週火・木 13:00〜16:00、3〜5人", []),
        ("令和8年11月2日から11月12日まで", []),
        ("80代の親と50代の子の世帯がふえている", []),
        ("第1・3月曜の10-12時", []),
    ],
)
def test_words_that_tell_who_it_is_are_found(words, found):
    assert telling(words) == found


def test_a_name_of_one_character_is_one_only_where_it_is_used_as_one():
    assert telling("森の中の道が暗い", ["森"]) == []
    assert telling("森さんの家の前", ["森"]) == ["森さん"]
    assert telling("花村家の前", ["花村", "花村ウメ"]) == ["花村"]


def test_a_gathering_counts_by_its_kind_unless_said_otherwise(town, heard):
    with town.acting("sakura") as sakura:
        meeting = gatherings.hold_gathering(by=sakura, kind="professional", name="第1圏域", on=clock.today())
        told = gatherings.hold_gathering(
            by=sakura, kind="salon", name="茶話会", on=clock.today(), projects=["community"]
        )
        assert heard.projects == ["outreach", "community"]
        assert (meeting.projects, told.projects) == (["collaboration"], ["community"])
        assert (heard.workers.count(), meeting.workers.count()) == (2, 1)
        with pytest.raises(Refused, match="書き留めた機関だけ"):
            gatherings.change_gathering(gathering=heard, by=sakura, name="べつの名前")
    with town.acting("nao") as nao:
        changed = gatherings.change_gathering(gathering=heard, by=nao, residents=15, workers=[nao])
        assert (changed.residents, changed.workers.count()) == (15, 1)


def test_a_worry_becomes_a_course_and_its_effect_is_noted(town, issue):
    assert (issue.area, issue.source) == (town.areas[0], "gathering")
    with town.acting("nao") as nao:
        with pytest.raises(Refused, match="つながった先"):
            issues.note_effect(issue=issue, by=nao, words="人が来た")
        issues.move_issue(issue=issue, to=IssueState.TALKED, by=nao)
        issues.lead_to(issue=issue, by=nao, kind="course", title="終活講座（全3回）")
        assert issue.state == IssueState.LED
        issues.note_effect(
            issue=issue, by=nao, words="三回で延べ31人。", measure="来た人", unit="人", before=0, after=31
        )
        assert issue.state == IssueState.EFFECT
        with pytest.raises(Refused, match="進めない状態"):
            issues.move_issue(issue=issue, to=IssueState.LEFT, by=nao)


def test_a_group_and_a_session_know_the_issue_they_came_from(town, issue, browse, django_assert_max_num_queries):
    with town.acting("nao") as nao:
        group = found_group(by=nao, name="片づけの会")
        held = hold_session(by=nao, group=group, on=clock.today(), title="片づけ講座", attended=5)
        leads = [issues.lead_to(issue=issue, by=nao, group=group), issues.lead_to(issue=issue, by=nao, session=held)]
        assert [(one.kind, one.url) for one in leads] == [
            ("group", f"/groups/{group.pk}/"), ("course", f"/sessions/{held.pk}/"),
        ]  # fmt: skip
    keeper, path = browse("nao"), f"/issues/{issue.pk}/lead/"
    for where in leads:
        page = keeper.get(where.url).content.decode()
        assert "もとになった地域の課題" in page
        assert issue.title in page
    told = {"kind": "group", "group": str(group.pk), "session": str(held.pk), "on": "R8.11.18"}
    assert keeper.post(path, **told).status_code == 302
    with town.acting("nao"):
        last = issue.leads.last()
        assert (last.group_id, last.session_id, last.title) == (group.pk, None, "片づけの会")
    assert keeper.post(path, kind="group", on="R8.11.18").status_code == 422
    with django_assert_max_num_queries(20):
        assert keeper.get(f"/issues/{issue.pk}/").content.decode().count("片づけの会") >= 2


def test_words_that_name_somebody_are_not_kept(town):
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="「花村さん」"):
            issues.note_issue(by=sakura, kind="care", words="花村さんの介護が重い")
        assert not CommunityIssue.objects.exists()
    with town.acting("admin") as admin, pytest.raises(Refused, match="この役割"):
        issues.note_issue(by=admin, kind="care", words="介護が重い")
    with town.acting("midori") as midori:
        found = issues.note_issue(by=midori, kind="care", words="介護が重い")
        with pytest.raises(Refused, match="地域づくりにかかわる役割"):
            issues.lead_to(issue=found, by=midori, kind="group", title="介護者の会")


def test_a_wish_becomes_a_place_with_a_partner_that_has_needs_of_its_own(town, issue):
    with town.acting("nao") as nao:
        found = projects.open_project(by=nao, title="畑で体を動かせる場", wanted="週に一度", area=town.areas[0],
                                      wishes=["早起きして、土にさわりたい", ""])  # fmt: skip
        assert found.wishes.count() == 1
        with pytest.raises(Refused, match="相手の課題"):
            projects.add_partner(project=found, by=nao, name="ひなた農園", their_needs=" ")
        partner = projects.add_partner(project=found, by=nao, name="ひなた農園", kind="farm",
                                       their_needs="収穫期に人手が足りない", proposal="週に一度、三人で伺う")  # fmt: skip
        assert found.state == ProjectState.TRYING
        projects.answer_partner(partner=partner, by=nao, answer=PartnerAnswer.JOINED)
        step = projects.add_step(project=found, by=nao, what="下見", on=clock.today())
        projects.do_step(step=step, by=nao)
        with pytest.raises(Refused, match="もう済んだ"):
            projects.do_step(step=step, by=nao)
        lead = issues.lead_to(issue=issue, by=nao, project=found)
        assert (lead.kind, lead.url) == ("project", f"/projects/{found.pk}/")
        place = register_place(by=nao, name="ひなた畑の日")
        projects.conclude_project(project=found, by=nao, place=place, result="月に二回で始まった。")
        with pytest.raises(Refused, match="おわった資源開発"):
            projects.add_wish(project=found, by=nao, words="花も育てたい")


def test_a_csw_writes_a_gathering_and_what_was_heard(browse, town):
    csw = browse("nao")
    told = {"kind": "sasaeai", "name": "東 支え愛連絡会", "on": "R8.11.10", "held": "visit", "residents": "12",
            "workers": [str(town.workers["nao"].pk)]}  # fmt: skip
    wrong = csw.post("/gatherings/new/", **told | {"talked": "花村さんのことを話した"})
    assert wrong.status_code == 422
    assert "「花村さん」" in wrong.content.decode()
    answer = csw.post("/gatherings/new/", **told | {"talked": "買い物のことを話した"})
    assert answer.status_code == 302
    page = csw.get(answer.url)
    assert "買い物のことを話した" in text(page)
    note = re.search(r"/issues/new/\?gathering=[0-9a-f-]+", page.content.decode())[0]
    assert "東 支え愛連絡会" in text(csw.get(note))
    made = csw.post(note, kind="mobility", title="坂がきつい", words="坂がきつく、店まで歩けない", area="")
    assert made.status_code == 302
    assert "坂がきつい" in text(csw.get(answer.url))
    assert "東 支え愛連絡会" in text(csw.get(made.url))
    sheet = text(csw.get("/issues/sheet/", month="2026-11-01"))
    assert "坂がきつく、店まで歩けない" in sheet
    assert "1回・来た住民 延べ12人・聞いた課題 1件" in sheet


def test_the_pages_of_a_project(browse, town):
    csw = browse("nao")
    made = csw.post("/projects/new/", title="畑の日", wanted="土にさわれる場", area="",
                    wishes="・早起きしたい\n「土にさわりたい」").url  # fmt: skip
    assert "「土にさわりたい」" in text(csw.get(made))
    assert csw.post(made + "change/", title="畑の日", wanted="").status_code == 422
    assert csw.post(made + "change/", title="畑の日", wanted="土にさわれて、座って休める場").status_code == 302
    assert "座って休める場" in text(csw.get(made))
    csw.post(made + "partners/new/", kind="farm", name="ひなた農園", their_needs="人手がない", since="R8.11.10")
    with town.acting("nao"):
        partner = ProjectPartner.objects.get()
    csw.post(f"{made}partners/{partner.pk}/", answer="joined", note="来月から")
    csw.post(made + "steps/new/", what="下見に行く", on="R8.11.30")
    with town.acting("nao"):
        step = ProjectStep.objects.get()
    assert csw.post(f"{made}steps/{step.pk}/", on="R8.11.18", came="晴れていた").status_code == 302
    csw.post(made + "wish/", words="花も育てたい")
    with town.acting("nao") as nao:
        place = register_place(by=nao, name="ひなた畑の日")
    assert csw.post(made + "conclude/", born="yes", place=str(place.pk), result="月に二回").status_code == 302
    page = text(csw.get(made))
    for word in ("協力する", "来月から", "晴れていた", "花も育てたい", "生まれた居場所", "ひなた畑の日"):
        assert word in page
    assert "花も育てたい" in text(csw.get(f"/places/{place.pk}/"))
    refused = csw.post(made + "wish/", words="猫と会いたい")
    assert refused.status_code == 409
    assert "おわった資源開発" in text(refused)


def test_the_pages_of_an_issue(browse, issue, town):
    csw, counsellor = browse("nao"), browse("sakura")
    here = f"/issues/{issue.pk}/"
    assert counsellor.get(here).status_code == 200
    assert counsellor.get(here + "lead/").status_code == 403
    assert csw.post(here + "state/", to="left").status_code == 422
    csw.post(here + "state/", to="talked")
    assert csw.post(here + "lead/", kind="course", title="", on="R8.11.18").status_code == 422
    csw.post(here + "lead/", kind="course", title="終活講座（全3回）", on="R8.11.18")
    assert csw.post(here + "effect/", on="R8.11.18", words="人が来た", after="31").status_code == 422
    csw.post(here + "effect/", on="R8.11.18", words="三回で31人", measure="来た人", before="0", after="31", unit="人")
    page = text(csw.get(here))
    assert "来た人 0人 → 31人" in page
    assert "終活講座（全3回）" in text(csw.get("/issues/", state="effect"))
    assert "この条件の課題はありません" in text(csw.get("/issues/", state="left"))


def test_another_towns_neighbourhood_is_not_found(browse, other_town, issue, heard):
    stranger = browse("nao", other_town)
    for address in (f"/issues/{issue.pk}/", f"/gatherings/{heard.pk}/", f"/issues/new/?gathering={heard.pk}"):
        assert stranger.get(address).status_code == 404


def test_the_sheet_of_a_month_as_pdf(browse, issue):
    paper = browse("nao").get("/issues/sheet/pdf/", month="2026-11-01")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content[:5] == b"%PDF-"


def test_the_pages_ask_the_database_little(browse, issue, heard, town, django_assert_max_num_queries):
    with town.acting("nao") as nao:
        projects.open_project(by=nao, title="畑の日", wanted="土にさわれる場", wishes=["早起きしたい"])
        for number in range(5):
            gatherings.hold_gathering(by=nao, kind="salon", name=f"茶話会{number}", on=clock.today())
        assert Gathering.objects.count() == 6
    csw = browse("nao")
    for address in ("/issues/", f"/issues/{issue.pk}/", "/gatherings/", f"/gatherings/{heard.pk}/", "/gatherings/new/",
                    "/projects/", "/issues/sheet/"):  # fmt: skip
        with django_assert_max_num_queries(25):
            assert csw.get(address).status_code == 200
