"""What may be done to persons, households and consents. Reads only."""

from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import ConsentAnswer
from .models import Consent, Contact, Household, Membership, Person, Relation
from .protection import address_open, sees_whereabouts

NOT_KNOWN = "この人の情報は、あなたに開かれていません。"
NOT_YOUR_ROLE = "この役割では、人や世帯の登録を変えられません。"
PROTECTED = "支援措置（DV等）のため、住所と連絡先は担当者だけが扱えます。"


def _works(by: Worker) -> Decision:
    return refuse_unless(by.may(Permission.CASE_WORK), NOT_YOUR_ROLE)


def _knows(person: Person, by: Worker) -> Decision:
    """The person is open to her now, not a moment ago when the page was drawn."""
    if not (works := _works(by)):
        return works
    return refuse_unless(Person.objects.visible_to(by).filter(pk=person.pk).exists(), NOT_KNOWN)


def may_register_person(by: Worker) -> Decision:
    """Whoever takes consultations or works with cases."""
    return refuse_unless(by.may(Permission.CONSULT) or by.may(Permission.CASE_WORK), NOT_YOUR_ROLE)


def may_change_person(person: Person, by: Worker) -> Decision:
    """Whoever supports the person; a registration that was merged stays as it was."""
    merged = refuse_unless(person.merged_into_id is None, "統合された登録です。新しい登録のほうを直してください。")
    return _knows(person, by) & merged


def may_protect_person(person: Person, by: Worker) -> Decision:
    """Protection is set by whoever supports, and lifted only by those who may see what it hides."""
    lifting = person.protected and not sees_whereabouts(person, by)
    return _knows(person, by) & refuse_unless(not lifting, PROTECTED)


def may_add_contact(person: Person, by: Worker) -> Decision:
    """Whoever supports; under protection the workers in charge."""
    return _knows(person, by) & refuse_unless(sees_whereabouts(person, by), PROTECTED)


def may_change_contact(contact: Contact, by: Worker) -> Decision:
    """As for a new one."""
    return may_add_contact(contact.person, by)


def may_start_household(by: Worker) -> Decision:
    """Whoever registers persons."""
    return _works(by)


def may_change_household(household: Household, by: Worker) -> Decision:
    """Whoever knows somebody in it, unless somebody in it is under protection."""
    if not (works := _works(by)):
        return works
    known = Household.objects.visible_to(by).filter(pk=household.pk).exists()
    living = Person.objects.visible_to(by).filter(memberships__household=household, memberships__until=None)
    hidden = not address_open(household, living, by)
    return refuse_unless(known, "この世帯の情報は、あなたに開かれていません。") & refuse_unless(not hidden, PROTECTED)


def may_join_household(household: Household, person: Person, by: Worker) -> Decision:
    """Once at a time."""
    living = Membership.objects.filter(household=household, person=person, until=None).exists()
    return _knows(person, by) & refuse_unless(not living, "すでにこの世帯の世帯員です。")


def may_change_membership(membership: Membership, by: Worker) -> Decision:
    """Whoever knows the member."""
    return _knows(membership.person, by)


def may_leave_household(membership: Membership, by: Worker) -> Decision:
    """A member who still lives there."""
    return _knows(membership.person, by) & refuse_unless(membership.until is None, "すでに世帯を離れています。")


def may_relate(first: Person, second: Person, by: Worker) -> Decision:
    """Two different persons, both known to the worker."""
    return refuse_unless(first.pk != second.pk, "同じ人どうしは結べません。") & _knows(first, by) & _knows(second, by)


def may_unrelate(relation: Relation, by: Worker) -> Decision:
    """Whoever could have drawn it."""
    return may_relate(relation.first, relation.second, by)


def may_ask_consent(person: Person, by: Worker) -> Decision:
    """Whoever supports the person; the dead cannot be asked."""
    return _knows(person, by) & refuse_unless(not person.deceased, "亡くなった人には同意をたずねられません。")


def may_withdraw(consent: Consent, by: Worker) -> Decision:
    """Whoever knows the person writes down that the consent was taken back; at once, from any agency."""
    given = refuse_unless(consent.answer == ConsentAnswer.GIVEN, "同意を得ていないので、撤回するものがありません。")
    return _knows(consent.person, by) & given & refuse_unless(consent.withdrawn_at is None, "すでに撤回されています。")


__all__ = [name for name in globals() if name.startswith("may_")] + ["ALLOWED"]
