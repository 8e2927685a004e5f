"""Pages touch records only through `visible_to`, `open_case` and the actions; they neither look around nor write.

Held to it: views, forms, panels, and all of the rooms that only show (desk, casefile).
"""

import ast
from collections.abc import Iterable

from django.apps import apps

from .house import Source, chain, functions, sources

# What everybody who works for the municipality may read (their walls are `municipal()`).
MUNICIPAL = {
    "Agency", "Area", "Town", "Municipality", "Counter", "Code", "Worker", "Post", "Place", "Body", "BodyMember",
    "Sitting", "Device", "AreaOutline", "FirstResponse", "FoodDonor", "FoodLot", "FoodMove", "FoodStock",
    "OwnForm", "PortalSettings", "PublicDesk", "PublicText", "UrgentNumber", "PointRule", "RequestTerms",
}  # fmt: skip
SHOWING_ROOMS = {"desk", "casefile"}
# Drawers of those rooms that show nothing: actions, rules, models.
NOT_SHOWING = {"actions", "after_actions", "care_models", "checks", "disclosing", "food", "handover_actions", "models", "rules",
               "ties", "neighbourhood", "telling", "ecomap_actions", "ecomap_models", "network_counts",
               "visit_kit_actions", "visit_kit_models", "visit_kit_rules"}  # fmt: skip
WRITING = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
LONGEST_VIEW = 15


def guarded(*, only_asked: bool = False) -> set[str]:
    """Names of the models that hold records; `only_asked`: those that know `visible_to`."""
    ours = {kind for kind in apps.get_models() if kind.__module__.startswith("tasuki.")}
    if only_asked:
        ours = {kind for kind in ours if hasattr(kind._default_manager, "visible_to")}
    return {kind.__name__ for kind in ours} - MUNICIPAL


def is_page(file: Source) -> bool:
    """Views and forms."""
    drawer = (file.path + "/").split("/")[1].removesuffix(".py")
    return drawer in ("views", "forms") or drawer.endswith(("_views", "_forms"))


def shows(file: Source) -> bool:
    """Whether the file helps to make pages."""
    gathers = file.room in SHOWING_ROOMS and file.name not in NOT_SHOWING
    return is_page(file) or file.name == "panel" or gathers


def looks_around(file: Source, records: set[str]) -> list[str]:
    """Places where the file gets at records without asking who reads."""
    found = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            model, manager = node.value.value, node.value.attr
            managed = manager == "objects" or manager.endswith("_manager")
            named = isinstance(model, ast.Name | ast.Attribute) and chain(model)[-1] in records
            if managed and named and node.attr not in ("visible_to", "none"):
                found.append(f"{file.path}:{node.lineno} {chain(model)[-1]}.{manager}.{node.attr}")
        if isinstance(node, ast.Call) and chain(node.func)[-1:] and chain(node.func)[-1] in SHORTCUTS and node.args:
            asked = chain(node.args[0])
            if records & set(asked) and "visible_to" not in asked:
                found.append(f"{file.path}:{node.lineno} {chain(node.func)[-1]}({'.'.join(asked)}, …)")
    return found


def writes(file: Source) -> list[str]:
    """Places where the file writes."""
    found = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = chain(node.func)
            update = names[-1] == "update" and not node.args and node.keywords
            if (names[-1] in WRITING or update) and names[0] not in ("actions", "session"):
                found.append(f"{file.path}:{node.lineno} .{names[-1]}()")
    return found


def acts_for_all(file: Source) -> list[str]:
    """Places that lift the walls."""
    named = (node for node in ast.walk(file.tree) if isinstance(node, ast.Name | ast.alias))
    return [
        f"{file.path} on_behalf_of_all"
        for node in named
        if (node.id if isinstance(node, ast.Name) else node.name) == "on_behalf_of_all"
    ]


def too_long(files: Iterable[Source], most: int = LONGEST_VIEW) -> list[str]:
    """Views (functions with a door) that do more than carry."""
    found = []
    for file in files:
        for view in functions(file.tree):
            if any(chain(one)[-1:] in (["needs"], ["unguarded"]) for one in view.decorator_list):
                lines = len({node.lineno for part in view.body for node in ast.walk(part) if hasattr(node, "lineno")})
                if lines > most + (1 if ast.get_docstring(view) else 0):
                    found.append(f"{file.path}:{view.lineno} {view.name}: {lines} lines")
    return found


def test_pages_get_records_only_through_visible_to():
    assert [line for file in sources() if is_page(file) for line in looks_around(file, guarded())] == []
    asked = guarded(only_asked=True)
    assert [line for file in sources() if shows(file) for line in looks_around(file, asked)] == []


def test_pages_do_not_write():
    assert [line for file in sources() if shows(file) for line in writes(file)] == []


def test_pages_never_lift_the_walls():
    assert [line for file in sources() if shows(file) for line in acts_for_all(file)] == []


def test_views_are_short():
    assert too_long(sources()) == []


def test_a_page_that_looks_around_is_found():
    wrong = Source("cases/views.py", """
def page(request, pk):
    case = get_object_or_404(Case, pk=pk)
    case = get_object_or_404(Case.objects, pk=pk)
    case = Case.objects.get(pk=pk)
    case = models.Case._default_manager.filter(pk=pk).first()
    rows = SupportRecord.objects.filter(case=case)
    areas = Area.objects.all()
    case = get_object_or_404(Case.objects.visible_to(request.worker), pk=pk)
""")  # fmt: skip
    found = looks_around(wrong, {"Case", "SupportRecord"})
    assert sorted(line.split(":")[1].split(" ")[0] for line in found) == ["3", "4", "5", "6", "7"]


def test_a_page_that_writes_is_found():
    wrong = Source("cases/views.py", """
def page(request, pk):
    form.save()
    case.records.create(text="")
    case.records.update(text="")
    case.delete()
    context.update({"case": case})
    actions.create(by=request.worker)
    with on_behalf_of_all():
        pass
""")  # fmt: skip
    assert [line.split(" ")[1] for line in writes(wrong)] == [".save()", ".create()", ".update()", ".delete()"]
    assert acts_for_all(wrong)
    assert shows(wrong)


def test_a_long_view_is_found():
    body = "\n".join(f"    x = {n}" for n in range(LONGEST_VIEW + 1))
    assert too_long([Source("cases/views.py", f"@needs(Permission.CASE_READ)\ndef page(request):\n{body}\n")])
    assert not too_long([Source("cases/views.py", f"def helper():\n{body}\n")])
