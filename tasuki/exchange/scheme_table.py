"""Schemes of support as a table out and back (支援制度の表): columns, lines with what they would do, the workbook."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from tasuki.codes import lookup
from tasuki.community.models import Scheme
from tasuki.shared.tables import Workbook
from tasuki.tenancy.models import Agency

from .brought import Row, rows_below
from .columns import Column, codes, day, flat, web, whole, words, yes_no

NO_HEADINGS = "「制度名」の見出しのある行が見つかりません。ひな形か、支援制度情報の見出しを使ってください。"


def _said(value: bool) -> str:
    return "はい" if value else "いいえ"


def _topics(value: list[str]) -> str:
    return "、".join(lookup.labels("consultation_topic", value))


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of the table; the headings of open data are understood too."""
    return (
        Column("name", "制度名", words(120), also=("タイトル（制度名）", "タイトル(制度名)", "名称"), width=28),
        Column("kana", "カナ", words(160), also=("制度名_カナ",), width=20),
        Column("given_by", "制度所管組織", words(120), also=("所管", "実施主体"), width=18),
        Column("summary", "概要", words(5000), also=("制度の概要",), width=40),
        Column("when_words", "こんなとき", words(2000), width=30),
        Column("topics", "困りごと", codes("consultation_topic"), _topics, width=24),
        Column("target", "対象者", words(2000), also=("対象",), width=30),
        Column("content", "支援内容", words(2000), also=("給付内容", "内容"), width=30),
        Column("how_to_apply", "利用・申請方法", words(2000), also=("申請方法", "手続き"), width=30),
        Column("to_bring", "持ち物・書類", words(2000), also=("必要書類",), width=24),
        Column("agency", "窓口の機関", words(120), lambda value: value.name if value else "", width=20),
        Column("contact", "お問い合わせ先", words(160), also=("問い合わせ先", "担当課"), width=24),
        Column("phone", "電話番号", words(60), also=("連絡先電話番号",), width=16),
        Column("url", "詳細参照先", web, also=("URL", "ウェブページ"), width=24),
        Column("basis", "根拠", words(200), also=("根拠法令",), width=20),
        Column("fiscal_year", "年度", whole(2200)),
        Column("opens_on", "受付開始日", day),
        Column("closes_on", "受付終了日", day, also=("申請期限", "期限")),
        Column("source", "出典", words(200)),
        Column("confirmed_on", "さいごに確かめた日", day),
        Column("shown_to_public", "住民に見せる", yes_no, _said),
    )


def rows_said(rows: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """The rows below the headings as texts; those of open data are understood too."""
    known = {flat(word): column.field for column in columns() for word in (column.heading, *column.also)}
    return rows_below(rows, known, NO_HEADINGS)


def told_headings() -> dict[str, str]:
    """Field → heading."""
    return {column.field: column.heading for column in columns()}


def lines(said: Iterable[dict[str, str]]) -> list[Row]:
    """All lines with what they will do; a scheme is known again by its name; what is empty stays as it is."""
    agencies = {flat(one.name): one for one in Agency.objects.filter(closed_on=None)}
    known = {flat(one.name): one for one in Scheme.objects.filter(closed=False).select_related("agency")}
    found, seen = [], set[str]()
    for row in said:
        line = Row(int(row["row"]), row, known.get(flat(row.get("name", ""))))
        _read(line, agencies)
        name = flat(row.get("name", ""))
        if name in seen:
            line.errors.setdefault("name", "同じ制度名の行が、この表に二つあります。")
        seen.add(name)
        if not line.errors:
            line.decide()
        found.append(line)
    return found


def _read(line: Row, agencies: dict[str, Agency]) -> None:
    for column in columns():
        text = line.said.get(column.field, "")
        if not text:
            continue
        try:
            line.facts[column.field] = _agency(text, agencies) if column.field == "agency" else column.read(text)
        except ValueError as wrong:
            line.errors[column.field] = str(wrong)
    if "name" not in line.facts:
        line.errors.setdefault("name", "制度名がありません。")
    if line.thing is None and "summary" not in line.facts:
        line.errors.setdefault("summary", "新しい制度には、概要を書いてください。")
    first, last = line.facts.get("opens_on"), line.facts.get("closes_on")
    if first and last and last < first:
        line.errors.setdefault("closes_on", "受付終了日が、受付開始日より前になっています。")


def _agency(text: str, agencies: dict[str, Agency]) -> Agency:
    if flat(text) not in agencies:
        raise ValueError(
            f"機関「{text}」が登録されていません。この台帳にない窓口は「お問い合わせ先」に書いてください。"
        )
    return agencies[flat(text)]


def workbook(schemes: Iterable[Scheme]) -> bytes:
    """Everything known of the schemes, in the columns that can be read again, and the words that may be written."""
    book = Workbook()
    sheet = book.sheet("支援制度")
    sheet.row(0, [column.heading for column in columns()], "head")
    for at, scheme in enumerate(schemes, start=1):
        sheet.row(at, [column.tell(getattr(scheme, column.field)) for column in columns()], "wrapped")
    sheet.widths(*(column.width for column in columns()))
    sheet.table_on_paper(1, 1)
    allowed = book.sheet("使えることば")
    allowed.row(0, ["困りごと", "窓口の機関"], "head")
    lists = [[label for _, label in lookup.choices("consultation_topic")],
             list(Agency.objects.filter(closed_on=None).order_by("name").values_list("name", flat=True))]  # fmt: skip
    for at, said in enumerate(lists):
        for row, word in enumerate(said, start=1):
            allowed.row(row, [word], "cell", first=at)
    allowed.widths(36, 36)
    return book.content()
