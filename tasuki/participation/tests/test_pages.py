"""Pages of 参加支援."""

from tasuki.participation import actions
from tasuki.participation.models import Match, ParticipationSheet, Receiving, UnmetWish
from tasuki.shared import clock

from .test_actions import a_place, a_sheet, agreed, picked

SHEET = {"wishes": "「畑の土にさわりたい」", "part_in": "user", "escort": "none", "functions": "farm"}


def test_a_worker_writes_the_sheet_and_looks_for_a_place(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    a_place(town)
    answer = sakura.post(f"/cases/{case.pk}/participation/begin/", person=str(case.people[1].pk))
    path = answer["Location"]
    with django_assert_max_num_queries(25):
        assert "してみたいこと" in sakura.get(path).content.decode()
    wrong = sakura.post(path, fix="on", **SHEET | {"walk_minutes": "とおい"})
    assert wrong.status_code == 422
    assert "畑の土にさわりたい" in wrong.content.decode()
    refused = sakura.post(path, fix="on", **SHEET | {"wishes": ""})
    assert refused.status_code == 409
    assert "本人のことばで書いてから" in refused.content.decode()
    assert sakura.post(path, fix="on", **SHEET)["Location"] == f"{path}places/"
    with django_assert_max_num_queries(25):
        page = sakura.get(f"{path}places/").content.decode()
    assert "ひなた農園" in page
    assert "農園・作業" in page
    assert "畑の土" in sakura.get(path).content.decode()


def test_the_chosen_place_is_asked_answers_and_receives(town, browse):
    case, place, sakura = town.case(), a_place(town), browse("sakura")
    sheet = a_sheet(town, case)
    home = f"/cases/{case.pk}/participation/"
    path = f"/participation/sheets/{sheet.pk}/places/{place.pk}/"
    assert "農園・作業・水曜午後" in sakura.get(path).content.decode()
    assert sakura.post(path, why="畑が好き")["Location"] == home
    with town.acting("sakura"):
        match = Match.objects.get()
    step = f"/participation/matches/{match.pk}/"
    assert "お名前は、ご本人に確かめてから" in sakura.get(step + "ask/").content.decode()
    named = sakura.post(step + "ask/", told="花村さんのことです", how="phone", on="R8.11.18")
    assert named.status_code == 422
    assert "名前や番号が入っています（花村）" in named.content.decode()
    assert sakura.post(step + "ask/", told="畑の作業をしたい方がいます", how="phone", on="R8.11.18")["Location"] == home
    assert "畑の作業をしたい方" in sakura.get(step + "answer/").content.decode()
    assert sakura.post(step + "answer/", answer="yes", on="R8.11.18", seats="2", needs="insurance").status_code == 302
    assert sakura.post(step + "advance/", status="visit", on="R8.11.18").status_code == 422
    for status in ("visit", "trial", "settled"):
        assert sakura.get(step + "advance/").status_code == 200
        assert sakura.post(step + "advance/", status=status, on="R8.11.18", told_on="R8.11.17").status_code == 302
    assert sakura.post(step + "role/", part_in="helper", on="R8.11.18").status_code == 302
    assert sakura.post(step + "follow-up/", side="place", how="there", on="R8.11.18").status_code == 422
    assert sakura.post(step + "follow-up/", side="place", how="there", going="well", on="R8.11.18").status_code == 302
    page = sakura.get(home).content.decode()
    assert "手伝いとして" in page
    assert "その後 1件" in page
    assert "ひなた農園" in browse("yoso").get(f"/participation/places/{place.pk}/").content.decode()
    assert sakura.post(step + "end/", reason="reached", on="R8.11.18").status_code == 302
    assert sakura.post(step + "follow-up/", side="place", how="there", going="well", on="R8.11.18").status_code == 409


def test_a_stranger_meets_404_everywhere(town, browse):
    case, place = town.case(), a_place(town)
    match = agreed(town, case, place)
    stranger = browse("yoso")
    for path in (
        f"/cases/{case.pk}/participation/", f"/cases/{case.pk}/participation/begin/",
        *(f"/participation/sheets/{match.sheet_id}/{rest}" for rest in ("", "places/", f"places/{place.pk}/", "no-match/")),
        *(f"/participation/matches/{match.pk}/{act}/" for act in ("ask", "answer", "advance", "role", "follow-up", "end")),
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    assert "花村" not in stranger.get("/participation/", who="all").content.decode()
    page = stranger.get(f"/participation/places/{place.pk}/").content.decode()
    assert "いま通っている人" in page
    assert "花村" not in page


def test_the_list_and_the_day_tell_who_is_to_be_asked(town, browse, django_assert_max_num_queries):
    case = town.case()
    for number in range(3):
        match = agreed(town, case, a_place(town, f"農園{number}"))
        with town.acting("sakura") as sakura:
            actions.advance_match(match=match, status="trial", by=sakura, told_on=clock.today(),
                                  person_next_on=clock.today())  # fmt: skip
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/participation/").content.decode()
    assert page.count("花村 一郎") == 3
    assert "きょう" in page
    assert "参加支援のその後" in browse("sakura").get("/today/").content.decode()
    with django_assert_max_num_queries(45):
        browse("sakura").get(f"/cases/{case.pk}/participation/")


def test_no_place_fits_from_the_page(town, browse):
    case = town.case(by="nao")
    sheet, nao = a_sheet(town, case, by="nao"), browse("nao")
    path = f"/participation/sheets/{sheet.pk}/no-match/"
    assert "水曜の午後" in nao.get(path).content.decode()
    assert nao.post(path, title="", wanted="").status_code == 422
    assert nao.post(path, title="冬の農園", wanted="水曜の午後の農作業").status_code == 302
    with town.acting("nao"):
        assert UnmetWish.objects.get().project.title == "冬の農園"
        project = UnmetWish.objects.get().project
    again = {"project": str(project.pk), "wanted": "雨の日も手を動かせる所"}
    assert nao.post(path, **again | {"wanted": "花村さんの畑"}).status_code == 409
    assert nao.post(path, **again).status_code == 302
    with town.acting("nao"):
        assert [one.project_id for one in UnmetWish.objects.all()] == [project.pk] * 2
    assert "冬の農園" in nao.get(f"/cases/{case.pk}/participation/").content.decode()


def test_what_a_place_needs_is_kept(town, browse):
    place = a_place(town)
    path = f"/participation/places/{place.pk}/"
    assert "まだ聞いていません" in browse("sakura").get(path).content.decode()
    assert browse("sakura").post(path, seats="3", needs=["reward", "insurance"], noise="quiet").status_code == 302
    with town.acting("sakura"):
        assert Receiving.objects.get().need_words == ["謝金", "保険"]
    assert browse("sakura").post(path, seats="多い").status_code == 422
    assert browse("chair").post(path, seats="1").status_code == 409


def test_everybody_reads_the_rules_and_the_section_changes_them(town, browse):
    page = browse("sakura").get("/settings/matching/").content.decode()
    assert "道のり" in page
    fields = {name: value for name, value in _weights(town).items()}
    assert browse("sakura").post("/settings/matching/", **fields).status_code == 409
    assert browse("suzuki").post("/settings/matching/", **fields | {"weight_walk": "99"}).status_code == 422
    assert browse("suzuki").post("/settings/matching/", **fields | {"weight_walk": "1"}).status_code == 302
    assert 'value="1"' in browse("sakura").get("/settings/matching/").content.decode()


def _weights(town):
    from tasuki.participation.matching import SHIPPED

    return {f"weight_{key}": str(rule.weight) for key, rule in SHIPPED.items()}


def test_two_agencies_with_single_persons_read_each_their_own(town):
    case = town.case()
    mother, son = case.people
    for person in (mother, son):
        picked(town, case, a_place(town, f"{person.given_name}の場"), person=person)
    with town.acting("sakura") as sakura:
        from tasuki.cases.consenting import take_consent

        take_consent(case=case, person=mother, by=sakura, answer="given", asked_on=clock.today(), method="written",
                     items=["basic", "assessment", "progress"], agencies=[town.agencies["kikan"]], purpose="参加支援")  # fmt: skip
    with town.acting("akira") as akira:
        assert [one.person_id for one in ParticipationSheet.objects.visible_to(akira)] == [mother.pk]
        assert [one.person_id for one in ParticipationSheet.objects.all()] == [mother.pk]
        assert [one.person_id for one in Match.objects.visible_to(akira)] == [mother.pk]
        assert [one.person_id for one in Match.objects.all()] == [mother.pk]
