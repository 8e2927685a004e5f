"""Carrying out the yearly list of posts (人事異動の反映): all lines or none; a second time changes nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import Refused, require

from . import actions, rules
from .models import Worker
from .transfer_lines import ASSIGN, CHANGE, END, NEW, SAME, Line, Reader


@dataclass
class Report:
    """What was done: numbers by deed, who leaves, and the first passwords of new log-ins (shown once)."""

    counts: dict[str, int] = field(default_factory=dict)
    leaving: list[Line] = field(default_factory=list)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)


@transaction.atomic
def apply_transfers(*, by: Worker, said: Sequence[dict[str, str]]) -> Report:
    """The whole table, understood anew at this moment; nothing at all when one line is wrong."""
    require(rules.may_apply_transfers(by))
    lines = Reader(by).lines(said)
    if any(line.errors for line in lines):
        raise Refused("直すところのある行が残っています。表を直して、もう一度読みこんでください。")
    report, made = Report(), dict[str, Worker]()
    for line in lines:
        _carry_out(line, by, report, made)
        report.counts[line.label] = report.counts.get(line.label, 0) + 1
        if line.leaving:
            report.leaving.append(line)
    record(Act.CHANGE, "人事異動を反映", by=by, count=sum(line.deed != SAME for line in lines),
           reason="、".join(f"{label} {count}" for label, count in report.counts.items()))  # fmt: skip
    return report


def _carry_out(line: Line, by: Worker, report: Report, made: dict[str, Worker]) -> None:
    login = line.said["login"]
    if line.deed == NEW and login not in made:
        assert line.agency is not None
        assert line.since is not None
        password = secrets.token_urlsafe(10)
        made[login] = actions.enrol(
            login=login, name=line.said["name"], kana=line.said.get("kana", ""), password=password, by=by,
            agency=line.agency, role=line.role, title=line.said.get("title", ""), since=line.since,
        )  # fmt: skip
        report.passwords.append((made[login].name, login, password))
        if line.until:
            actions.end_post(post=made[login].posts.get(), on=line.until, by=by)
    elif line.deed in (NEW, ASSIGN):
        worker = line.worker or made[login]
        assert line.agency is not None
        assert line.since is not None
        post = actions.assign(
            worker=worker, agency=line.agency, role=line.role, since=line.since, title=line.said.get("title", ""), by=by
        )
        if line.until:
            actions.end_post(post=post, on=line.until, by=by)
    elif line.deed == END:
        assert line.post is not None
        assert line.until is not None
        actions.end_post(post=line.post, on=line.until, by=by)
    elif line.deed == CHANGE:
        assert line.post is not None
        actions.retitle_post(post=line.post, title=line.said["title"], by=by)
