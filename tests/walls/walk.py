"""A walk through every deed in an order in which much comes together: tried first against each mutant."""

from typing import Any

EVERYTHING = ("basic", "household", "assessment", "progress", "plan")

# (deed of the machine, what is drawn for it)
WALK: list[tuple[str, dict[str, Any]]] = [
    ("open_case", {"login": "suzuki", "number": 0}),
    ("accept", {"number": 0}),
    ("send_sheet", {"number": 0, "to": ("kikan",), "whom": 2, "agreed": False, "purpose": "together"}),
    ("decline_or_withdraw", {"number": 0, "back": False}),
    ("send_sheet", {"number": 0, "to": ("kikan",), "whom": 2, "agreed": False, "purpose": "together"}),
    ("accept", {"number": 0}),
    ("hand_back", {"number": 1}),
    ("confirm", {"number": 0}),
    ("consent", {"number": 0, "who": 0, "items": ("basic",), "to": ("kikan",), "days": 0, "login": ""}),
    ("emergency", {"login": "nao", "number": 0}),
    ("move_worker", {"login": "nao", "to": "yoso", "days": 0}),
    ("wait", {"hours": 0}),
    ("consent", {"number": 0, "who": 1, "items": EVERYTHING, "to": ("kikan", "shakyo"), "days": None, "login": ""}),
    ("withdraw", {"number": 1}),
    ("consent", {"number": 0, "who": 1, "items": ("plan",), "to": ("kikan", "shakyo"), "days": None, "login": ""}),
    ("consent", {"number": 0, "who": 0, "items": ("basic",), "to": ("hokatsu", "kikan"), "days": None, "login": ""}),
    ("draft_plan", {"number": 0, "whom": 0, "days": None}),
    ("approve_plan", {"number": 0}),
    ("finish_plan", {"number": 0}),
    ("finish_plan", {"number": 0}),
    ("call", {"number": 0, "to": "kikan", "named": False}),
    ("swear", {"number": 0, "login": "akira"}),
    ("move_worker", {"login": "ken", "to": "kikan", "days": 0}),
    ("call", {"number": 0, "to": "yoso", "named": True}),
    ("swear", {"number": 1, "login": ""}),
    ("conclude", {"number": 0, "days": 0}),
    ("wait", {"hours": 0}),
    ("emergency", {"login": "yoso", "number": 0}),
    ("wait", {"hours": 24}),
    ("protect", {"login": "sakura", "who": 0, "on": True}),
    ("protect", {"login": "sakura", "who": 1, "on": True}),
    ("name_keeper", {"login": "sakura", "other": "ken", "number": 0, "days": 0}),
    ("wait", {"hours": 24}),
    ("section_setting", {"on": False}),
    ("section_setting", {"on": True}),
    ("deactivate", {"login": "nao"}),
    ("move_worker", {"login": "akira", "to": "hokatsu", "days": 1}),
    ("wait", {"hours": 24}),
    ("send_sheet", {"number": 0, "to": ("hokatsu",), "whom": 1, "agreed": True, "purpose": "take_over"}),
    ("accept", {"number": 0}),
    ("close_case", {"number": 0}),
    ("wait", {"hours": 1}),
]


def walk(machine: Any) -> None:
    """The whole way, compared after every step; raises where the three ways differ."""
    try:
        machine.three_ways_agree()
        for deed, drawn in WALK:
            if machine.able(deed):
                getattr(machine, deed)(**drawn)
            machine.three_ways_agree()
    finally:
        machine.teardown()
