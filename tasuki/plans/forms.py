"""What the plan asks."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from tasuki.assessments.models import Assessment
from tasuki.cases.models import Case
from tasuki.codes import lookup
from tasuki.codes.sheet_fields import SheetForm
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_short
from tasuki.staff.models import Worker
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .actions import PersonLine
from .consents import Candidate, candidates, named_agencies
from .enums import Result, RoleStatus, Step, Verdict
from .models import Plan, PlanRole
from .rows import RoleRowsForm

COPIED = (
    "wishes", "long_goal", "goal", "direction", "uses_participation", "uses_outreach", "support_began_on",
)  # fmt: skip
KEPT = ("period_from", "period_to", "monitoring_on")


def long_text(label: str, required: bool = False, help_text: str = "", rows: int = 3) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class PlanForm(SheetForm, RoleRowsForm):
    """The sheet of the plan: whose, in whose words, goals, term, roles."""

    sheet_name = "plan"

    main_person = forms.ChoiceField(label="本人", widget=ChoiceTags)
    wishes = long_text("本人・世帯の思い", help_text="本人のことばで、そのまま書きます。")
    long_goal = long_text("めざす姿", help_text="本人のことばで。遠い先のことでかまいません。")
    goal = long_text(
        "このプランの目標", required=True, help_text="この期間でどうなっていたいか。本人が言った言い方で。"
    )
    direction = long_text("支援の方向性")
    assessment = forms.ChoiceField(label="もとにしたアセスメント", required=False)
    support_began_on = WarekiDateField(
        label="支援を始めた日", required=False, help_text="プランより先に支援が始まっているとき（後追い）に書きます。"
    )
    period_from = WarekiDateField(label="期間のはじめ", required=False)
    period_to = WarekiDateField(label="期間のおわり", required=False)
    monitoring_on = WarekiDateField(label="モニタリングの時期", required=False)
    uses_participation = forms.BooleanField(label="参加支援を使う", required=False)
    uses_outreach = forms.BooleanField(label="アウトリーチを使う", required=False)

    def __init__(self, *args: Any, case: Case, worker: Worker, plan: Plan | None = None, last: Plan | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        # a plan keeps its version; one copied from the last is written in the version in force
        begun = plan or last
        super().__init__(*args, sheet_version=plan.sheet_version if plan else "", answers=begun.answers if begun else {},
                         **kwargs)  # fmt: skip
        self.candidates = candidates(case, worker)
        self.abouts = [(str(c.person.pk), c.person.full_name) for c in self.candidates]
        self.fields["main_person"].choices = self.abouts  # type: ignore[attr-defined]
        sheets = Assessment.objects.visible_to(worker).filter(case=case).exclude(fixed_at=None)
        self.sheets = {str(sheet.pk): sheet for sheet in sheets}
        choices = [(key, f"第{sheet.number}回（{wareki_short(sheet.made_on)}）") for key, sheet in self.sheets.items()]
        self.fields["assessment"].choices = [*choices, ("", "もとにしない・まだない")]  # type: ignore[attr-defined]
        self._begin(plan, last)

    def _begin(self, plan: Plan | None, last: Plan | None) -> None:
        """Start from the plan itself, or from a copy of the last one."""
        source = plan or last
        index = next((c for c in self.candidates if c.index_person), self.candidates[0] if self.candidates else None)
        start: dict[str, Any] = {"period_from": clock.today(), "main_person": index and str(index.person.pk)}
        if source:
            start = {name: getattr(source, name) for name in (COPIED + KEPT if plan else COPIED)}
            start |= {"main_person": str(source.main_person_id), "assessment": plan and str(plan.assessment_id or "")}
        elif self.fields["assessment"].choices:  # type: ignore[attr-defined]
            start["assessment"] = self.fields["assessment"].choices[0][0]  # type: ignore[attr-defined]
        self.initial = start | self.initial
        self._add_persons(source)
        roles = source.roles.all() if source else []
        self.add_rows([_row(role, copied=not plan) for role in roles if plan or role.status not in DONE])

    def _add_persons(self, source: Plan | None) -> None:
        lines = {line.person_id: line for line in source.persons.all()} if source else {}
        for one in self.candidates:
            key = one.person.pk
            self.fields[f"person_{key}"] = forms.BooleanField(label=one.person.full_name, required=False)
            words = long_text(f"{one.person.full_name}さんのことば", rows=2)
            self.fields[f"words_{key}"] = words
            line = lines.get(key)
            self.initial.setdefault(f"person_{key}", bool(line) if source else bool(one.consent))
            self.initial.setdefault(f"words_{key}", line.own_words if line else "")

    def person_rows(self) -> list[tuple[Candidate, str, BoundField, BoundField]]:
        """For the template: the member, the consent in words, tick and words."""
        return [
            (one, consent_words(one), self[f"person_{one.person.pk}"], self[f"words_{one.person.pk}"])
            for one in self.candidates
        ]

    def clean(self) -> dict[str, Any]:
        """The term runs forwards."""
        data = super().clean()
        begin, end = data.get("period_from"), data.get("period_to")
        if begin and end and end < begin:
            self.add_error("period_to", "期間のおわりが、はじめより前です。")
        return data

    def columns(self) -> dict[str, Any]:
        """Columns of the plan."""
        data, known = self.cleaned_data, self.known()
        names = (*COPIED, *KEPT)
        sheet = data["assessment"]
        return {name: data[name] for name in names} | {
            "main_person": known[data["main_person"]],
            "assessment": self.sheets.get(sheet),
        }

    def known(self) -> dict[str, Any]:
        """Members by key."""
        return {str(one.person.pk): one.person for one in self.candidates}

    def person_lines(self) -> list[PersonLine]:
        """Those who were ticked."""
        data = self.cleaned_data
        return [
            PersonLine(one.person, one.consent, data[f"words_{one.person.pk}"])
            for one in self.candidates
            if data[f"person_{one.person.pk}"]
        ]


DONE = (RoleStatus.DONE, RoleStatus.DROPPED)


def _row(role: PlanRole, copied: bool) -> dict[str, Any]:
    """A role as a row to start from; a copy leaves the old date out, it has passed."""
    return {
        "agency": str(role.agency_id), "what": role.what, "by_date": None if copied else role.by_date,
        "trigger": role.trigger, "who": role.who, "about": str(role.about_id or ""),
    }  # fmt: skip


def consent_words(one: Candidate) -> str:
    """The consent in force, in words."""
    if one.consent is None:
        return "同意なし"
    end = f"、{wareki_short(one.consent.until)}まで" if one.consent.until else ""
    return f"{wareki_short(one.consent.asked_on)}に同意（{len(named_agencies(one.consent))}機関{end}）"


class DecisionForm(Form):
    """What the meeting said."""

    step = forms.ChoiceField(label="段階", choices=Step, widget=ChoiceTags)
    result = forms.ChoiceField(label="結果", choices=Result, widget=ChoiceTags)
    body_name = forms.CharField(label="会議の名前", max_length=80)
    on = WarekiDateField(label="会議の日", initial=clock.today)
    note = long_text("意見・差し戻しの理由", help_text="差し戻すときは必ず書きます。")

    def clean(self) -> dict[str, Any]:
        """Sent back only with reasons."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == Result.SENT_BACK and not data.get("note"):
            self.add_error("note", "差し戻しの理由を書いてください。")
        return data


class RoleForm(Form):
    """How far a role is."""

    status = forms.ChoiceField(label="進み", choices=RoleStatus, widget=ChoiceTags)
    done_on = WarekiDateField(
        label="できた日", required=False, help_text="「できた」のときに。空けておくときょうになります。"
    )
    note = forms.CharField(label="経過", max_length=300, required=False)


class EvaluationForm(SheetForm, Form):
    """評価シート."""

    sheet_name = "evaluation"

    on = WarekiDateField(label="評価日", initial=clock.today)
    reached = long_text("目標の達成状況", required=True)
    persons_voice = long_text("本人の声", help_text="本人のことばで。")
    changes = forms.MultipleChoiceField(label="見られた変化", widget=TagTicks, required=False)
    remaining = long_text("残された課題", help_text="解決していなくてかまいません。")
    verdict = forms.ChoiceField(label="判定", choices=Verdict, widget=ChoiceTags)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changes"].choices = lookup.choices("change_seen")  # type: ignore[attr-defined]


class EndForm(Form):
    """The day on which the plan ends."""

    on = WarekiDateField(label="終える日", initial=clock.today)
