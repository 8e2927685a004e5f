"""Acting as a worker outside a request: demo stories, jobs, tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from tasuki.tenancy.context import Context, acting

from .identity import posts_of
from .models import Worker


@contextmanager
def acting_as(worker: Worker, agency: str = "") -> Iterator[Worker]:
    """Be this worker in her post in force (the one at the agency with this key, if named)."""
    with acting(Context(municipality=worker.municipality_id)):
        posts = posts_of(worker.pk)
    post = next((post for post in posts if not agency or post.agency.key == agency), None)
    if post is None:
        raise LookupError(f"{worker.name} にはこの日に有効な配属がありません。")
    post.agency.municipality = post.municipality
    actor = post.worker.take_post(post)
    with acting(actor.context()):
        yield actor
