"""The frame of every page: where one can go, and how much waits there."""

from typing import Any

from django.http import HttpRequest

from tasuki.staff.permissions import Permission as P

# heading, label, address, permission
PLACES = [
    ("", "きょう", "/today/", P.SIGNED_IN),
    ("", "受付", "/consultations/", P.CONSULT),
    ("", "ケース", "/cases/", P.CASE_READ),
    ("", "つなぐ", "/referrals/", P.REFER),
    ("", "会議", "/meetings/", P.MEETING_ATTEND),
    ("", "訪問", "/outreach/", P.OUTREACH),
    ("", "参加支援", "/participation/", P.CASE_READ),
    ("", "受けもち", "/caseload/", P.CASE_WORK),
    ("", "取りこぼさない", "/overseen/", P.MEETING_RUN),
    ("地域", "居場所・資源", "/places/", P.COMMUNITY_READ),
    ("地域", "課題と集まり", "/issues/", P.COMMUNITY_READ),
    ("地域", "気になること", "/concerns/", P.CONSULT),
    ("地域", "支え手", "/supporters/", P.COMMUNITY_WORK),
    ("ふりかえる", "実績", "/results/", P.REPORT),
    ("ふりかえる", "機関のつながり", "/network/", P.MEETING_RUN),
    ("ととのえる", "表から取り込む", "/carry/", P.CARRY),
    ("ととのえる", "設定", "/settings/", P.SETTINGS),
    ("まもる", "記録と緊急", "/officer/", P.OVERSEE),
    ("まもる", "閲覧と変更の記録", "/audit/", P.OVERSEE),
    ("まもる", "持ち出し簿", "/away/register/", P.OVERSEE),
    ("まもる", "保存期間", "/retention/", P.RETAIN),
]

# Pages that begin otherwise belong to one of these too.
ALSO = {
    "/today/": ("rounds",),
    "/consultations/": ("messages", "papers/intake-sheets"),
    "/cases/": ("people", "leads", "disclosures"),
    "/meetings/": ("screenings",),
    "/outreach/": ("visiting", "away/visits", "away/kits"),
    "/caseload/": ("handovers",),
    "/places/": ("groups", "sessions", "suggestions", "food", "schemes"),
    "/issues/": ("gatherings", "projects"),
    "/supporters/": ("courses", "points", "neighbourly"),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation` as [(heading, [(label, address, current, count)])] for the signed-in worker."""
    worker = getattr(request, "worker", None)
    if worker is None:
        return {"navigation": []}
    groups: dict[str, list[tuple[str, str, bool, int]]] = {}
    for heading, label, address, permission in PLACES:
        if worker.may(permission):
            here = request.path.startswith((address, *(f"/{one}/" for one in ALSO.get(address, ()))))
            groups.setdefault(heading, []).append((label, address, here, 0))
    return {"navigation": list(groups.items())}
