"""From one to many: a CSW goes to a gathering, a lead becomes a consultation, two cases a course with its effect."""

import re
import time

import pytest

pytestmark = pytest.mark.journey

MARK = str(int(time.time()) % 100000)
NAME = f"ひなた東 支え愛連絡会 {MARK}"
TITLE = f"先の備えを話す場がない {MARK}"


def counted(section, *rows: str) -> list[int]:
    """Numbers of this year's results."""
    section.go("/results/")
    found = []
    for row in rows:
        link = section.page.locator(f"main a[href*='/{row}/']").first
        found.append(int(re.match(r"\d+", link.inner_text())[0]) if link.count() else 0)
    return found


def test_what_is_heard_at_a_gathering_becomes_a_consultation(people):
    csw, section, stranger = people("y-csw"), people("y-shokan"), people("y-yosono")
    rows = ("gathering", "outreach_gathering", "consultation_gathering", "issue")
    before = counted(section, *rows)

    # 集まり: who went, how many came, what was talked about; a name is refused at its field
    csw.go("/gatherings/").checked().press("集まりを記録する").checked()
    csw.pick(kind="支え愛連絡会", held="訪問", area="第2圏域").type(
        name=NAME, residents="14", talked="見本さんの家のこと"
    )
    csw.press("記録する").reads("「見本さん」").checked()
    csw.type(talked="家の片づけと、先のことの心配が話された。").press("記録する", then=NAME).checked().fits()
    gathering = csw.path()

    # the issue, and the lead about one person
    csw.press("地域の課題として").pick(kind="終活").type(
        title=TITLE, words="だれに聞けばよいか分からない人が多い。"
    ).checked()
    csw.press("書き留める", then=TITLE).reads(NAME).checked().fits()
    issue = csw.path()
    csw.go(gathering).press("ひとりの相談として").reads("集まりで聞いたこと").checked()
    csw.type(words=f"「連絡会に来られん人がおる」{MARK}", caller_name="世話人", about_whom="坂の上の家の人")
    csw.press("受け付ける", then="受付票").reads(NAME).reads("世話人").checked()
    lead = csw.path()
    stranger.go(lead, status=404)
    stranger.go(gathering).never_reads("世話人")

    # 講座 and its effect; the sheet for the monthly meeting
    csw.go(issue).press("つながった先を書く").pick(kind="講座").type(title=f"終活講座 {MARK}").checked().press("つなぐ")
    csw.press("変わったことを書く").type(
        words="三回で31人が来た。", measure="講座に来た人", before="0", after="31", unit="人"
    )
    csw.press("書き留める", then="0人 → 31人").checked().fits()
    csw.go("/issues/sheet/").reads(TITLE).reads(f"終活講座 {MARK}").checked().fits()

    after = counted(section, *rows)
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1, 1]


def test_two_cases_become_an_issue_that_names_nobody(people):
    counsellor, csw, stranger = people("y-kurashi"), people("y-csw"), people("y-yosono")
    counsellor.go("/cases/").press("封筒を開けられない60代の単身の世帯（架空）")
    case = re.match(r"/cases/[0-9a-f-]{36}/", counsellor.path())[0]
    counsellor.go(case + "neighbourhood/").checked().fits().press("いくつかのケースから書き留める").checked().fits()
    counsellor.pick(kind="暮らしのお金", cases="不登校の中学生と母").type(
        title=f"紙が読みきれない {MARK}", words="0900-12-3456 に電話した家"
    )
    counsellor.press("書き留める").reads("だれのことか分かることばがあります").checked()
    counsellor.type(words="届く紙が多く、締め切りを逃してしまう家がある。").press(
        "書き留める", then=f"紙が読みきれない {MARK}"
    )
    issue = counsellor.reads("いくつか（少ない数は出しません）").checked().path()
    counsellor.press("わたしに開かれているもの").reads("封筒を開けられない").checked()
    for other in (csw, stranger):
        other.go(issue).never_reads("封筒を開けられない")
        other.go(issue + "cases/").never_reads("封筒を開けられない")

    # a wish, a partner with its own needs, a place
    csw.go("/projects/").checked().fits().press("資源開発を始める").type(
        title=f"紙を読む日 {MARK}", wanted="予約なしで、となりでいっしょに読む。", wishes="たまった封筒を開けたい"
    )
    csw.checked().press("始める", then="たまった封筒を開けたい").press("相手に声をかける")
    csw.pick(kind="図書館").type(name="わたげの図書館", their_needs="昼に来る人をふやしたい").checked().press(
        "書き留める"
    )
    csw.reads("昼に来る人をふやしたい").page.get_by_role("link", name="返事を書く").click()
    csw.pick(answer="協力する").checked().press("書き留める", then="協力する")
    csw.press("結果を書く").type(result="月に二回で始まった。").checked().press(
        "書き留める", then="生まれた"
    ).checked().fits()
