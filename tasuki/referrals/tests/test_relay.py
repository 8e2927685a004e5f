"""A sheet goes from desk to desk: who gets what, and when it ends."""

from datetime import date

import pytest

from tasuki.cases.actions import Member, open_case
from tasuki.cases.models import Case, CaseEvent, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people import actions as people
from tasuki.people.models import Household, Person
from tasuki.referrals import actions
from tasuki.referrals.enums import ConsentState, Purpose, TargetStatus
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.referrals.waiting import sent_by, waiting_for
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

REASON = "長男が面会を断っており、生命の心配があるため"


def send(town, case, to=("hokatsu",), by="sakura", persons=None, **more):
    given = {"wanted": "母の見守り", "consent": ConsentState.GIVEN} | more
    with town.acting(by) as worker:
        return actions.send_referral(
            by=worker, to=[town.agencies[key] for key in to], case=case,
            persons=case.people[:1] if persons is None else persons, **given,
        )  # fmt: skip


def target_of(town, referral, at="hokatsu", login="sakura"):
    with town.acting(login):
        return ReferralTarget.objects.select_related("referral").get(referral=referral, to_agency=town.agencies[at])


def seen(town, login, model):
    with town.acting(login):
        return set(model.objects.values_list("pk", flat=True))


def test_before_acceptance_the_receiver_reads_the_sheet_and_nothing_else(town):
    case = town.case()
    referral = send(town, case)
    assert seen(town, "midori", Referral) == {referral.pk}
    assert seen(town, "midori", Case) == seen(town, "midori", Person) == seen(town, "midori", CaseEvent) == set()
    assert seen(town, "yoso", Referral) == seen(town, "yoso", ReferralTarget) == set()
    with town.acting("midori"):
        assert Referral.objects.get().persons.get().shown.startswith("花村 ウメ")


@pytest.mark.database
def test_acceptance_opens_the_named_person_only(town):
    case = town.case()
    mother, son = case.people
    target = target_of(town, send(town, case))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori, note="明日訪ねます")
        assert Case.objects.get() == case
        assert set(Person.objects.all()) == {mother}
        record = write_record(case=case, by=midori, at=clock.now(), method="visit", text="会えた", about=mother)
    with town.acting("sakura") as sakura:
        about_son = write_record(case=case, by=sakura, at=clock.now(), method="phone", text="長男", about=son)
    assert seen(town, "midori", SupportRecord) == {record.pk}
    assert about_son.pk in seen(town, "sakura", SupportRecord)


def test_without_consent_a_reason_is_needed_and_the_assessment_stays_closed(town):
    case = town.case()
    with pytest.raises(Refused, match="理由"):
        send(town, case, consent=ConsentState.NONE)
    target = target_of(town, send(town, case, consent=ConsentState.NONE, ground_reason=REASON))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
        assert [part.name for part in case.grants.get(agency=midori.agency_id).parts] == [
            "EXISTENCE",
            "IDENTITY",
            "RECORD",
        ]


def test_the_day_of_answer_is_three_business_days_later_and_falls_due_on_both_desks(town):
    case = town.case()  # 11/18 Wed; 11/23 is a holiday
    target = target_of(town, send(town, case))
    assert target.due_on == date(2026, 11, 24)
    with town.acting("midori") as midori:
        assert [(line.what, line.words) for line in waiting_for(midori)] == [("answer", "あと3開庁日")]
    with clock.stopped_at(clock.at(date(2026, 11, 25))), town.acting("sakura") as sakura:
        line = sent_by(sakura)[0]
        assert (line.words, line.tone, line.mine) == ("1開庁日超過", "red", True)
    with town.acting("yoso") as yoso:
        assert waiting_for(yoso) == sent_by(yoso) == []


def test_declining_gives_a_reason_and_another_desk_and_closes_the_sheet(town):
    case = town.case()
    referral = send(town, case)
    target = target_of(town, referral)
    with town.acting("midori") as midori:
        with pytest.raises(Refused):
            actions.decline(target=target, by=midori, reason=" ")
        actions.decline(target=target, by=midori, reason="圏域が違います", proposed_agency=town.agencies["kikan"])
        assert Referral.objects.count() == 0
        with pytest.raises(Refused):
            actions.accept(target=target, by=midori)
    with town.acting("sakura"):
        assert (
            CaseEvent.objects.filter(kind="referral_declined")
            .get()
            .text.endswith("（ほかの窓口の提案：基幹相談支援センター）")
        )


def test_question_and_answer_go_between_the_desks(town):
    target = target_of(town, send(town, town.case()))
    with town.acting("midori") as midori:
        actions.ask_back(target=target, by=midori, text="主治医はいますか")
    with town.acting("sakura") as sakura:
        assert [line.what for line in waiting_for(sakura)] == ["reply"]
        actions.reply(target=target, by=sakura, text="いません")
        assert waiting_for(sakura) == []
    with town.acting("midori") as midori:
        assert [message.text for message in target.messages.all()] == ["主治医はいますか", "いません"]
        assert [line.what for line in waiting_for(midori)] == ["answer"]


def test_coordination_makes_the_receiver_owner_the_sender_stays_and_gets_it_back_when_it_confirms(town):
    case = town.case()
    target = target_of(town, send(town, case, to=["shakyo"], purpose=Purpose.COORDINATE, persons=[]), "shakyo")
    with town.acting("nao") as nao:
        actions.accept(target=target, by=nao)
        assert Case.objects.get().owner_agency == town.agencies["shakyo"]
    with town.acting("sakura") as sakura:
        assert Case.objects.get().worker == town.workers["nao"]
        assert Person.objects.count() == 2
        write_record(case=Case.objects.get(), by=sakura, at=clock.now(), method="visit", text="いっしょに訪ねた")
    with town.acting("nao") as nao:
        actions.hand_back(target=target, by=nao, summary="役割が決まりました")
        assert Case.objects.get().owner_agency == town.agencies["shakyo"]
    with town.acting("sakura") as sakura:
        assert [line.what for line in waiting_for(sakura)] == ["confirm"]
        actions.confirm_hand_back(target=target, by=sakura)
        assert Case.objects.get().owner_agency == town.agencies["sogo"]
        assert Case.objects.get().worker == sakura
    assert seen(town, "nao", Case) == seen(town, "nao", Person) == seen(town, "nao", Referral) == set()


def test_taking_over_leaves_the_sender_without_access(town):
    case = town.case()
    target = target_of(town, send(town, case, purpose=Purpose.TAKE_OVER))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
        assert Case.objects.get().worker == midori
    assert seen(town, "sakura", Case) == seen(town, "sakura", CaseEvent) == set()


def test_taking_over_takes_the_persons_and_their_home_along(town):
    home_of = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        home = people.start_household(by=sakura, town=town.towns[0], address="5番")
        people.join_household(household=home, person=home_of, by=sakura)
        case = open_case(by=sakura, label="一人暮らし", members=[Member(home_of, index_person=True)], household=home)
    case.people = [home_of]
    target = target_of(town, send(town, case, purpose=Purpose.TAKE_OVER))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
    assert seen(town, "sakura", Person) == seen(town, "sakura", Household) == set()
    assert seen(town, "midori", Person) == {home_of.pk}
    assert seen(town, "midori", Household) == {home.pk}


def test_a_person_of_another_case_of_the_desk_stays_known_to_it(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        open_case(by=sakura, label="長男だけのケース", members=[Member(case.people[1], index_person=True)])
    target = target_of(town, send(town, case, purpose=Purpose.TAKE_OVER))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
    assert seen(town, "sakura", Person) == {case.people[1].pk}


def test_handing_back_closes_the_access_at_once_and_waits_for_the_desk(town):
    case = town.case()
    target = target_of(town, send(town, case))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
        actions.hand_back(target=target, by=midori, summary="安定しました")
    assert seen(town, "midori", Case) == seen(town, "midori", Person) == set()
    with town.acting("sakura") as sakura:
        actions.confirm_hand_back(target=target, by=sakura)
        target.refresh_from_db()
        kinds = list(CaseEvent.objects.order_by("id").values_list("kind", flat=True))
    assert target.status == TargetStatus.ENDED
    assert kinds[-2:] == ["handed_back", "hand_back_confirmed"]
    assert target.confirmed_by_id == town.workers["sakura"].pk


def test_ending_closes_what_acceptance_had_opened(town):
    target = target_of(town, send(town, town.case()))
    with town.acting("midori") as midori:
        actions.accept(target=target, by=midori)
    with town.acting("sakura") as sakura:
        actions.end(target=target, by=sakura, note="配食が始まった")
    assert seen(town, "midori", Case) == set()


def test_withdrawn_sheets_are_gone_for_the_receiver(town):
    target = target_of(town, send(town, town.case()))
    with town.acting("sakura") as sakura:
        actions.withdraw(target=target, by=sakura, reason="入院したため")
    assert seen(town, "midori", Referral) == set()
    with town.acting("midori") as midori, pytest.raises(Refused):
        actions.see(target=target, by=midori)


def test_seeing_is_told_to_the_sender_once(town):
    target = target_of(town, send(town, town.case()))
    with town.acting("midori") as midori:
        actions.see(target=target, by=midori)
        actions.see(target=target, by=midori)
    found = target_of(town, target.referral)
    assert (found.status, found.seen_by_id) == (TargetStatus.SEEN, town.workers["midori"].pk)
    assert found.version == 2
