"""What is asked about courses (講座)."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, Minutes

from .enums import Attended
from .models import Supporter


class CourseForm(Form):
    """講座."""

    name = forms.CharField(label="講座名", max_length=120)
    with_towns = forms.CharField(
        label="いっしょに開く市区町村", max_length=160, required=False, help_text="単独なら書きません。"
    )
    partners = forms.CharField(label="大学・団体など", max_length=160, required=False)
    badge = forms.ChoiceField(label="修了すると渡すバッジ", required=False)
    sessions_needed = forms.IntegerField(
        label="修了に要る出席", min_value=1, max_value=60, initial=1, widget=Minutes(unit="回"),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["badge"].choices = [("", "渡さない"), *lookup.choices("supporter_badge")]


class SessionForm(Form):
    """講座の回."""

    on = WarekiDateField(label="開く日")
    title = forms.CharField(label="内容", max_length=120)
    place = forms.CharField(label="場所", max_length=80, required=False)


class MemberForm(Form):
    """受講者."""

    supporter = forms.ModelChoiceField(
        label="受講する人", queryset=Supporter.objects.none(), empty_label="選んでください",
        help_text="「支え手」に登録のある人から選びます。",
    )  # fmt: skip
    motive = forms.CharField(label="受けたわけ・やってみたいこと", max_length=200, required=False)

    def __init__(self, *args: Any, worker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supporter"].queryset = Supporter.objects.visible_to(worker).helping()


class AttendanceForm(Form):
    """出欠: one choice per participant."""

    show_marks = False

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[f"m{member.pk.hex}"] = forms.ChoiceField(
                label=member.supporter.name, choices=Attended.choices, widget=ChoiceTags, initial=Attended.CAME
            )

    def came(self) -> dict[Any, str]:
        """Participant → how."""
        return {member: self.cleaned_data[f"m{member.pk.hex}"] for member in self.members}


class GraduateForm(Form):
    """修了."""

    on = WarekiDateField(label="修了した日", required=False, help_text="書かなければ、きょうです。")
    follow_up_on = WarekiDateField(
        label="つぎに声をかける日", required=False, help_text="半年後などに「そのあと」を聞きます。"
    )


class FollowForm(Form):
    """そのあと."""

    note = forms.CharField(label="そのあとのようす", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    next_on = WarekiDateField(label="つぎに声をかける日", required=False)


class BeganForm(Form):
    """始めたこと."""

    on = WarekiDateField(label="始めた日")
    what = forms.CharField(label="何を始めたか", max_length=200)
    group = forms.CharField(
        label="会・場の名前", max_length=120, required=False, help_text="「居場所・資源」に登録してあれば、その名前で。"
    )
