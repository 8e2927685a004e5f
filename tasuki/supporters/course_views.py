"""Pages of courses (講座): the list, one course, its days, its graduates."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import course_reading, courses, rules
from .course_forms import AttendanceForm, BeganForm, CourseForm, FollowForm, GraduateForm, MemberForm, SessionForm
from .models import CourseMember
from .tabs import helper_tabs
from .views import show


def _course(pk):
    return get_object_or_404(course_reading.by_key(), pk=pk)


def _member(request, pk, member):
    rows = CourseMember.objects.visible_to(request.worker).select_related("course", "supporter")
    return get_object_or_404(rows, pk=member, course=pk)


def _form(request, form, course, may, act):
    return show(request, "supporters/course_form.html", form, course=course, may=may, act=act)


@needs(Permission.COMMUNITY_WORK)
def index(request):
    """The courses."""
    context = {"courses": course_reading.courses(), "due": course_reading.follow_ups(request.worker), "may_open": rules.may_open_course(request.worker),
               "tabs": helper_tabs(request.worker, "/courses/")}  # fmt: skip
    return render(request, "supporters/courses.html", context)


@needs(Permission.COMMUNITY_WORK)
def new(request):
    """A further course."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = courses.open_course(by=request.worker, **form.cleaned_data)
        return redirect("supporters:course", made.pk)
    return _form(request, form, None, rules.may_open_course(request.worker), "講座を登録する")


@needs(Permission.COMMUNITY_WORK)
def course(request, pk):
    """One course."""
    found = _course(pk)
    shown = course_reading.shown(found, request.worker)
    may = rules.may_add_session(found, request.worker)
    return render(request, "supporters/course.html", {"shown": shown, "course": found, "may": may})


@needs(Permission.COMMUNITY_WORK)
def new_session(request, pk):
    """A further day."""
    found, form = _course(pk), SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courses.add_session(course=found, by=request.worker, **form.cleaned_data)
        return redirect("supporters:course", pk)
    return _form(request, form, found, rules.may_add_session(found, request.worker), "講座の回を加える")


@needs(Permission.COMMUNITY_WORK)
def new_member(request, pk):
    """A further participant."""
    found, form = _course(pk), MemberForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        courses.enrol_member(course=found, by=request.worker, **form.cleaned_data)
        return redirect("supporters:course", pk)
    return _form(request, form, found, rules.may_enrol_member(found, request.worker), "受講者を加える")


@needs(Permission.COMMUNITY_WORK)
def attendance(request, pk, course_day):
    """Who came on that day."""
    found = _course(pk)
    day = get_object_or_404(course_reading.session_of(found), pk=course_day)
    members = [line.member for line in course_reading.shown(found, request.worker).lines]
    form = AttendanceForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        courses.mark_attendance(session=day, by=request.worker, came=form.came())
        return redirect("supporters:course", pk)
    may = rules.may_mark_attendance(found, request.worker)
    return _form(request, form, found, may, f"第{day.number}回の出欠")


@needs(Permission.COMMUNITY_WORK)
def graduate(request, pk, course_member):
    """Finished; the badge is given."""
    found, form = _member(request, pk, course_member), GraduateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courses.graduate(member=found, by=request.worker, **form.cleaned_data)
        messages.success(request, f"{found.supporter}さんを修了にしました。")
        return redirect("supporters:course", pk)
    may = rules.may_graduate(found, request.worker)
    return _form(request, form, found.course, may, f"{found.supporter}さんを修了にする")


@needs(Permission.COMMUNITY_WORK)
def follow(request, pk, course_member):
    """A word some months later."""
    found, form = _member(request, pk, course_member), FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courses.follow_up_member(member=found, by=request.worker, **form.cleaned_data)
        return redirect("supporters:course", pk)
    may = rules.may_follow_up_member(found, request.worker)
    return _form(request, form, found.course, may, f"{found.supporter}さんのそのあと")


@needs(Permission.COMMUNITY_WORK)
def began(request, pk, course_member):
    """What she began."""
    found, form = _member(request, pk, course_member), BeganForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courses.note_undertaking(member=found, by=request.worker, **form.cleaned_data)
        return redirect("supporters:course", pk)
    may = rules.may_note_undertaking(found, request.worker)
    return _form(request, form, found.course, may, f"{found.supporter}さんが始めたこと")
