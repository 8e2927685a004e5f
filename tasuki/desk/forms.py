"""The filter above the list of cases."""

from django import forms

from tasuki.cases.enums import Status
from tasuki.shared import clock
from tasuki.tenancy.models import Agency
from tasuki.ui.forms import FilterForm

STATUSES = [("running", "続いているケース"), *Status.choices, ("all", "すべて")]
WHOSE = [
    ("", "見られるものすべて"),
    ("mine", "わたしの担当"),
    ("agency", "自機関が主担当"),
    ("opened", "ほかの機関から開かれたもの"),
]


SORTS = [
    ("", "さいごの接触が新しい順"),
    ("old", "さいごの接触が古い順"),
    ("next", "次の期日が近い順"),
    ("opened", "開いた日が新しい順"),
    ("number", "ケース番号の順"),
]


class CaseFilter(FilterForm):
    """状態, whose, 圏域, gaps."""

    status = forms.ChoiceField(label="状態", choices=STATUSES, required=False)
    whose = forms.ChoiceField(label="担当", choices=WHOSE, required=False)
    area = forms.ChoiceField(label="圏域", required=False)
    sort = forms.ChoiceField(label="並べ方", choices=SORTS, required=False)
    gap = forms.BooleanField(label="接触が途切れている", required=False)
    rights = forms.BooleanField(label="権利擁護の検討が要る", required=False)

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "すべての圏域"), *((str(area.pk), area.name) for area in areas)]


class AgencyFilter(FilterForm):
    """Whose load the section looks at."""

    agency = forms.ModelChoiceField(
        label="機関", queryset=Agency.objects.none(), required=False, empty_label="自分の機関"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.exclude(closed_on__lte=clock.today())
