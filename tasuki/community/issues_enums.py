"""Closed vocabularies of issues of the neighbourhood, of what is developed, and of gatherings."""

from django.db import models


class IssueSource(models.TextChoices):
    """Where an issue of the neighbourhood was heard (地域生活課題のもと)."""

    GATHERING = "gathering", "地域の集まりで聞いた"
    WORKER = "worker", "職員が気づいた"
    CASES = "cases", "いくつかのケースから"


class IssueState(models.TextChoices):
    """How an issue of the neighbourhood stands (地域生活課題の状態)."""

    NOTED = "noted", "書き留めた"
    TALKED = "talked", "話し合っている"
    LED = "led", "取り組んでいる"
    EFFECT = "effect", "変化を確かめた"
    LEFT = "left", "いまは見送り"


ISSUE_TRANSITIONS: dict[str, tuple[str, ...]] = {
    IssueState.NOTED: (IssueState.TALKED, IssueState.LED, IssueState.LEFT),
    IssueState.TALKED: (IssueState.LED, IssueState.LEFT),
    IssueState.LED: (IssueState.EFFECT, IssueState.TALKED, IssueState.LEFT),
    IssueState.EFFECT: (IssueState.LED, IssueState.TALKED),
    IssueState.LEFT: (IssueState.TALKED, IssueState.LED),
}
ISSUE_TONES = {
    IssueState.NOTED: "yellow", IssueState.TALKED: "blue", IssueState.LED: "key", IssueState.EFFECT: "cyan",
    IssueState.LEFT: "gray",
}  # fmt: skip


class Lead(models.TextChoices):
    """What an issue led to (つながった先)."""

    PROJECT = "project", "資源開発"
    GROUP = "group", "住民の活動"
    COURSE = "course", "講座・催し"


class ProjectState(models.TextChoices):
    """How the development of a resource stands (資源開発の状態)."""

    WISHED = "wished", "求めている"
    TRYING = "trying", "動きだした"
    BORN = "born", "生まれた"
    STOPPED = "stopped", "やめた"


PROJECT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    ProjectState.WISHED: (ProjectState.TRYING, ProjectState.BORN, ProjectState.STOPPED),
    ProjectState.TRYING: (ProjectState.BORN, ProjectState.STOPPED),
    ProjectState.BORN: (),
    ProjectState.STOPPED: (),
}
PROJECT_TONES = {
    ProjectState.WISHED: "yellow", ProjectState.TRYING: "key", ProjectState.BORN: "cyan", ProjectState.STOPPED: "gray",
}  # fmt: skip


class PartnerAnswer(models.TextChoices):
    """What a partner said to the proposal (提案への返事)."""

    ASKED = "asked", "相談している"
    KEEN = "keen", "前向き"
    JOINED = "joined", "協力する"
    DECLINED = "declined", "見送り"


PARTNER_TONES = {
    PartnerAnswer.ASKED: "yellow", PartnerAnswer.KEEN: "blue", PartnerAnswer.JOINED: "cyan",
    PartnerAnswer.DECLINED: "gray",
}  # fmt: skip


class Held(models.TextChoices):
    """How people came together (開きかた)."""

    IN_PERSON = "in_person", "対面"
    ONLINE = "online", "オンライン"
    VISIT = "visit", "訪問"
