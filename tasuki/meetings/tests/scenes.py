"""Bodies, a sitting and an item: what the tests of meetings begin with."""

from datetime import date

from tasuki.cases.recording import write_record
from tasuki.meetings import actions
from tasuki.meetings.enums import LegalType
from tasuki.shared import clock

DAY = date(2026, 11, 25)


def conference(town, legal_type=LegalType.SUPPORT_CONFERENCE, by="suzuki", host="fukushi", key="shien", **more):
    """A body of this legal type, hosted by the city, and its sitting next week."""
    with town.acting(by) as worker:
        body = actions.found_body(
            by=worker, key=key, name=more.pop("name", "支援会議"), legal_types=[legal_type],
            host_agency=town.agencies[host],
            members=[town.agencies["hokatsu"], town.agencies["kikan"]], **more,
        )  # fmt: skip
        return actions.convene(body=body, by=worker, at=clock.at(DAY, "14:00"), form="in_person", place="市役所3階")


def bring(town, case, sitting, by="sakura", **more):
    """The case comes before the sitting without consent."""
    asked = {"title": "8050世帯の支援体制", "without_consent": True, "why_without": "年金の行方がわからず、急ぐ"} | more
    with town.acting(by) as worker:
        return actions.put_on_agenda(sitting=sitting, by=worker, case=case, **asked)


def note(town, case, text, about=None, by="sakura"):
    """A support record of the case."""
    with town.acting(by) as worker:
        return write_record(case=case, by=worker, at=clock.now(), method="visit", text=text, about=about)


def ready(town, calls=("hokatsu",)):
    """Case, sitting, and an item with its packet and those called; nobody has accepted secrecy yet."""
    case, sitting = town.case(by="sakura"), conference(town)
    item = bring(town, case, sitting)
    with town.acting("sakura") as sakura:
        actions.freeze(item=item, by=sakura, papers=[{"heading": "世帯", "text": "母と長男。冷蔵庫は空。"}])
    with town.acting("suzuki") as suzuki:
        item.calls_made = {
            key: actions.call(item=item, agency=town.agencies[key], by=suzuki) for key in calls
        }  # fmt: skip
    return case, sitting, item


def conclude(town, item, by="suzuki", **more):
    """The meeting's conclusion, written down by the secretariat."""
    asked = {"discussion": "それぞれが持ちよった", "decision": "訪問は二人で"} | more
    with town.acting(by) as worker:
        return actions.conclude_item(item=item, by=worker, **asked)
