"""気になること: told by a link, brought to a desk by rule, answered, made a consultation; limits; walls."""

from datetime import timedelta

import pytest

from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.supporters import actions, concerns, outside, outside_reading, routing
from tasuki.supporters.models import Concern, Supporter
from tasuki.supporters.today import concerns as box


def supporter(town, by="nao", **more) -> Supporter:
    """A supporter whom the 社協 keeps."""
    with town.acting(by) as worker:
        return actions.register_supporter(
            by=worker, name="見本 まもる", kana="ミホン マモル", phone="000-0000-0001", contact_agreed=True,
            **({"area": town.areas[0]} | more),
        )  # fmt: skip


def told(town, who, **more) -> Concern:
    """Something told by her link: nobody is signed in."""
    words = {"kind": "unseen", "worry": "soon", "where": "公園の前の青い屋根の家", "words": "新聞がたまっている"}
    with town.context():
        return outside.report_concern(supporter=who, **(words | more))


@pytest.fixture
def routed(town):
    """第1圏域 → 地域包括; 子ども → 総合; 第1圏域の子ども → 基幹."""
    with town.acting("suzuki") as by:
        for area, kind, desk in ((0, "", "hokatsu"), (None, "child", "sogo"), (0, "child", "kikan")):
            actions.add_route(by=by, stream="concern", agency=town.agencies[desk], kind=kind,
                              area=None if area is None else town.areas[area])  # fmt: skip
    return town


@pytest.mark.parametrize(
    ("area", "kind", "desk"),
    [(0, "unseen", "hokatsu"), (0, "child", "kikan"), (1, "child", "sogo"), (None, "child", "sogo"),
     (1, "unseen", "fukushi"), (None, "money", "fukushi")],
)  # fmt: skip
def test_it_reaches_the_desk_that_the_rules_name(routed, area, kind, desk):
    with routed.context():
        way = routing.way("concern", None if area is None else routed.areas[area], kind)
    assert way.agency == routed.agencies[desk]
    assert way.why


def test_a_rule_of_a_closed_desk_is_passed_over(routed):
    with routed.acting("suzuki"):
        from tasuki.tenancy.models import Agency

        Agency.objects.filter(key="kikan").update(closed_on=clock.today())
    with routed.context():
        assert routing.way("concern", routed.areas[0], "child").agency == routed.agencies["sogo"]


def test_only_the_desk_and_the_section_read_it(routed):
    concern = told(routed, supporter(routed))
    seen = {}
    for login in ("midori", "suzuki", "sakura", "nao", "admin", "officer", "chair"):
        with routed.acting(login) as worker:
            seen[login] = Concern.objects.filter(pk=concern.pk).exists()  # the database alone
            assert Concern.objects.visible_to(worker).filter(pk=concern.pk).exists() == seen[login]
    assert [login for login, sees in seen.items() if sees] == ["midori", "suzuki"]


def test_the_supporter_reads_fixed_words_and_nothing_of_the_person(routed):
    who = supporter(routed)
    concern = told(routed, who)
    with routed.acting("midori") as by:
        concerns.answer_concern(concern=concern, by=by, status="received", note="花村さん宅。明日訪ねる")
    with routed.acting("suzuki"):  # all rows, so that hiding is the reading's own work
        home = outside_reading.home(who)
    assert home.concerns[0].answer.startswith("受け取りました")
    assert "花村" not in repr(home)
    assert "青い屋根" not in repr(home)


def test_a_flood_from_one_link_meets_a_limit_with_a_telephone(town):
    who = supporter(town)
    with town.acting("suzuki") as by:
        actions.change_help_settings(by=by, per_link_hour=3, phone="00-1234-5678")
    for _ in range(3):
        told(town, who)
    with pytest.raises(Refused, match="00-1234-5678"):
        told(town, who)
    other = supporter(town)
    told(town, other)  # nobody else is shut out
    with clock.stopped_at(clock.now() + timedelta(minutes=61)):
        told(town, who)


def test_a_flood_from_one_machine_meets_a_limit(town):
    with town.acting("suzuki") as by:
        actions.change_help_settings(by=by, per_machine_hour=2)
    for _ in range(2):
        told(town, supporter(town), machine="m" * 64)
    with pytest.raises(Refused, match="この端末"):
        told(town, supporter(town), machine="m" * 64)
    told(town, supporter(town), machine="n" * 64)


def test_passing_on_takes_it_out_of_sight(routed):
    concern = told(routed, supporter(routed))
    with routed.acting("midori") as by:
        concerns.pass_concern(concern=concern, by=by, agency=routed.agencies["sogo"], reason="若い人のこと")
        assert not Concern.objects.filter(pk=concern.pk).exists()
    with routed.acting("sakura"):
        assert Concern.objects.get(pk=concern.pk).notes.get().text.endswith("若い人のこと")


def test_a_photo_is_drawn_anew_and_anything_else_refused(town):
    import io

    from PIL import Image

    out, picture = io.BytesIO(), Image.new("RGB", (20, 20), "red")
    about = picture.getexif()
    about[0x010E] = "himitsu"
    picture.save(out, "JPEG", exif=about)
    who = supporter(town)
    concern = told(town, who, photo=("うち.jpg", out.getvalue()))
    with town.acting("suzuki"):
        assert b"himitsu" not in bytes(concern.photos.get().content)
    with pytest.raises(Refused, match="写真"):
        told(town, who, photo=("a.txt", "はい".encode()))


def test_unanswered_ones_surface(routed):
    concern = told(routed, supporter(routed))
    with routed.acting("midori") as by:
        assert [entry.url for entry in box(by).entries] == [concern.get_absolute_url()]
    with routed.acting("suzuki") as by:
        assert not box(by)
    with clock.stopped_at(clock.now() + timedelta(days=7)), routed.acting("suzuki") as by:
        assert box(by).entries[0].late


def test_the_pages_of_the_desk(routed, browse, django_assert_max_num_queries):
    concern = told(routed, supporter(routed))
    desk = browse("midori")
    with django_assert_max_num_queries(25):
        assert "公園の前" in desk.get("/concerns/").content.decode()
    with django_assert_max_num_queries(25):
        page = desk.get(f"/concerns/{concern.pk}/")
    assert "見本 まもる" in page.content.decode()
    assert desk.post(f"/concerns/{concern.pk}/answer/", status="received").status_code == 302
    again = desk.post(f"/concerns/{concern.pk}/answer/", status="new")
    assert again.status_code == 422
    made = desk.post(f"/concerns/{concern.pk}/take/")
    assert made["Location"].startswith("/consultations/")
    assert desk.get(f"/concerns/{concern.pk}/take/")["Location"] == made["Location"]
    assert browse("sakura").get(f"/concerns/{concern.pk}/").status_code == 404
    assert browse("admin").get("/concerns/").status_code == 403


def test_what_a_desk_hears_goes_the_same_way(routed, browse):
    sent = browse("sakura").post("/concerns/new/", kind="child", worry="soon", where="三丁目", words="夜に泣き声")
    assert sent["Location"].startswith("/concerns/")
    with routed.acting("sakura"):
        assert Concern.objects.get().source == "desk"
    assert browse("sakura").post("/concerns/new/", kind="child", worry="soon").status_code == 422
