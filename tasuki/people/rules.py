"""What may be done to persons, households and consents. Reads only."""

from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import ConsentAnswer
from .merges import HouseholdMerge, PersonMerge
from .models import (
    Consent,
    Contact,
    GenogramDrawing,
    Household,
    Membership,
    Person,
    PersonGrant,
    ProtectionKeeper,
    Relation,
)
from .protection import address_open, sees_whereabouts, whereabouts_open

NOT_KNOWN = "この人の情報は、あなたに開かれていません。"
NOT_KNOWN_HOME = "この世帯の情報は、あなたに開かれていません。"
NOT_YOUR_ROLE = "この役割では、人や世帯の登録を変えられません。"
PROTECTED = "支援措置（DV等）のため、住所と連絡先は、名指しされた職員だけが扱えます。"
NO_POST = "この職員には、いまケースを扱う配属がありません。"
TOO_LATE = "取り消せる期間がすぎたか、すでに取り消されています。"
MERGED = "統合された登録です。新しい登録のほうを直してください。"


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
    return _knows(person, by) & refuse_unless(person.merged_into_id is None, MERGED)


def may_protect_person(person: Person, by: Worker) -> Decision:
    """Protection is set by whoever supports, and renewed or lifted only by those who may see what it hides."""
    lifting = person.protected and not sees_whereabouts(person, by)
    return _knows(person, by) & refuse_unless(not lifting, PROTECTED)


def may_name_keeper(person: Person, by: Worker) -> Decision:
    """By those named already, the workers in charge of the person's running cases, and the supervising section."""
    # Asked through the members of cases by name, because the room of the cases stands above this one.
    charge = Person.objects.filter(
        pk=person.pk, cases__case__worker=by.pk, cases__case__owner_agency=by.agency_id, cases__case__closed_on=None
    )
    named = by.sees_all or sees_whereabouts(person, by) or charge.exists()
    return (
        _knows(person, by)
        & refuse_unless(person.protected, "支援措置の対象になっていません。")
        & refuse_unless(named, "名指しできるのは、名指しされた職員と、ケースの担当者、所管課です。")
    )


def may_release_keeper(keeper: ProtectionKeeper, by: Worker) -> Decision:
    """As for naming; the last one stays as long as the protection does."""
    others = ProtectionKeeper.objects.live().filter(person=keeper.person_id).exclude(pk=keeper.pk).exists()
    return may_name_keeper(keeper.person, by) & refuse_unless(
        others, "最後のひとりです。先に別の職員を名指ししてください。"
    )


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
    """Whoever knows somebody in it; while somebody in it is under protection, those named for it."""
    if not (works := _works(by)):
        return works
    known = Household.objects.visible_to(by).filter(pk=household.pk).exists()
    return (
        refuse_unless(known, NOT_KNOWN_HOME)
        & refuse_unless(address_open(household, by), PROTECTED)
        & refuse_unless(household.merged_into_id is None, MERGED)
    )


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


def may_place_person(around: Person, by: Worker) -> Decision:
    """Whoever knows the person around whom the family is drawn."""
    return _knows(around, by)


def may_arrange_again(around: Person, by: Worker) -> Decision:
    """As for placing, while anybody has a place of her own."""
    drawn = GenogramDrawing.objects.filter(person=around.pk).exclude(places={}).exists()
    return _knows(around, by) & refuse_unless(drawn, "手で動かした人はいません。")


def may_undo_place(around: Person, by: Worker) -> Decision:
    """As long as something was changed."""
    changed = GenogramDrawing.objects.filter(person=around.pk).exclude(past=[]).exists()
    return _knows(around, by) & refuse_unless(changed, "もどせる変更はありません。")


def may_ask_consent(person: Person, by: Worker) -> Decision:
    """Whoever supports the person; the dead cannot be asked."""
    return _knows(person, by) & refuse_unless(not person.deceased, "亡くなった人には同意をたずねられません。")


def may_withdraw(consent: Consent, by: Worker) -> Decision:
    """Whoever knows the person writes down that the consent was taken back; at once, from any agency."""
    given = refuse_unless(consent.answer == ConsentAnswer.GIVEN, "同意を得ていないので、撤回するものがありません。")
    return _knows(consent.person, by) & given & refuse_unless(consent.withdrawn_at is None, "すでに撤回されています。")


def may_merge_persons(keep: Person, drop: Person, by: Worker) -> Decision:
    """Whoever knows both, one of them from her own desk, and under protection where both live."""
    both = [keep, drop]
    registered = PersonGrant.objects.live().held_by(by).filter(person__in=[keep.pk, drop.pk], ground=Ground.OWN)
    return (
        _knows(keep, by)
        & _knows(drop, by)
        & refuse_unless(keep.pk != drop.pk, "同じ登録です。")
        & refuse_unless(not any(one.merged_into_id for one in both), "すでに統合された登録です。")
        & refuse_unless(by.sees_all or registered.exists(), "どちらの登録も、ほかの機関のものです。")
        & refuse_unless(whereabouts_open(both, by) >= {keep.pk, drop.pk}, PROTECTED)
    )


def may_unmerge_persons(merge: PersonMerge, by: Worker) -> Decision:
    """Within some weeks, by whoever knows the person; under protection by those named."""
    whereabouts = refuse_unless(sees_whereabouts(merge.keep, by), PROTECTED)
    return _knows(merge.keep, by) & whereabouts & refuse_unless(merge.undoable, TOO_LATE)


def may_merge_households(keep: Household, drop: Household, by: Worker) -> Decision:
    """Whoever sees both, with their addresses."""
    return (
        may_change_household(keep, by)
        & may_change_household(drop, by)
        & refuse_unless(keep.pk != drop.pk, "同じ世帯です。")
    )


def may_unmerge_households(merge: HouseholdMerge, by: Worker) -> Decision:
    """Within some weeks, by whoever may change the household."""
    return may_change_household(merge.keep, by) & refuse_unless(merge.undoable, TOO_LATE)


__all__ = [name for name in globals() if name.startswith("may_")] + ["ALLOWED"]
