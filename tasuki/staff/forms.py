"""Sign-in and choice of post."""

from django import forms

from tasuki.ui.forms import Form


class SignInForm(Form):
    """自治体, log-in, password."""

    show_marks = False

    municipality = forms.ChoiceField(label="自治体")
    login = forms.CharField(
        label="ログイン名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="パスワード", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities
        if len(municipalities) == 1:
            self.fields["municipality"].initial = municipalities[0][0]
            self.fields["municipality"].widget = forms.HiddenInput()
