"""What to try first, in five lines for each role: the page after the first sign-in."""

from tasuki.staff.models import Worker
from tasuki.staff.roles import RoleName

_COUNSEL = [
    (
        "電話を受けたつもりで「相談を受ける」を開き、いつ・経路・話されたことだけを書いて保存します。",
        "/consultations/new/",
        "相談を受ける",
    ),
    (
        "「きょう」で、返事を待たれているつなぐシートを開き、受理するか、ほかの窓口を提案します。",
        "/today/",
        "きょうを見る",
    ),
    (
        "担当ケースを開き、「いま」と次の一手、だれが見られるか（閲覧の根拠）を確かめます。",
        "/cases/?whose=mine",
        "担当ケースを見る",
    ),
    (
        "「記録する」で今日の訪問を書きます。入力は数秒ごとに下書きに残り、直しても前の版が残ります。",
        "/cases/",
        "ケースを選ぶ",
    ),
    (
        "上の欄で「ひきこもり」のような記録のことばや、カナの一部でさがします。見られないものは、ないのと同じです。",
        "/search/?q=ひきこもり",
        "さがしてみる",
    ),
]
LINES: dict[str, list[tuple[str, str, str]]] = {
    RoleName.COUNSELLOR: _COUNSEL,
    RoleName.CSW: [*_COUNSEL[:3], ("「訪問」で、次に会いに行く日と、しばらく会えていない人を確かめます。", "/outreach/", "訪問を見る"),
                   ("「居場所・資源」で、圏域の集まりの場をさがします。", "/places/", "居場所を見る")],
    RoleName.COORDINATOR: [*_COUNSEL[:3], ("「会議」で、議題に呼ぶ機関を選び、資料を確定します。呼ばれた機関だけが、その資料だけを読めます。", "/meetings/", "会議を見る"),
                           ("ケースの「プラン」で、どの機関が・何を・いつまで（または何が起きたら）動くかを並べます。", "/cases/", "ケースを選ぶ")],
    RoleName.SECTION: [
        ("「きょう」で、町全体の、接触が途切れたケースと担当のいないケースを確かめます。", "/today/", "きょうを見る"),
        ("「会議」で支援会議を開き、同意のないケースを議題ごとに、呼んだ機関とだけ検討します。", "/meetings/", "会議を見る"),
        ("「ケース」で「接触が途切れている」にしるしを付けて絞り込みます。", "/cases/?status=running&gap=on", "絞り込んでみる"),
        ("「実績」で年度の数字を開き、数字の中の記録まで下ります。Excelでも受け取れます。", "/results/", "実績を見る"),
        ("「設定」で、回答期限などの数字と、コード表の言葉を町に合わせます。", "/settings/", "設定を見る"),
    ],
    RoleName.CHAIR: [
        ("「会議」で、自分が呼ばれている開催を開きます。", "/meetings/", "会議を見る"),
        ("議題の守秘を確かめると、その議題の資料だけが開きます。ケースそのものは開きません。", "/meetings/", "議題を見る"),
        ("検討のあと、方針・役割分担・次回を記します。", "/meetings/", "会議を見る"),
        ("議題が終わると、資料は回収され、開けなくなります。", "/meetings/", "会議を見る"),
        ("「実績」で、開催回数と扱ったケースの数を確かめます。", "/results/", "実績を見る"),
    ],
    RoleName.ADMINISTRATOR: [
        ("「設定」で、職員と配属を見ます。配属が終わると、その日から入れなくなります。", "/settings/", "設定を見る"),
        ("回答期限・接触が途切れたとみなす日数・伏せる数を、町に合わせます。", "/settings/", "設定を見る"),
        ("コード表の言葉を町の言い方に直します。消すことはできず、閉じることだけができます。", "/settings/", "設定を見る"),
        ("役割ごとに何ができるかを一覧で確かめます。", "/me/", "役割を見る"),
        ("ケースを検索しても、一件も見えないことを確かめます。", "/today/", "きょうを見る"),
    ],
}  # fmt: skip


def lines(worker: Worker) -> list[tuple[str, str, str]]:
    """(sentence, address, label of the button) for the role of the post she acts in."""
    assert worker.post is not None
    return LINES[worker.post.role]
