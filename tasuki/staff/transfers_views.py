"""人事異動: a table of posts in Excel, looked through line by line, then carried out as a whole."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.tables import EXCEL, Workbook
from tasuki.tenancy.models import Agency
from tasuki.ui.table_form import TableForm

from . import actions, rules
from .doors import needs
from .models import Post
from .permissions import Permission
from .roles import ROLES
from .transfer_lines import HEADINGS, Reader, rows_said
from .transfers import apply_transfers
from .workers_views import show

HERE, KIND = "/settings/transfers/", "transfers"


class TransfersForm(TableForm):
    """The table of posts."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["table"].label = "人事異動の表"
        self.fields["table"].help_text = "Excel（xlsx）か CSV、3000行まで。ひな形の見出しを使ってください。"

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """Posts by heading."""
        return rows_said(rows)


@needs(Permission.STAFF_ADMIN)
def transfers(request):
    """How it goes, the table to fill in, and the place to send it."""
    form = TransfersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_draft(by=request.worker, kind=KIND, about=None, fields={"said": form.said})
        return redirect("staff:transfers_check")
    return show(request, "staff/transfers.html", HERE, form=form)


@needs(Permission.STAFF_ADMIN, fresh=True)
def template(request):
    """The table to fill in, with everybody's posts of today and the words that are understood."""
    posts = list(Post.objects.now().select_related("worker", "agency").order_by("agency__name", "worker__kana"))
    record(Act.EXPORT, "人事異動のひな形（配属の一覧）", by=request.worker, count=len(posts))
    response = HttpResponse(_workbook(posts), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="tasuki-posts.xlsx"'
    return response


def _workbook(posts):
    book = Workbook()
    sheet = book.sheet("配属")
    sheet.row(0, list(HEADINGS.values()), "head")
    for line, post in enumerate(posts, start=1):
        her, role = post.worker, post.get_role_display()
        sheet.row(line, [her.login, her.name, her.kana, post.agency.name, role, post.title, post.since, None], "cell")
    sheet.widths(16, 18, 18, 30, 26, 18, 14, 18)
    sheet.table_on_paper(1, 2)
    sheet = book.sheet("使えることば")
    sheet.row(0, ["機関", "役割", "どんな役割か"], "head")
    for line, agency in enumerate(Agency.objects.filter(closed_on=None), start=1):
        sheet.row(line, [agency.name], "cell")
    for line, role in enumerate(ROLES.values(), start=1):
        sheet.row(line, [role.name.label, role.description], "wrapped", first=1)
    sheet.widths(34, 30, 60)
    return book.content()


@needs(Permission.STAFF_ADMIN, fresh=True)
def check(request):
    """Every line with what it will do; then all of them at once."""
    draft = actions.draft_of(request.worker, KIND, None)
    if draft is None:
        return redirect("staff:transfers")
    said = draft.fields["said"]
    if request.method == "POST":
        report = apply_transfers(by=request.worker, said=said)
        actions.drop_draft(by=request.worker, kind=KIND, about=None)
        return show(request, "staff/transfers_done.html", HERE, report=report)
    lines = Reader(request.worker).lines(said)
    wrong = sum(bool(line.errors) for line in lines)
    allowed = rules.may_apply_transfers(request.worker, wrong)
    return show(request, "staff/transfers_check.html", HERE, lines=lines, wrong=wrong, allowed=allowed)
