"""The administrator keeps the workers and their posts, and sees no case."""

from datetime import date

import pytest

from tasuki.shared.decisions import Refused
from tasuki.staff.actions import assign, end_post, enrol, give_password
from tasuki.staff.models import Post, Worker


@pytest.mark.database
def test_a_new_worker_signs_in_and_leaves_when_the_post_ends(town, browse, django_assert_max_num_queries):
    admin = browse("admin")
    facts = {"agency": str(town.agencies["kikan"].pk), "role": "counsellor", "since": "R8.11.1"}
    made = admin.post("/settings/workers/new/", name="新井 花", login="arai", password="hajimete-no-kotoba", **facts)
    assert made.status_code == 302
    with town.context():
        worker = Worker.objects.get(login="arai")
        post = worker.posts.get()
    town.workers["arai"] = worker
    assert browse("arai").get("/me/").status_code == 200
    with django_assert_max_num_queries(25):
        assert "新井 花" in admin.get("/settings/workers/", words="基幹").content.decode()
    assert "新井 花" in admin.get(made["Location"]).content.decode()
    assert admin.post(f"/settings/posts/{post.pk}/end/", on="R8.11.18").status_code == 302
    assert browse("arai").get("/me/").status_code == 302
    assert "新井 花" not in admin.get("/settings/workers/").content.decode()
    assert "新井 花" in admin.get("/settings/workers/", gone="on").content.decode()


def test_a_log_in_is_given_once_and_a_password_is_long(town, browse):
    facts = {"agency": str(town.agencies["kikan"].pk), "role": "counsellor", "since": "R8.11.1"}
    page = browse("admin").post("/settings/workers/new/", name="新井 花", login="sakura", password="short", **facts)
    assert page.status_code == 422
    for sentence in ("このログイン名は使われています。", "12文字以上", "新井 花"):
        assert sentence in page.content.decode()


def test_a_post_is_added_and_a_password_given(town, browse):
    sakura, admin = town.workers["sakura"], browse("admin")
    post = {"agency": str(town.agencies["shakyo"].pk), "role": "csw", "since": "R8.11.1"}
    assert admin.post(f"/settings/workers/{sakura.pk}/posts/new/", **post).status_code == 302
    assert admin.post(f"/settings/workers/{sakura.pk}/password/", password="atarashii-kotoba").status_code == 302
    with town.context():
        sakura.refresh_from_db()
        assert sakura.posts.count() == 2
        assert sakura.check_password("atarashii-kotoba")


def test_a_name_is_changed_and_a_name_outside_is_given_once(town, browse):
    admin, ken = browse("admin"), town.workers["ken"]
    address = f"/settings/workers/{ken.pk}/change/"
    assert admin.post(address, name="大川 健", kana="", outside_name="k.okawa@city.example")["Location"].endswith(
        f"{ken.pk}/"
    )
    assert "大川 健" in admin.get("/settings/workers/").content.decode()
    other = f"/settings/workers/{town.workers['sakura'].pk}/change/"
    page = admin.post(other, name="山本 さくら", outside_name="k.okawa@city.example")
    assert page.status_code == 422
    assert "ほかの職員に使われています。" in page.content.decode()
    assert browse("suzuki").get(address).status_code == 403


@pytest.mark.parametrize("login", ["sakura", "suzuki", "chair"])
def test_others_keep_no_workers(town, browse, login):
    assert browse(login).get("/settings/workers/").status_code == 403
    post = Post(worker=town.workers["ken"], agency=town.agencies["sogo"])
    with town.acting(login) as by:
        agency, since = town.agencies["sogo"], date(2026, 4, 1)
        for deed in (
            lambda: enrol(login="x", name="x", password="x", agency=agency, role="counsellor", since=since, by=by),
            lambda: assign(worker=by, agency=agency, role="administrator", since=since, by=by),
            lambda: end_post(post=post, on=since, by=by),
            lambda: give_password(worker=town.workers["admin"], password="x", by=by),
        ):
            with pytest.raises(Refused):
                deed()


def test_an_administrator_cannot_lock_herself_out(town, browse):
    with town.context():
        post = town.workers["admin"].posts.get()
    assert browse("admin").post(f"/settings/posts/{post.pk}/end/", on="R8.11.18").status_code == 409
