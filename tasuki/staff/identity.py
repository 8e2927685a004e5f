"""Who sits before the screen: from the session to a worker in a post, in force now."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.http import HttpRequest

from tasuki.shared import clock
from tasuki.tenancy.context import Context, enter

from .models import Post, Worker


def municipalities() -> list[tuple[str, str]]:
    """(key, name) of every municipality on this server, for the sign-in page."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from app.municipalities()")
        return [(str(key), name) for key, name in cursor.fetchall()]


def check_password(municipality: UUID, login: str, password: str) -> Worker | None:
    """The active worker with this log-in and password, or None; a wrong log-in costs the same time."""
    enter(Context(municipality=municipality))
    worker = Worker.objects.filter(login=login.strip()).first()
    if worker is None:
        Worker().set_password(password)
        return None
    return worker if worker.check_password(password) and may_enter(worker) else None


def may_enter(worker: Worker) -> bool:
    """Active, and not gone since."""
    return worker.is_active and (worker.left_on is None or clock.today() < worker.left_on)


def remember(request: HttpRequest, worker: Worker) -> None:
    """Begin the session."""
    request.session.cycle_key()
    request.session["worker"] = str(worker.pk)
    request.session["municipality"] = str(worker.municipality_id)
    request.session["password"] = worker.get_session_auth_hash()


def posts_of(worker_id: Any) -> list[Post]:
    """Her posts in force, in one query with everything the page frame needs."""
    posts = Post.objects.now().filter(worker=worker_id).select_related("worker", "agency", "municipality")
    return list(posts)


def identify(request: HttpRequest) -> Worker | None:
    """The worker of this request in her chosen post, the context in force; None when she must sign in."""
    session = request.session
    if "worker" not in session or "municipality" not in session:
        return None
    number = str(uuid4())
    enter(Context(municipality=UUID(session["municipality"]), request=number))
    posts = posts_of(session["worker"])
    if not posts or not may_enter(posts[0].worker) or posts[0].worker.get_session_auth_hash() != session["password"]:
        return None
    chosen = next((post for post in posts if str(post.pk) == session.get("post")), posts[0])
    worker = chosen.worker.take_post(chosen)
    chosen.agency.municipality = chosen.municipality
    worker.address = request.META.get("REMOTE_ADDR", "")
    request.posts = posts  # type: ignore[attr-defined]
    enter(worker.context(number))
    return worker
