"""What the gallery shows: chapters of samples, each a template text and what it makes (部品帳)."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines

from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision

from .fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from .forms import FilterForm, Form
from .widgets import ChoiceTags, TagTicks, WarekiInput

ROUTES = [("phone", "電話"), ("desk", "窓口"), ("visit", "訪問"), ("other", "ほかの機関から")]
TOPICS = [
    ("money", "家計・借金"), ("work", "仕事・就労"), ("health", "病気・けが"), ("mind", "こころの健康"),
    ("care", "介護"), ("child", "子育て"), ("school", "不登校"), ("alone", "ひきこもり"),
    ("home", "住まい・ごみ"), ("rights", "権利擁護・虐待"), ("family", "家族のこと"), ("other", "そのほか"),
]  # fmt: skip


class Sheet(Form):
    """A form with one of each kind of field."""

    heard_at = JapaneseDateTimeField(label="日時", help_text="受けた日時です。いまの時刻が入っています。")
    route = forms.ChoiceField(label="経路", choices=ROUTES, widget=ChoiceTags)
    name = forms.CharField(label="氏名", required=False, help_text="わからないとき、名乗らないときは空けておきます。")
    born = WarekiDateField(
        label="生年月日",
        required=False,
        widget=WarekiInput(age=True),
        help_text="「S15.1.2」「昭和15年1月2日」「1940/1/2」のどれでも読みとります。",
    )
    topics = forms.MultipleChoiceField(label="相談の内容", choices=TOPICS, widget=TagTicks)
    agencies = forms.MultipleChoiceField(
        label="伝えてよい機関",
        choices=[("a", "地域包括支援センター 第3"), ("b", "基幹相談支援センター"), ("c", "権利擁護センター")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.ChoiceField(
        label="急ぐか", choices=[("no", "急がない"), ("now", "きょう動く")], widget=forms.RadioSelect
    )
    why = forms.CharField(label="急ぐわけ", required=False)
    area = forms.ChoiceField(label="圏域", choices=[("", "選んでください"), ("1", "第1圏域"), ("2", "第2圏域")])
    minutes = MinutesField(label="かかった時間", required=False)
    words = forms.CharField(
        label="聞いたこと", widget=forms.Textarea, help_text="本人のことばは、そのまま「」で書きます。"
    )
    paper = forms.FileField(label="書類", required=False)
    told = forms.BooleanField(label="記録を残すことを本人に伝えた", required=False)


class Narrow(FilterForm):
    """The filter above a list."""

    status = forms.ChoiceField(label="いま", choices=[("", "すべて"), ("a", "支援中"), ("b", "終結")], required=False)
    area = forms.ChoiceField(label="圏域", choices=[("", "すべて"), ("1", "第1圏域")], required=False)
    word = forms.CharField(label="ことば", required=False)


@dataclass(frozen=True)
class Record:
    """Something with a version, as records have."""

    version: int = 3


def chapters(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Every chapter with its samples, made now."""
    around = _around()
    book = tomllib.loads(Path(__file__).with_name("gallery.toml").read_text(encoding="utf-8"))
    return [
        {"name": chapter["name"], "samples": [_sample(request, around, **sample) for sample in chapter["sample"]]}
        for chapter in book["chapter"]
    ]


def _sample(request: HttpRequest | None, around: dict[str, Any], title: str, text: str) -> dict[str, str]:
    """One sample: its name, the text to copy, and the result."""
    made = engines["django"].from_string("{% load ui %}" + text).render(around, request)
    return {"title": title, "source": text.strip(), "made": made}


def _around() -> dict[str, Any]:
    """Everything the samples mention."""
    today = clock.today()
    wrong = {"route": "", "born": "きのう", "minutes": "ながい", "heard_at_date": "R8.13.1", "heard_at_time": "9時"}
    return {
        "may_close": Decision("評価が済んでいないプランがあります。"),
        "may_record": ALLOWED,
        "record": Record(),
        "tabs": [("経過", "#", True), ("世帯", "#", False), ("つなぎ", "#", False, 2), ("会議", "#", False, 3)],
        "facts": [("住所", "第3圏域"), ("電話", "朝はかけない"), ("生年月日", "")],
        "page": {"next_url": "?after=1", "first_url": "?", "label": "50件ずつ"},
        "sheet": Sheet(),
        "wrong": Sheet(wrong, auto_id="wrong_%s"),
        "narrow": Narrow(auto_id="narrow_%s"),
        "now": clock.now(),
        "day": today - datetime.timedelta(days=4),
        "born": datetime.date(1940, 1, 2),
    }
