"""What goes around every answer: pages of records are not kept by the browser."""


def keep_nothing(get_response):
    """Pages are `no-store`; static files are served before this."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware
