"""A long table of people and cases is taken in by the queue, once, whole; its owner sees how far it is."""

from tasuki.cases.models import Case
from tasuki.exchange.carry_tables import read_table
from tasuki.exchange.tests.carrying import as_csv, ledger
from tasuki.exchange.tests.test_carry import brought
from tasuki.jobs.kinds import carry as take_in
from tasuki.jobs.models import Job
from tasuki.jobs.queue import Progress


def test_a_long_table_is_taken_in_by_the_queue(town, browse):
    with town.acting("ken") as by:
        carry = brought(by, read_table(as_csv(ledger(60, faults=False))))
    her = browse("ken")
    there = her.post(f"/carry/{carry.pk}/start/")["Location"]
    assert "順番を待っています" in her.get(there).content.decode()
    her.post(f"/carry/{carry.pk}/start/")  # a second press asks for nothing more
    with town.acting("ken") as by:
        job = Job.objects.get()
        assert take_in(job, by, Progress(job.pk, "x")).startswith("ケース 20件")
    assert her.get(there)["Location"] == f"/carry/{carry.pk}/"
    with town.acting("ken"):
        assert Case.objects.count() == 20
    assert browse("suzuki").get(there).status_code == 404
