"""Only actions write; they know no request, take arguments by name, and lift the walls only for what was allowed."""

import ast
from collections.abc import Iterable

from .house import Source, chain, functions, sources
from .test_views import WRITING, acts_for_all

# Besides every `actions.py`: files that hold actions or are called by nothing else, and why.
WRITERS = {
    "audit/chain.py": "the only writer of seals; knows no Django",
    "audit/posted.py": "the key of a received form, written by the door in the transaction of the form",
    "casefile/after_actions.py": "actions of news about closed cases",
    "casefile/checks.py": "actions of the days of looking after the end",
    "casefile/handover_actions.py": "actions of handing over many cases, of cover, of the town's numbers",
    "cases/emergency.py": "actions of emergency openings",
    "casefile/disclosing.py": "actions of the answer to a request of the person (casefile/actions.py ends a case)",
    "casefile/ecomap_actions.py": "actions of the ecomap: ties told by hand, pictures kept",
    "casefile/food.py": "actions of food given to a household",
    "casefile/neighbourhood.py": "actions that lead from cases to an issue of the neighbourhood",
    "casefile/visit_kit_actions.py": "actions of what a tablet takes along and of what comes in from it",
    "casefile/telling.py": "actions of the letter and of the register of what was given to the person",
    "cases/grants.py": "opening and closing: the only writer of grants",
    "cases/comments.py": "actions of comments to colleagues",
    "cases/phrases.py": "actions of phrases",
    "cases/warning_actions.py": "actions of warnings",
    "cases/recording.py": "actions of support records (cases/actions.py would be too long)",
    "codes/sheet_actions.py": "actions of a municipality's own sheets (codes/actions.py writes code lists)",
    "codes/sync.py": "shipped code lists into a municipality's tables",
    "intake/first_response_actions.py": "actions of the rules of the first response and of the choices",
    "intake/messages_actions.py": "actions of the desk on what a resident wrote (intake/actions.py takes consultations)",
    "community/boundaries.py": "actions of the map: outlines and the pace on foot",
    "community/gatherings.py": "actions of gatherings (community/actions.py writes places)",
    "community/issues.py": "actions of issues of the neighbourhood",
    "community/projects.py": "actions of the development of resources",
    "intake/concerns_actions.py": "the action by which what a supporter noticed becomes a consultation",
    "community/food_actions.py": "actions of the food drive (community/actions.py writes places)",
    "community/freshness.py": "actions of checks by link and of suggestions to the register",
    "community/groups.py": "actions of groups, their support, places and names",
    "community/schemes.py": "actions of schemes of support",
    "community/sessions.py": "actions of sessions and bookings",
    "exchange/carry_actions.py": "actions of tables of people and cases before they are taken in (exchange/actions.py: places)",
    "exchange/carry_changing.py": "the actions that take a table in and back: what it writes over, where that was chosen",
    "exchange/carry_undoing.py": "the action that takes an import back",
    "exchange/carry_writing.py": "the action that takes a table in, members and records of a case entered at once",
    "jobs/destruction.py": "carrying out an approved list, called by the job",
    "jobs/municipal.py": "the copy of one municipality brought back by the owner, for the operator",
    "jobs/queue.py": "how a job ended, written by its runner",
    "jobs/rounds.py": "the daily jobs of each municipality, expired sessions",
    "meetings/talk_actions.py": "actions of talks outside the law and of 権利擁護 screening",
    "meetings/calling.py": "actions of calls, pledges and looks (meetings/actions.py would be too long)",
    "meetings/items.py": "actions of items (meetings/actions.py would be too long)",
    "outreach/watch_actions.py": "actions of the long watch",
    "outreach/visiting.py": "actions of visits by supporters (訪問サービス)",
    "people/consents.py": "actions of consent",
    "people/genogram_actions.py": "actions of places given by hand in a genogram",
    "people/households.py": "actions of households and kinship",
    "people/keepers.py": "actions of protection",
    "people/merging.py": "actions of merging",
    "people/protection.py": "puts withheld addresses into safety (called by the actions) and writes down looks at them",
    "people/versions.py": "writes a row unless somebody else was quicker; called by the actions",
    "referrals/answers.py": "actions of the receiver of a sheet",
    "referrals/holding.py": "writes a target's steps; called by the actions",
    "reports/kept.py": "a counted year beside the snapshot of its counting",
    "staff/devices.py": "actions of registered machines (staff/actions.py would be too long)",
    "staff/factors.py": "actions of second factors",
    "staff/list_actions.py": "actions of kept lists",
    "staff/locks.py": "counts failed attempts, before anybody is known",
    "staff/sessions.py": "actions of sessions; begun and used by the entrance and the door",
    "supporters/concerns.py": "actions of the desk that hears what supporters notice (supporters/actions.py keeps the register)",
    "supporters/courses.py": "actions of courses and of what came of them",
    "supporters/outside.py": "actions of a supporter by her own link, without a log-in",
    "supporters/points_actions.py": "actions of points",
    "supporters/requests_actions.py": "actions of neighbourly requests",
    "supporters/turns.py": "actions of visits asked of supporters",
    "tenancy/numbers.py": "numbers given out one after the other",
}
# Called on something that is no row: a picture written into memory, a session.
NO_ROWS = {("shared/limited_tasks.py", "save"), ("staff/entrance.py", "save"), ("ui/qr.py", "save")}
# Besides the writers: who may lift the walls, and why.
FOR_ALL = {
    "desk/network_counts.py": "counts how often agencies handed on to each other; the page hides small numbers",
    "tenancy/context.py": "defines it",
    "reports/engine.py": "counts everything, hides small numbers, shows only visible rows",
    "plans/opening.py": "opens what an approved plan promises; called by the plan's actions",
}
REQUESTS = {"HttpRequest", "HttpResponse", "render", "redirect", "get_object_or_404", "messages"}


def is_writer(file: Source) -> bool:
    """Whether the file is a place for writing."""
    return file.path.endswith("/actions.py") or file.path in WRITERS


def writes(file: Source) -> list[str]:
    """Every place where the file writes rows, by the ORM or by SQL."""
    found = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            update = name == "update" and not node.args and node.keywords
            if (name in WRITING or update) and (file.path, name) not in NO_ROWS:
                found.append(f"{file.path}:{node.lineno} .{name}()")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.lower().split()
            if words[:2] in (["insert", "into"], ["delete", "from"]) or (
                words[:1] == ["update"] and "set" in words[:4]
            ):
                found.append(f"{file.path}:{node.lineno} {' '.join(words[:3])}")
    return found


def stray(files: Iterable[Source]) -> list[str]:
    """Writing outside the actions."""
    return [line for file in files if not is_writer(file) for line in writes(file)]


def know_requests(files: Iterable[Source]) -> list[str]:
    """Writers, rules and models that know the web."""
    found = []
    for file in files:
        if not (is_writer(file) or file.name in ("rules", "models", "enums")):
            continue
        for node in ast.walk(file.tree):
            asked = isinstance(node, ast.arg) and node.arg == "request" and not _is_text(node)
            web = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.http", "django.shortcuts")
            )
            named = isinstance(node, ast.Name) and node.id in REQUESTS
            if asked or named or (web and {alias.name for alias in node.names} - {"Http404"}):
                found.append(f"{file.path}:{node.lineno}")
    return found


def _is_text(argument: ast.arg) -> bool:
    return argument.annotation is not None and ast.unparse(argument.annotation) == "str"  # the number of a request


def is_atomic(function: ast.FunctionDef) -> bool:
    """Decorated with `transaction.atomic`: that makes it an action."""
    return any(chain(one)[-1:] == ["atomic"] for one in function.decorator_list)


def by_position(files: Iterable[Source]) -> list[str]:
    """Actions whose arguments could be mixed up, or that do not say who acts."""
    found = []
    for file in files:
        for function in functions(file.tree):
            if is_atomic(function):
                if function.args.args or function.args.posonlyargs:
                    found.append(f"{file.path}:{function.lineno} {function.name} takes arguments by position")
                named = {one.arg for one in function.args.kwonlyargs}
                if "by" not in named and file.room not in ("tenancy", "codes"):
                    found.append(f"{file.path}:{function.lineno} {function.name} does not say who acts (by)")
    return found


def lifters(files: Iterable[Source]) -> list[str]:
    """Who lifts the walls without being a writer or on the list."""
    return [line for file in files if not is_writer(file) and file.path not in FOR_ALL for line in acts_for_all(file)]


def test_only_actions_write():
    assert stray(sources()) == []


def test_the_list_of_writers_is_not_stale():
    by_path = {file.path: file for file in sources()}
    assert [path for path in WRITERS if path not in by_path or not writes(by_path[path])] == []
    assert [path for path in FOR_ALL if path not in by_path or not acts_for_all_or_defines(by_path[path])] == []


def acts_for_all_or_defines(file: Source) -> bool:
    return bool(acts_for_all(file)) or any(one.name == "on_behalf_of_all" for one in functions(file.tree))


def test_actions_know_no_request():
    assert know_requests(sources()) == []


def test_actions_take_their_arguments_by_name_and_say_who_acts():
    assert by_position(file for file in sources() if is_writer(file)) == []


def test_only_actions_and_the_counting_lift_the_walls():
    assert lifters(sources()) == []


def test_writing_elsewhere_is_found():
    wrong = [
        Source("cases/rules.py", "def may_x(case):\n    case.save()\n"),
        Source("desk/day.py", "Case.objects.filter(pk=1).update(status='x')\nseen.update({1: 2})\n"),
        Source("people/search.py", "cursor.execute('insert into people_person (id) values (1)')\n"),
        Source("cases/actions.py", "case.save()\n"),
    ]
    assert [line.split(":")[0] for line in stray(wrong)] == ["cases/rules.py", "desk/day.py", "people/search.py"]


def test_an_action_that_knows_the_request_is_found():
    wrong = [
        Source("cases/actions.py", "def act(request):\n    pass\n"),
        Source("plans/rules.py", "from django.shortcuts import redirect\n"),
        Source("cases/access.py", "from django.http import Http404\n"),
    ]
    assert [line.split(":")[0] for line in know_requests(wrong)] == ["cases/actions.py", "plans/rules.py"]


def test_an_action_by_position_or_by_nobody_is_found():
    wrong = Source("cases/actions.py", "@transaction.atomic\ndef act(case, *, by):\n    pass\n"
                   "@transaction.atomic\ndef do(*, case):\n    pass\n")  # fmt: skip
    assert len(by_position([wrong])) == 2


def test_lifting_the_walls_on_a_page_is_found():
    text = "from tasuki.tenancy.context import on_behalf_of_all\n"
    assert lifters([Source("desk/day.py", text)])
    assert not lifters([Source("cases/actions.py", text)])
