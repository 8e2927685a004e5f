"""Words, days, numbers, keys and files that nobody should send (おかしな値), as Hypothesis strategies."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# How often each form is tried; more at night.
EXAMPLES = int(os.environ.get("TASUKI_FUZZ", "2"))
SLOWEST = 5.0  # seconds an answer may take
MOST_MEMORY = 256 * 1024  # KiB by which the process may grow

CAREFUL = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize="TASUKI_FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
)  # fmt: skip

KEPT = [  # must come back as they are
    "𠮷野家の𠮷さん", "葛\U000e0100城市と葛\U000e0101飾区", "辻󠄀さん", "\ufa19谷", "👨‍👩‍👧‍👦 と 🧑🏽‍🦽", "ｶﾀｶﾅ ﾊﾝｶｸ", "ﾊﾟｰﾄ", "が と か゛",
    "العربية עברית", "①㈱㍻", "<script>alert(1)</script>", "{{ 7*7 }}{% csrf_token %}", "'; drop table cases_case; --",
    "=1+1", "＝SUM(A1)", "%s %(x)s {0}", "\\0 \\x00 \\", "改行\nと\tタブ", "ﷺ" * 20, "i̇İıI", "ẞß", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L", "null", "None",
]  # fmt: skip
REFUSED = ["a\x00b", "\x08\x1b[31m", "\u202eevil\u202c", "\u2066x\u2069", "\x85", "\ufffe", "\U0001ffff", "\x7f"]
DAYS = ["令和99年13月99日", "0000-00-00", "R0.0.0", "R8.2.30", "9999/12/31", "99999999999/1/1", "１９９９年", "昭和65年1月1日", "明治0年",
        "R8.11.22 ", "S64.1.7", "H31.4.30", "-1/-1/-1", "½/½/½", "٢٠٢٦/١/١", "R٨.١.١", "R8.99999999999999999999.1", "今日"]  # fmt: skip
NUMBERS = ["½", "٣", "－１", "-1", "1e309", "NaN", "inf", "9" * 400, "0x10", "1_000", "２", "0", "2147483648",
           "9223372036854775808", "3.14", "Ⅳ", "一"]  # fmt: skip
KEYS = ["", "0", "00000000-0000-0000-0000-000000000000", "not-a-key", "ffffffff-ffff-ffff-ffff-ffffffffffff ",
        "../../etc/passwd", "{" * 36, "٣" * 36]  # fmt: skip
LONG = ["あ" * 100_000, "x" * 100_000, "\n" * 50_000, "🧑🏽‍🦽" * 10_000]

short = st.sampled_from([*KEPT, *REFUSED, *DAYS, *NUMBERS, *KEYS, "", " ", "　", "a" * 201])
value = st.one_of(short, short, short, st.text(max_size=40), st.sampled_from(LONG))


FILES = [
    ("空.txt", b""), ("a.pdf", b"%PDF-1.7 no end"), ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), ("a.jpg", b"\xff\xd8\xff\xe0" * 9),
    ("表.xlsx", b"PK\x03\x04" + b"\xff" * 60), ("表.csv", "氏名,=1+1\r\n\"閉じない".encode()), ("表.csv", "氏,名\n髙,﨑\n".encode("cp932")),
    ("a.csv", b"\xff\xfe\x00,\n" * 40), ("a.txt", b"\x00" * 500), ("a.svg", b"<svg onload='alert(1)'/>"), ("a" * 400 + ".txt", b"a"),
    ("../../etc/passwd", b"root"), ("\u202efdp.exe", b"MZ"), ("a.csv", b",\n" * 6000), ("a.csv", b"a," * 5000),
    ("a.json", b'{"a":' * 3000), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 70),
]  # fmt: skip


@st.composite
def spoilt(draw, names: list[str], filled: dict[str, list[str]], buttons: list[tuple[str, str]], files: list[str]):
    """A filled form in which some boxes hold what they should not, are missing, or come several times."""
    form = dict(filled)
    if names:
        how_many = draw(st.sampled_from([1, 1, 2, 4, len(names)]))
        for name in draw(st.permutations(names))[:how_many]:
            what = draw(st.sampled_from(["value", "value", "value", "value", "missing", "many"]))
            if what == "missing":
                form.pop(name, None)
            else:
                times = draw(st.sampled_from([2, 5, 40]))
                form[name] = [draw(value)] if what == "value" else [draw(short) for _ in range(times)]
    if buttons:
        name, told = draw(st.sampled_from(buttons))
        form[name] = [told]
    return form, {name: draw(st.sampled_from(FILES)) for name in files}
