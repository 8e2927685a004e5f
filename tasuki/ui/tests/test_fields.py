"""A worker types dates, times and choices into a form."""

import datetime

import pytest
from django import forms
from django.template import engines

from tasuki.shared import clock
from tasuki.ui.fields import DATE_ERROR, ClockField, JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import TagTicks, WarekiInput

DAY = datetime.date(2026, 11, 22)


class Sheet(Form):
    when = JapaneseDateTimeField(label="日時", help_text="受けた日時です。")
    born = WarekiDateField(label="生年月日", required=False, widget=WarekiInput(age=True))
    minutes = MinutesField(label="時間", required=False)
    topics = forms.MultipleChoiceField(label="内容", choices=[("a", "家計"), ("b", "介護")], widget=TagTicks)


def filled(**changes):
    return Sheet({"when_date": "R8.11.22", "when_time": "14:05", "topics": ["a"], **changes})


@pytest.mark.parametrize("typed", ["R8.11.22", "令和8年11月22日", "2026/11/22", "Ｒ８．１１．２２"])
def test_a_date_may_be_typed_in_either_calendar(typed):
    assert WarekiDateField().clean(typed) == DAY


def test_a_wrong_date_tells_how_to_type_it():
    with pytest.raises(forms.ValidationError, match="のように入力してください"):
        WarekiDateField().clean("きのうごろ")


def test_the_date_error_shows_three_spellings():
    assert DATE_ERROR == "日付は「R8.11.22」「令和8年11月22日」「2026/11/22」のように入力してください。"


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("14:05", 14, 5), ("1405", 14, 5), ("１４：０５", 14, 5), ("14時5分", 14, 5), ("9時", 9, 0), ("午後2時", 14, 0)],
)
def test_a_time_may_be_typed_in_several_ways(typed, hour, minute):
    assert ClockField().clean(typed) == datetime.time(hour, minute)


@pytest.mark.parametrize("typed", ["25:00", "14:75", "ひる", "1:2:3"])
def test_a_wrong_time_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="14:05"):
        ClockField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("35", 35), ("３５分", 35), ("1時間20分", 80), ("1:20", 80), ("", None)]
)
def test_minutes_may_be_typed_with_hours(typed, minutes):
    assert MinutesField(required=False).clean(typed) == minutes


@pytest.mark.parametrize("typed", ["ながい", "-5", "99999"])
def test_wrong_minutes_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        MinutesField().clean(typed)


def test_two_boxes_give_one_moment_in_japan():
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["when"] == clock.at(DAY, "14:05")


def test_the_boxes_start_with_now():
    with clock.stopped_at(clock.at(DAY, "09:30")):
        html = str(Sheet()["when"])
    assert 'value="R8.11.22"' in html
    assert 'value="09:30"' in html


def test_the_same_day_in_another_spelling_is_no_change():
    assert not WarekiDateField().has_changed(DAY, "2026/11/22")


def test_an_error_stands_at_the_field_and_on_top():
    form = filled(born="きのうごろ", topics=[])
    html = engines["django"].from_string("{% load ui %}{% error_summary form %}{{ form }}").render({"form": form})
    assert "入力を確かめてください（2か所）" in html
    assert 'href="#id_born"' in html
    assert 'id="id_born"' in html
    assert 'href="#id_topics_0"' in html
    assert 'id="id_topics_0"' in html
    assert 'id="id_born_error"' in html
    assert 'aria-describedby="id_born_error"' in html
    assert "「内容」を選んでください。" in html
    assert 'value="きのうごろ"' in html


def test_required_and_optional_are_said_in_words():
    html = str(Sheet())
    assert html.count("※必須") == 2
    assert html.count("※任意") == 2
    assert html.count("<legend>") == 2


def test_a_single_tick_that_must_be_set_says_so():
    class Promise(Form):
        told = forms.BooleanField(label="本人に伝えた")

    form = Promise({})
    assert form.errors["told"] == ["「本人に伝えた」を確かめて、印を付けてください。"]


def test_a_filter_says_neither():
    class Narrow(FilterForm):
        word = forms.CharField(label="ことば", required=False)

    assert "※" not in str(Narrow())
