"""The figures as a table: each beside the floor of its own run, and its budget."""

from .measure import PEOPLE, WORDS, Figures

NAMES = {"desk": "a desk", "narrow": "asked into many", "section": "the section (sees all)"}


def table(runs: list[Figures]) -> str:
    """Markdown of all runs, S beside L."""
    lines = [f"| {' | '.join(['', *(f'{run.size}: p50 / p95 ms (× floor)' for run in runs), 'budget', ''])} |"]
    lines.append("|---" * (len(runs) + 3) + "|")
    for login in PEOPLE:
        lines.append(
            _line(
                f"floor, {NAMES[login]}", [f"floor {login}"] * len(runs), runs, f"floor {login}", "", lambda run: True
            )
        )
    for login in PEOPLE:
        for page, most in (("list", 4), ("case", 5)):
            name, floor = f"{page} {login}", f"floor {login}"
            lines.append(_line(f"{page}, {NAMES[login]}", [name] * len(runs), runs, floor, f"≤ {most} × floor",
                               lambda run, n=name, f=floor, m=most: run.p50(n) <= m * run.p50(f)))  # fmt: skip
    for login in PEOPLE:
        for word in WORDS:
            name = f"search {login} {word}"
            lines.append(_line(f"search {word}, {NAMES[login]}", [name] * len(runs), runs, f"floor {login}", "p95 ≤ 30 / 150 ms",
                               lambda run, n=name: run.p95(n) <= limit(run, 30, 150)))  # fmt: skip
    lines.append(_line("new record (POST)", ["new record"] * len(runs), runs, "floor desk", "≤ 3 × floor",
                       lambda run: run.p50("new record") <= 3 * run.p50("floor desk")))  # fmt: skip
    lines.append(_line("a year counted", ["year counted"] * len(runs), runs, "floor section", "≤ 15 / 65 ms",
                       lambda run: run.p50("year counted") <= limit(run, 15, 65)))  # fmt: skip
    lines.append(
        _line("page of the results", ["results page"] * len(runs), runs, "floor section", "", lambda run: True)
    )
    return "\n".join([*lines, "", *_growth(runs), *_rest(runs)])


def limit(run: Figures, small: float, large: float) -> float:
    """Budgets differ by size."""
    return large if run.size == "L" else small


def _line(title: str, names: list[str], runs: list[Figures], floor: str, budget: str, holds) -> str:
    cells = [
        f"{run.p50(name):.1f} / {run.p95(name):.1f} ({run.p50(name) / run.p50(floor):.1f}×)"
        for name, run in zip(names, runs, strict=True)
    ]
    said = (
        ""
        if not budget
        else "ok"
        if all(holds(run) for run in runs)
        else "**over** " + "".join(r.size for r in runs if not holds(r))
    )
    return f"| {' | '.join([title, *cells, budget, said])} |"


def _growth(runs: list[Figures]) -> list[str]:
    if len(runs) < 2:
        return []
    said = ["From S to L, as multiples of the floor of each run (budget 1.5):"]
    for login in PEOPLE:
        for page in ("list", "case"):
            small, large = (run.p50(f"{page} {login}") / run.p50(f"floor {login}") for run in runs[:2])
            said.append(f"- {page}, {NAMES[login]}: {large / small:.2f} {'ok' if large / small <= 1.5 else '**over**'}")
    return [*said, ""]


def _rest(runs: list[Figures]) -> list[str]:
    said = []
    for run in runs:
        rates = ", ".join(f"{name} {rate:.0f}/s" for name, rate in run.rates.items())
        most = ", ".join(
            f"{name} {number}{'' if number <= 25 else ' **over**'}" for name, number in run.queries.items()
        )
        said += [
            f"{run.size}: cases seen {run.sees}; 16 clients: {rates}.",
            f"{run.size}: queries {most} (budget 25).",
            f"{run.size}: two workers and the database {run.memory['idle']:.0f} MB idle"
            f" {'ok' if run.memory['idle'] < 300 else '**over**'}, {run.memory['after']:.0f} MB after the run (budget 300 idle);"
            f" the residents' pages {run.memory['portal']:.0f} MB more.",
            f"{run.size}: answers {'equal plain SQL' if run.checked and not run.wrong else 'NOT CHECKED' if not run.checked else 'DIFFER: ' + '; '.join(run.wrong[:8])}.",
        ]
    return said
