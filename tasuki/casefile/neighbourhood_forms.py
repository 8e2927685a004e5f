"""What is asked when cases have something in common (いくつかのケースから)."""

from typing import Any

from django import forms

from tasuki.cases.models import Case
from tasuki.codes.lookup import label
from tasuki.community.issues_forms import IssueForm
from tasuki.community.models import CommunityIssue
from tasuki.staff.models import Worker
from tasuki.ui.forms import Form

from .neighbourhood_words import names_in


class DrawForm(IssueForm):
    """Words that name nobody, and the cases they were drawn from."""

    cases = forms.MultipleChoiceField(
        label="同じことがあるほかのケース", widget=forms.CheckboxSelectMultiple,
        help_text="このケースのほかに、ひとつは選びます。どのケースかは、そのケースを読める人にしか見えません。",
    )  # fmt: skip
    field_order = ["kind", "title", "words", "area", "cases"]

    def __init__(self, *args: Any, case: Case, others: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.worker = case, worker
        self.others = {str(one.pk): one for one in others}
        self.fields["cases"].choices = [(key, f"{one.number}　{one.label}") for key, one in self.others.items()]
        self.fields["title"].help_text = "例：親の介護と子のひきこもりが重なり、だれにも言えずにいる家がある"

    def chosen(self) -> list[Case]:
        """This case and the others."""
        return [self.case, *(self.others[key] for key in self.cleaned_data.get("cases", []))]

    def names(self) -> list[str]:
        """Of everybody in these cases."""
        return names_in(self.chosen(), self.worker)

    def drawn(self) -> dict[str, Any]:
        """For the action."""
        return self.cleaned_data | {"cases": self.chosen()}


class JoinForm(Form):
    """Which issue."""

    issue = forms.ModelChoiceField(
        label="地域の課題", queryset=CommunityIssue.objects.none(), empty_label="選んでください"
    )

    def __init__(self, *args: Any, issues: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].queryset = issues.exclude(state="left").select_related("area")
        self.fields["issue"].label_from_instance = lambda one: (
            f"{one.title}（{label('community_issue', one.kind)}{'・' + one.area.name if one.area else ''}）"
        )
