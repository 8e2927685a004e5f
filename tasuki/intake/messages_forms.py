"""Forms of the inbox of what residents write."""

from django import forms

from tasuki.tenancy.models import Agency
from tasuki.ui.forms import FilterForm, Form

STANDING = [
    ("open", "返事がまだのもの"),
    ("answered", "返事をしたもの"),
    ("ended", "相談になった・終えたもの"),
    ("all", "すべて"),
]


class MessageListForm(FilterForm):
    """Which are shown."""

    standing = forms.ChoiceField(label="どれを見るか", choices=STANDING, required=False)


class AnswerForm(Form):
    """返事."""

    text = forms.CharField(
        label="返事", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="受付番号と合いことばを持つ人だけが読めます。名前や住所など、ほかの人に見られて困ることは書かないでください。",
    )  # fmt: skip


class PassForm(Form):
    """ほかの機関へ回す."""

    agency = forms.ModelChoiceField(label="回す先", queryset=Agency.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None)


class CloseForm(Form):
    """終える."""

    note = forms.CharField(label="終えるわけ", max_length=200, help_text="「電話で話がついた」「いたずら」など。")
