"""What is asked at the entrance, and of one's own account."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tasuki.tenancy.enums import SecondFactor
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, Minutes

from .passwords import HELP

CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}


def secret(label, autocomplete, **more):
    """A field for a password."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, widget=widget, strip=False, **more)


class SignInForm(Form):
    """自治体, log-in, password."""

    show_marks = False

    municipality = forms.ChoiceField(label="自治体")
    login = forms.CharField(
        label="ログイン名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = secret("パスワード", "current-password")

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities
        if len(municipalities) == 1:
            self.fields["municipality"].initial = municipalities[0][0]
            self.fields["municipality"].widget = forms.HiddenInput()


class CodeForm(Form):
    """A code of the app or a recovery code, or the answer of a passkey (put in by the page's script)."""

    show_marks = False
    code = forms.CharField(
        label="コード", max_length=40, required=False, widget=forms.TextInput(attrs=CODE),
        help_text="認証アプリの6けた、または復旧コードの12文字",
    )  # fmt: skip
    credential = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)

    def clean(self):
        """One of the two."""
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.fields):
            self.add_error("code", "「コード」を入力してください。")
        return self.cleaned_data


class ProveForm(CodeForm):
    """Her password, or one of her factors."""

    password = secret("パスワード", "current-password", required=False)
    field_order = ["password", "code", "credential"]

    def clean(self):
        """One of the three."""
        if not any(self.cleaned_data.get(name) for name in self.fields):
            self.add_error("password", "パスワードかコードを入力してください。")
        return self.cleaned_data


class NewFactorForm(Form):
    """The first code of a new authenticator app."""

    show_marks = False
    code = forms.CharField(
        label="アプリに出た6けたのコード", max_length=12, widget=forms.TextInput(attrs=CODE | {"inputmode": "numeric"})
    )


class NewPasskeyForm(Form):
    """A name for a new passkey; the script puts in what the browser made."""

    show_marks = False
    name = forms.CharField(label="パスキーの名前", max_length=60, help_text="例：窓口のパソコン、青いセキュリティキー")
    credential = forms.CharField(max_length=20000, widget=forms.HiddenInput, required=False)


class DeviceForm(Form):
    """What the machine is called."""

    show_marks = False
    name = forms.CharField(label="端末の名前", max_length=60, help_text="例：福祉政策課 窓口2番、備品番号 A-0123")


class NewPasswordForm(Form):
    """A new password of one's own, typed twice."""

    show_marks = False
    password = secret("新しいパスワード", "new-password", help_text=HELP)
    again = secret("新しいパスワード（もう一度）", "new-password")

    def __init__(self, *args, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean_password(self):
        """The conditions, and not the same as now."""
        password = self.cleaned_data["password"]
        validate_password(password, self.worker)
        if self.worker.check_password(password):
            raise ValidationError("いまと同じパスワードです。")
        return password

    def clean(self):
        """Twice the same."""
        told = self.cleaned_data
        if "password" in told and told.get("again") and told["password"] != told["again"]:
            self.add_error("again", "二つのパスワードが違います。")
        return told


class ChangePasswordForm(NewPasswordForm):
    """The same with the old one before."""

    old = secret("いまのパスワード", "current-password")
    field_order = ["old", "password", "again"]

    def clean_old(self):
        """It has to be hers."""
        if not self.worker.check_password(self.cleaned_data["old"]):
            raise ValidationError("いまのパスワードが違います。")
        return self.cleaned_data["old"]


def number(label, unit, least, most, help_text=""):
    """A number with its unit."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, widget=Minutes(unit=unit),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip


class SignInRulesForm(Form):
    """サインインの決まり."""

    second_factor = forms.ChoiceField(
        label="パスワードのほかに求めるもの", choices=SecondFactor.choices, widget=ChoiceTags,
        help_text="「求めない」は見本の町だけのものです。本番では、起動前の点検（tasuki check --deploy）が止めます。",
    )  # fmt: skip
    idle_minutes = number("操作がないとき、サインインが終わるまで", "分", 5, 120)
    session_hours = number("一度のサインインの長さ", "時間", 1, 12)
    fresh_minutes = number(
        "本人の確かめが新しいとみなす長さ",
        "分",
        1,
        60,
        "出力・緊急の閲覧・職員の管理は、この間に確かめた人だけができます。",
    )
