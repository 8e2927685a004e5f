"""The letter that asks a place to check its entry (登録の確認のお願い): the link, also as a picture for a telephone."""

from typing import Any

from tasuki.shared.portal import portal_url
from tasuki.ui import qr

from .models import Place


def letter(place: Place, token: str) -> dict[str, Any]:
    """What stands on it; the address is told this once."""
    address = portal_url(f"/p/{token}/")
    running = place.checks.filter(ended_at=None).latest("sent_at")
    return {
        "place": place,
        "address": address,
        "picture": qr.svg(address, "確認のページを開く二次元コード", 180),
        "until": running.until,
    }
