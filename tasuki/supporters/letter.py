"""The letter with a supporter's own link (本人専用のページの手紙): told once, on paper, with the picture to be read by a telephone."""

from dataclasses import dataclass
from datetime import date

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasuki.shared.portal import portal_url

from . import rules
from .models import Supporter
from .outside_reading import RING


@dataclass(frozen=True)
class Letter:
    """What the letter says."""

    supporter: Supporter
    address: str
    picture: SafeString
    until: date
    ring: list[tuple[str, str, str]]
    phone: str
    phone_hours: str


def letter(supporter: Supporter, token: str) -> Letter:
    """The letter for the link just made."""
    address, limits = portal_url(f"/s/{token}/"), rules.help_settings()
    until = supporter.links.filter(ended_at=None).latest("made_at").until
    return Letter(supporter, address, picture(address), until, RING, limits.phone, limits.phone_hours)


def picture(text: str) -> SafeString:
    """The QR code as SVG, drawn here: nothing is asked of anybody outside."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" role="img" aria-label="本人専用のページを開く二次元コード" viewBox="0 0 {0} {0}" width="240"'
        ' height="240" xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h{0}v{0}H0z"/>'
        '<path fill="#000" d="{1}"/></svg>',
        len(rows), SafeString(path),
    )  # fmt: skip
