"""A builder puts components on a page."""

import datetime
import re

import pytest
from django.template import TemplateSyntaxError, engines

from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision
from tasuki.ui import gallery


def made(text, **around):
    return engines["django"].from_string("{% load ui %}" + text).render(around)


def test_a_refused_button_stays_and_tells_why():
    html = made('{% button "終結する" "/x/" decision=no %}', no=Decision("評価が済んでいないプランがあります。"))
    assert 'aria-disabled="true"' in html
    assert "href" not in html
    reason = re.search(r'aria-describedby="([^"]+)"', html)[1]
    assert f'id="{reason}">評価が済んでいないプランがあります。' in html


def test_a_refused_submit_sends_nothing():
    html = made('{% submit "記録する" decision=no name="go" value="1" %}', no=Decision("だめです。"))
    assert 'type="submit"' not in html
    assert 'name="go"' not in html
    assert "だめです。" in html


def test_an_allowed_button_is_a_plain_link():
    html = made('{% button "記録する" url decision=yes kind="primary" %}', url="/x/?a=1&b=2", yes=ALLOWED)
    assert html == '<a class="btn primary" href="/x/?a=1&amp;b=2">記録する</a>'


def test_every_post_carries_a_new_key_and_the_version():
    class Record:
        version = 7

    first, second = made("{% posted r %}", r=Record()), made("{% posted r %}", r=Record())
    keys = [re.search(r'name="_key" value="([0-9a-f-]{36})"', html)[1] for html in (first, second)]
    assert keys[0] != keys[1]
    assert 'name="_version" value="7"' in first
    assert "_version" not in made("{% posted %}")


@pytest.mark.parametrize(
    "text",
    [
        "{% button missing %}",
        "{% chip missing %}",
        '{% chip "支援中" tone="pink" %}',
        '{% button "x" kind="huge" %}',
        "{% card missing %}{% endcard %}",
        '{% card "x" action="すべて" %}{% endcard %}',
        '{% empty "なし" "" %}',
        "{% error_summary %}",
        "{% tabs missing %}",
        "{% stat %}",
    ],
)
def test_a_missing_or_unknown_parameter_is_an_error_of_the_builder(text):
    with pytest.raises(TemplateSyntaxError):
        made(text)


def test_text_from_records_cannot_become_markup():
    html = made("{% card t aside=t %}{{ t }}{% endcard %}{% chip t %}{% kv p %}", t="<b>", p=[("<b>", "<b>")])
    assert "<b>" not in html


def test_a_chip_can_stand_in_the_head_of_a_card():
    html = made('{% chip "期限すぎ 1" "red" as late %}{% card "返事" id="w" aside=late %}中{% endcard %}')
    assert '<span class="chip c-red">期限すぎ 1</span>' in html
    assert 'aria-labelledby="w-heading"' in html
    assert 'id="w-heading"' in html


def test_dates_are_said_as_people_say_them():
    moment = clock.at(datetime.date(2026, 11, 22), "14:00")
    with clock.stopped_at(moment):
        text = (
            "{{ m|wareki }} {{ m|wareki_short }} {{ m|md }} {{ m|daytime }} {{ d|ago }} {{ b|age_at }} {{ 80|minutes }}"
        )
        html = made(text, m=moment, d=datetime.date(2026, 11, 18), b=datetime.date(1940, 11, 23))
    assert html == "令和8年11月22日（日） R8.11.22 11月22日（日） 11月22日（日）14:00 4日前 85歳 1時間20分"


def test_no_date_says_nothing():
    assert made("{{ n|wareki }}{{ n|md }}{{ n|daytime }}{{ n|ago }}{{ n|age_at }}{{ n|minutes }}", n=None) == ""


def test_the_gallery_shows_every_component_without_inline_style_or_script():
    chapters = gallery.chapters(None)
    html = "".join(sample["made"] for chapter in chapters for sample in chapter["samples"])
    assert html.count("<form") >= 4
    assert "style=" not in html
    assert "<script" not in html
    assert not re.search(r"\son\w+=", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
