"""A place for one person: the sheet, the ranked places, asked without a name, visited, tried, settled as a helper."""

import re
import time

import pytest

pytestmark = pytest.mark.journey

FAMILY = f"道草{int(time.time()) % 100000}"
PERSON = f"{FAMILY} 歩"
LABEL = f"60代の単身の世帯（{FAMILY}）"
PLACE = f"旅の見本農園{FAMILY}"
TODAY = time.strftime("%Y/%m/%d")
WORDS = "「土のにおいのするところへ行きたい」"


def key_of(path: str) -> str:
    """The key in an address."""
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)[0]


def test_somebody_finds_a_place_and_becomes_a_helper(people):
    csw, stranger = people("y-csw"), people("y-yosono")

    # 受入先が台帳にある
    csw.go("/places/new/").type(name=PLACE, opening="平日 9時から12時")
    csw.pick(functions="農園・作業").press("保存する", then=PLACE)
    place = "/participation/places/" + key_of(csw.path()) + "/"

    # 受付から、ケースへ
    csw.go("/consultations/new/").pick(route="本人が来所").type(
        words="「家にばかりいる」", family_name=FAMILY, given_name="歩", birth="昭和38年頃"
    )
    csw.press("受け付ける", then="受付票").press("ケースを開く").type(label=LABEL).press("ケースを開く", then=LABEL)
    case = "/cases/" + key_of(csw.path()) + "/"
    home = case + "participation/"

    # 参加支援アセスメント: 本人のことばがないと確定しない
    csw.go(home).reads("まだ参加支援を始めていません").checked().press("参加支援を始める").checked()
    csw.pick(person=PERSON).press("書き始める", then="参加支援アセスメント").checked()
    sheet = csw.path()
    csw.pick(functions="農園・作業", weekdays="水", parts="午前", part_in="手伝いとして").press(
        "確定して、合う場をさがす"
    )
    csw.reads("本人のことばで書いてから")
    csw.go(sheet).type(wishes=WORDS).pick(functions="農園・作業", weekdays="水", parts="午前", part_in="手伝いとして")
    csw.checked().press("確定して、合う場をさがす", then="合う場").reads(PLACE).checked()

    # 候補は理由つきで並び、選ぶのは職員
    csw.press(PLACE, then=PLACE).reads("水曜午前").checked()
    csw.type(why="畑の写真を見て、うなずいた").press("候補にする", then=LABEL).reads("受入先に聞く").checked()

    # 名前を伝えずに聞く
    csw.press("受入先に聞く").reads("お名前は、ご本人に確かめてから").never_reads(f"{FAMILY}さん").checked()
    csw.type(told=f"{FAMILY}さんが行きたいそうです").press("受入先に聞く").reads("名前や番号が入っています")
    csw.type(told="朝の農作業を手伝いたい方がいます。").press("受入先に聞く", then=LABEL)
    csw.press("返事を記録する").pick(answer="条件つきで受け入れられる", needs="保険").type(
        conditions="「けがの保険だけ」", seats="2"
    ).checked()  # fmt: skip
    csw.press("返事を記録する", then=LABEL).reads("受け入れてもらえる")

    # 見学・体験・通う: 会う前に、名前を伝えてよいかを本人に聞く
    csw.press("次の段階へ").pick(status="見学").press("次の段階へ進める").reads("本人にたずね、その日を").checked()
    csw.type(told_on=TODAY).press("次の段階へ進める", then=LABEL)
    for step in ("体験", "通っている"):
        csw.press("次の段階へ").pick(status=step).press("次の段階へ進める", then=LABEL)

    # 本人と受入先の両方に聞く
    for side in ("本人", "受入先"):
        csw.press("その後を確かめる").pick(side=side, how="会って", going="順調").type(words="「朝が楽しみ」").checked()
        csw.press("その後を確かめる", then=LABEL)
    csw.go(home).reads("その後 2件").reads("手伝いとして").checked()

    # ほかの機関には人数だけ
    stranger.go(home, status=404)
    stranger.go(place).reads("いま通っている人").never_reads(FAMILY + " ").checked()
    csw.go("/participation/").reads(PERSON).checked()

    phone = people("y-csw", width=390)
    phone.go(home).checked()
    phone.go("/participation/").checked()
