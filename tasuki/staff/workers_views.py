"""Workers and their posts (職員・配属), kept by the administrator."""

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render

from . import actions, rules
from .doors import needs
from .models import Post, Worker
from .permissions import Permission
from .tabs import settings_tabs
from .workers_forms import EndForm, NamesForm, PasswordForm, PostForm, WorkerFilter, WorkerForm


def show(request, template, place="/settings/workers/", **context):
    """A page of the settings; a form with errors answers 422."""
    form = context.get("form")
    context |= {"tabs": settings_tabs(request.worker, place), "may": rules.may_enrol(request.worker)}
    return render(request, template, context, status=422 if form and form.errors else 200)


@needs(Permission.STAFF_ADMIN)
def workers(request):
    """Who works in which post."""
    form = WorkerFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    now = Post.objects.now().select_related("agency")
    found = Worker.objects.prefetch_related(Prefetch("posts", now, to_attr="posts_now"))
    for word in wanted.get("words", "").split():
        named = Q(name__icontains=word) | Q(kana__icontains=word) | Q(login__icontains=word)
        found = found.filter(named | Q(pk__in=now.filter(agency__name__icontains=word).values("worker")))
    if not wanted.get("gone"):
        found = found.filter(pk__in=now.values("worker"))
    return show(request, "staff/workers.html", filter=form, workers=found)


@needs(Permission.STAFF_ADMIN)
def worker(request, pk):
    """One worker with all her posts."""
    found = get_object_or_404(Worker, pk=pk)
    posts = [(post, rules.may_end_post(post, request.worker)) for post in found.posts.select_related("agency")]
    reset = rules.may_reset_factors(found, request.worker)
    return show(request, "staff/worker.html", worker=found, posts=posts, reset=reset)


@needs(Permission.STAFF_ADMIN, fresh=True)
def new_worker(request):
    """A new worker with the first post."""
    form = WorkerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.enrol(by=request.worker, **form.cleaned_data)
        return redirect("staff:worker", made.pk)
    return show(request, "staff/worker_form.html", form=form, heading="職員を登録する", back="/settings/workers/")


@needs(Permission.STAFF_ADMIN, fresh=True)
def change_worker(request, pk):
    """Her names."""
    found = get_object_or_404(Worker, pk=pk)
    form = NamesForm(request.POST or None, worker=found)
    if request.method == "POST" and form.is_valid():
        actions.change_worker(worker=found, by=request.worker, **form.cleaned_data)
        return redirect("staff:worker", found.pk)
    back = f"/settings/workers/{found.pk}/"
    return show(request, "staff/worker_form.html", form=form, heading=f"{found.name}の名前を直す", back=back)


@needs(Permission.STAFF_ADMIN, fresh=True)
def new_post(request, pk):
    """A further post."""
    found = get_object_or_404(Worker, pk=pk)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.assign(worker=found, by=request.worker, **form.cleaned_data)
        return redirect("staff:worker", found.pk)
    back = f"/settings/workers/{found.pk}/"
    return show(request, "staff/worker_form.html", form=form, heading=f"{found.name}の配属を加える", back=back)


@needs(Permission.STAFF_ADMIN, fresh=True)
def end_post(request, pk):
    """The post ends."""
    post = get_object_or_404(Post.objects.select_related("worker", "agency"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_post(post=post, by=request.worker, **form.cleaned_data)
        return redirect("staff:worker", post.worker_id)
    back = f"/settings/workers/{post.worker_id}/"
    return show(
        request, "staff/worker_form.html", form=form, heading=f"{post.worker.name}の配属を終える", back=back, post=post
    )


@needs(Permission.STAFF_ADMIN, fresh=True)
def password(request, pk):
    """A new password."""
    found = get_object_or_404(Worker, pk=pk)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_password(worker=found, by=request.worker, **form.cleaned_data)
        return redirect("staff:worker", found.pk)
    back = f"/settings/workers/{found.pk}/"
    return show(
        request, "staff/worker_form.html", form=form, heading=f"{found.name}のパスワードを新しくする", back=back
    )
