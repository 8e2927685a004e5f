"""Closed vocabularies of the residents' pages."""

from django.db import models


class Language(models.TextChoices):
    """The languages of the residents' pages; the value stands in the address."""

    EASY = "easy", "やさしい日本語"
    JAPANESE = "ja", "日本語"
    ENGLISH = "en", "English"
    CHINESE = "zh", "中文"
    VIETNAMESE = "vi", "Tiếng Việt"
    PORTUGUESE = "pt", "Português"
    KOREAN = "ko", "한국어"
    FILIPINO = "fil", "Filipino"
    NEPALI = "ne", "नेपाली"

    @property
    def tag(self) -> str:
        """What the attribute `lang` says (BCP 47)."""
        return {"easy": "ja", "zh": "zh-Hans"}.get(self.value, self.value)


class Trouble(models.TextChoices):
    """A trouble in plain words (困りごと), by which a desk is found; its words per language are in words/*.toml."""

    UNKNOWN = "unknown", "どこに相談したらいいかわからない"
    MONEY = "money", "お金・生活費"
    FOOD = "food", "食べるものがない"
    WORK = "work", "仕事"
    HOME = "home", "住むところ"
    CARE = "care", "年をとった家族・介護"
    ILLNESS = "illness", "病気・障害"
    MIND = "mind", "こころがつらい"
    CHILD = "child", "子ども・子育て・学校"
    ALONE = "alone", "ひとり・ひきこもり"
    FAMILY = "family", "家族・近所"
    VIOLENCE = "violence", "暴力・虐待"
    FOREIGN = "foreign", "日本語・在留・外国での暮らし"


# Fields of agencies (分野) that a trouble usually concerns: the first proposal, changed on the page of the desks.
FIELDS: dict[str, tuple[str, ...]] = {
    Trouble.UNKNOWN: ("general", "community"),
    Trouble.MONEY: ("poverty",),
    Trouble.FOOD: ("poverty", "community"),
    Trouble.WORK: ("work", "poverty"),
    Trouble.HOME: ("housing", "poverty"),
    Trouble.CARE: ("elderly",),
    Trouble.ILLNESS: ("disability", "medical", "health"),
    Trouble.MIND: ("mental", "health"),
    Trouble.CHILD: ("child", "education"),
    Trouble.ALONE: ("youth", "community"),
    Trouble.FAMILY: ("community", "rights"),
    Trouble.VIOLENCE: ("rights", "child", "safety"),
    Trouble.FOREIGN: ("multicultural", "general"),
}

# The topic (相談内容) by which what was written finds its desk (気になること・住民からのことばの行き先); "": any.
TOPICS: dict[str, str] = {
    Trouble.UNKNOWN: "", Trouble.MONEY: "03", Trouble.FOOD: "15", Trouble.WORK: "07", Trouble.HOME: "02",
    Trouble.CARE: "12", Trouble.ILLNESS: "01", Trouble.MIND: "01", Trouble.CHILD: "11", Trouble.ALONE: "13",
    Trouble.FAMILY: "10", Trouble.VIOLENCE: "14", Trouble.FOREIGN: "99",
}  # fmt: skip
