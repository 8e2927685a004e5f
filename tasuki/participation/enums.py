"""Closed vocabularies of 参加支援. The diagram of the steps is drawn from TRANSITIONS."""

from django.db import models


class SheetStatus(models.TextChoices):
    """A sheet is written until it is fixed (確定)."""

    DRAFT = "draft", "書きかけ"
    FIXED = "fixed", "確定"


class MatchStatus(models.TextChoices):
    """How far a person and a place have come (つながりの段階)."""

    CANDIDATE = "candidate", "候補"
    ASKING = "asking", "受入先に聞いている"
    AGREED = "agreed", "受け入れてもらえる"
    VISIT = "visit", "見学"
    TRIAL = "trial", "体験"
    SETTLED = "settled", "通っている"
    STEADY = "steady", "定着"
    ENDED = "ended", "おわり"


# A place that has been asked may say no (ended); who stays away for a while goes back to the trial.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    MatchStatus.CANDIDATE: (MatchStatus.ASKING, MatchStatus.ENDED),
    MatchStatus.ASKING: (MatchStatus.AGREED, MatchStatus.ENDED),
    MatchStatus.AGREED: (MatchStatus.VISIT, MatchStatus.TRIAL, MatchStatus.ENDED),
    MatchStatus.VISIT: (MatchStatus.TRIAL, MatchStatus.SETTLED, MatchStatus.ENDED),
    MatchStatus.TRIAL: (MatchStatus.SETTLED, MatchStatus.ENDED),
    MatchStatus.SETTLED: (MatchStatus.TRIAL, MatchStatus.STEADY, MatchStatus.ENDED),
    MatchStatus.STEADY: (MatchStatus.TRIAL, MatchStatus.ENDED),
    MatchStatus.ENDED: (),
}
# Steps by which a worker moves on after the place has agreed.
STEPS = (MatchStatus.VISIT, MatchStatus.TRIAL, MatchStatus.SETTLED, MatchStatus.STEADY)
# The person goes there: she and the place are followed up.
GOING = (MatchStatus.VISIT, MatchStatus.TRIAL, MatchStatus.SETTLED)
RECEIVED = (MatchStatus.TRIAL, MatchStatus.SETTLED, MatchStatus.STEADY)
TONES = {
    MatchStatus.CANDIDATE: "gray", MatchStatus.ASKING: "orange", MatchStatus.AGREED: "cyan", MatchStatus.VISIT: "blue",
    MatchStatus.TRIAL: "blue", MatchStatus.SETTLED: "key", MatchStatus.STEADY: "key", MatchStatus.ENDED: "gray",
}  # fmt: skip


class PartIn(models.TextChoices):
    """As what somebody takes part (かかわり方); it may grow from one to the next."""

    USER = "user", "利用者として"
    HELPER = "helper", "手伝いとして"
    ORGANISER = "organiser", "運営側として"
    TRAINEE = "trainee", "体験・実習として"
    WORKER = "worker", "働く人として"


class Part(models.TextChoices):
    """A part of the day (時間帯)."""

    MORNING = "morning", "午前"
    AFTERNOON = "afternoon", "午後"
    EVENING = "evening", "夕方・夜"


class People(models.TextChoices):
    """Among how many people one can be (人の多さ)."""

    FEW = "few", "5人くらいまで"
    SMALL = "small", "10人くらいまで"
    MIDDLE = "middle", "20人くらいまで"


PEOPLE_MOST = {People.FEW: 5, People.SMALL: 10, People.MIDDLE: 20}


class Noise(models.TextChoices):
    """How loud it is (音・にぎやかさ)."""

    QUIET = "quiet", "静か"
    NORMAL = "normal", "ふつう"
    LIVELY = "lively", "にぎやか"


class Escort(models.TextChoices):
    """Whether somebody has to go along (付きそい・送迎)."""

    NONE = "none", "ひとりで行ける"
    FIRST = "first", "はじめだけ付きそいがほしい"
    ALWAYS = "always", "毎回の送迎がほしい"


class Lift(models.TextChoices):
    """What the place can do for somebody's way there (受入先の付きそい・送迎)."""

    NONE = "none", "ない"
    FIRST = "first", "はじめは付きそえる"
    ALWAYS = "always", "送迎がある"


class AskHow(models.TextChoices):
    """How the place was asked (聞き方)."""

    PHONE = "phone", "電話"
    VISIT = "visit", "訪ねて"
    MAIL = "mail", "メール・手紙"


class Answer(models.TextChoices):
    """What the place said (受入先の返事)."""

    YES = "yes", "受け入れられる"
    CONDITIONS = "conditions", "条件つきで受け入れられる"
    NO = "no", "受け入れられない"


class Side(models.TextChoices):
    """Whom the follow-up asks (だれに聞いたか)."""

    PERSON = "person", "本人"
    PLACE = "place", "受入先"


class Going(models.TextChoices):
    """How it goes (ようす)."""

    WELL = "well", "順調"
    WORRY = "worry", "気がかりがある"
    RESTING = "resting", "休んでいる"
    STOPPED = "stopped", "来なくなった"


GOING_TONES = {Going.WELL: "key", Going.WORRY: "orange", Going.RESTING: "yellow", Going.STOPPED: "red"}


class FollowHow(models.TextChoices):
    """How it was asked (方法)."""

    MEET = "meet", "会って"
    PHONE = "phone", "電話"
    MESSAGE = "message", "メール・手紙"
    THERE = "there", "その場に行って"
    MISSED = "missed", "連絡がとれなかった"


class EndReason(models.TextChoices):
    """Why it ended (おわったわけ)."""

    REACHED = "reached", "自分で続けていける"
    MOVED_ON = "moved_on", "次の場所・仕事へ進んだ"
    NOT_FITTING = "not_fitting", "合わなかった"
    HEALTH = "health", "体調・暮らしの事情"
    PLACE_NO = "place_no", "受入先の都合"
    PLACE_REFUSED = "place_refused", "受け入れてもらえなかった"
    DROPPED = "dropped", "来なくなり、連絡がとれない"
    PERSON_NO = "person_no", "本人がやめたいと言った"
    OTHER = "other", "そのほか"


class Need(models.TextChoices):
    """What the receiving side needs (受入先が必要とすること)."""

    REWARD = "reward", "謝金"
    INSURANCE = "insurance", "保険"
    TRANSPORT = "transport", "送迎"
    STAFF = "staff", "職員の付きそい"
    TRAINING = "training", "受け入れの学習会"
    TOOLS = "tools", "道具・設備"
