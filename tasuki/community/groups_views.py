"""Groups of residents (住民主体のグループ): the list, one with its timeline, its stages, support, places, names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import groups, groups_reading, register_reading, rules
from .groups_forms import AdvanceForm, FoundForm, GroupFilter, GroupForm, MemberForm, SupportForm, UseForm
from .models import Group, GroupMember, PlaceUse
from .views import version_of


def _known(request: HttpRequest, pk: Any) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.worker).select_related("area", "agency"), pk=pk)


def _ask(request: HttpRequest, form: Any, group: Group | None = None, **page: Any) -> HttpResponse:
    back = f"/groups/{group.pk}/" if group else "/groups/"
    page = {"form": form, "back": back, "crumb": group.name if group else "グループ"} | page
    return render(request, "community/neighbour_form.html", page, status=422 if form.is_bound and form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def group_list(request):
    """The groups."""
    form = GroupFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = groups_reading.list_told(Group.objects.visible_to(request.worker), told, request.GET.dict())
    page |= {"form": form, "tabs": register_reading.tabs("groups", request.worker),
             "may_found": rules.may_found_group(request.worker)}  # fmt: skip
    return render(request, "community/groups.html", page)


@needs(Permission.COMMUNITY_READ)
def group(request, pk):
    """One group and its life."""
    return render(request, "community/group.html", groups_reading.group_told(_known(request, pk), request.worker))


@needs(Permission.COMMUNITY_WORK)
def new_group(request):
    """A further group."""
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = groups.found_group(by=request.worker, **form.cleaned_data)
        return redirect("community:group", made.pk)
    return _ask(
        request, form, heading="グループを登録する", verb="登録する", decision=rules.may_found_group(request.worker)
    )


@needs(Permission.COMMUNITY_WORK)
def change_group(request, pk):
    """What is known of the group now."""
    found = _known(request, pk)
    form = GroupForm(request.POST or None, initial=vars(found) | {"area": found.area_id})
    if request.method == "POST" and form.is_valid():
        groups.change_group(group=found, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect("community:group", pk)
    return _ask(request, form, found, heading="グループを直す", verb="保存する", thing=found,
                decision=rules.may_change_group(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def advance(request, pk):
    """The next stage."""
    found = _known(request, pk)
    form = AdvanceForm(request.POST or None, ways=groups_reading.ways(found))
    if request.method == "POST" and form.is_valid():
        groups.advance_group(group=found, by=request.worker, **form.cleaned_data)
        messages.success(request, "段階を進めました。")
        return redirect("community:group", pk)
    return _ask(request, form, found, heading="段階を進める", verb="進める",
                lead=f"いまは「{found.get_stage_display()}」です。",
                decision=rules.may_change_group(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def log_support(request, pk):
    """What was done for the group."""
    found = _known(request, pk)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        groups.log_support(group=found, by=request.worker, **form.cleaned_data)
        messages.success(request, "支援を記録しました。地域づくりの実績に数えます。")
        return redirect("community:group", pk)
    return _ask(request, form, found, heading="支援を記録する", verb="記録する",
                decision=rules.may_log_support(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def share_place(request, pk):
    """Where the group meets."""
    found = _known(request, pk)
    form = UseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        groups.share_place(group=found, by=request.worker, **form.cleaned_data)
        return redirect("community:group", pk)
    return _ask(request, form, found, heading="使う場所を加える", verb="加える",
                decision=rules.may_change_group(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
@require_POST
def leave_place(request, pk):
    """The place is no longer used."""
    use = get_object_or_404(PlaceUse.objects.visible_to(request.worker), pk=pk)
    groups.leave_place(use=use, by=request.worker)
    return redirect("community:group", use.group_id)


@needs(Permission.COMMUNITY_WORK)
def new_member(request, pk):
    """A name in the list of members."""
    found = _known(request, pk)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        groups.enter_member(group=found, by=request.worker, **form.cleaned_data)
        return redirect("community:group", pk)
    return _ask(request, form, found, heading="名簿に加える", verb="加える",
                decision=rules.may_enter_member(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
@require_POST
def member_out(request, pk):
    """Somebody left."""
    rows = GroupMember.objects.visible_to(request.worker).select_related("group")
    member = get_object_or_404(rows, pk=pk)
    groups.take_member_out(member=member, by=request.worker)
    return redirect("community:group", member.group_id)
