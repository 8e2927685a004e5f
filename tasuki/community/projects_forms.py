"""What is asked about the development of resources (資源開発)."""

from typing import Any

from django import forms

from tasuki.shared import clock
from tasuki.tenancy.models import Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .issues_enums import PartnerAnswer
from .issues_forms import NAMELESS, NamelessForm, area_field, of_list, open_places
from .models import Place


class ProjectForm(NamelessForm):
    """資源開発を始める."""

    nameless = ("title", "wanted", "wishes")
    title = forms.CharField(label="名前", max_length=80, help_text="例：週に一度、畑で体を動かせる場")
    wanted = forms.CharField(
        label="求めているもの", widget=forms.Textarea, help_text="いつ・どこで・だれと・何ができるとよいか。" + NAMELESS
    )
    area = area_field()
    wishes = forms.CharField(
        label="かなわなかった希望", required=False, widget=forms.Textarea,
        help_text="一行にひとつ。だれの希望かは書きません。生まれた居場所のページに、ことばだけが残ります。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()

    def clean_wishes(self) -> Any:
        """One to a line."""
        lines = [line.strip(" 　・「」") for line in self.cleaned_data["wishes"].splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("一行を200文字までにしてください。")
        return "\n".join(line for line in lines if line)


class ProjectChangeForm(ProjectForm):
    """資源開発を直す: what is wanted becomes clearer; the wishes stay as they were said."""

    nameless = ("title", "wanted")
    wishes = None

    @staticmethod
    def told(project: Any) -> dict[str, Any]:
        """What stands there now."""
        return {"title": project.title, "wanted": project.wanted, "area": project.area_id}


class WishForm(NamelessForm):
    """Another wish."""

    nameless = ("words",)
    words = forms.CharField(
        label="希望のことば", max_length=200, help_text="例：早起きして、土にさわりたい。" + NAMELESS
    )


class PartnerForm(Form):
    """相手に声をかける: its own needs come first."""

    kind = of_list("partner_kind", "相手の種類", widget=ChoiceTags)
    name = forms.CharField(label="相手", max_length=120, help_text="団体・会社・部署の名前。")
    their_needs = forms.CharField(
        label="相手の課題・ねらい", widget=forms.Textarea,
        help_text="相手が困っていること、めざしていること。例：収穫期に人手が足りない。拠点を社会の課題に生かしたい。",
    )  # fmt: skip
    proposal = forms.CharField(
        label="こちらからの提案",
        required=False,
        widget=forms.Textarea,
        help_text="相手にとってよいことを、ひとつは入れます。",
    )
    since = WarekiDateField(label="声をかけた日", initial=clock.today)


class AnswerForm(Form):
    """相手の返事."""

    answer = forms.ChoiceField(label="返事", choices=PartnerAnswer.choices, widget=ChoiceTags)
    note = forms.CharField(
        label="補足", max_length=200, required=False, help_text="条件、心配していること、次に会う日など。"
    )


class StepForm(Form):
    """段取り."""

    what = forms.CharField(label="すること", max_length=200)
    who = forms.CharField(label="だれが", max_length=80, required=False)
    on = WarekiDateField(label="いつまでに")


class DoneForm(Form):
    """済んだ."""

    on = WarekiDateField(label="した日", initial=clock.today)
    came = forms.CharField(label="してみて", max_length=200, required=False)


class ConcludeForm(NamelessForm):
    """結果."""

    nameless = ("result",)
    born = forms.ChoiceField(
        label="どうなったか", choices=[("yes", "生まれた"), ("no", "やめた")], initial="yes", widget=ChoiceTags
    )
    place = forms.ModelChoiceField(
        label="生まれた居場所", queryset=Place.objects.none(), required=False, empty_label="登録していない",
        help_text="さきに「居場所・資源」に登録しておくと選べます。そのページに、もとになった希望のことばが出ます。",
    )  # fmt: skip
    result = forms.CharField(label="結果とわかったこと", widget=forms.Textarea, help_text=NAMELESS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = open_places()
