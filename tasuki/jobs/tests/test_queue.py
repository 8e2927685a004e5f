"""Jobs: asked for, done once, told when they fail, taken over when their runner dies."""

from datetime import timedelta

import pytest
from django.db import connection

from tasuki.jobs import actions, kinds, queue, work
from tasuki.jobs.enums import JobKind, JobState
from tasuki.jobs.models import Job
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


def put(monkeypatch, function, whole=True):
    monkeypatch.setitem(kinds.WORK, JobKind.RETENTION_LIST, (function, whole))


def asked(town, login="suzuki", kind=JobKind.RETENTION_LIST):
    with town.acting(login) as by:
        return actions.ask_job(by=by, kind=kind)


def run(town, job, runner="r1"):
    taken = queue.claim(runner)
    assert taken is not None
    work.run(*taken, runner)
    with town.acting("suzuki"):
        return Job.objects.get(pk=job.pk)


@pytest.fixture(autouse=True)
def no_second_connection(monkeypatch):
    """In a test everything happens in one transaction, which the heartbeat's own connection could not see."""
    monkeypatch.setattr(queue.Progress, "_beats", lambda progress: None)


def test_a_job_is_done_as_the_worker_who_asked(town, monkeypatch):
    seen = []

    def note(job, by, progress):
        seen.append((by.name, by.agency.key, by.sees_all))
        progress.at(3, 3)
        return "三件できました。"

    put(monkeypatch, note)
    job = run(town, asked(town))
    assert seen == [("鈴木 一", "fukushi", True)]
    assert (job.state, job.said, job.done, job.attempts) == (JobState.DONE, "三件できました。", 3, 1)
    assert queue.claim("r2") is None


def test_a_failure_is_told_in_a_sentence_and_the_job_can_be_tried_again(town, monkeypatch):
    def refuse(job, by, progress):
        raise Refused("いまは作れません。")

    put(monkeypatch, refuse)
    job = run(town, asked(town))
    assert (job.state, job.error) == (JobState.FAILED, "いまは作れません。")
    put(monkeypatch, lambda job, by, progress: "こんどはできました。")
    with town.acting("suzuki") as by:
        actions.try_again(job=job, by=by)
    assert run(town, job).said == "こんどはできました。"


def test_an_error_tells_nothing_of_a_row(town, monkeypatch):
    def stumble(job, by, progress):
        raise ValueError("花村 ウメ")

    put(monkeypatch, stumble)
    job = run(town, asked(town))
    assert job.state == JobState.FAILED
    assert "花村" not in job.error


def test_a_silent_runner_loses_its_job_to_another_and_cannot_end_it(town):
    job = asked(town)
    assert queue.claim("first")[0] == job.pk
    assert queue.claim("second") is None
    with connection.cursor() as cursor, town.acting("suzuki"):
        cursor.execute("update jobs_job set beat_at = now() - interval '5 minutes' where id = %s", [job.pk])
    assert queue.claim("second")[0] == job.pk
    late = queue.Progress(job.pk, "first")
    late.beat()
    assert late.lost
    with town.acting("suzuki"), pytest.raises(queue.Lost):
        queue.succeed(Job.objects.get(pk=job.pk), late, "もうほかの人のもの")
    with pytest.raises(queue.Lost):
        late.at(1, 2)


def test_a_job_that_kills_every_runner_is_given_up(town):
    job = asked(town)
    for _ in range(queue.MOST):
        assert queue.claim("r", silent=0.0)
        with connection.cursor() as cursor, town.acting("suzuki"):
            cursor.execute("update jobs_job set beat_at = now() - interval '1 minute' where id = %s", [job.pk])
    assert queue.claim("r", silent=0.0) is None
    with town.acting("suzuki"):
        assert "何度も" in Job.objects.get(pk=job.pk).error


@pytest.mark.parametrize(("login", "may"), [("suzuki", True), ("officer", True), ("sakura", False), ("admin", False)])
def test_who_may_ask_for_the_list(town, login, may):
    with town.acting(login) as by:
        if may:
            assert actions.ask_job(by=by, kind=JobKind.RETENTION_LIST).state == JobState.WAITING
        else:
            with pytest.raises(Refused):
                actions.ask_job(by=by, kind=JobKind.RETENTION_LIST)


def test_the_queue_shows_each_her_own(town, other_town):
    job = asked(town)
    for somewhere, login in ((town, "officer"), (town, "sakura"), (other_town, "suzuki")):
        with somewhere.acting(login) as by:
            assert not Job.objects.visible_to(by).filter(pk=job.pk).exists()
            assert not Job.objects.filter(pk=job.pk).exists()  # the database says so too


def test_the_daily_round_is_begun_once_a_day_for_each_town(town, other_town):
    from tasuki.jobs import rounds

    assert rounds.begin_the_day() == 2
    assert rounds.begin_the_day() == 0
    with town.acting("officer") as by:
        job = Job.objects.visible_to(by).get(kind=JobKind.DAILY)
    run_all = [queue.claim("r"), queue.claim("r")]
    for taken in run_all:
        work.run(*taken, "r")
    with town.acting("officer"):
        job = Job.objects.get(pk=job.pk)
        assert job.state == JobState.DONE, job.error
        assert "片付けました" in job.said


def test_what_expired_is_swept(town):
    from tasuki.staff.actions import keep_draft
    from tasuki.staff.models import Draft

    with town.acting("sakura") as by:
        keep_draft(by=by, kind="record", about=None, fields={"text": ["むかし"]})
        Draft.objects.update(saved_at=clock.now() - timedelta(days=91))
        keep_draft(by=by, kind="plan", about=None, fields={"text": ["きのう"]})
        with connection.cursor() as cursor:
            cursor.execute("select app.sweep(0, 0, 0)")
        assert [draft.kind for draft in Draft.objects.all()] == ["plan"]
