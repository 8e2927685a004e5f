"""Typing what was written by hand on the day the machines stood still (紙から入力): one sheet, and at once the next."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.html import format_html

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import rules
from .from_paper_forms import PaperForm
from .models import Consultation
from .receiving import Sheet


class PaperSheet(Sheet):
    """A sheet typed from paper: its own form, no draft, no gathering."""

    form_class = PaperForm
    keeps_draft = False

    def typed_before(self) -> bool:
        """Whether the paper with this number was typed already; then the form says so."""
        number = self.form.cleaned_data["paper_number"]
        before = Consultation.objects.visible_to(self.worker).filter(paper_number=number).first() if number else None
        if before:
            self.form.add_error("paper_number", f"この番号の紙は、もう入力されています（{before}）。")
        return before is not None


@needs(Permission.CONSULT)
def from_paper(request):
    """In the order of the paper, with the keyboard alone; sent, the next empty sheet is there."""
    sheet = PaperSheet(request.worker, request.POST if request.method == "POST" else None)
    if sheet.ready() and not sheet.typed_before():
        made = sheet.keep()
        number = f"紙の番号 {made.paper_number}　" if made.paper_number else ""
        told = format_html(
            '{}受け付けました。<a href="/consultations/{}/">この相談を開く</a>　つぎの紙を入力できます。',
            number,
            made.pk,
        )
        messages.success(request, told)
        return redirect("intake:from_paper")
    status = 422 if sheet.form.errors or sheet.same else 200
    context = {"sheet": sheet, "form": sheet.form, "decision": rules.may_take_consultation(request.worker)}
    return render(request, "intake/from_paper.html", context, status=status)
