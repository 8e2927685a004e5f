"""Every request begins and ends as nobody."""

from .context import NOBODY, enter, leave


def nobody_until_known(get_response):
    """Until the door has identified a worker, the database shows no rows."""

    def middleware(request):
        token = enter(NOBODY)
        try:
            return get_response(request)
        finally:
            leave(token)

    return middleware
