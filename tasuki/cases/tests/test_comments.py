"""Comments: who is called, who reads, and that a name opens nothing."""

import pytest

from tasuki.cases.comment_reading import readers_of
from tasuki.cases.comments import answer_comment, read_comment, write_comment
from tasuki.cases.grants import admit, revoke
from tasuki.cases.models import CaseComment, CommentCall
from tasuki.cases.recording import correct_record, write_record
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Ground, Scope


def opened(town, case, agency, scope=Scope.RECORD | Scope.IDENTITY, persons=None):
    with town.acting("sakura") as by:
        admit(case=case, ground=Ground.REFERRAL, scope=scope, source=case.pk, by=by, agency=town.agencies[agency],
              persons=persons)  # fmt: skip


def test_only_who_reads_the_records_already_can_be_called(town):
    case = town.case()
    opened(town, case, "hokatsu")
    opened(town, case, "kikan", Scope.EXISTENCE)
    with town.acting("sakura") as by:
        assert {one.login for one in readers_of(case, by)} == {"ken", "midori"}
        comment = write_comment(case=case, by=by, text="@小川 健 どう思いますか", to=[town.workers["ken"]])
        with pytest.raises(Refused, match="開かれていません"):
            write_comment(case=case, by=by, text="見てください", to=[town.workers["akira"]])
    with town.acting("akira") as akira:
        assert not CaseComment.objects.visible_to(akira).exists()
        assert not CaseComment.objects.filter(pk=comment.pk).exists()  # the second wall
    with town.acting("midori") as midori:
        # of other agencies than the owner's she knows nothing
        assert {one.login for one in readers_of(case, midori)} == {"sakura", "ken"}


def test_what_was_called_is_no_longer_read_when_the_ground_ends(town):
    case = town.case()
    opened(town, case, "hokatsu")
    with town.acting("sakura") as by:
        write_comment(case=case, by=by, text="訪問の前に電話をください", to=[town.workers["midori"]])
        revoke(source=case.pk, ground=Ground.REFERRAL)
    with town.acting("midori") as midori:
        assert not CaseComment.objects.visible_to(midori).exists()
        assert not CommentCall.objects.exists()


def test_an_answer_calls_the_first_and_marks_it_read(town):
    case = town.case()
    with town.acting("sakura") as by:
        comment = write_comment(case=case, by=by, text="薬のこと、知っていますか", to=[town.workers["ken"]])
    with town.acting("ken") as ken:
        answer = answer_comment(comment=CaseComment.objects.get(pk=comment.pk), by=ken, text="聞いています")
        assert CommentCall.objects.get(comment=comment).read_at is not None
        with pytest.raises(Refused, match="はじめの"):
            answer_comment(comment=answer, by=ken, text="もう一度")
        with pytest.raises(Refused, match="本人"):
            read_comment(call=CommentCall.objects.get(comment=answer), by=ken)
    with town.acting("sakura") as by:
        call = CommentCall.objects.get(comment=answer, worker=by.pk)
        assert read_comment(call=call, by=by).read_at is not None


def test_a_comment_on_one_persons_record_is_read_as_that_record(town):
    case = town.case()
    mother, son = case.people
    opened(town, case, "hokatsu", persons=[mother])
    with town.acting("sakura") as by:
        about_son = write_record(case=case, by=by, at=clock.now(), method="phone", text="長男と話す", about=son)
        about_mother = write_record(case=case, by=by, at=clock.now(), method="phone", text="母と話す", about=mother)
        write_comment(case=case, by=by, text="長男のことで", record_on=about_son)
        write_comment(case=case, by=by, text="母のことで", record_on=about_mother)
    with town.acting("midori") as midori:
        assert [one.text for one in CaseComment.objects.visible_to(midori)] == ["母のことで"]
        assert [one.text for one in CaseComment.objects.all()] == ["母のことで"]
    with town.acting("sakura") as by:
        new = correct_record(record=about_mother, by=by, reason="人をまちがえた", about=son)
        assert CaseComment.objects.get(record=new).about_id == son.pk
    with town.acting("midori") as midori:
        assert not CaseComment.objects.visible_to(midori).exists()


def test_the_pages_of_comments(town, browse, django_assert_max_num_queries):
    case, sakura, ken = town.case(), browse("sakura"), browse("ken")
    here = f"/cases/{case.pk}/comments/"
    assert "まだありません" in sakura.get(here).content.decode()
    assert sakura.post(here + "new/", text="＠小川健 明日、同行できますか").status_code == 302
    assert sakura.post(here + "new/", text="").status_code == 422
    with django_assert_max_num_queries(25):
        page = ken.get(here).content.decode()
    assert "明日、同行できますか" in page
    assert "読んだ" in page
    assert "明日、同行できますか" in ken.get("/today/").content.decode()
    with town.acting("ken"):
        call = CommentCall.objects.get()
    assert ken.post(here + f"calls/{call.pk}/read/").status_code == 302
    assert "明日、同行できますか" not in ken.get("/today/").content.decode()
    assert sakura.post(here + f"calls/{call.pk}/read/").status_code == 404
    assert browse("yoso").get(here).status_code == 404
    assert browse("yoso").get(here + "new/").status_code == 404


def test_a_comment_on_a_record_stands_on_its_page(town, browse):
    case, sakura = town.case(), browse("sakura")
    with town.acting("sakura") as by:
        record = write_record(case=case, by=by, at=clock.now(), method="phone", text="長男と話す")
    page = f"/cases/{case.pk}/records/{record.pk}/"
    assert sakura.post(page + "comment/", text="大事なところです").status_code == 302
    assert "大事なところです" in sakura.get(page).content.decode()
    assert "コメントあり" in sakura.get(f"/cases/{case.pk}/").content.decode()
    with town.acting("sakura"):
        comment = CaseComment.objects.get()
    assert sakura.post(f"/cases/{case.pk}/comments/{comment.pk}/answer/", text="本当に").status_code == 302
    assert "本当に" in sakura.get(page).content.decode()


def test_who_reads_of_one_person_only_calls_those_who_read_of_her(town, browse):
    case = town.case()
    mother, _ = case.people
    opened(town, case, "hokatsu", persons=[mother])
    midori = browse("midori")
    page = midori.get(f"/cases/{case.pk}/comments/new/").content.decode()
    assert "山本 さくら（総合相談支援センター）" in page
    assert midori.post(f"/cases/{case.pk}/comments/new/", text="母のことで @山本 さくら").status_code == 302
    with town.acting("sakura"):
        assert CaseComment.objects.get().about_id == mother.pk
        assert CommentCall.objects.get().worker_id == town.workers["sakura"].pk
