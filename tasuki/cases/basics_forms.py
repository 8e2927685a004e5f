"""What is asked when the basics of a case or of one of its members are put right; forms never save."""

from typing import Any

from django import forms

from tasuki.people.forms import KeptForm
from tasuki.tenancy.models import Area
from tasuki.ui.widgets import TagTicks

from .forms import listed
from .models import Case, CaseMember


class BasicsForm(KeptForm):
    """What the household is called, what it is about, where it lives."""

    label = forms.CharField(
        label="世帯の呼び方", max_length=120, help_text="氏名は書きません。「80代の母と40代の長女の世帯」のように。"
    )
    topics = forms.MultipleChoiceField(
        label="相談の内容", choices=listed("consultation_topic"), widget=TagTicks, required=False
    )
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="（わからない）"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = Area.objects.all()

    @staticmethod
    def told(case: Case) -> dict[str, Any]:
        """What stands there now."""
        return {"label": case.label, "topics": case.topics, "area": case.area_id}


class MemberForm(KeptForm):
    """What somebody is in this household, and whether she lives there."""

    relation = forms.CharField(
        label="続柄", max_length=40, required=False, help_text="ほかの世帯員から見て：母・長男 など"
    )
    index_person = forms.BooleanField(label="本人（支援の中心になる人）", required=False)
    in_household = forms.BooleanField(label="この世帯に住んでいる", required=False)

    @staticmethod
    def told(member: CaseMember) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(member, name) for name in ("relation", "index_person", "in_household")}


class TakeOutForm(KeptForm):
    """Why somebody is not of this case."""

    reason = forms.CharField(
        label="はずす理由", max_length=200, help_text="「同じ名前の別の人を選んだ」など。記録に残ります。"
    )


class WithdrawFileForm(KeptForm):
    """Why a file is taken back."""

    reason = forms.CharField(
        label="取り消す理由", max_length=200, help_text="「ちがう世帯の書類だった」など。だれのものかは書きません。"
    )
