"""A resident writes once and reads the answer (書いて相談する・返事を見る)."""

from . import showing, writing
from .pace import too_many
from .public import page, posted, public
from .public_forms import AnswerForm, WriteForm


@public
def write(request):
    """The form; sent, the receipt stands on the answer itself: number and word are in no address."""
    request.same_for_all = False
    form = WriteForm(
        request.town, request.words, posted(request), initial={"trouble": request.GET.get("trouble", "unknown")}
    )
    if not request.town.takes_messages:
        return _form(request, form, closed=True)
    if request.method != "POST" or not form.is_valid() or request.POST.get("home_page"):  # no person fills that
        return _form(request, form)
    key = writing.key_of(request.POST.get("mark", ""))
    if key is None:
        return _form(request, form, problem="stale")
    sent = writing.send(request.town, request.words.language.value, key, form.told(), writing.machine_of(request))
    return _sent(request, *sent) if sent else _form(request, form, problem="slow", status=429)


def _form(request, form, problem="", status=0, **told):
    context = {"form": form, "mark": writing.fresh_mark(), "urgent": showing.urgent(request.town, request.words)}
    context |= told | {"problem": request.words[problem] if problem else ""}
    return page(request, "portal/write.html", status=status or (422 if form.errors or problem else 200), **context)


def _sent(request, mine, due):
    words = request.words
    latin = words.tag != "ja"
    context = {"receipt": mine, "word": mine.latin if latin else mine.kana, "also": mine.kana if latin else ""}
    return page(request, "portal/sent.html", **context, days=words.filled("sent_days", date=words.day(due)))


@public
def answer(request):
    """Number and word; wrong ones are slowed down."""
    request.same_for_all = False
    form = AnswerForm(request.words, posted(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "portal/answer.html", form=form, status=422 if form.errors else 200)
    if too_many(writing.machine_of(request)):
        return page(request, "portal/answer.html", form=form, problem=request.words["locked"], status=429)
    found = writing.answer_of(request.town, **form.cleaned_data)
    if found["state"] in ("wrong", "locked"):
        return page(request, "portal/answer.html", form=form, problem=request.words[found["state"]], status=422)
    found["tel"] = showing.dial(found["phone"])
    return page(request, "portal/answered.html", found=found, state=request.words[f"state_{found['state']}"])
