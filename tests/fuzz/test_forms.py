"""Every form of the house, filled in properly and then spoilt: refused with a reason or accepted, never a failure."""

import gc
import logging
import resource
import time
import traceback
from itertools import groupby

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given

from tasuki.codes.lookup import forget
from tasuki.shared.ids import uuid7
from tests.figures import note
from tests.forms import every_form

from .words import CAREFUL, EXAMPLES, MOST_MEMORY, SLOWEST, spoilt

pytestmark = pytest.mark.database
FINE = {200, 302, 303, 403, 404, 405, 409, 413, 422, 400, 401}


def sendable(form):
    """As bytes travel: a lone surrogate cannot be written."""
    return {name: [value.encode("utf-8", "replace").decode() for value in values] for name, values in form.items()}


def send(somebody, address, form, slow, files=None):
    """One post that leaves nothing behind."""
    uploads = {name: SimpleUploadedFile(called, content) for name, (called, content) in (files or {}).items()}
    cookies = somebody.client.cookies.copy()
    began = time.perf_counter()
    with transaction.atomic():
        answer = somebody.client.post(address, {"_key": str(uuid7()), **sendable(form), **uploads})
        transaction.set_rollback(True)
    took = time.perf_counter() - began
    somebody.client.cookies = cookies
    forget()
    if took > SLOWEST:
        slow.append(f"{address}: {took:.1f} s")
    return answer


def told(wrong: Exception) -> str:
    """The last places of ours and the error."""
    places = [f"{one.filename.rsplit('tasuki/', 1)[-1]}:{one.lineno}" for one in traceback.extract_tb(wrong.__traceback__)
              if "site-packages" not in one.filename and "/tests/" not in one.filename]  # fmt: skip
    return f"{type(wrong).__name__}: {str(wrong)[:160]} at {' < '.join(places[::-1][:3])}"


def try_form(found, somebody, wrong, slow):
    @CAREFUL
    @given(spoilt([*found.boxes], found.filled(), found.buttons, found.files))
    def play(told_and_files):
        form, files = told_and_files
        try:
            answer = send(somebody, found.address, form, slow, files)
        except Exception as failure:
            wrong.append(
                (told(failure), found.name[:80], str({k: [v[:40] for v in vs] for k, vs in form.items()})[:400])
            )
            return
        if answer.status_code not in FINE:
            wrong.append((f"status {answer.status_code}", found.name[:80], ""))

    play()


@pytest.fixture
def nothing_logged():
    """pytest keeps each warning with its whole request until the test is over: two gigabytes of four thousand of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("nothing_logged")
def test_no_form_fails_whatever_is_sent(whole, browse):
    found = every_form(whole, browse)
    assert len(found) > 60
    cast, wrong, slow, refused = {}, [], [], []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number, form in enumerate(found):
        somebody = cast.setdefault(form.login, browse(form.login))
        if send(somebody, form.address, form.filled(), slow).status_code != 302:
            refused.append(form.name[:90])
        try_form(form, cast[form.login], wrong, slow)
        if number % 10 == 0 or EXAMPLES > 10:
            gc.collect()  # what the test client keeps of each answer is not the server's
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    wrong.sort()
    lines = []
    for failure, same in groupby(wrong, key=lambda one: one[0]):
        first = next(same)
        lines.append(f"{failure}\n    {first[1]}\n    {first[2]}")
    assert lines == [], "\n".join(lines)
    assert slow == []
    # filled in properly most are accepted: else only the first refusal would ever be tried
    assert len(refused) < len(found) * 0.6, "\n".join(refused)
    assert grown < MOST_MEMORY, f"{grown} KiB"
    note(f"様式 {len(found)}種 × {EXAMPLES + 1}回、500番 0、5秒超 0、メモリの増え {grown // 1024}MiB")
