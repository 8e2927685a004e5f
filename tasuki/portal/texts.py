"""Which texts there are, in which languages, and which are out of date (住民向けの文の一覧). Reads only."""

from dataclasses import dataclass, field

from tasuki.community.models import Place, Scheme

from .enums import Language
from .models import PublicDesk, PublicText
from .reading import digest

FIXED = {"welcome": "はじめのページのあいさつ", "notice": "お知らせ（はじめのページの上）"}


@dataclass
class Standing:
    """A text: its Japanese, and how each translation stands."""

    subject: str
    title: str
    japanese: str
    states: list[tuple[str, str, str]] = field(default_factory=list)  # language, label, 「」古い・ない・あり

    @property
    def old(self) -> int:
        """How many translations are out of date."""
        return sum(state == "古い" for _, _, state in self.states)


def standing(languages: list[str]) -> list[Standing]:
    """Every text that a resident may meet, those with out-of-date translations first."""
    written = {(one.subject, one.language): one for one in PublicText.objects.all()}
    found = [_one(subject, title, "", languages, written) for subject, title in FIXED.items()]
    found += [
        _one(f"desk/{desk.pk}", f"相談先：{desk.agency}", desk.note, languages, written)
        for desk in PublicDesk.objects.select_related("agency") if desk.note
    ]  # fmt: skip
    shown = Place.objects.filter(shown_to_public=True, closed=False).exclude(description="")
    found += [
        _one(f"place/{place.pk}", f"居場所：{place.name}", place.description, languages, written) for place in shown
    ]
    found += [
        _one(f"scheme/{scheme.pk}", f"支援制度：{scheme.name}", scheme.summary, languages, written)
        for scheme in Scheme.objects.filter(shown_to_public=True, closed=False)
    ]
    return sorted(found, key=lambda one: -one.old)


def one_of(subject: str, languages: list[str]) -> Standing | None:
    """A single text by its subject."""
    return next((one for one in standing(languages) if one.subject == subject), None)


def _one(subject: str, title: str, japanese: str, languages: list[str], written: dict) -> Standing:
    own = written.get((subject, "ja"))
    text = own.text if own and own.text else japanese
    states = []
    for language in languages:
        row = written.get((subject, language))
        if language == "ja":
            state = "あり" if text else "ない"
        else:
            state = "ない" if row is None or not row.text else "古い" if row.source != digest(text) else "あり"
        states.append((language, Language(language).label, state))
    return Standing(subject, title, text, states)


def written_in(subject: str, language: str) -> str:
    """What stands now in one language."""
    row = PublicText.objects.filter(subject=subject, language=language).first()
    return row.text if row else ""
