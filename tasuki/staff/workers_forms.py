"""What is asked of a worker and of a post."""

from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.db.models import Q

from tasuki.shared import clock
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags

from .models import Worker
from .roles import RoleName

LEAST = 12


class WorkerFilter(FilterForm):
    """Name or agency."""

    words = forms.CharField(label="氏名・ログイン名・機関", required=False)
    gone = forms.BooleanField(label="配属のない人も出す", required=False)


class PasswordForm(Form):
    """A password handed over in person."""

    password = forms.CharField(
        label="パスワード", max_length=200, help_text=f"{LEAST}文字以上。本人に直接わたします。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[MinimumLengthValidator(LEAST).validate],
        error_messages={"password_too_short": f"パスワードは{LEAST}文字以上にしてください。"},
    )  # fmt: skip


class PostForm(Form):
    """Agency, role, title, term."""

    agency = forms.ModelChoiceField(label="機関", queryset=Agency.objects.none(), empty_label="選んでください")
    role = forms.ChoiceField(label="役割", choices=RoleName.choices, widget=ChoiceTags)
    title = forms.CharField(label="職名", max_length=60, required=False)
    since = WarekiDateField(label="配属日", initial=clock.today)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))


class WorkerForm(PostForm, PasswordForm):
    """A new worker with the first post."""

    name = forms.CharField(label="氏名", max_length=60)
    kana = forms.CharField(label="カナ", max_length=60, required=False)
    login = forms.CharField(label="ログイン名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    field_order = ["name", "kana", "login", "password", "agency", "role", "title", "since"]

    def clean_login(self):
        """Each log-in once in the municipality."""
        if Worker.objects.filter(login=self.cleaned_data["login"].strip()).exists():
            raise ValidationError("このログイン名は使われています。")
        return self.cleaned_data["login"].strip()


class NamesForm(Form):
    """What she is called."""

    name = forms.CharField(label="氏名", max_length=60)
    kana = forms.CharField(label="カナ", max_length=60, required=False)
    outside_name = forms.CharField(
        label="庁内認証での名前", max_length=200, required=False,
        help_text="庁内の職員認証でサインインし、そこでの名前がログイン名と違うときだけ書きます。",
    )  # fmt: skip

    def __init__(self, *args, worker, **kwargs):
        told = {name: getattr(worker, name) for name in self.base_fields}
        super().__init__(*args, initial=told, **kwargs)
        self.worker = worker

    def clean_outside_name(self):
        """Each name once in the municipality."""
        said = self.cleaned_data["outside_name"].strip()
        if said and Worker.objects.filter(outside_name=said).exclude(pk=self.worker.pk).exists():
            raise ValidationError("この名前は、ほかの職員に使われています。")
        return said


class EndForm(Form):
    """From which day the post is not in force any more."""

    on = WarekiDateField(
        label="終わりの翌日", initial=clock.today, help_text="この日から、この配属では何も見えなくなります。"
    )
