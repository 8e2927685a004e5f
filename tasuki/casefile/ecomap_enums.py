"""Closed vocabularies of the ecomap (エコマップ)."""

from django.db import models


class Sector(models.TextChoices):
    """Where on the ecomap something stands (分野): clockwise from the top, always the same place."""

    GOVERNMENT = "government", "行政"
    MEDICAL = "medical", "医療"
    CARE = "care", "介護・高齢"
    DISABILITY = "disability", "障害"
    CHILD = "child", "こども・学校"
    WORK = "work", "仕事"
    MONEY = "money", "お金・生活困窮"
    RIGHTS = "rights", "法律・権利擁護"
    HOUSING = "housing", "住まい"
    PLACE = "place", "居場所・趣味"
    NEIGHBOUR = "neighbour", "近所・友人・地域"
    KIN = "kin", "家族・親族"


class Strength(models.TextChoices):
    """How strong a tie is (つながりの強さ); the line says it without colour."""

    STRONG = "strong", "強い"
    NORMAL = "normal", "ふつう"
    WEAK = "weak", "弱い・とぎれがち"
    STRESSED = "stressed", "ストレスがある・対立"
    CUT = "cut", "切れている"
    PLANNED = "planned", "予定"


class Flow(models.TextChoices):
    """Which way help or energy goes (支えの向き)."""

    TO = "to", "世帯へ"
    FROM = "from", "世帯から"
    BOTH = "both", "たがいに"
    NONE = "none", "書かない"


class Kept(models.TextChoices):
    """On what occasion an ecomap was kept (控えたとき)."""

    ACCEPTED = "accepted", "受理"
    ASSESSED = "assessed", "アセスメント確定"
    CLOSED = "closed", "終結"
    HAND = "hand", "手で控えた"


# Where an agency stands, by its fields; the first that is known counts.
SECTOR_OF_FIELD = {
    "elderly": Sector.CARE, "disability": Sector.DISABILITY, "child": Sector.CHILD, "education": Sector.CHILD,
    "youth": Sector.CHILD, "poverty": Sector.MONEY, "health": Sector.MEDICAL, "mental": Sector.MEDICAL,
    "medical": Sector.MEDICAL, "housing": Sector.HOUSING, "community": Sector.NEIGHBOUR, "rights": Sector.RIGHTS,
    "work": Sector.WORK, "safety": Sector.GOVERNMENT, "environment": Sector.GOVERNMENT,
    "multicultural": Sector.NEIGHBOUR, "general": Sector.GOVERNMENT,
}  # fmt: skip
