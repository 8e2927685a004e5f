"""The letter with a supporter's own link (本人専用のページの手紙): told once, on paper, with the picture to be read by a telephone."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from tasuki.shared.portal import portal_url
from tasuki.ui import qr

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
    picture = qr.svg(address, "本人専用のページを開く二次元コード")
    return Letter(supporter, address, picture, until, RING, limits.phone, limits.phone_hours)
