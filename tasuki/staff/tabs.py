"""The pages of the settings side by side (設定の画面); some belong to a room above and are named by their address."""

from .models import Worker
from .permissions import Permission

PAGES = {
    "きまり": [
        ("数と期限", "/settings/", Permission.SETTINGS),
        ("初動の決まり", "/settings/first-response/", Permission.SETTINGS),
        ("取りこぼさない", "/settings/care/", Permission.SETTINGS),
        ("マッチング", "/settings/matching/", Permission.SETTINGS),
        ("持ち出し", "/settings/away/", Permission.SETTINGS),
    ],
    "地域と機関": [
        ("圏域・町字", "/settings/areas/", Permission.SETTINGS),
        ("地図", "/settings/map/", Permission.SETTINGS),
        ("機関", "/settings/agencies/", Permission.SETTINGS),
    ],
    "様式とことば": [
        ("様式", "/settings/sheets/", Permission.SETTINGS),
        ("自治体の様式", "/settings/paper/", Permission.SETTINGS),
        ("コード表", "/settings/codes/", Permission.SETTINGS),
    ],
    "支え手と住民": [
        ("届け先", "/settings/routes/", Permission.SETTINGS),
        ("見守り", "/settings/helping/", Permission.SETTINGS),
        ("ポイント", "/settings/points/", Permission.SETTINGS),
        ("ちょっと困った", "/settings/neighbourly/", Permission.SETTINGS),
        ("住民向けページ", "/settings/portal/", Permission.SETTINGS),
    ],
    "職員と端末": [
        ("職員・配属", "/settings/workers/", Permission.STAFF_ADMIN),
        ("人事異動", "/settings/transfers/", Permission.STAFF_ADMIN),
        ("サインイン", "/settings/sign-in/", Permission.STAFF_ADMIN),
        ("登録端末", "/settings/machines/", Permission.STAFF_ADMIN),
    ],
}
MINE = [
    ("配属", "/me/"),
    ("定型文", "/me/phrases/"),
    ("サインインと端末", "/me/account/"),
    ("閲覧の記録", "/me/looks/"),
    ("役割の一覧", "/me/roles/"),
    ("見える・見えない", "/grounds/"),
]


def settings_tabs(worker: Worker, current: str) -> list[tuple[str, str, bool, None, str]]:
    """(label, address, whether it is this one, no count, group) of the pages that the worker may open."""
    return [
        (label, address, address == current, None, group)
        for group, pages in PAGES.items()
        for label, address, asked in pages
        if worker.may(asked)
    ]


def my_tabs(current: str) -> list[tuple[str, str, bool]]:
    """The pages about oneself side by side."""
    return [(label, address, address == current) for label, address in MINE]
