"""The letter that asks a place to check its entry (登録の確認のお願い): the link, also as a picture for a telephone."""

from typing import Any

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasuki.shared.portal import portal_url

from .models import Place


def letter(place: Place, token: str) -> dict[str, Any]:
    """What stands on it; the address is told this once."""
    address = portal_url(f"/p/{token}/")
    running = place.checks.filter(ended_at=None).latest("sent_at")
    return {"place": place, "address": address, "picture": picture(address), "until": running.until}


def picture(text: str) -> SafeString:
    """The QR code as SVG, drawn here: nothing is asked of anybody outside."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" role="img" aria-label="確認のページを開く二次元コード" viewBox="0 0 {0} {0}" width="180"'
        ' height="180" xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h{0}v{0}H0z"/>'
        '<path fill="#000" d="{1}"/></svg>',
        len(rows),
        path,
    )
