"""Workbooks of an import: the blank table with examples and words, and the table that was read with its errors in red."""

from collections.abc import Iterable

from tasuki.codes import lookup
from tasuki.shared.tables import Sheet, Workbook
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.models import Town

from .carry_columns import items
from .carry_known import Reader
from .carry_lines import EXAMPLE, Line
from .carry_models import Carry
from .carry_pages import used_columns

LISTS = {
    "続柄": "relation_type", "相談の区分": "consultation_topic", "相談経路": "consultation_route", "対応方法": "contact_method",
    "相手": "contact_party",
}  # fmt: skip
SECOND = {
    "case_no": "12-034", "household_no": "S-001", "person_no": "A-0002", "name": "花村 一郎", "kana": "ハナムラ イチロウ",
    "sex": "男", "birth": "S45頃", "relation": "長男", "together": "同居",
}  # fmt: skip
RULES = (
    (
        "1行にひとり",
        "世帯員は、同じ「ケース番号」（なければ「世帯番号」）の行に分けて書きます。番号の同じ行が、ひとつのケースになります。",
    ),
    (
        "支援経過",
        "1行に1件です。同じケース番号を書けば、氏名のない行でもかまいません。二度目からは、支援経過だけの表も取り込めます。",
    ),
    ("空いている欄", "わからないところは空けておきます。使わない列は消してもかまいません。列の順も自由です。"),
    ("日付", "S15.4.3、昭和15年4月3日、1940/4/3 のどれでも。生年月日は「S15頃」「80代」も書けます。"),
    ("二度目", "同じ番号（なければ同じ内容）の行は、取り込み済みとして飛ばします。"),
    ("例の行", f"最初の列が「{EXAMPLE}」で始まる行は、取り込みません。"),
)
MEND = "直すところ"


def template(by: Worker) -> bytes:
    """The blank table: headings, two examples, the words that are understood, how it is filled in."""
    book = Workbook()
    sheet = book.sheet("取り込み")
    keys = list(items())
    sheet.row(0, [items()[key].label for key in keys], "head")
    first = {key: items()[key].example for key in keys}
    for line, told in enumerate((first, SECOND), start=1):
        sheet.row(line, [(EXAMPLE if not at else "") + told.get(key, "") for at, key in enumerate(keys)], "cell")
    sheet.widths(*(items()[key].width for key in keys))
    sheet.table_on_paper(1, 4)
    _words(book.sheet("使えることば"), by)
    sheet = book.sheet("書きかた")
    for line, pair in enumerate(RULES):
        sheet.row(line, pair, "wrapped")
    sheet.widths(16, 90)
    return book.content()


def _words(sheet: Sheet, by: Worker) -> None:
    """The lists of words, the workers of the agency, the streets."""
    posts = Post.objects.now().filter(agency=by.agency_id).select_related("worker").order_by("worker__kana")
    lists = {"性別": ["男", "女", "その他", "不明"], "同居・別居": ["同居", "別居"], "はい・いいえ": ["はい", "いいえ"]}
    lists |= {heading: [label for _, label in lookup.choices(name)] for heading, name in LISTS.items()}
    lists |= {
        "担当": list(dict.fromkeys(post.worker.name for post in posts)),
        "町字": list(Town.objects.values_list("name", flat=True)),
    }
    sheet.row(0, list(lists), "head")
    for column, words in enumerate(lists.values()):
        for line, word in enumerate(words, start=1):
            sheet.row(line, [word], "cell", first=column)
    sheet.widths(*[22] * len(lists))


def errors_workbook(carry: Carry, by: Worker) -> bytes:
    """The whole table as it stands, errors in red with the reason beside; it can be mended there and brought again."""
    lines = [line for line in Reader.of(carry, by).lines_of(carry) if not line.skipped]
    book = Workbook()
    sheet = book.sheet("取り込み")
    keys = used_columns(carry)
    sheet.row(0, [*(items()[key].label for key in keys), MEND], "head")
    for row, line in enumerate(_wrong_first(lines), start=1):
        for column, key in enumerate(keys):
            wrong = key in line.errors
            sheet.row(row, [line.said.get(key, "").replace("\x01", "�")], "wrong" if wrong else "cell", first=column)
        sheet.row(row, [_reasons(line)], "wrong" if line.errors or line.asks else "cell", first=len(keys))
    sheet.widths(*(items()[key].width for key in keys), 60)
    sheet.table_on_paper(1, 2)
    return book.content()


def _wrong_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (not line.wrong, not line.asks, line.at))


def _reasons(line: Line) -> str:
    told = [f"{items()[key].label}：{text}" for key, text in line.errors.items()]
    if line.asks:
        told.append("同じ人かもしれない登録があります。画面で答えてください。")
    return "　".join(told)
