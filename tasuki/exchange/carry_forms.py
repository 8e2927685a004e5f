"""What the pages of an import ask."""

from django import forms

from tasuki.shared.decisions import Refused
from tasuki.ui.forms import Form

from .carry_columns import items
from .carry_tables import MOST, Sheet, pasted_table, read_file
from .columns import flat

MOST_COLUMNS = 120


class BringForm(Form):
    """A file, or a block copied from Excel."""

    table = forms.FileField(
        label="Excel か CSV のファイル", required=False,
        help_text=f"xlsx・csv、{MOST:,}行まで。シートが何枚あっても、次の画面で選べます。CSV の文字コードは、UTF-8・Shift_JIS・UTF-16 のどれでも読みます。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label="または、Excel から貼り付ける", required=False, max_length=1_000_000, strip=False,
        help_text="Excel で見出しの行ごと選んでコピーし、ここに貼り付けます。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    sheets: list[Sheet] = []
    name = ""

    def clean(self):
        """One of the two, read; the reason in words otherwise."""
        told = super().clean()
        file, block = told.get("table"), told.get("pasted", "")
        try:
            if file:
                self.name, self.sheets = file.name, read_file(file.read())
            elif block.strip():
                self.name, self.sheets = "貼り付けた表", [Sheet("", pasted_table(block))]
            elif not self.errors:
                self.add_error("table", "ファイルを選ぶか、表を貼り付けてください。")
        except Refused as no:
            self.add_error("table" if file else "pasted", no.reason)
        return told


class ColumnsForm(Form):
    """What the table is, and what each column means."""

    source = forms.CharField(
        label="もとの台帳の名前", max_length=60,
        help_text="同じ台帳からもう一度取り込むときに、同じ名前にすると、取り込み済みの行がわかります。例：生活困窮の相談台帳",
    )  # fmt: skip
    opens_cases = forms.BooleanField(label="ケースを開く（外すと、人と世帯だけを登録します）", required=False)
    heading = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100)
    sheet = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100, required=False)
    skips_hidden = forms.BooleanField(label="Excel で隠れている行は取り込まない", required=False)
    mapping: list[str] = []

    def clean(self):
        """Each item at most once, and somebody must be told of."""
        told = super().clean()
        self.mapping = [
            key if (key := self.data.get(f"column-{n}", "")) in items() else "" for n in range(MOST_COLUMNS)
        ]
        while self.mapping and not self.mapping[-1]:
            self.mapping.pop()
        twice = {key for key in self.mapping if key and self.mapping.count(key) > 1}
        if twice:
            names = "・".join(items()[key].label for key in items() if key in twice)
            raise forms.ValidationError(f"「{names}」に、列が二つ以上あてられています。")
        if not {"name", "family_name", "kana", "record_text"} & set(self.mapping):
            raise forms.ValidationError("「氏名」か「支援内容」の列を、ひとつ選んでください。")
        return told


class ProfileForm(Form):
    """A profile of columns, one heading a line."""

    name = forms.CharField(label="名前", max_length=80)
    source = forms.CharField(label="もとの台帳の名前", max_length=60)
    columns = forms.CharField(
        label="見出しと項目", widget=forms.Textarea(attrs={"rows": 14}), max_length=20_000,
        help_text="1行にひとつ、「見出し＝項目」の形で書きます。使わない見出しは「＝」のあとを空けます。",
    )  # fmt: skip
    opens_cases = forms.BooleanField(label="ケースを開く", required=False)
    verified = forms.BooleanField(label="実際のファイルで確かめた", required=False)
    note = forms.CharField(label="補足", max_length=200, required=False)

    def clean_columns(self):
        """Heading → item; unknown items are named."""
        known = {flat(item.label): item.key for item in items().values()} | {"": ""}
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["columns"].splitlines())):
            heading, sign, item = line.replace("=", "＝").rpartition("＝")
            if not sign or not heading.strip():
                raise forms.ValidationError(f"「{line}」を「見出し＝項目」の形で書いてください。")
            if flat(item) not in known:
                raise forms.ValidationError(
                    f"「{item.strip()}」という項目はありません。下の一覧のことばで書いてください。"
                )
            found[heading.strip()] = known[flat(item)]
        return found

    @staticmethod
    def of(profile) -> dict:
        """What stands there now."""
        told = {name: getattr(profile, name) for name in ("name", "source", "opens_cases", "verified", "note")}
        known = items()
        lines = [f"{heading}＝{known[key].label if key in known else ''}" for heading, key in profile.columns.items()]
        return told | {"columns": "\n".join(lines)}
