"""A worker opens and changes a person's pages; a stranger meets 404 at each of them."""

import pytest

from tasuki.people import actions
from tasuki.people.models import Contact, Household, Membership, Person, Relation
from tasuki.shared.ids import uuid7
from tasuki.tenancy.models import Town


@pytest.fixture
def home(town):
    """A mother and a son who live together, with a telephone and a tie."""
    mother = town.person("花村 ウメ", family_kana="ハナムラ", given_kana="ウメ", birth="S15.1.2")
    son = town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        home = actions.start_household(by=sakura, town=town.towns[2], address="1-2-3")
        home.row = actions.join_household(household=home, person=mother, by=sakura, relation="母")
        actions.join_household(household=home, person=son, by=sakura, relation="長男")
        home.contact = actions.add_contact(person=mother, by=sakura, kind="home", value="03-1234-5678", do_not_use=True)
        home.tie = actions.relate(first=mother, second=son, kind="parent", by=sakura)
    home.mother, home.son = mother, son
    return home


@pytest.fixture
def everything(town):
    """Look behind the pages: the supervising section sees all rows."""
    return lambda: town.acting("suzuki")


def addresses(home):
    person, house = f"/people/{home.mother.pk}", f"/households/{home.pk}"
    return [
        f"{person}/", f"{person}/edit/", f"{person}/contacts/new/", f"{person}/contacts/{home.contact.pk}/",
        f"{person}/protection/", f"{person}/household/new/", f"{person}/relations/new/", f"{house}/edit/",
        f"{house}/members/new/", f"{house}/members/{home.row.pk}/", f"{house}/members/{home.row.pk}/leave/",
    ]  # fmt: skip


def test_every_page_opens_for_the_worker_in_few_queries(browse, home, django_assert_max_num_queries):
    sakura = browse("sakura")
    for address in addresses(home):
        with django_assert_max_num_queries(25):
            assert sakura.get(address).status_code == 200, address
    page = sakura.get(addresses(home)[0]).content.decode()
    for text in ("花村 ウメ", "ハナムラ", "86歳", "ひなた町3丁目1-2-3", "第3圏域", "ここにはかけない", "花村 一郎"):
        assert text in page


def test_a_stranger_meets_404_everywhere_and_a_chair_403(browse, home):
    stranger = browse("yoso")
    for address in addresses(home):
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address, value="1", note="1").status_code == 404, address
    assert stranger.get(f"/people/{uuid7()}/").status_code == 404
    assert stranger.post(f"/people/{home.mother.pk}/relations/{home.tie.pk}/remove/").status_code == 404
    assert browse("chair").get(addresses(home)[0]).status_code == 403


def test_the_registration_is_put_right_and_the_way_back_is_kept(browse, home, everything):
    sakura, address = browse("sakura"), addresses(home)[1]
    told = {"family_name": "花村", "given_name": "うめ", "given_kana": "うめ", "birth": "昭和15年頃", "sex": "female"}
    wrong = sakura.post(address, **{**told, "given_kana": "梅", "birth": "むかし", "_version": "1"})
    assert wrong.status_code == 422
    assert "漢字ではなく、カナで" in wrong.content.decode()
    assert 'value="むかし"' in wrong.content.decode()
    done = sakura.post(address, **told, _version="1", next="/cases/x/household/")
    assert done["Location"] == "/cases/x/household/"
    away = sakura.post(address, **told, _version="2", next="https://evil.example/")
    assert away["Location"] == f"/people/{home.mother.pk}/"
    with everything():
        assert Person.objects.get(pk=home.mother.pk).given_kana == "ウメ"
    assert sakura.post(address, **told, _version="1").status_code == 409


def test_a_number_is_added_and_marked_not_to_be_rung(browse, home, everything):
    sakura = browse("sakura")
    sakura.post(addresses(home)[2], kind="mobile", value="090-1111-2222", note="夕方だけ")
    with everything():
        assert Contact.objects.filter(digits="09011112222", note="夕方だけ").exists()
    sakura.post(addresses(home)[3], kind="home", value="03-1234-5678", note="もうつながらない", do_not_use="on")
    with everything():
        assert Contact.objects.get(pk=home.contact.pk).note == "もうつながらない"
    assert sakura.post(addresses(home)[2], kind="mobile", value="").status_code == 422


def test_a_protected_person_hides_number_and_address_from_a_colleague(browse, home, town):
    assert browse("sakura").post(addresses(home)[4], on="on", note="DV等支援措置 R9.3まで").status_code == 302
    ken = browse("ken")
    page = ken.get(addresses(home)[0]).content.decode()
    assert "非開示（支援措置）" in page
    assert "1-2-3" not in page
    assert "03-1234-5678" not in page
    for address in (addresses(home)[3], addresses(home)[7]):
        page = ken.get(address).content.decode()
        assert "1-2-3" not in page
        assert "03-1234-5678" not in page
    assert ken.post(addresses(home)[2], kind="home", value="03-0000-0000").status_code == 409
    son = ken.get(f"/people/{home.son.pk}/").content.decode()
    assert "1-2-3" not in son
    assert "03-1234-5678" in browse("sakura").get(addresses(home)[0]).content.decode()


def test_the_address_moves_the_area(browse, home, town, everything):
    browse("sakura").post(addresses(home)[7], town=str(town.towns[0].pk), address="9", postal_code="683-0001")
    with everything():
        house = Household.objects.get(pk=home.pk)
        assert (house.area, house.postal_code) == (town.areas[0], "6830001")


def test_the_postal_code_finds_the_town_and_its_area(browse, home, town, everything):
    sakura, here = browse("sakura"), addresses(home)[7]
    with everything():
        one, other = town.towns[0], town.towns[1]
        Town.objects.filter(pk=one.pk).update(postal_code="6830001")
    assert "〒683-0001" in sakura.get(here).content.decode()
    assert sakura.post(here, postal_code="〒６８３ー０００１", address="9").status_code == 302
    with everything():
        house = Household.objects.get(pk=home.pk)
        assert (house.town, house.area, house.postal_code) == (one, town.areas[0], "6830001")
        Town.objects.filter(pk=other.pk).update(postal_code="6830001")
    asked = sakura.post(here, postal_code="683-0001", address="9")
    assert asked.status_code == 422
    assert "町字はいくつかあります" in asked.content.decode()
    assert "7桁の数字" in sakura.post(here, postal_code="683", address="9").content.decode()


def test_somebody_is_found_and_joins_the_household(browse, home, town, everything):
    sister = town.person("花村 春子")
    sakura, address = browse("sakura"), addresses(home)[8]
    found = sakura.post(address, find="花村 春子", do="find", relation="長女")
    assert f'value="{sister.pk}"' in found.content.decode()
    assert 'value="長女"' in found.content.decode()
    assert sakura.post(address, do="join").status_code == 422
    assert sakura.post(address, do="join", person=str(sister.pk), relation="長女", next="/x/")["Location"] == "/x/"
    with everything():
        assert Membership.objects.filter(household=home.pk, person=sister, relation="長女").exists()
    assert sakura.post(address, do="join", person=str(sister.pk)).status_code == 409
    assert sakura.post(address, do="join", person=str(uuid7())).status_code == 404
    browse("sakura").post(addresses(home)[10], on="R8.11.1")
    with everything():
        assert Membership.objects.filter(household=home.pk, until=None).count() == 2


def test_a_relative_outside_is_registered_and_tied(browse, home, everything):
    sakura = browse("sakura")
    back = f"/people/{home.mother.pk}/relations/new/"
    same = sakura.post("/people/new/", family_name="花村", given_name="一郎", next=back)
    assert same.status_code == 422
    assert "同じ人かもしれない" in same.content.decode()
    new = sakura.post("/people/new/", family_name="花村", given_name="夏子", next=back)
    assert new["Location"].startswith(f"{back}?with=")
    page = sakura.get(new["Location"])
    assert "花村 夏子" in page.content.decode()
    aunt = new["Location"].split("=")[1]
    done = sakura.post(new["Location"], first=aunt, second=str(home.mother.pk), kind="sibling")
    assert done.status_code == 302
    with everything():
        assert Relation.objects.filter(first=aunt, kind="sibling").exists()
    assert sakura.post(back, first=aunt, second=aunt, kind="sibling").status_code == 422
    assert sakura.get(f"{back}?with=abc").status_code == 200
    sakura.post(f"/people/{home.mother.pk}/relations/{home.tie.pk}/remove/")
    with everything():
        assert not Relation.objects.filter(pk=home.tie.pk).exists()


def test_the_search_page_and_its_fragment_show_only_what_is_open(browse, home, django_assert_max_num_queries):
    sakura = browse("sakura")
    with django_assert_max_num_queries(25):
        page = sakura.get("/people/find/", find="ハナムラ").content.decode()
    assert page.count("<li><a") >= 1
    assert "花村 ウメ" in page
    fragment = sakura.client.get("/people/find/", {"find": "花村"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'type="radio" name="person"' in fragment
    assert "見つかりませんでした" in browse("yoso").get("/people/find/", find="花村").content.decode()
