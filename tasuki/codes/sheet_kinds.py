"""Kinds of questions of a sheet (項目の種類): those a municipality may add, and those only a column of a room can hold."""

ANSWERS = {
    "text": "短い文",
    "long": "長い文",
    "choice": "一つ選ぶ",
    "choices": "いくつでも選ぶ",
    "yesno": "はい・いいえ",
    "number": "数",
    "money": "金額（円）",
    "date": "日付",
}
# Filled by the room itself; a version of a municipality moves and relabels them, and adds none.
OF_ROOMS = {
    "moment": "日時",
    "person": "人",
    "persons": "人（何人でも）",
    "agency": "機関",
    "agencies": "機関（いくつでも）",
    "worker": "職員",
    "tick": "印",
    "table": "表",
    "picture": "図",
    "sign": "署名",
}
KINDS = ANSWERS | OF_ROOMS
