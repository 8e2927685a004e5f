"""The pages of the record side by side."""

TABS = {
    "/audit/": "閲覧と操作",
    "/audit/changes/": "変更の中身",
    "/audit/seals/": "封印",
    "/audit/report/": "月次の報告",
}


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this one)."""
    return [(label, address, address == current) for address, label in TABS.items()]
