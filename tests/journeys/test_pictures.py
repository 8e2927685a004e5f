"""Pictures drawn from the records: a grandchild appears, is moved and put back; a tie is told; two ecomaps are compared."""

import re
import time

import pytest

pytestmark = pytest.mark.journey

FAMILY = f"絵筆{int(time.time()) % 100000}"
LABEL = f"80代の母と40代の長女の世帯（{FAMILY}）"


def test_a_worker_draws_with_the_records(people):
    worker = people("y-shogai")

    # 米子③の形の世帯: 受付からケースへ
    worker.go("/consultations/new/").pick(route="本人が来所").type(
        words="「ママと離れたい。でも心配」", family_name=FAMILY, given_name="明里", birth="昭和50年12月9日"
    )
    worker.press("受け付ける", then="受付票").press("ケースを開く").type(label=LABEL).press("ケースを開く", then=LABEL)
    case = re.search(r"/cases/[0-9a-f-]+/", worker.path())[0]
    genogram, ecomap = case + "genogram/", case + "ecomap/"

    # ジェノグラム: 母、兄、孫（めい）を用紙で加えると、図形が現れる
    worker.go(case + "household/").press("直す・写す", then="ジェノグラム").checked().fits()
    for part, name, sex, relation in (
        ("親", "千代", "女性", "母"),
        ("きょうだい", "健", "男性", "兄"),
        ("子", "ひより", "女性", "子"),
    ):
        worker.go(genogram).press("人を加える", then="ジェノグラムに人を加える").checked().pick(part=part, sex=sex)
        worker.type(family_name=FAMILY, given_name=name, relation=relation).press("加える", then="図に現れています")
    worker.reads("母").reads("兄").checked()

    # 病気・障害の記号: 人の行から二手で書くと、図・凡例・ことばに出る
    worker.go(genogram)
    worker.page.locator("tr", has_text="千代").get_by_role("link", name=re.compile("図の記号を書く")).click()
    worker.page.wait_for_load_state()
    worker.checked().fits()
    worker.page.get_by_label("認：認知症").check()
    worker.press("書く", then="記号を書きました").checked()
    assert worker.page.locator("[data-stage] text", has_text=re.compile("^認$")).count()
    signs = re.search(r"signs/[0-9a-f-]+/", worker.page.content())[0]

    # 動かす: ボタンで、矢印キーで、もどす
    main = worker.page.locator("main")
    undo = main.get_by_role("button", name="ひとつ前にもどす")
    worker.pick(who="兄").press("となりの右へ ⇥").checked()
    stage = worker.page.locator("[data-stage]")
    brother = stage.locator("[data-person].chosen")
    before = brother.bounding_box()["x"]
    stage.press("ArrowLeft")
    worker.page.wait_for_load_state()
    assert brother.bounding_box()["x"] < before
    undo.click()
    worker.page.wait_for_load_state()
    assert abs(brother.bounding_box()["x"] - before) < 2

    # マウスで引く
    box = brother.bounding_box()
    worker.page.mouse.move(box["x"] + 20, box["y"] + 20)
    worker.page.mouse.down()
    worker.page.mouse.move(box["x"] + 100, box["y"] + 24, steps=5)
    with worker.page.expect_navigation():
        worker.page.mouse.up()
    assert brother.bounding_box()["x"] > before
    worker.press("並べなおす").reads("手で動かした人はいません。").checked()

    # 氏名・イニシャル、図として保存
    worker.press("イニシャル").reads("イニシャル").press("続柄")
    with worker.page.expect_download() as saved:
        main.get_by_role("button", name="図を保存（PNG）").click()
    assert saved.value.suggested_filename.endswith(".png")
    with worker.page.expect_download() as saved:
        main.get_by_role("link", name="図を保存（SVG）").click()
    assert saved.value.suggested_filename.endswith(".svg")

    # エコマップ: 控える、犬を書き足す、母とのつながりを直す、見くらべる
    worker.go(ecomap).reads("主担当").checked().fits()
    worker.type(title="受けたとき").press("いまの図を控える", then="控えました").checked()
    worker.press("つながりを書き足す").type(name="犬のポチ", what="なぐさめ", often="毎日").pick(
        sector="近所・友人・地域", strength="強い", flow="たがいに"
    ).checked()  # fmt: skip
    worker.press("書く", then="エコマップに書きました").reads("犬のポチ")
    main.get_by_role("link", name=re.compile("直す.*あさぎり")).click()
    worker.page.wait_for_load_state()
    worker.pick(strength="ストレスがある・対立").press("書く", then="手で直した").checked()
    worker.press("見くらべる", then="変わったこと").reads("犬のポチ").reads("（なし）").checked().fits()

    # 横の経過: 機関ごと、とぎれが名で出る。紙にも出せる
    worker.go(case + "lanes/").reads("主担当").reads("段階").checked().fits()
    worker.reads("ここに年表ができます")

    # 生活歴: アセスメントに時期で始まる行を書いて確定すると、年表と縦の経過に出る
    worker.go(case + "assessment/begin/")
    worker.page.locator("main button[type=submit]").first.click()
    worker.page.wait_for_load_state()
    worker.page.locator("textarea[name$='life_history']").first.fill("平成6年　特別支援学校を卒業\n20代　菓子の箱詰め")
    worker.page.locator("main button[name=act][value=save]").first.click()
    worker.page.wait_for_load_state()
    worker.page.locator("main button[name=act][value=fix]").first.click()
    worker.page.wait_for_load_state()
    worker.go(case + "lanes/").reads("これまでのくらし").checked().fits()
    assert worker.page.locator("#life svg text", has_text="特別支援学校を卒業").count() == 1
    worker.go(case + "?only=life").reads("特別支援学校を卒業").checked()
    worker.page.emulate_media(media="print")
    worker.go(ecomap)
    assert not main.get_by_role("link", name="つながりを書き足す").is_visible()
    worker.page.emulate_media(media="screen")

    # 電話の幅でも読める
    small = people("y-shogai", width=390)
    for path in (
        genogram,
        ecomap,
        ecomap + "compare/",
        case + "lanes/",
        genogram + "add/",
        genogram + signs,
        ecomap + "tie/",
    ):
        small.go(path).fits().checked()

    # かかわらない機関には、どの図もない
    stranger = people("y-yosono")
    for path in (genogram, genogram + "picture.svg", ecomap, ecomap + "picture.svg", case + "lanes/"):
        stranger.go(path, status=404)


def test_the_coordinator_sees_who_hands_on_to_whom(people):
    coordinator = people("y-suishin")
    coordinator.go("/network/?year=all").reads("機関のつながり").reads("表（行から列へ）").checked().fits()
    coordinator.page.locator("main table a").first.click()
    coordinator.page.wait_for_load_state()
    coordinator.reads("あなたが見られるシートだけ").checked()
    people("y-shokan", width=390).go("/network/?year=all").fits().checked()
    people("y-hokatsu").go("/network/", status=403)
