"""What meetings ask."""

from typing import Any
from uuid import UUID

from django import forms

from tasuki.cases.models import Case
from tasuki.cases.reading import members_of
from tasuki.codes import lookup
from tasuki.codes.sheet_fields import SheetForm
from tasuki.plans.enums import Result
from tasuki.plans.forms import long_text
from tasuki.plans.models import Plan
from tasuki.plans.rows import RoleRowsForm, agency_choices
from tasuki.shared import clock
from tasuki.shared.calendar_jp import day_time, month_day
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import JapaneseDateTimeField, WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, TagTicks

from . import enums, papers, rules
from .models import Body, Item, Sitting
from .names import Finder


class BodyForm(Form):
    """会議体."""

    name = forms.CharField(label="会議の名前", max_length=80)
    short = forms.SlugField(label="記号", max_length=60, help_text="英数字とハイフン。あとで変えません。")
    legal_types = forms.MultipleChoiceField(
        label="法的な位置づけ", choices=enums.LegalType, widget=forms.CheckboxSelectMultiple,
        help_text="名前ではなく、位置づけが共有の決まりを決めます。一つの会議が二つを兼ねるときは、両方を選びます。",
    )  # fmt: skip
    host_agency = forms.ChoiceField(label="主催（事務局）")
    decided_by = forms.ChoiceField(
        label="プランを承認する会議",
        required=False,
        help_text="部会のように検討だけをするとき、承認する本会議を選びます。",
    )
    purpose = long_text("目的")
    how_often = forms.CharField(label="開催の頻度", max_length=80, required=False)
    members = forms.MultipleChoiceField(label="構成員（機関）", required=False, widget=forms.CheckboxSelectMultiple)
    closed_on = WarekiDateField(label="廃止日", required=False)

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = agency_choices()
        others = Body.objects.exclude(pk=body and body.pk).values_list("pk", "name")
        self.fields["host_agency"].choices = self.fields["members"].choices = agencies  # type: ignore[attr-defined]
        bodies = [("", "この会議が承認する"), *((str(key), name) for key, name in others)]
        self.fields["decided_by"].choices = bodies  # type: ignore[attr-defined]
        if body:
            del self.fields["short"]
            self.initial |= {
                name: getattr(body, name) for name in ("name", "legal_types", "purpose", "how_often", "closed_on")
            }
            self.initial |= {"host_agency": str(body.host_agency_id), "decided_by": str(body.decided_by_id or "")}
            self.initial["members"] = [str(row.agency_id) for row in body.members.all()]
        else:
            del self.fields["closed_on"]

    def clean_short(self) -> str:
        """One body per key."""
        key = self.cleaned_data["short"]
        if Body.objects.filter(key=key).exists():
            raise forms.ValidationError("この記号はもう使われています。")
        return key

    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        if "short" in data:
            data["key"] = data.pop("short")
        known = {str(agency.pk): agency for agency in Agency.objects.all()}
        data["host_agency"] = known[data["host_agency"]]
        data["members"] = [known[key] for key in data["members"]]
        data["decided_by"] = Body.objects.get(pk=data["decided_by"]) if data["decided_by"] else None
        return data


class SittingForm(Form):
    """招集."""

    body = forms.ChoiceField(label="会議体")
    legal_type = forms.ChoiceField(label="今回の位置づけ", choices=enums.LegalType)
    at = JapaneseDateTimeField(label="日時")
    until_text = forms.CharField(label="日程の補足", max_length=60, required=False, help_text="「14:00〜16:00」など。")
    form = forms.ChoiceField(label="形式", choices=enums.Form, widget=ChoiceTags)
    place = forms.CharField(label="場所", max_length=120, required=False)
    subject = long_text(
        "会議の内容", help_text="ケースのことは書きません。呼ばれていない機関にも見えることがあります。"
    )

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [(key, body.name) for key, body in self.bodies.items()]  # type: ignore[attr-defined]
        offered = {kind for body in bodies for kind in body.legal_types}
        kinds = [(kind.value, kind.label) for kind in enums.LegalType if kind in offered]
        self.fields["legal_type"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The type is one of the body's."""
        data = super().clean() or self.cleaned_data
        body = self.bodies.get(data.get("body", ""))
        if body and data.get("legal_type") and data["legal_type"] not in body.legal_types:
            self.add_error("legal_type", f"{body.name}は、この位置づけでは開けません。")
        return data


class AgendaForm(SheetForm, Form):
    """会議にかける."""

    sheet_name = "packet"
    sheet_when = {"plan": "kind=plan|report", "why_without": "without_consent=on"}

    sitting = forms.ChoiceField(label="どの会議に")
    kind = forms.ChoiceField(label="議題の種類", widget=ChoiceTags)
    title = forms.CharField(label="議題", max_length=120, help_text="氏名は書きません。呼ばれた機関にだけ見えます。")
    plan = forms.ChoiceField(label="プラン", required=False)
    to_discuss = long_text("検討してほしいこと", required=True)
    without_consent = forms.BooleanField(label="本人の同意なしで扱う（法律で認められた会議だけ）", required=False)
    why_without = long_text("同意なしで扱う理由", help_text="なぜいま情報を持ちよる必要があるか。資料にも載ります。")

    def __init__(self, *args: Any, case: Case, worker: Worker, sittings: list[Sitting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.worker = case, worker
        self.sittings = {str(sitting.pk): sitting for sitting in sittings}
        self.plans = {
            str(p.pk): p for p in Plan.objects.visible_to(worker).filter(case=case).select_related("replaces")
        }
        for plan in self.plans.values():
            plan.case = case
        kinds = [enums.ItemKind.CASE, enums.ItemKind.PLAN, enums.ItemKind.REPORT]
        self.initial.setdefault("kind", enums.ItemKind.CASE)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["sitting"].choices = [("", "選んでください")] + [  # type: ignore[attr-defined]
            (key, f"{day_time(s.at)}　{s.body.name}　{s.get_legal_type_display()}") for key, s in self.sittings.items()
        ]
        self.fields["plan"].choices = [("", "なし")] + [  # type: ignore[attr-defined]
            (key, f"第{plan.number}回（{plan.get_status_display()}）") for key, plan in self.plans.items()
        ]

    def clean(self) -> dict[str, Any]:
        """A reason when there is no consent; a plan when a plan is examined."""
        data = super().clean() or self.cleaned_data
        known = [member.shown for member in members_of(self.case, self.worker) if member.shown]  # type: ignore[attr-defined]
        if any(hit.sure for hit in Finder((person, "×") for person in known).hits(data.get("title", ""))):
            self.add_error(
                "title", "氏名が入っています。呼ばれた機関のだれにでも見える所なので、続柄で書いてください。"
            )
        if data.get("without_consent") and not data.get("why_without"):
            self.add_error("why_without", "同意なしで扱う理由を書いてください。")
        if data.get("kind") == enums.ItemKind.PLAN and not data.get("plan"):
            self.add_error("plan", "審査するプランを選んでください。")
        if not self.errors:
            asked = self.asked()
            grounds = {key: asked[key] for key in ("sitting", "plan", "kind", "without_consent", "why_without")}
            if not (may := rules.may_put_on_agenda(by=self.worker, case=self.case, **grounds)):
                self.add_error("without_consent" if asked["plan"] is None else "plan", may.reason)
        return data

    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.room_data()
        known = {"sitting": self.sittings[data["sitting"]], "plan": self.plans.get(data["plan"])}
        return data | known | {"answers": self.answers()}


class GeneralItemForm(Form):
    """協議: an item without a case."""

    title = forms.CharField(label="議題", max_length=120)
    to_discuss = long_text("検討してほしいこと", help_text="ケースのことは書きません。")


class CallForm(Form):
    """呼ぶ機関を選ぶ."""

    agencies = forms.MultipleChoiceField(label="構成員から", required=False, widget=TagTicks)
    others = forms.MultipleChoiceField(label="そのほかの機関から", required=False, widget=forms.CheckboxSelectMultiple)
    worker = forms.ChoiceField(
        label="人を名指しで呼ぶ",
        required=False,
        help_text="この人だけが資料を開けます。機関を選ぶと、その機関のだれでも開けます。",
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = {str(key) for key in item.sitting.body.members.values_list("agency", flat=True)}
        called = {str(call.agency_id) for call in item.calls.all() if call.worker_id is None}
        choices = [(key, name) for key, name in agency_choices() if key not in called]
        self.fields["agencies"].choices = [c for c in choices if c[0] in members]  # type: ignore[attr-defined]
        self.fields["others"].choices = [c for c in choices if c[0] not in members]  # type: ignore[attr-defined]
        self.posts = {str(post.pk): post for post in Post.objects.now().select_related("worker", "agency")}
        named = sorted((f"{post.agency.name}　{post.worker.name}", key) for key, post in self.posts.items())
        self.fields["worker"].choices = [("", "機関で呼ぶ"), *((key, name) for name, key in named)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody must be called."""
        data = super().clean() or self.cleaned_data
        if not (data.get("agencies") or data.get("others") or data.get("worker")):
            raise forms.ValidationError("呼ぶ機関か人を選んでください。")
        return data

    def called(self) -> list[tuple[Agency, Worker | None]]:
        """Agencies, and the worker called by name."""
        data = self.cleaned_data
        found: list[tuple[Agency, Worker | None]] = [
            (agency, None) for agency in Agency.objects.filter(pk__in=[*data["agencies"], *data["others"]])
        ]
        post = self.posts.get(data["worker"])
        return [*found, (post.agency, post.worker)] if post else found


class PapersForm(Form):
    """What goes into the packet."""

    names = forms.ChoiceField(
        label="世帯員の書き方", choices=[(papers.RELATIONS, "続柄で（氏名を出さない）"), (papers.NAMES, "氏名で")],
        widget=ChoiceTags, initial=papers.RELATIONS,
        help_text="続柄にすると、文中の氏名も続柄に置きかえます。下見で必ず確かめてください。",
    )  # fmt: skip
    household = forms.BooleanField(label="世帯の一覧（住所・連絡先・勤務先は載せません）", required=False, initial=True)
    genogram = forms.BooleanField(label="ジェノグラム", required=False)
    assessment = forms.BooleanField(label="アセスメントの要点（最後に確定したもの）", required=False, initial=True)
    plan = forms.BooleanField(label="プランの案", required=False, initial=True)
    records = forms.MultipleChoiceField(
        label="支援経過から",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="必要な記録だけを選びます。",
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.plan_id is None:
            del self.fields["plan"]
        if item.case is None:
            for name in ("names", "household", "genogram", "assessment", "records"):
                del self.fields[name]
            return
        rows = papers.pickable_records(item.case)
        self.fields["records"].choices = [  # type: ignore[attr-defined]
            (str(r.pk), f"{month_day(r.at)} {lookup.label('contact_method', r.method)}：{r.text[:40]}") for r in rows
        ]

    def picks(self) -> papers.Picks:
        """As `papers.build` takes it."""
        data = self.cleaned_data
        keys = tuple(UUID(key) for key in data.get("records") or [])
        shown = {name: tuple(self.data.getlist(name)) for name in ("asked", "replace")}  # type: ignore[attr-defined]
        return papers.Picks(**{name: value for name, value in data.items() if name != "records"}, records=keys, **shown)


class SecrecyForm(Form):
    """The duty in words, and a tick."""

    accepted = forms.BooleanField(label="守秘の義務を読み、守ります")


class ConclusionForm(RoleRowsForm):
    """会議録 of one item."""

    with_who = False
    attended = forms.MultipleChoiceField(label="出席した機関", required=False, widget=TagTicks)
    discussion = long_text("共有された情報・意見", required=True)
    decision = long_text("支援の方針・決まったこと", required=True, help_text="ケースの経過にも載ります。")
    plan_result = forms.ChoiceField(label="プランの審査", required=False, widget=ChoiceTags)
    plan_note = long_text("審査の意見・差し戻しの理由")
    next_on = WarekiDateField(label="次回", required=False)
    follow_until = WarekiDateField(
        label="資料を閲覧できる最後の日",
        required=False,
        help_text="空けておくと、設定の日数（支援会議のあとの資料閲覧）になります。",
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.called = {str(call.agency_id): call.agency for call in item.calls.select_related("agency")}
        self.called |= {str(a.pk): a for a in (item.host_agency, item.submitted_agency)}
        self.fields["attended"].choices = [(key, agency.name) for key, agency in self.called.items()]  # type: ignore[attr-defined]
        if item.plan_id:
            choices = [
                (Result.APPROVED.value, "適切・承認"),
                (Result.SENT_BACK.value, "差し戻し"),
                ("", "次回に続けて審査"),
            ]
            self.fields["plan_result"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["plan_result"], self.fields["plan_note"]
        self.add_rows([])

    def clean(self) -> dict[str, Any]:
        """Sent back only with reasons; the papers stay open until a day to come."""
        data = super().clean()
        if data.get("plan_result") == Result.SENT_BACK and not data.get("plan_note"):
            self.add_error("plan_note", "差し戻しの理由を書いてください。")
        if data.get("follow_until") and data["follow_until"] < clock.today():
            self.add_error("follow_until", "きょうより前の日です。")
        return data

    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        names = ("discussion", "decision", "next_on", "follow_until", "plan_result", "plan_note")
        data = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        attended = [self.called[key] for key in self.cleaned_data["attended"]]
        return data | {"attended": attended, "roles": self.lines()}


class HoldForm(Form):
    """開催を記す."""

    attended_text = long_text("出席した機関")
    minutes = long_text("会議の記録", help_text="ケースのことは書きません。ケースは議題ごとに記します。")
    next_on = WarekiDateField(label="次回", required=False)


class CancelForm(Form):
    """中止."""

    reason = forms.CharField(label="中止の理由", max_length=200, help_text="ケースのことは書きません。")


class MoveForm(Form):
    """日時・場所の変更."""

    at = JapaneseDateTimeField(label="日時")
    form = forms.ChoiceField(label="形式", choices=enums.Form.choices, widget=ChoiceTags, required=False)
    place = forms.CharField(label="場所", max_length=120, required=False)
    reason = forms.CharField(label="変更の理由", max_length=200, help_text="ケースのことは書きません。")


class WithdrawForm(Form):
    """取り下げ・取り消し."""

    reason = forms.CharField(label="理由", max_length=200)


class DoneForm(Form):
    """役割ができた."""

    on = WarekiDateField(label="できた日")
    note = forms.CharField(label="結果（ひとこと）", max_length=200, required=False)

    def clean_on(self) -> Any:
        """Not a day to come."""
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError("きょうまでの日を入れてください。")
        return self.cleaned_data["on"]
