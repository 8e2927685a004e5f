"""設定 › 様式: the sheets with their versions, a draft beside its preview, putting in force, a set as a file."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.shared.decisions import Refused
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import rules, sheet_actions
from .sheet_checking import SHEETS
from .sheet_definitions import parse, raw_of, shipped
from .sheet_editing import differences, done, field_of, section_of, with_field, with_section
from .sheet_files import told_of, toml_of
from .sheet_forms import FieldForm, ForceForm, LoadForm, PreviewForm, SectionForm
from .sheet_showing import draft_of, lines_of, overview, versions_of, word

PLACE, SALT = "/settings/sheets/", "tasuki.codes.sheets"


def _page(request, template, **context):
    form = context.get("form")
    context |= {"tabs": settings_tabs(request.worker, PLACE), "may": rules.may_change_settings(request.worker)}
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def _part(find, *asked):
    """A section or question of a draft; 404 when it is not there."""
    try:
        return find(*asked)
    except Refused as gone:
        raise Http404(gone.reason) from gone


def _known(sheet):
    """A sheet of the house."""
    if sheet not in shipped():
        raise Http404("この様式はありません。")
    return SHEETS[sheet]


def _raw(sheet, version):
    _known(sheet)
    try:
        return raw_of(sheet, version)
    except LookupError as gone:
        raise Http404("この版はありません。") from gone


@needs(Permission.SETTINGS)
def sheets(request):
    """All sheets: which version is in force, whether somebody is writing a new one."""
    return _page(request, "codes/sheets.html", sheets=overview())


@needs(Permission.SETTINGS)
def sheet(request, sheet):
    """The versions of one sheet."""
    title = _known(sheet)
    may_copy = rules.may_copy_sheet(sheet, request.worker)
    return _page(request, "codes/sheet.html", sheet=sheet, title=title, versions=versions_of(sheet), may_copy=may_copy)


@needs(Permission.SETTINGS)
def look(request, sheet, version):
    """One version as it is asked, and what is different from the shipped one."""
    raw = _raw(sheet, version)
    form = PreviewForm(sheet=parse(raw))
    changed = differences(shipped()[sheet][-1], raw)
    return _page(request, "codes/sheet_look.html", raw=raw, preview=form, changed=changed, sheet=sheet,
                 called=word(version))  # fmt: skip


@needs(Permission.SETTINGS)
def file(request, sheet, version):
    """One version to take along."""
    raw = _raw(sheet, version)
    record(Act.EXPORT, "様式をファイルにした", by=request.worker, reason=f"{sheet}/{version}")
    headers = {"Content-Disposition": content_disposition_header(True, f"{raw['title']}_{version}.toml")}
    return HttpResponse(toml_of(raw), content_type="application/toml; charset=utf-8", headers=headers)


@needs(Permission.SETTINGS)
@require_POST
def copy(request, sheet, version):
    """A draft from this version."""
    _raw(sheet, version)
    draft = sheet_actions.copy_sheet(sheet=sheet, version=version, by=request.worker)
    return redirect("codes:sheet_draft", draft.pk)


@needs(Permission.SETTINGS)
def draft(request, key):
    """The draft beside its preview; every button changes one thing."""
    version = draft_of(key)
    if request.method == "POST":
        asked = [request.POST.get(name, "") for name in ("do", "section", "field")]
        _change(request, version, done(version.body, *asked))
        return redirect(f"/settings/sheets/draft/{key}/#{asked[1]}")
    context = {"version": version, "lines": lines_of(version), "title": SHEETS[version.sheet],
               "preview": PreviewForm(sheet=parse(version.marks() | version.body)),
               "changed": differences(raw_of(version.sheet, version.based_on), version.body)}  # fmt: skip
    return _page(request, "codes/sheet_draft.html", **context)


def _change(request, version, body):
    return sheet_actions.change_sheet(
        version=version, by=request.worker, body=body, revision=number(request.POST.get("revision", ""))
    )


@needs(Permission.SETTINGS)
def field(request, key, section, field=""):
    """A question added, or its words changed."""
    version = draft_of(key)
    head = _part(section_of, version.body, section)["label"]
    before = _part(field_of, version.body, section, field) if field else {"own": True, "kind": "text"}
    more = {"own": bool(before.get("own")), "needed": bool(before.get("column"))}
    form = FieldForm.of(before, request.POST or None, **more)
    if request.method == "POST" and form.is_valid():
        name = field or sheet_actions.next_key(version.sheet, version.body)
        _change(request, version, with_field(version.body, section, name, form.facts(), new=not field))
        return redirect(f"/settings/sheets/draft/{key}/#{section}")
    heading = f"「{before['label']}」を直す" if field else f"「{head}」に項目を加える"
    return _page(request, "codes/sheet_part.html", form=form, heading=heading, version=version, field=before)


@needs(Permission.SETTINGS)
def section(request, key, section=""):
    """A section added, or its words changed."""
    version = draft_of(key)
    before = _part(section_of, version.body, section) if section else {}
    asks_per = version.sheet == "household" and not section
    form = SectionForm(request.POST or None, initial=before, asks_per=asks_per)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        per = facts.pop("per", before.get("per", "one"))
        name = section or sheet_actions.next_key(version.sheet, version.body)
        _change(request, version, with_section(version.body, name, facts, per=per, new=not section))
        return redirect(f"/settings/sheets/draft/{key}/#{name}")
    heading = f"区分「{before['label']}」を直す" if section else "区分を加える"
    return _page(request, "codes/sheet_part.html", form=form, heading=heading, version=version)


@needs(Permission.SETTINGS)
def force(request, key):
    """From which day it is used."""
    version = draft_of(key)
    form = ForceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sheet_actions.put_in_force(version=version, by=request.worker, since=form.cleaned_data["since"])
        messages.success(request, f"「{version.title}」の新しい版の、使いはじめを決めました。")
        return redirect("codes:sheet", version.sheet)
    changed = differences(raw_of(version.sheet, version.based_on), version.body)
    return _page(request, "codes/sheet_force.html", form=form, version=version, changed=changed,
                 may_force=rules.may_put_in_force(version, request.worker))  # fmt: skip


@needs(Permission.SETTINGS)
@require_POST
def drop(request, key):
    """The draft thrown away."""
    version = draft_of(key)
    sheet_actions.drop_sheet(version=version, by=request.worker)
    messages.success(request, "下書きを捨てました。")
    return redirect("codes:sheet", version.sheet)


@needs(Permission.SETTINGS)
def load(request):
    """A set from a file: first what would change, then the loading."""
    if "told" in request.POST:
        return _load(request)
    form = LoadForm(request.POST or None, request.FILES or None)
    told = form.told if request.method == "POST" and form.is_valid() else None
    held = signing.dumps(told.content | {"title": told.title}, salt=SALT, compress=True) if told else ""
    return _page(request, "codes/sheet_load.html", form=form, told=told, held=held)


def _load(request):
    """What was looked at a moment ago, now loaded."""
    try:
        content = signing.loads(request.POST["told"], salt=SALT, max_age=3600)
    except signing.BadSignature as old:
        raise Http404("時間がたちました。もう一度ファイルを選んでください。") from old
    title = told_of(content).title
    count = sheet_actions.load_set(by=request.worker, told=content, title=title)
    messages.success(request, f"様式{count[0]}件、コード{count[1]}件を読み込みました。")
    return redirect("codes:sheets")
