"""What must not stand in the words of the neighbourhood: the names, addresses and numbers of a case (名前を出さない)."""

from collections.abc import Collection

from tasuki.cases.models import Case
from tasuki.people.models import Household, Person
from tasuki.staff.models import Worker


def names_in(cases: Collection[Case], worker: Worker) -> list[str]:
    """Names, readings, telephone numbers, addresses of everybody in these cases whom the worker may know."""
    people = Person.objects.visible_to(worker).filter(cases__case__in=cases).distinct().prefetch_related("contacts")
    words = []
    for person in people:
        words += [person.family_name, person.given_name, person.family_kana, person.given_kana, person.common_name]
        words += [contact.value for contact in person.contacts.all() if len(contact.value) >= 4]
    homes = Household.objects.visible_to(worker).filter(cases__in=cases)
    words += [part for home in homes for part in home.address.split() if len(part) >= 3]
    words += [case.number for case in cases]
    return sorted({word.strip() for word in words if word and word.strip()})
