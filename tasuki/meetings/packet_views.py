"""Pages of the papers: chosen, on paper, as PDF; who opened which copy."""

from django.contrib import messages
from django.shortcuts import redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import pdf_response

from . import actions, papers, rules, showing
from .forms import PapersForm
from .item_views import item_or_404


@needs(Permission.MEETING_ATTEND)
def item_papers(request, item):
    """Pick the papers, look at them and at the names in them, fix them."""
    item = item_or_404(request.worker, item)
    may = rules.may_freeze(item, request.worker)
    if item.case_id and may:
        item.case = open_case(request.worker, item.case_id, part=Scope.RECORD, verb="会議資料を選ぶ画面を開いた")
    form = PapersForm(request.POST or None, item=item) if may else None
    picks = form.picks() if form and form.is_valid() else None
    proposal = papers.propose(item, request.worker, picks) if picks else None
    if proposal and proposal.papers and "preview" not in request.POST and not proposal.unseen(picks):
        actions.freeze(item=item, by=request.worker, papers=proposal.papers)
        messages.success(request, "資料を確定しました。呼ばれた機関は、守秘を誓うと開けます。")
        return redirect("meetings:item", item=item.pk)
    context = {"form": form, "item": item, "may": may, "proposal": proposal, "stopped": "preview" not in request.POST}
    return render(request, "meetings/papers.html", context, status=422 if form and form.errors else 200)


@needs(Permission.MEETING_ATTEND)
def packet_paper(request, item, call=None):
    """One copy on paper, with the recipient in the margin; the host prints one for each who is called."""
    page = showing.copy_page(item_or_404(request.worker, item), request.worker, call)
    page["packet"] = actions.open_packet(item=page["item"], by=request.worker, copy=page["recipient"], printed=True)
    return render(request, "meetings/packet.html", page)


@needs(Permission.MEETING_ATTEND)
def packet_pdf(request, item, call=None):
    """The same copy as a PDF file: number and name on every page, and faintly behind the text."""
    page = showing.copy_page(item_or_404(request.worker, item), request.worker, call)
    copy = page["recipient"]
    page["packet"] = actions.open_packet(item=page["item"], by=request.worker, copy=copy, printed=True)
    told = {"title": "会議資料", "reader": request.worker, "number": copy.told, "mark": showing.MARK}
    return pdf_response(request, "meetings/packet.html", page, **told)


@needs(Permission.OVERSEE)
def looks(request):
    """Who opened which copy of which papers (個人情報保護責任者): numbers and names of workers, never the papers."""
    record(Act.LOOK, "会議資料を開いた記録を見た", by=request.worker)
    return render(request, "meetings/looks.html", showing.looks_page(request.worker, request.GET.get("q", "")[:40]))
