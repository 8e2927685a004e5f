"""Closed vocabularies of neighbourly requests (ちょっと困った)."""

from django.db import models


class RequestStatus(models.TextChoices):
    """How far a request has come (ちょっと困ったの状態)."""

    ASKED = "asked", "確かめまち"
    OFFERED = "offered", "手伝う人をさがしている"
    TAKEN = "taken", "手をあげた人がいる"
    ACCEPTED = "accepted", "頼んだ"
    DONE = "done", "済んだ"
    THANKED = "thanked", "お礼を伝えた"
    DECLINED = "declined", "受けなかった"
    CANCELLED = "cancelled", "取りやめた"


REQUEST_TRANSITIONS: dict[str, tuple[str, ...]] = {
    RequestStatus.ASKED: (RequestStatus.OFFERED, RequestStatus.DECLINED, RequestStatus.CANCELLED),
    RequestStatus.OFFERED: (RequestStatus.TAKEN, RequestStatus.CANCELLED),
    RequestStatus.TAKEN: (RequestStatus.ACCEPTED, RequestStatus.OFFERED, RequestStatus.CANCELLED),
    RequestStatus.ACCEPTED: (RequestStatus.DONE, RequestStatus.OFFERED, RequestStatus.CANCELLED),
    RequestStatus.DONE: (RequestStatus.THANKED,),
    RequestStatus.THANKED: (),
    RequestStatus.DECLINED: (),
    RequestStatus.CANCELLED: (),
}
REQUEST_TONES = {
    RequestStatus.ASKED: "orange", RequestStatus.OFFERED: "blue", RequestStatus.TAKEN: "orange",
    RequestStatus.ACCEPTED: "cyan", RequestStatus.DONE: "key", RequestStatus.THANKED: "gray",
    RequestStatus.DECLINED: "gray", RequestStatus.CANCELLED: "gray",
}  # fmt: skip
RUNNING = (RequestStatus.ASKED, RequestStatus.OFFERED, RequestStatus.TAKEN, RequestStatus.ACCEPTED, RequestStatus.DONE)


class TakingEnd(models.TextChoices):
    """Why somebody who had taken a request no longer has it."""

    GIVEN_BACK = "given_back", "返した"
    NOT_CHOSEN = "not_chosen", "別の人に頼む"
