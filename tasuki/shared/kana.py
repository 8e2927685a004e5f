"""Japanese text: search keys, katakana, telephone digits, and text fit to be kept.

A reading (ヨミガナ) is asked of the person, never guessed: nothing here turns kanji into
kana. Keys are for finding only; the stored text keeps its 異体字, IVS and emoji.
"""

import re
import unicodedata

# Each word: the everyday character first, then the variants found in 戸籍 names (異体字).
VARIANTS = """
高髙 崎﨑嵜碕 辺邊邉 斉齊斎齋 浜濱濵 沢澤 桜櫻 島嶋嶌 竜龍 富冨 吉𠮷 広廣 国國 学學 恵惠 徳德
横橫 黒黑 条條 真眞 万萬 与與 関關 塩鹽 桧檜 鉄鐵 栄榮 円圓 実實 寿壽 渋澁澀 穂穗 静靜 瀬瀨 滝瀧
峰峯 館舘 野埜 岩嵓 巌巖 曽曾 増增 蔵藏 槙槇 桑桒 亀龜 鶴靏靍鸖 剣劍劒剱 芦蘆 荘莊庄 総總 県縣
礼禮 祢禰 弥彌 称稱 来來 頼賴 豊豐 聡聰 清淸 青靑 戸戶 柳栁 柏栢 梅楳 蛍螢 経經 継繼 絵繪 糸絲
緑綠 縄繩 為爲 尭堯 遥遙 薫薰 勲勳 巻卷 乗乘 児兒 団團 図圖 対對 寛寬 将將 専專 岳嶽 帰歸 従從
恒恆 悦悅 慎愼 数數 昇曻 晃晄 暁曉 会會 両兩 仏佛 伝傳 体體 内內 涼凉 区區 参參 双雙 収收 台臺
呉吳 喜㐂 声聲 壱壹 奥奧 姫姬 宝寶 尚尙 属屬 庁廳 弁辨瓣辯 弐貳 当當 彦彥 徴徵 応應 択擇 拝拜
挙擧 旧舊 昂昻 晋晉 暦曆 楽樂 様樣 権權 歓歡 歩步 毎每 気氣 浅淺 浄淨 涛濤 淵渕 渓溪 満滿 湾灣
灯燈 点點 猪豬 瑶瑤 畑畠 皐皋 砺礪 禄祿 稲稻 穏穩 粋粹 縁緣 舎舍 芸藝 薮藪 虎乕 衛衞 裏裡 覚覺
観觀 謡謠 譲讓 賛贊 郎郞 郷鄕 釈釋 録錄 頴穎 駅驛 鴎鷗 鶏鷄 麦麥 黄黃 齢齡 凛凜 枡桝 籠篭 莱萊
祷禱 湧涌 杉杦 土圡 橋槗𣘺 船舩 松枩 角⻆ 隣鄰 鈎鉤 予豫 画畫
"""
_VARIANT_MAP = str.maketrans({v: word[0] for word in VARIANTS.split() for v in word[1:]})
_TO_KATAKANA = str.maketrans({chr(c): chr(c + 0x60) for c in (*range(0x3041, 0x3097), 0x309D, 0x309E)})
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヰヱヲ", "アイウエオツヤユヨワカケイエオ")
_INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200f\u2060\ufeff\u00ad]")
_VOICE_MARKS = re.compile("[\u3099\u309a]")
_DROPPED = re.compile(r"[\s・･.,、。ー\-‐‑‒–—―−~〜～'’`]+")
_REPEAT = re.compile("(.)[々ヽ]")
_SPLIT_VOICE = re.compile("[ぁ-ヿ][\u3099\u309a]")
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}

_ROMAN_ROWS = {
    "A": "アァ", "I": "イィヰ", "U": "ウゥ", "E": "エェヱ", "O": "オォヲ", "K": "カキクケコヵヶ",
    "G": "ガギグゲゴ", "S": "サシスセソ", "Z": "ザズゼゾヅ", "J": "ジヂ", "T": "タツテト", "C": "チ",
    "D": "ダデド", "N": "ナニヌネノン", "H": "ハヒヘホ", "F": "フ", "B": "バビブベボ", "P": "パピプペポ",
    "M": "マミムメモ", "Y": "ヤユヨャュョ", "R": "ラリルレロ", "W": "ワヮ", "V": "ヴ",
}  # fmt: skip
_ROMAN = {kana: letter for letter, row in _ROMAN_ROWS.items() for kana in row}


def fold_name(text: str) -> str:
    """The key a name is found by (氏名の検索キー); apply it to both sides of a comparison.

    One form for width, hiragana and katakana, 清濁, small kana, 長音 and hyphens, 異体字,
    IVS, 々 and spaces: 「髙﨑　ｼﾞｮｰ」 and 「高崎しよ」 meet. Never shown, never stored as a name.
    """
    flat = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_VARIANT_MAP)
    flat = unicodedata.normalize("NFD", flat.translate(_TO_KATAKANA))
    flat = _DROPPED.sub("", _VOICE_MARKS.sub("", flat)).translate(_LARGE).casefold()
    return _REPEAT.sub(r"\1\1", unicodedata.normalize("NFC", flat))


def fold_text(text: str) -> str:
    """The form in which record text is searched (本文の検索形).

    Width, case, hiragana and katakana, 異体字 and IVS are one; 清濁 and 長音 stay apart
    because in sentences they tell words apart. White space becomes one space.
    """
    flat = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_VARIANT_MAP)
    return " ".join(flat.translate(_TO_KATAKANA).casefold().split())


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters of the folded text, once each, in order (2-gram).

    A word of one character stands for itself; pairs never reach across a space.
    """
    pairs: dict[str, None] = {}
    for word in fold_text(text).split():
        for i in range(max(1, len(word) - 1)):
            pairs[word[i : i + 2]] = None
    return list(pairs)


def katakana(text: str) -> str:
    """A typed reading as it is kept: full-width katakana, one space (ヨミガナ); kanji stay."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA).split())


def is_katakana(text: str) -> bool:
    """Whether a reading is katakana only, with spaces, ー and ・ allowed."""
    return bool(re.fullmatch(r"[ァ-ヺーヽヾ・ 　]+", text))


def initials(kana: str) -> str:
    """Initials from a reading or a latin name: ヤマダ ハナコ → Y.H.; empty without a reading."""
    letters = []
    for part in katakana(kana).replace("・", " ").split():
        first = part[0].upper()
        letter = first if "A" <= first <= "Z" else _ROMAN.get(first)
        if letter is None:
            return ""
        letters.append(letter + ".")
    return "".join(letters)


def phone_digits(text: str) -> str:
    """Digits of the first telephone number for finding it: +81 (03)5253-5111 → 0352535111."""
    first = re.split(r"\s/|/\s|内線|\bext", unicodedata.normalize("NFKC", text), maxsplit=1)[0]
    digits = re.sub(r"[^0-9]", "", first)
    if first.strip().startswith("+81"):
        return "0" + digits[2:].removeprefix("0")
    return digits


def clean_text(text: str) -> str:
    """Typed text as it is kept: line ends are \\n, split 濁点 joined, nothing else changed.

    𠮷, IVS and emoji stay. Raises ValueError with a Japanese message for characters that
    cannot be kept or could disguise text: control characters except newline and tab,
    bidi overrides, lone surrogates, noncharacters.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _REFUSED.search(lines):
        code, place = ord(found.group()), found.start() + 1
        raise ValueError(
            f"使えない文字（{_refusal(code)} U+{code:04X}）が{place}文字目にあります。消してから入力しなおしてください。"
        )
    return joined_voices(lines)


def joined_voices(text: str) -> str:
    """Split 濁点 joined (か゛ → が). Only kana: NFC would also change kanji such as U+FA19 to another 字体."""
    return _SPLIT_VOICE.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)


def _refusal(code: int) -> str:
    """Why a character is refused."""
    if code < 0x20 or 0x7F <= code < 0xA0:
        return "制御文字"
    if code in _BIDI:
        return "文字の向きを変える記号"
    return "こわれた文字" if 0xD800 <= code <= 0xDFFF else "文字ではない符号"


# Control characters except newline and tab, bidi overrides, lone surrogates, noncharacters of every plane.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(map(chr, _BIDI))
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
