"""Who sits before the screen: from the session to a worker in a post, in force now."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from tasuki.shared import clock
from tasuki.shared.once import once
from tasuki.tenancy.context import Context, enter
from tasuki.tenancy.models import Municipality

from . import sessions
from .machines import address_of
from .models import Post, Worker


def municipalities() -> list[tuple[str, str]]:
    """(key, name) of every municipality on this server, for the sign-in page."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from app.municipalities()")
        return [(str(key), name) for key, name in cursor.fetchall()]


def entered_by_password() -> list[str]:
    """Names of the municipalities that ask for nothing beside the password: demo towns."""
    with connection.cursor() as cursor:
        cursor.execute("select * from app.entered_by_password()")
        return [name for (name,) in cursor.fetchall()]


def check_password(municipality: UUID, login: str, password: str) -> Worker | None:
    """The active worker in a post with this log-in and password, or None; a wrong log-in costs the same time."""
    enter(Context(municipality=municipality))
    worker = Worker.objects.filter(login=login.strip()).first()
    if worker is None:
        Worker().set_password(password)
        return None
    good = worker.check_password(password) and may_enter(worker)
    return worker if good and Post.objects.now().filter(worker=worker.pk).exists() else None


def may_enter(worker: Worker) -> bool:
    """Active, and not gone since."""
    return worker.is_active and (worker.left_on is None or clock.today() < worker.left_on)


def marks_of(worker: Worker) -> dict[str, Any]:
    """What a session keeps of a worker who has just proved who she is."""
    now = clock.now().timestamp()
    return {
        "worker": str(worker.pk), "municipality": str(worker.municipality_id),
        "password": worker.get_session_auth_hash(), "since": now, "seen": now, "proved": now,
    }  # fmt: skip


def remember(request: HttpRequest, worker: Worker) -> None:
    """Begin the session, under a new key and with nothing of the one before."""
    request.session.flush()
    request.session.cycle_key()
    request.session.update(marks_of(worker))


def posts_of(worker_id: Any) -> list[Post]:
    """Her posts in force, in one query with everything the page frame needs."""
    return _posts(UUID(str(worker_id)))


@once
def _posts(worker: UUID) -> QuerySet[Post]:
    return Post.objects.now().filter(worker=worker).select_related("worker", "agency", "municipality")


def identify(request: HttpRequest) -> Worker | None:
    """The worker of this request in her chosen post, the context in force; None when she must sign in."""
    session = request.session
    if "worker" not in session or "municipality" not in session:
        return None
    number = str(uuid4())
    enter(Context(municipality=UUID(session["municipality"]), request=number))
    posts = posts_of(session["worker"])
    if not posts or not _in_force(session, posts[0].worker) or too_old(session, posts[0].municipality):
        return None
    chosen = next((post for post in posts if str(post.pk) == session.get("post")), posts[0])
    worker = chosen.worker.take_post(chosen)
    chosen.agency.municipality = chosen.municipality
    worker.address = address_of(request)
    request.posts = posts  # type: ignore[attr-defined]
    enter(worker.context(number))
    _use(session)
    request.session_left = seconds_left(session, chosen.municipality)  # type: ignore[attr-defined]
    return worker


def _in_force(session: Any, worker: Worker) -> bool:
    """Still a worker here, with the same password, and the session not among those that were ended."""
    ended = worker.sessions_from is not None and session.get("since", 0) < worker.sessions_from.timestamp()
    return may_enter(worker) and worker.get_session_auth_hash() == session["password"] and not ended


def too_old(session: Any, town: Municipality) -> bool:
    """Idle for too long, or too long since the sign-in (無操作・通算の制限)."""
    now = clock.now().timestamp()
    idle, age = now - session.get("seen", 0), now - session.get("since", 0)
    return idle > town.idle_minutes * 60 or age > town.session_hours * 3600


def seconds_left(session: Any, town: Municipality) -> tuple[int, int]:
    """(until the idle limit, until the whole limit), for the warning beforehand."""
    whole = session["since"] + town.session_hours * 3600 - clock.now().timestamp()
    return town.idle_minutes * 60, max(0, int(whole))


def proved_lately(session: Any, town: Municipality) -> bool:
    """Whether she has proved who she is a short while ago."""
    return clock.now().timestamp() - session.get("proved", 0) <= town.fresh_minutes * 60


def _use(session: Any) -> None:
    """The session is alive; written down at most once a minute."""
    now = clock.now().timestamp()
    if now - session["seen"] >= 60:
        session["seen"] = now
        if session.get("row"):
            sessions.use(UUID(session["row"]))
