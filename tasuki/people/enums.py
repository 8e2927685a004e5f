"""Closed vocabularies of people."""

from django.db import models


class Sex(models.TextChoices):
    """Sex as the form asks it (ISO 5218 codes in exchange)."""

    UNKNOWN = "unknown", "不明・答えない"
    MALE = "male", "男性"
    FEMALE = "female", "女性"
    OTHER = "other", "その他"


class RelationKind(models.TextChoices):
    """Kinship and ties between two persons, read 「first は second の…」."""

    PARENT = "parent", "親"
    ADOPTIVE_PARENT = "adoptive_parent", "養親"
    FOSTER_PARENT = "foster_parent", "里親"
    STEP_PARENT = "step_parent", "継親"
    MARRIED = "married", "配偶者"
    COHABITING = "cohabiting", "内縁・同居のパートナー"
    SEPARATED = "separated", "別居中の配偶者"
    DIVORCED = "divorced", "離婚した相手"
    SIBLING = "sibling", "きょうだい"
    CLOSE = "close", "親密"
    FUSED = "fused", "密着・共依存"
    DISTANT = "distant", "疎遠"
    CONFLICT = "conflict", "対立"
    CUTOFF = "cutoff", "断絶"
    ABUSE = "abuse", "虐待・暴力（の疑い）"
    CONTROL = "control", "支配"


class ContactKind(models.TextChoices):
    """How somebody is reached."""

    HOME = "home", "自宅電話"
    MOBILE = "mobile", "携帯電話"
    MAIL = "mail", "メール"
    WORK = "work", "勤務先"
    SCHOOL = "school", "学校・通う先"
    OTHER = "other", "その他"


class ConsentAnswer(models.TextChoices):
    """What the person said when asked. A try and a refusal are recorded too."""

    GIVEN = "given", "同意した"
    REFUSED = "refused", "断った"
    UNDECIDED = "undecided", "考えたい・まだ話せない"
