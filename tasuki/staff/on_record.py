"""Every answer is on record before it leaves (閲覧の記録): one entry, in the transaction of the request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from tasuki.audit.actions import write
from tasuki.audit.looks import gathering

# What a page is called in the record when it says nothing itself; by the name of its address.
PAGES = {
    "desk:today": "きょうの画面", "desk:cases": "ケース一覧", "desk:officer": "緊急と保護の点検", "desk:search": "さがす",
    "intake:index": "受付の一覧", "intake:new": "受付票を書く画面", "intake:detail": "相談を開いた",
    "intake:edit": "受付票を直す画面", "intake:conclude": "相談の結果を記す画面", "referrals:index": "つなぐの一覧",
    "referrals:sheet": "つなぐシートを開いた", "referrals:act": "つなぐシートに答える画面",
    "referrals:refer_case": "つなぐシートを書く画面", "referrals:refer_consultation": "つなぐシートを書く画面",
    "outreach:index": "訪問の一覧", "outreach:visit": "訪問を記録する画面", "outreach:advance": "アウトリーチの段階の画面", "outreach:change": "アウトリーチの進め方の画面",
    "outreach:end": "アウトリーチを終える画面", "outreach:begin": "アウトリーチを始める画面", "meetings:board": "会議の一覧",
    "meetings:body": "会議体の画面", "meetings:sitting": "会議の開催を開いた", "meetings:hold": "会議録を記す画面",
    "meetings:cancel": "会議を中止する画面", "meetings:minutes": "会議録を開いた", "meetings:secrecy": "守秘を誓う画面",
    "meetings:item": "議題を開いた", "meetings:packet": "会議資料を開いた", "meetings:papers": "会議資料を作る画面",
    "meetings:looks": "会議資料を開いた人の一覧", "meetings:move": "議題を動かす画面",
    "meetings:general_item": "議題を出す画面", "meetings:agenda_new": "議題を出す画面",
    "meetings:call": "議題に呼ぶ画面", "meetings:conclude": "議題の結論を記す画面", "meetings:close": "議題を終える画面",
    "meetings:uncall": "呼ぶのをやめる画面", "meetings:withdraw": "議題を取り下げる画面",
    "meetings:role_done": "役割の画面", "plans:show": "プランを開いた", "plans:new": "プランを作る画面",
    "plans:edit": "プランを直す画面", "plans:submit": "プランを出す画面", "plans:decide": "プランを決定する画面",
    "plans:evaluate": "プランを評価する画面", "plans:end": "プランを終える画面", "plans:compare": "プランを見比べた",
    "plans:paper": "プランの用紙", "plans:role": "プランの役割", "plans:rest": "同意のない人の画面",
    "assessments:read": "アセスメントを開いた", "assessments:edit": "アセスメントを書く画面",
    "assessments:compare": "アセスメントを見比べた", "assessments:begin": "アセスメントを始める画面",
    "people:find": "人をさがした", "people:new": "人を登録する画面", "people:duplicates": "同じ人かもしれない人の一覧",
    "people:merge": "人をまとめる画面", "people:person": "人の登録を開いた", "people:merge_homes": "世帯をまとめる画面",
    "people:home_new": "世帯を登録する画面", "people:keeper_new": "名指しする画面",
    "people:relation_new": "関係を書く画面", "cases:open_from_consultation": "相談からケースを開く画面",
    "cases:add_to_case": "相談をケースに加える画面", "cases:emergency": "緊急に開く画面",
    "cases:emergency_opening": "緊急の閲覧の画面", "reports:results": "実績", "reports:records": "実績の内訳",
    "casefile:register": "提供の記録の一覧", "staff:me": "わたし", "staff:resume": "書きかけの続き",
    "staff:draft_about": "下書きの保存", "staff:draft": "下書きの保存", "community:places": "居場所・資源",
    "community:place": "居場所・資源", "codes:settings": "設定", "jobs:jobs": "時間のかかる仕事",
    "jobs:export": "記録を取り出す画面", "jobs:retention": "保存期間", "jobs:list": "廃棄候補の一覧",
    "jobs:new_list": "廃棄候補の一覧を作る画面", "jobs:hold": "廃棄を止める画面", "jobs:hold_case": "廃棄を止める画面",
    "jobs:destroyed": "廃棄の記録", "jobs:term": "保存年限を決める画面",
    "jobs:propose": "廃棄候補を出す画面", "jobs:return": "廃棄候補を戻す画面", "jobs:approve": "廃棄を承認する画面",
    "jobs:leave_out": "廃棄候補から外す画面", "jobs:put_back": "廃棄候補に戻す画面", "jobs:end_hold": "廃棄の停止を解く画面",
}  # fmt: skip


def called(request: HttpRequest) -> str:
    """What the page is called in the record: by its name, or by what one must be allowed to do there."""
    match = request.resolver_match
    if match is None:
        return "画面"
    permission = getattr(match.func, "permission", None)
    return PAGES.get(match.view_name) or (f"画面（{permission.label}）" if permission else "画面")


def on_record(door: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gather what the answer shows and write it down; when that fails the answer is not given."""

    @wraps(door)
    def recorded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with gathering() as looks:
            response = door(request, *args, **kwargs)
        shows = 200 <= response.status_code < 300 or response.status_code in (409, 422)
        entry = looks.entry(page=called(request), shows=shows)
        if entry is not None:
            write(**({"by": getattr(request, "worker", None)} | {k: v for k, v in entry.items() if v is not None}))
        return response

    return recorded
