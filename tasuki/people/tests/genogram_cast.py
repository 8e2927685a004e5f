"""Four families to draw (架空の家族), from one couple to three generations."""

from tasuki.people.genogram import GenoChild, GenoPerson, GenoTie, GenoUnion

P, U, C, T = GenoPerson, GenoUnion, GenoChild, GenoTie
Drawn = tuple[list[GenoPerson], list[GenoUnion], list[GenoChild], list[GenoTie]]


def mother_and_son() -> Drawn:
    """8050: mother 86 and son 46 live together, father dead, daughter 52 elsewhere."""
    people = [
        P("f", "male", ("父", "平成28年死亡"), "81", deceased=True),
        P("m", "female", ("母",), "86", household=True, conditions=("認",)),
        P("s", "male", ("長男（本人）",), "46", index=True, household=True, carer=True, birth_order=2),
        P("d", "female", ("長女", "県外"), "52", key_person=True, birth_order=1),
    ]
    links = [C("s", union_index=0), C("d", union_index=0)]
    return people, [U("f", "m")], links, [T("s", "m", "abuse"), T("d", "s", "distant")]


def nineties_mother() -> Drawn:
    """9060: mother in her nineties with two children, grandchildren elsewhere."""
    people = [
        P("f", "male", ("父",), "", deceased=True),
        P("m", "female", ("母", "要介護3"), "90代", household=True, conditions=("認", "身"), index=True),
        P("s", "male", ("長男", "無職"), "60代", household=True, birth_order=1, carer=True),
        P("d", "female", ("長女", "パート"), "50代", household=True, birth_order=2, key_person=True),
        P("w", "female", ("元妻",), ""),
        P("g1", "male", ("孫", "隣市"), "31", birth_order=1),
        P("g2", "female", ("孫", "県外"), "28", birth_order=2),
    ]
    unions = [U("f", "m", since="昭和33年"), U("s", "w", "divorced", "平成15年", custody="w")]
    links = [C("s", 0), C("d", 0), C("g1", 1), C("g2", 1)]
    return people, unions, links, []


def mother_and_daughter() -> Drawn:
    """Mother in her eighties and daughter in her forties, too close and quarrelling."""
    people = [
        P("m", "female", ("母",), "80代", household=True),
        P("d", "female", ("長女（本人）", "ひきこもり"), "40代", index=True, household=True, conditions=("精",)),
        P("x", "male", ("元夫",), "48"),
        P("g", "female", ("孫", "高校生"), "16"),
    ]
    links = [C("d", parent="m"), C("g", 0)]
    ties = [T("m", "d", "fused"), T("m", "d", "conflict"), T("d", "g", "cutoff")]
    return people, [U("x", "d", "divorced", "令和2年", custody="x")], links, ties


def three_generations() -> Drawn:
    """Twenty people: remarriage, twins, adoption, a foster child, a stepchild."""
    people = [
        P("gf", "male", ("祖父",), "88", deceased=True),
        P("gm", "female", ("祖母", "要介護2"), "85", household=True, conditions=("認",)),
        P("of", "male", ("母方祖父",), "79"),
        P("om", "female", ("母方祖母",), "77"),
        P("u1", "male", ("伯父", "大阪"), "62", birth_order=1),
        P("f", "male", ("父",), "58", household=True, birth_order=2, conditions=("依",)),
        P("t1", "female", ("叔母", "市内"), "55", birth_order=3, key_person=True),
        P("u1w", "female", ("伯父の妻",), "60"),
        P("ex", "female", ("前妻",), "57"),
        P("mo", "female", ("母",), "49", household=True, carer=True, birth_order=2),
        P("mb", "male", ("母の兄",), "53", birth_order=1),
        P("h", "male", ("母の前夫",), "52"),
        P("c1", "male", ("異母兄",), "30", birth_order=1),
        P("c2", "female", ("連れ子の姉",), "24", household=True),
        P("i", "male", ("本人", "高校2年"), "17", index=True, household=True, birth_order=1),
        P("tw1", "female", ("双子の妹",), "12", household=True, birth_order=2),
        P("tw2", "male", ("双子の弟",), "12", household=True, birth_order=3),
        P("fo", "unknown", ("里子",), "4", household=True, birth_order=4),
        P("ad", "female", ("いとこ", "養子"), "22"),
        P("tp", "male", ("内縁の夫",), "57"),
    ]
    unions = [
        U("gf", "gm", since="昭和35年"), U("of", "om"), U("u1", "u1w"),
        U("f", "ex", "divorced", "平成12年", 1, "ex"), U("f", "mo", "marriage", "平成20年", 2),
        U("mo", "h", "divorced", "平成17年", 1, "mo"), U("t1", "tp", "cohabiting"),
    ]  # fmt: skip
    links = [
        C("u1", 0), C("f", 0), C("t1", 0), C("mo", 1), C("mb", 1), C("c1", 3), C("c2", 5),
        C("c2", 4, kind="step"), C("i", 4), C("tw1", 4, twin_group="a"), C("tw2", 4, twin_group="a"),
        C("fo", 4, kind="foster"), C("ad", 2, kind="adopted"),
    ]  # fmt: skip
    ties = [T("f", "i", "abuse"), T("mo", "i", "close"), T("f", "mo", "conflict"), T("gm", "i", "fused")]
    return people, unions, links, ties


FAMILIES = [mother_and_son, nineties_mother, mother_and_daughter, three_generations]
