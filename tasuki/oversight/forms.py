"""Asking the record."""

from datetime import timedelta

from django import forms

from tasuki.audit.enums import Act, Deed
from tasuki.audit.triggers import noted_models
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form

DAYS = 7


class RecordFilter(FilterForm):
    """Which lines of the record; without any answer those of the last seven days."""

    since = WarekiDateField(label="この日から", required=False)
    until = WarekiDateField(label="この日まで", required=False)
    worker = forms.CharField(label="職員", required=False, max_length=60)
    number = forms.CharField(label="ケース番号", required=False, max_length=20)
    act = forms.ChoiceField(label="行為", required=False, choices=[("", "すべて"), *Act.choices])

    def wanted(self):
        """What was asked for; a wrong field is as if not asked."""
        if not self.is_bound:
            return {"since": clock.today() - timedelta(days=DAYS - 1)}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self):
        """[(label, value)] of what was asked for."""
        named = {"act": dict(Act.choices)}
        return [(self.fields[name].label, wareki(value) if name in ("since", "until") else named.get(name, {}).get(value, value))
                for name, value in self.wanted().items()]  # fmt: skip


class ChangeFilter(RecordFilter):
    """Which changed rows."""

    act = forms.ChoiceField(label="行為", required=False, choices=[("", "すべて"), *Deed.choices])
    table = forms.ChoiceField(label="もの", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tables = sorted((str(model._meta.verbose_name), model._meta.db_table) for model in noted_models())
        self.fields["table"].choices = [("", "すべて"), *((table, label) for label, table in tables)]


class ExportForm(Form):
    """Taking the record out needs a purpose, and it is written down."""

    purpose = forms.CharField(
        label="使う目的",
        max_length=200,
        help_text="例：令和8年11月分の点検。だれが・何のために取り出したかが記録に残ります。",
    )
    kind = forms.ChoiceField(
        label="形", choices=[("xlsx", "Excel"), ("csv", "CSV")], initial="xlsx", widget=forms.RadioSelect
    )
