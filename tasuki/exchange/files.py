"""The forms of open data (書き出しの形式) side by side: what each is for, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass

from tasuki.tenancy.models import Municipality

from . import gif, hsds, ical, opendata


@dataclass(frozen=True)
class OpenFile:
    """A form: its name for people, the name and kind of the file, what it is good for, and its maker."""

    title: str
    name: str
    kind: str
    good_for: str
    make: Callable[[Municipality], tuple[bytes, int]]


FILES = {
    "facilities.csv": OpenFile(
        "公共施設一覧（CSV）", "public_facility.csv", "text/csv; charset=utf-8",
        "自治体標準オープンデータセットの列です。県や市のオープンデータサイトに、そのまま載せられます。", opendata.facilities,
    ),
    "events.csv": OpenFile(
        "イベント一覧（CSV）", "event.csv", "text/csv; charset=utf-8",
        "住民に見せる催しの、これから3か月分です。列は推奨データセットのものです。", opendata.events,
    ),
    "support.json": OpenFile(
        "行政サービス拠点・支援機関等（JSON）", "gif_support.json", "application/json",
        "デジタル庁のデータモデル（GIF）の項目名です。担当区域が入ります。", gif.support,
    ),
    "schemes.csv": OpenFile(
        "支援制度情報（CSV）", "support_scheme.csv", "text/csv; charset=utf-8",
        "住民に見せる支援制度です。見出しは公開されている支援制度データの例によるもので、標準の定義書とは照合していません（未確認）。",
        opendata.schemes,
    ),
    "hsds.json": OpenFile(
        "Open Referral HSDS 3（JSON）", "hsds.json", "application/json",
        "海外でも使われる、支援の案内の形式です。開いている日は繰り返しの決まりになります。", hsds.services,
    ),
    "places.ics": OpenFile(
        "開いている日と催しの暦（iCalendar）", "places.ics", "text/calendar; charset=utf-8",
        "Outlook やスマートフォンの暦に入ります。これから1か月の開いている日と、3か月の催しです。", ical.of_town,
    ),
}  # fmt: skip
