"""Words that would tell who it is (だれのことか分かることば): telephone numbers, house numbers, names. Pure."""

import re
import unicodedata
from collections.abc import Iterable

# A single character is a name only where it is used as one: 森さん, but not 森の中.
_TITLES = "さん|様|さま|氏|くん|君|ちゃん|家の|宅"
_PHONE = re.compile(r"(?<!\d)0\d{1,4}[-‐−–ー― (（]?\d{1,4}[-‐−–ー― )）]?\d{3,4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_HOUSE = re.compile(
    r"\d+番地?(?:の?\d+)?(?:号室?)?|\d+丁目\d+(?:[-‐−–ー―]\d+)*|(?<![\d年月/.])\d+[-‐−–ー―]\d+[-‐−–ー―]\d+|\d+号室"
)
_BORN = re.compile(r"(?:明治|大正|昭和|平成|令和)\d+年\d+月\d+日生|\d{4}年\d+月\d+日生")
_KANJI = "一-龯々〆ヶ"
_CALLED = re.compile(rf"[{_KANJI}ァ-ヶー]{{1,4}}(?:さん|様|氏)(?![{_KANJI}])")
# Polite words for people who are nobody in particular.
_NOBODY = re.compile(
    r"(?:皆|お客|利用者|参加者|住民|奥|旦那|お子|親御|民生委員|担当者|業者|患者|高齢者|相談者|母|父|祖母|祖父|姉|兄|娘|息子|孫|嫁|爺|婆|"
    r"神|仏|隣|大家|店|農家|障|医者|先生|会長|班長|町内会長|自治会長|若者|子ども|近所|職員|ヘルパー|ケアマネ|ケアマネジャー|ボランティア|"
    r"サポーター|コーディネーター|メンバー|スタッフ|オーナー|リーダー|ママ|パパ|ドライバー)(?:さん|様|氏)$"
)


def folded(text: str) -> str:
    """The same text however it was typed: width, spaces."""
    return re.sub(r"[\s　]+", "", unicodedata.normalize("NFKC", text))


def told_places(text: str) -> list[str]:
    """Telephone numbers, addresses of letters, house numbers and birthdays in the text."""
    flat = unicodedata.normalize("NFKC", text)
    return _each(match.group().strip() for kind in (_PHONE, _MAIL, _BORN, _HOUSE) for match in kind.finditer(flat))


def called(text: str) -> list[str]:
    """Somebody called by a name (○○さん), as far as words alone can tell."""
    flat = unicodedata.normalize("NFKC", text)
    return _each(match.group() for match in _CALLED.finditer(flat) if not _NOBODY.search(match.group()))


def named(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text; short ones only where they are used as a name."""
    flat, found = folded(text), []
    for name in {folded(one) for one in names if one}:
        used = re.search(rf"{re.escape(name)}(?:{_TITLES})", flat) if len(name) < 2 else name in flat
        if used:
            found.append(name)
    return sorted(found, key=lambda one: (-len(one), one))


def telling(text: str, names: Iterable[str] = ()) -> list[str]:
    """Everything in the text that would tell who it is, the longest first; what is part of something longer not again."""
    found = _each([*named(text, names), *told_places(text), *called(text)])
    return [one for one in found if not any(one != other and one in other for other in found)]


def _each(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def to_remove(found: Iterable[str]) -> str:
    """What is said at the field; empty when there is nothing to remove."""
    words = "".join(f"「{one}」" for one in found)
    return f"だれのことか分かることばがあります：{words}。消すか、言いかえてください。" if words else ""
