"""What the settings ask."""

from django import forms
from django.core.exceptions import ValidationError

from tasuki.shared.calendar_jp import parse_date, wareki_short
from tasuki.tenancy.enums import Commission, Project
from tasuki.tenancy.models import Area, Town
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from . import lookup


def _number(label: str, unit: str, least: int, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, widget=Minutes(unit=unit),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip


class NumbersForm(Form):
    """The numbers of the municipality."""

    referral_answer_days = _number("つなぐシートの回答期限", "開庁日", 1, 60, "送った日の次の開庁日から数えます。")
    contact_gap_days = _number("接触が途切れたとみなす日数", "日", 1, 400, "「きょう」とケース一覧に出ます。")
    monitoring_months = _number("モニタリングの間隔", "か月", 1, 24)
    conference_follow_days = _number("支援会議のあと、資料を閲覧できる日数", "日", 0, 400)
    emergency_hours = _number("緊急に開いたケースを見られる時間", "時間", 1, 72)
    emergency_review_days = _number(
        "緊急の閲覧を確かめる期限", "日", 1, 60, "すぎると「きょう」と個人情報保護責任者の画面で赤くなります。"
    )
    small_number_limit = _number("これより小さい数は伏せる", "件", 0, 50, "記録を見られない人に出す実績の数です。")
    section_sees_all = forms.BooleanField(
        label="所管課は全ケースを閲覧できる",
        required=False,
        help_text="自治体が管理者責任を負う場合だけ、印を付けます。閲覧は記録されます。",
    )
    eldest_right = forms.BooleanField(
        label="ジェノグラムで、年長のきょうだいを右に描く",
        required=False,
        help_text="空けておくと、年長を左に描きます。",
    )
    extra_closed_days = forms.CharField(
        label="臨時の閉庁日", required=False, widget=forms.Textarea,
        help_text="1行に1日ずつ。土日・祝日・年末年始は書かなくても数えません。",
    )  # fmt: skip

    def clean_extra_closed_days(self):
        """One date a line."""
        lines = [line.strip() for line in self.cleaned_data["extra_closed_days"].splitlines() if line.strip()]
        days = []
        for line in lines:
            try:
                days.append(parse_date(line))
            except ValueError as wrong:
                raise ValidationError(
                    f"「{line}」を日付として読めません。R8.12.28 のように入力してください。"
                ) from wrong
        return sorted(set(days))

    @classmethod
    def of(cls, municipality, data=None):
        """The form with the numbers in force."""
        now = {name: getattr(municipality, name) for name in cls.base_fields}
        now["extra_closed_days"] = "\n".join(wareki_short(day) for day in municipality.extra_closed_days)
        return cls(data, initial=now)


class AgencyForm(Form):
    """What is known of an agency."""

    name = forms.CharField(label="名称", max_length=80)
    nickname = forms.CharField(label="愛称", max_length=60, required=False)
    department = forms.CharField(label="部署・運営", max_length=80, required=False)
    kind = forms.ChoiceField(label="種別", required=False)
    fields_ = forms.MultipleChoiceField(label="分野", required=False, widget=TagTicks)
    projects = forms.MultipleChoiceField(label="担う事業", choices=Project.choices, required=False, widget=TagTicks)
    commission = forms.ChoiceField(
        label="実施の形", choices=Commission.choices, widget=ChoiceTags, initial=Commission.NONE
    )
    is_section = forms.BooleanField(label="所管課である", required=False)
    takes_referrals = forms.BooleanField(label="つなぐシートを受ける", required=False, initial=True)
    hours = forms.CharField(
        label="開いている日時", max_length=120, required=False, help_text="例：平日 9時から17時、毎週水曜だけ"
    )
    phone = forms.CharField(label="電話", max_length=40, required=False)
    area = forms.ModelChoiceField(label="担当圏域", queryset=Area.objects.none(), required=False, empty_label="全域")
    closed_on = WarekiDateField(label="廃止日", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["kind"].choices = [("", "選ばない"), *lookup.choices("agency_kind")]
        self.fields["fields_"].choices = lookup.choices("field")

    def facts(self):
        """As the agency's columns are called (`fields` is a word of Django's own)."""
        return {name.rstrip("_"): value for name, value in self.cleaned_data.items()}

    @classmethod
    def of(cls, agency, data=None):
        """The form with what is known now."""
        known = {name: getattr(agency, name.rstrip("_")) for name in cls.base_fields}
        return cls(data, initial=known)


class AreaForm(Form):
    """A further area."""

    name = forms.CharField(label="圏域名", max_length=60)


class TownForm(Form):
    """A further 町字."""

    name = forms.CharField(label="町字", max_length=80)
    postal_code = forms.RegexField(
        r"^\d{7}$", label="郵便番号", required=False, help_text="数字7けた。",
        error_messages={"invalid": "郵便番号は数字7けたで入力してください。"},
    )  # fmt: skip
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), empty_label="選んでください")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()

    def clean_name(self):
        """Each 町字 once."""
        if Town.objects.filter(name=self.cleaned_data["name"]).exists():
            raise ValidationError("この町字はもうあります。")
        return self.cleaned_data["name"]


class LabelForm(Form):
    """A choice in words."""

    label = forms.CharField(label="表示", max_length=120)
