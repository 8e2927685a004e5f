"""The worker of the queue is killed in the middle of a job: another one takes it over and ends it once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connections, transaction

from tasuki.cases.models import Case
from tasuki.exchange.carry_models import Carry
from tasuki.exchange.carry_tables import read_table
from tasuki.exchange.tests.carrying import as_csv, ledger
from tasuki.exchange.tests.test_carry import brought
from tasuki.jobs import actions, rounds, work
from tasuki.jobs.enums import JobKind, JobState
from tasuki.jobs.models import DestructionList, DestructionRecord, Job
from tasuki.jobs.tests.test_retention import old_case
from tests.cast import Town_

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]
ROOT = Path(__file__).resolve().parents[3]
# A job that takes its time, told to the worker from outside: the house has none that is slow enough to be killed in.
WORKER = """
import django, sys, time; django.setup()
from tasuki.jobs import kinds, queue, work
from tasuki.people.actions import register_person
queue.BEAT = 0.3
def slow(job, by, progress):
    register_person(by=by, family_name="一度", given_name="だけ")
    for step in range(int(sys.argv[1])):
        progress.at(step, int(sys.argv[1]), "しらべています")
        time.sleep(0.2)
    return "できました。"
kinds.WORK["retention_list"] = (slow, True)
if len(sys.argv) > 2:  # an import that stops for a while in its middle
    from tasuki.exchange import carry_writing
    write = carry_writing.Writer.write
    def waiting(writer, line):
        write(writer, line)
        time.sleep(60 if line.number > 20 and sys.argv[2] == "halfway" else 0)
    carry_writing.Writer.write = waiting
print("ready", flush=True)
work.work(until_empty=True, silent=2.0)
"""


def start(steps: int, *more: str) -> subprocess.Popen[str]:
    """A worker in a process of its own, on the database of this test."""
    words = connections["default"].settings_dict
    host = words["HOST"]
    where = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    port = f":{words['PORT']}" if words["PORT"] else ""
    address = f"postgresql://{words['USER']}:{words['PASSWORD']}@{'' if where else host}{port}/{words['NAME']}{where}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tasuki.config.settings"}
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(steps), *more], cwd=ROOT, env=environment, text=True,
                              stdout=subprocess.PIPE)  # fmt: skip
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    return worker


def the_job(town: Town_, login: str = "suzuki") -> Job:
    with transaction.atomic(), town.acting(login):
        return Job.objects.get()


def test_a_killed_workers_job_is_ended_by_the_next_one_and_only_once():
    with transaction.atomic():
        town = Town_(code="999955", name="みっつ町")
    with transaction.atomic(), town.acting("suzuki") as by:
        actions.ask_job(by=by, kind=JobKind.RETENTION_LIST)
    first = start(500)
    until = time.monotonic() + 30
    while the_job(town).done < 3 and time.monotonic() < until:
        time.sleep(0.2)
    seen = the_job(town)
    assert (seen.state, seen.step) == (JobState.RUNNING, "しらべています")  # progress is seen from outside
    first.send_signal(signal.SIGKILL)
    first.wait()
    time.sleep(2.5)
    second = start(3)
    assert second.wait(60) == 0
    job = the_job(town)
    assert (job.state, job.attempts, job.said) == (JobState.DONE, 2, "できました。")
    with transaction.atomic(), town.acting("suzuki"):
        from tasuki.people.models import Person

        assert Person.objects.filter(family_name="一度").count() == 1


def test_an_import_whose_worker_is_killed_leaves_nothing_and_is_done_whole_by_the_next():
    with transaction.atomic():
        town = Town_(code="999939", name="いつつ町")
    with transaction.atomic(), town.acting("ken") as by:
        carry = brought(by, read_table(as_csv(ledger(60, faults=False))))
        actions.ask_job(by=by, kind=JobKind.CARRY, carry=str(carry.pk))
    first = start(1, "halfway")
    until = time.monotonic() + 30
    while the_job(town, "ken").done < 10 and time.monotonic() < until:
        time.sleep(0.2)
    assert the_job(town, "ken").done >= 10  # how far it is is seen while it runs
    first.send_signal(signal.SIGKILL)
    first.wait()
    with transaction.atomic(), town.acting("ken"):
        assert (Case.objects.count(), Carry.objects.get().state) == (0, "checking")
    time.sleep(2.5)
    assert start(1, "whole").wait(120) == 0
    with transaction.atomic(), town.acting("ken"):
        assert (Case.objects.count(), Carry.objects.get().state) == (20, "done")
    assert (the_job(town, "ken").state, the_job(town, "ken").attempts) == (JobState.DONE, 2)


def test_list_destruction_and_daily_round_go_through_the_queue_as_it_runs():
    """Outside a test's transaction the database knows nobody between two statements: every step must say who acts."""
    with transaction.atomic():
        town = Town_(code="999947", name="よっつ町")
    with transaction.atomic():
        case = old_case(town)
    with transaction.atomic(), town.acting("suzuki") as by:
        actions.ask_job(by=by, kind=JobKind.RETENTION_LIST)
    assert work.work(until_empty=True) == 1
    with transaction.atomic(), town.acting("suzuki") as by:
        assert "1件を並べました" in Job.objects.get().said
        made = actions.propose_destruction(list=DestructionList.objects.get(), by=by)
    with transaction.atomic(), town.acting("officer") as by:
        actions.approve_destruction(list=made, by=by)
    rounds.begin_the_day()
    assert work.work(until_empty=True) == 2
    with transaction.atomic(), town.acting("officer") as by:
        told = {job.kind: (job.state, job.said, job.error) for job in Job.objects.visible_to(by)}
        assert told[JobKind.DESTRUCTION] == (JobState.DONE, "1件を廃棄し、0件を残しました。", "")
        assert told[JobKind.DAILY][0] == JobState.DONE, told
        assert DestructionRecord.objects.get().numbers == [case.number]
    with transaction.atomic(), town.acting("suzuki"):
        assert not Case.objects.filter(pk=case.pk).exists()
