"""Thirty people and a small town: the three places a coordinator would try first, and why."""

import math
import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from tasuki.participation.matching import SHIPPED, Finding, Labels, Rule, Spot, Wish, rank, slot_words
from tasuki.participation.openings import slots

HERE = Path(__file__).parent
TODAY = date(2026, 11, 18)
PLACES = yaml.safe_load((HERE / "cases_places.yaml").read_text(encoding="utf-8"))
PEOPLE = yaml.safe_load((HERE / "cases_wishes.yaml").read_text(encoding="utf-8"))
SETS = ("functions", "groups", "kinds", "weekdays", "parts", "needs", "languages")
FUNCTIONS = {
    "farm": "農園・作業", "cafe": "カフェ・お茶会", "participation": "参加支援の場", "exchange": "属性を超えた交流",
    "ibasho": "居場所", "purpose": "生きがい", "salon": "サロン", "peer": "当事者・家族の会", "childcare": "子育てひろば",
    "study": "学習支援", "children_food": "子ども食堂・だれでも食堂", "food_pantry": "フードパントリー",
    "prevention": "介護予防", "multigeneration": "多世代交流",
}  # fmt: skip
LABELS = Labels(
    groups={"parents": "子育て中の人", "withdrawn": "ひきこもり・生きづらさ", "youth": "若者", "elderly": "高齢の人", "carer": "介護・ケアをする人", "child": "子ども", "foreign": "外国につながる人", "disability": "障害のある人"},
    functions=FUNCTIONS, kinds={"company": "企業・農園など"}, languages={"vi": "Tiếng Việt", "en": "English"},
    accessibility={"step_free": "段差がない・スロープ", "wheelchair": "車いすで入れる", "toilet": "車いす用トイレ"},
)  # fmt: skip


def spot(row, at, tried):
    minutes = max(1, math.ceil(math.dist(at, row["at"]))) if at else None
    return Spot(
        key=row["key"], name=row["name"], functions=frozenset(row["functions"]), for_whom=frozenset(row.get("for_whom", [])), kind=row["kind"],
        slots=slots(row["opening"], TODAY), minutes=minutes, area=row["area"], area_name=f"第{row['area']}圏域",
        people=row.get("people"), noise=row.get("noise", ""), cost_yen=row.get("yen"),
        accessibility=frozenset(row.get("signs", [])), languages=frozenset(row.get("languages", [])),
        parts=frozenset(row.get("parts", [])), escort=row.get("escort", ""), seats=row.get("seats"),
        confirmed_on=TODAY, tried=tried.get(row["key"], ""),
    )  # fmt: skip


def found(one):
    said = dict(one["wish"])
    at, walk, cost = said.pop("at", None), said.pop("walk", None), said.pop("cost", None)
    told = {name: frozenset(value) if name in SETS else value for name, value in said.items()}
    wish = Wish(walk_minutes=walk, cost_yen=cost, **told)
    return rank(wish, [spot(row, at, one.get("tried", {})) for row in PLACES], SHIPPED, TODAY, LABELS)


@pytest.mark.parametrize("one", PEOPLE, ids=[one["who"] for one in PEOPLE])
def test_the_first_three_are_those_a_coordinator_would_try(one):
    ranked = found(one)
    assert [candidate.place.key for candidate in ranked[:3]] == one["first"]
    best = ranked[0]
    assert one["says"] in best.words
    assert one.get("lacks", "") in "・".join(best.misses)
    assert len(ranked) == len(PLACES)


def test_there_are_thirty():
    assert len(PEOPLE) == 30


def test_what_nobody_knows_is_asked_and_not_held_against_a_place():
    wish = Wish(
        functions=frozenset({"farm"}), weekdays=frozenset({2}), walk_minutes=10, people="few", quiet=True, area=1
    )
    known = Spot("a", "遠くてにぎやか", functions=frozenset({"salon"}), slots=frozenset({(0, "morning")}), minutes=60,
                 people=40, noise="lively", confirmed_on=TODAY)  # fmt: skip
    unknown = Spot("b", "まだ知らない所")
    first, second = rank(wish, [known, unknown], SHIPPED, TODAY)
    assert (first.place.key, second.place.key) == ("b", "a")
    assert not first.misses
    assert {"開いている日", "道のり", "人の多さ", "静かさ"} <= set(first.to_ask)
    assert second.misses == [
        "farmではない",
        "開くのは月曜午前",
        "徒歩60分（歩けるのは10分）",
        "ふだん40人くらい",
        "にぎやか",
    ]


def test_a_hard_rule_rules_out_but_hides_nothing():
    wish = Wish(functions=frozenset({"farm"}), needs=frozenset({"step_free"}))
    stairs = Spot("a", "二階", functions=frozenset({"farm"}), accessibility=frozenset({"stairs"}), confirmed_on=TODAY)
    flat = Spot("b", "平屋", functions=frozenset({"salon"}), accessibility=frozenset({"step_free"}), confirmed_on=TODAY)
    ranked = rank(wish, [stairs, flat], SHIPPED, TODAY)
    assert [(one.place.key, one.ruled_out) for one in ranked] == [("b", []), ("a", ["階段あり"])]
    soft = SHIPPED | {"access": Rule("access", "使いやすさ", "", 1)}
    assert [one.place.key for one in rank(wish, [stairs, flat], soft, TODAY)] == ["a", "b"]


def test_a_rule_without_weight_is_not_asked():
    wish = Wish(functions=frozenset({"farm"}))
    none = {key: Rule(key, rule.label, rule.asks, 0) for key, rule in SHIPPED.items()}
    assert rank(wish, [Spot("a", "畑", functions=frozenset({"farm"}))], none, TODAY)[0].reasons == []
    assert Finding(1).words == ""


@pytest.mark.parametrize(("opening", "words"), [
    ("毎週水曜 13時から16時", "水曜午後"),
    ("平日 9時から17時", "平日"),
    ("毎日 10時から12時", "毎日午前"),
    ("毎週火曜・木曜 18時から20時", "火・木曜夕方・夜"),
    ("第1・3月曜 10時から15時", "月曜"),
])  # fmt: skip
def test_opening_days_in_a_few_words(opening, words):
    assert slot_words(slots(opening, TODAY)) == words


def test_days_that_cannot_be_told_are_unknown():
    assert slots("不定期", TODAY) is None
    assert slots("", TODAY) is None
    assert (2, "afternoon") in slots("月2回 水曜 13時から15時", TODAY)


def test_a_thousand_places_in_a_moment():
    many = [spot(PLACES[n % len(PLACES)] | {"key": n, "name": f"所{n}"}, [n % 30, n % 17], {}) for n in range(1000)]
    wish = Wish(functions=frozenset({"farm"}), weekdays=frozenset({2}), parts=frozenset({"afternoon"}), walk_minutes=15,
                people="few", quiet=True, cost_yen=0, needs=frozenset({"step_free"}), area=1, escort="first")  # fmt: skip
    began = time.process_time()
    ranked = rank(wish, many, SHIPPED, TODAY, LABELS)
    assert len(ranked) == 1000
    assert time.process_time() - began < 0.1
