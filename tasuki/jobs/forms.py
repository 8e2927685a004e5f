"""What the pages of retention ask."""

from django import forms
from django.core.exceptions import ValidationError

from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import Minutes


class TermForm(Form):
    """How long a class of record is kept."""

    years = forms.IntegerField(
        label="保存する年数", min_value=1, max_value=100, widget=Minutes(unit="年"),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip
    basis = forms.CharField(
        label="根拠", max_length=120, required=False, help_text="例：○○市文書管理規程 別表第2、契約の仕様書"
    )
    verified = forms.BooleanField(
        label="規程で確かめた", required=False, help_text="印がない間は、画面と一覧に「未確認」と出ます。"
    )


class ReasonForm(Form):
    """Why a record stays."""

    why = forms.CharField(label="残す理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class HoldForm(Form):
    """Why a record is held back, and until when."""

    reason = forms.CharField(
        label="延ばす理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例：訴訟、監査、開示請求の手続きが続いている",
    )  # fmt: skip
    until = WarekiDateField(label="いつまで", required=False, help_text="空欄は、解くまで。")

    def clean_until(self):
        """Not in the past."""
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise ValidationError("過ぎた日は選べません。")
        return until


class HoldCaseForm(HoldForm):
    """The same, for a case that is named by its number."""

    number = forms.CharField(label="ケース番号", max_length=20, help_text="例：R2-0012")
    field_order = ("number", "reason", "until")

    def __init__(self, *args, worker: Worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean_number(self):
        """A case that she may see; the same answer for one that she may not and one that is not there."""
        number = self.cleaned_data["number"].strip()
        self.case = Case.objects.visible_to(self.worker).filter(number=number).first()
        if self.case is None:
            raise ValidationError("この番号のケースはありません。")
        return number


class NoteForm(Form):
    """A word to the other of the two."""

    note = forms.CharField(label="ひとこと", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
