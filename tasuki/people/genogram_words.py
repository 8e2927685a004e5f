"""The genogram in words (ジェノグラムの文章版): what the picture shows, sentence by sentence."""

from .genogram_family import Family, GenoPerson, GenoTie, GenoUnion, Sibship
from .genogram_marks import CHILD_WORDS, TIE_WORDS, said_condition
from .genogram_order import generations

_MUTUAL = {"close": "は親密", "fused": "は密着", "distant": "は疎遠", "conflict": "は対立", "cutoff": "は断絶"}
_UNIONS = {"marriage": "夫婦", "cohabiting": "内縁・同棲", "separated": "別居中の夫婦", "divorced": "離婚"}


def _age(person: GenoPerson) -> str:
    """The age with its unit: 86 → 86歳."""
    age = person.age.strip()
    return f"{age}歳" if age.isdigit() else age


def _called(person: GenoPerson) -> str:
    """本人（長男）46歳, 母86歳, 父（死亡）."""
    name = person.name.replace("（本人）", "").replace("(本人)", "")
    if person.index:
        name = "本人" if name in ("本人", "男性", "女性", "人物") else f"本人（{name}）"
    if person.deceased:
        return f"{name}（{_age(person) + 'で' if person.age else ''}死亡）"
    return name + _age(person)


def words_for(family: Family) -> list[str]:
    """Sentences: who lives together, then everybody by generation, couples, children, ties."""
    row = generations(family)
    people = sorted(family.people.values(), key=lambda p: (row[p.key], family.place[p.key]))
    said = [_home(people)] if people else []
    said += [_person(p) for p in people if _person(p)]
    said += [_couple(family, union) for union in family.unions]
    said += [s for ship in family.sibships for s in _children(family, ship)]
    said += [_tie(family, tie) for tie in family.ties]
    return [s for s in said if s]


def _home(people: list[GenoPerson]) -> str:
    """Who lives with whom: 本人（長男）46歳、母86歳と同居."""
    index = next((p for p in people if p.index), None)
    home = [p for p in people if p.household and p is not index]
    listed = "、".join(_called(p) for p in home)
    if index is None:
        return f"同居：{listed}" if home else ""
    if index.household:
        return f"{_called(index)}、{listed}と同居" if home else f"{_called(index)}、ひとり暮らし"
    return _called(index) + (f"、別居（同じ世帯：{listed}）" if home else "")


def _person(person: GenoPerson) -> str:
    """What is known of one person beyond living together."""
    facts = [line for line in person.label_lines[1:3] if line.strip()]
    facts += [said_condition(c) for c in person.conditions if c]
    facts += ["キーパーソン"] * person.key_person + ["主介護者"] * person.carer
    if not (person.household or person.index or person.deceased):
        facts.append("別居")
    if (person.household or person.index) and not facts:
        return ""
    return f"{_called(person)}：{'・'.join(facts)}" if facts else _called(person)


def _couple(family: Family, union: GenoUnion) -> str:
    """One couple: 父と母：夫婦（昭和45年）."""
    a, b = family.people[union.a], family.people[union.b]
    words = f"{a.name}と{b.name}：{_UNIONS[union.kind]}"
    if union.since:
        words += f"（{union.since}）"
    if union.custody in family.people and union.kind in ("separated", "divorced"):
        words += f"、親権は{family.people[union.custody or ''].name}"
    return words


def _children(family: Family, ship: Sibship) -> list[str]:
    """The children of one couple or parent, eldest first, and what is special about them."""
    parents = "と".join(family.people[key].name for key in ship.parents)
    said = []
    if ship.links:
        eldest_first = ship.links[::-1] if family.eldest_right else ship.links
        names = "、".join(_called(family.people[link.child]) for link in eldest_first)
        said.append(f"{parents}の子（年長順）：{names}")
    for link in (*ship.links, *ship.extra):
        if link.kind != "birth":
            said.append(f"{family.people[link.child].name}は{parents}の{CHILD_WORDS[link.kind]}")
    groups: dict[str, list[str]] = {}
    for link in ship.links:
        if link.twin_group:
            groups.setdefault(link.twin_group, []).append(family.people[link.child].name)
    said += [f"{'と'.join(names)}は双子" for names in groups.values() if len(names) > 1]
    return said


def _tie(family: Family, tie: GenoTie) -> str:
    """One tie: 母と長女は密着, 長男から母への虐待."""
    a, b = family.people[tie.a].name, family.people[tie.b].name
    if tie.kind in ("abuse", "control"):
        return f"{a}から{b}への{TIE_WORDS[tie.kind]}"
    return f"{a}と{b}{_MUTUAL[tie.kind]}"
