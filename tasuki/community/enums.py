"""Closed vocabularies of places and groups."""

from django.db import models


class PlaceKind(models.TextChoices):
    """What kind of thing the register holds (台帳の種別)."""

    BASE = "base", "拠点"
    IBASHO = "ibasho", "居場所"
    DESK = "desk", "相談窓口"
    ORGANISATION = "organisation", "団体"
    COMPANY = "company", "企業・農園など"
    CORPORATION = "corporation", "社会福祉法人"
    VENUE = "venue", "会場（公会堂・空き家など）"


class CswPart(models.TextChoices):
    """What the CSW does for the place (CSWのかかわり)."""

    STARTING = "starting", "立ち上げ"
    RUNNING = "running", "運営支援"
    WATCHING = "watching", "見守り"
    NONE = "none", "なし"


class ConfirmedHow(models.TextChoices):
    """How it was made sure that the entry still holds (確かめ方)."""

    WORKER = "worker", "職員が確かめた"
    LINK = "link", "場所から返事があった"


class GroupStage(models.TextChoices):
    """The life of a group of residents (住民主体のグループのあゆみ)."""

    IDEA = "idea", "構想"
    STARTING = "starting", "立ち上げ"
    RESIDENT_RUN = "resident_run", "住民が運営"
    RESTING = "resting", "休止中"
    ENDED = "ended", "おわり"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    GroupStage.IDEA: (GroupStage.STARTING, GroupStage.ENDED),
    GroupStage.STARTING: (GroupStage.RESIDENT_RUN, GroupStage.RESTING, GroupStage.ENDED),
    GroupStage.RESIDENT_RUN: (GroupStage.STARTING, GroupStage.RESTING, GroupStage.ENDED),
    GroupStage.RESTING: (GroupStage.STARTING, GroupStage.RESIDENT_RUN, GroupStage.ENDED),
    GroupStage.ENDED: (),
}


class SuggestionState(models.TextChoices):
    """Where a suggestion to the register stands (台帳への提案)."""

    WAITING = "waiting", "確かめ待ち"
    DONE = "done", "確かめた"
    WITHDRAWN = "withdrawn", "取り下げ"


SUGGESTION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    SuggestionState.WAITING: (SuggestionState.DONE, SuggestionState.WITHDRAWN),
    SuggestionState.DONE: (),
    SuggestionState.WITHDRAWN: (),
}


from .issues_enums import ISSUE_TRANSITIONS, PROJECT_TRANSITIONS  # noqa: E402, F401  (drawn with the others)
