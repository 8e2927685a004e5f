"""From the 受付票 as it was typed to the actions: person first, then the consultation (受付の流れ)."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from tasuki.community.models import Gathering
from tasuki.people import actions as people
from tasuki.people.enums import ContactKind
from tasuki.people.finding import MOST, find_people, possible_duplicates
from tasuki.people.models import Person
from tasuki.staff.actions import draft_of
from tasuki.staff.models import Draft, Worker

from . import actions
from .forms import ConsultationForm
from .models import Consultation
from .sheet import hides_contact

KIND = "consultation"


# Who called, for whom and from where: what is the same when she calls again.
SAME_AGAIN = ("route", "introducer", "third_hand", "keep_caller", "anonymous", "caller_name", "caller_relation",
              "caller_contact", "about_whom", "area", "place")  # fmt: skip


class Sheet:
    """One 受付票 on the screen: the form, the person chosen, who was found, what was kept from before."""

    form_class: type[ConsultationForm] = ConsultationForm
    keeps_draft = True

    def __init__(self, worker: Worker, data: QueryDict | None, consultation: Consultation | None = None,
                 gathering: str = "", route: str = "", like: str = "") -> None:  # fmt: skip
        self.route, self.like = route, self._earlier(worker, like)
        self.worker, self.consultation, self.data = worker, consultation, data
        self.gathering = self._gathering(gathering or (data or {}).get("gathering", ""))
        self.draft = (
            None
            if data is not None or not self.keeps_draft
            else draft_of(worker, KIND, consultation.pk if consultation else None)
        )
        self.form = self.form_class(data if self.wants("save") else None, initial=self._initial(), **self._version())
        self.form.fields["gathering"].queryset = Gathering.objects.visible_to(worker)  # type: ignore[attr-defined]
        self.text = (data or {}).get("find", "").strip()
        self.chosen = self._chosen()
        found = find_people(worker, self.text) if self.text and self.wants("find") else []
        self.found, self.more, self.asked = found[:MOST], len(found) > MOST, bool(self.text) and self.wants("find")
        self.same: list[Any] = []

    @property
    def opened(self) -> dict[str, bool]:
        """Which closed parts of the form hold something and are shown open."""
        groups = {
            "person": ("family_name", "given_name", "family_kana", "given_kana", "birth", "phone", "town", "address"),
            "caller": (
                "third_hand",
                "anonymous",
                "keep_caller",
                "caller_name",
                "caller_relation",
                "caller_contact",
                "introducer",
            ),
            "more": ("care_wanted", "response", "place", "rights_screening"),
        }
        return {name: any(self.form[field].value() or self.form[field].errors for field in fields)
                for name, fields in groups.items()}  # fmt: skip

    def wants(self, what: str) -> bool:
        """Which button was pressed."""
        return self.data is not None and self.data.get("do", "save") == what

    def _initial(self) -> dict[str, Any]:
        """What stands in the form at first: as sent with another button, as kept, or as written."""
        if self.data is not None:
            return self._typed(self.data)
        if self.draft:
            return self._typed(as_post(self.draft)) | ({"gathering": self.gathering} if self.gathering else {})
        if self.consultation:
            shown = actions.CHANGEABLE - {"person"} - ({"caller_contact"} if self._hides_contact() else set())
            return {name: getattr(self.consultation, name) for name in shown}
        return self._heard()

    @staticmethod
    def _earlier(worker: Worker, key: str) -> Consultation | None:
        """An earlier consultation of the desk, to begin as it began (前回と同じ)."""
        try:
            found: Consultation | None = Consultation.objects.visible_to(worker).filter(pk=UUID(key)).first()
        except ValueError:
            return None
        return found

    def _version(self) -> dict[str, Any]:
        """The version of the sheet in which it was written, with what was answered."""
        one = self.consultation
        return {"sheet_version": one.sheet_version, "answers": one.answers} if one else {}

    def _typed(self, data: QueryDict) -> dict[str, Any]:
        """What was typed, as initial values, so that a form shows it without judging it."""
        blank = self.form_class(**self._version())
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in blank.fields.items()}

    def _gathering(self, key: str) -> Gathering | None:
        """The gathering at which it was heard, if the address or the form tells of one."""
        if self.consultation:
            return self.consultation.gathering
        try:
            found: Gathering | None = Gathering.objects.visible_to(self.worker).filter(pk=UUID(str(key))).first()
        except ValueError:
            return None
        return found

    def _heard(self) -> dict[str, Any]:
        """What the gathering tells already: somebody spoke there of somebody else."""
        if self.like is not None:
            hidden = {"caller_contact"} if hides_contact(self.like, self.worker) else set()
            return {name: getattr(self.like, name) for name in SAME_AGAIN if name not in hidden}
        if self.gathering is None:
            return {"route": self.route} if self.route else {}
        return {"gathering": self.gathering, "route": "gathering", "area": self.gathering.area_id,
                "third_hand": True, "place": self.gathering.name[:80]}  # fmt: skip

    def _hides_contact(self) -> bool:
        """Under protection the number is neither shown nor written over by an empty field."""
        return self.consultation is not None and hides_contact(self.consultation, self.worker)

    def _chosen(self) -> Person | None:
        """The person ticked, if the worker may know her."""
        sent = self.data if self.data is not None else as_post(self.draft) if self.draft else None
        if sent is None:
            before = self.consultation or self.like
            key: Any = before.person_id if before else None
        else:
            key = sent.get("person")
        try:
            return Person.objects.visible_to(self.worker).filter(pk=UUID(str(key))).first()
        except ValueError:
            return None

    def ready(self) -> bool:
        """Whether it can be kept: the three answers are there, and a new person was compared with the known ones."""
        if not (self.wants("save") and self.form.is_valid()):
            return False
        if self.chosen is None and self.form.names_somebody and not (self.data or {}).get("sure"):
            new = self.form.new_person()
            new.pop("sex")
            self.same = possible_duplicates(self.worker, **new, phone=self.form.cleaned_data["phone"])
        return not self.same

    def keep(self, version: int | None = None) -> Consultation:
        """Through the actions, all or nothing (the door's transaction)."""
        told = self.form.consultation()
        if self._hides_contact() and not told.get("caller_contact"):
            told.pop("caller_contact", None)
        # A person who is no longer open to the worker stays joined to the consultation when she changes something else.
        if self.chosen is not None or self.form.names_somebody:
            told["person"] = self.chosen or self._register()
        elif self._person_let_go():
            told["person"] = None
        if told.get("gathering") is None:
            told.pop("gathering", None)  # where it was heard stays
        if self.consultation is None:
            return actions.take_consultation(by=self.worker, **told)
        return actions.change_consultation(consultation=self.consultation, by=self.worker, version=version, **told)

    def _person_let_go(self) -> bool:
        """「まだわからない」 was ticked."""
        return self.consultation is not None and (self.data or {}).get("person") == "none"

    def _register(self) -> Person:
        """A new person with telephone and household, as far as they were told."""
        told, by = self.form.cleaned_data, self.worker
        person = people.register_person(by=by, **self.form.new_person())
        if told["phone"]:
            people.add_contact(person=person, by=by, kind=ContactKind.MOBILE, value=told["phone"])
        if told["town"] or told["address"]:
            home = people.start_household(by=by, town=told["town"], address=told["address"], area=told["area"])
            people.join_household(household=home, person=person, by=by)
        return person


def as_post(draft: Draft) -> QueryDict:
    """A kept draft in the shape in which it was sent."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values if isinstance(values, list) else [values])
    return data
