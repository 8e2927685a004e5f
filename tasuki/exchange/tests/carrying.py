"""A ledger of a thousand rows as an office keeps it, for the tests: made by arithmetic, the same every time."""

FAMILIES = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "木村",
    "林",
    "斎藤",
    "清水",
]
KANA = [
    "サトウ",
    "スズキ",
    "タカハシ",
    "タナカ",
    "イトウ",
    "ワタナベ",
    "ヤマモト",
    "ナカムラ",
    "コバヤシ",
    "カトウ",
    "ヨシダ",
    "ヤマダ",
    "ササキ",
    "ヤマグチ",
    "マツモト",
    "イノウエ",
    "キムラ",
    "ハヤシ",
    "サイトウ",
    "シミズ",
]
GIVEN = ["一郎", "花子", "次郎", "幸子", "健", "和子", "誠", "恵子", "明", "美咲"]
GIVEN_KANA = ["イチロウ", "ハナコ", "ジロウ", "サチコ", "ケン", "カズコ", "マコト", "ケイコ", "アキラ", "ミサキ"]
HEAD = [
    "台帳番号",
    "対象者氏名",
    "ふりがな",
    "性別",
    "生年月日",
    "続柄",
    "住所",
    "電話番号",
    "受付日",
    "主訴",
    "対応日",
    "対応方法",
    "対応内容",
]
RELATIONS = ("本人", "妻", "長男", "長女")


def row(n: int) -> list[str]:
    """The n-th row: three persons a household, the first with words and a record."""
    home, member = divmod(n, 3)
    family = home % len(FAMILIES)
    given = (home * 3 + member * 7) % len(GIVEN)
    first = member == 0
    return [
        f"T-{home:04d}", f"{FAMILIES[family]}　{GIVEN[given]}", f"{KANA[family]} {GIVEN_KANA[given]}", "女" if given % 2 else "男",
        f"S{20 + (home + member * 9) % 40}.{1 + home % 12}.{1 + (home * 5 + member) % 28}", RELATIONS[member], f"ひなた町{1 + home % 3}丁目{home}-{1 + member // 3}",
        f"0859-{home:02d}-{n:04d}"[:13] if first else "", "R7.6.2" if first else "", f"生活のことで困っている（{home}）" if first else "",
        "R7.6.10 14:00" if first else "", "訪問" if first else "", f"自宅を訪ね、話を聞いた。\n次回は書類を見る。（{home}）" if first else "",
    ]  # fmt: skip


# (row, column, what stands there, item in which it is wrong, the right thing)
FAULTS = [
    (3, 4, "S20.2.30", "birth", "S20.2.3"), (9, 4, "令和99年1月1日", "birth", "S40.1.1"), (12, 1, "", "name", "佐藤　一郎"),
    (18, 3, "おとこ", "sex", "男"), (21, 11, "狼煙", "method", "訪問"), (24, 10, "R7.13.1", "record_at", "R7.12.1"),
    (30, 12, "", "record_text", "訪問した。"), (33, 10, "", "record_at", "R7.6.10"), (36, 7, "なし", "phone", ""),
    (39, 2, "佐藤 太郎", "kana", "サトウ タロウ"), (42, 8, "R19.1.1", "opened_on", "R7.6.2"), (45, 4, "きのう", "birth", "80代"),
    (48, 12, "記録\x0bここまで", "record_text", "記録ここまで"), (51, 10, "2027/1/1", "record_at", "2025/1/1"), (54, 3, "3", "sex", "女"),
    (57, 11, "テレパシー", "method", "電話"), (60, 4, "M30.1.1", "birth", "T12.1.1"), (64, 5, "本人", "relation", "妻"),
    (67, 1, "　", "name", "林　花子"), (72, 6, "あ" * 170, "address", "ひなた町1丁目1"),
]  # fmt: skip


def ledger(count: int = 1000, faults: bool = True) -> list[list[str]]:
    """Titles, headings, rows; with its faults."""
    rows = [row(n) for n in range(count)]
    for at, column, text, *_ in FAULTS if faults else ():
        rows[at][column] = text
    return [["相談台帳（令和7年度）"], [], HEAD, *rows]


def as_csv(table: list[list[str]], coding: str = "cp932") -> bytes:
    """As Excel saves it."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(one in text for one in ',"\n') else text

    return "".join(",".join(map(cell, line)) + "\r\n" for line in table).encode(coding)
