"""One municipality by itself: taken at one moment, brought back whole over what stands, its neighbour untouched."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import transaction

from tasuki.audit.models import Entry
from tasuki.codes.lookup import forget
from tasuki.jobs import municipal
from tasuki.people.actions import register_person
from tasuki.people.models import Person
from tasuki.shared import envelopes
from tasuki.shared.decisions import Refused
from tests.cast import Town_

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="tasuki-town-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def pair(transactional_db):
    """Two towns, committed: each of these tests works on a database of its own."""
    with transaction.atomic():
        made = Town_(code="999971", name="ひとつ町"), Town_(code="999963", name="ふたつ町")
    forget()
    yield made
    forget()


def add(town: Town_, name: str) -> None:
    with transaction.atomic(), town.acting("sakura") as by:
        register_person(by=by, family_name=name, given_name='改行\nと、"引用"')


def names(town: Town_) -> list[str]:
    with transaction.atomic(), town.acting("suzuki"):
        return sorted(Person.objects.values_list("family_name", flat=True))


def entries(town: Town_) -> int:
    with transaction.atomic(), town.acting("officer"):
        return Entry.objects.count()


def bring_back(source: Path, secret: str, folder: Path):
    told = municipal.manifest_of(source)
    return municipal.bring_back(municipal.owner(), source, told, envelopes.identities_in(secret), folder)


def test_a_town_comes_back_as_it_was_and_its_neighbour_stays(pair, folder):
    town, other = pair
    public, secret = envelopes.new_pair()
    add(town, "𠮷田")
    add(other, "となり")
    made = municipal.export(municipal.owner(), town.key, folder, [public])
    assert [path.name for path in sorted(made.iterdir())] == ["manifest.json", "rows.tar.gz.age"]
    assert "𠮷田".encode() not in (made / "rows.tar.gz.age").read_bytes()
    add(town, "あとの人")
    add(other, "となりのあと")
    grown = entries(town)
    bring_back(made, secret, folder)
    assert names(town) == ["𠮷田"]
    assert names(other) == ["となり", "となりのあと"]
    assert entries(town) == grown + 1  # what was looked at and done since stays on record, and that we came back

    # into a server that has no such town any more: whole again
    owner = municipal.owner()
    with owner.transaction():
        owner.execute("set constraints all deferred")
        owner.execute("select set_config('app.building', '1', true)")
        for table in municipal.tables(owner):
            if table not in municipal.GROWS:
                key = "id" if table == municipal.TOWN else "municipality_id"
                owner.execute(f"delete from {table} where {key} = %s", [town.key])
        owner.execute("set constraints all deferred")
        bring_back(made, secret, folder)
    assert names(town) == ["𠮷田"]


def test_what_does_not_fit_is_refused_and_nothing_changes(pair, folder):
    town, _ = pair
    public, secret = envelopes.new_pair()
    add(town, "山田")
    made = municipal.export(municipal.owner(), town.key, folder, [public])
    add(town, "川田")
    path = made / municipal.MANIFEST
    told = json.loads(path.read_text())
    wrong = [
        (told | {"migrations": [*told["migrations"], "cases.0099_later"]}, "新しい版"),
        (told | {"migrations": told["migrations"][:-1]}, "古い版"),
        (told | {"counts": told["counts"] | {"people_person": 7}}, "件数"),
    ]
    for changed, why in wrong:
        path.write_text(json.dumps(changed))
        with pytest.raises(Refused, match=why):
            bring_back(made, secret, folder)
        assert names(town) == ["山田", "川田"]
    path.write_text(json.dumps(told))
    with pytest.raises(envelopes.Unreadable):
        bring_back(made, envelopes.new_pair()[1], folder)
    with (made / "rows.tar.gz.age").open("ab") as file:
        file.write(b"x")
    with pytest.raises(Refused, match="壊れている"):
        bring_back(made, secret, folder)
    assert names(town) == ["山田", "川田"]


def test_without_a_key_nothing_is_written_by_the_page(pair, folder, settings, monkeypatch):
    settings.DATA_FOLDER = folder
    monkeypatch.delenv("TASUKI_BACKUP_RECIPIENTS", raising=False)
    with pytest.raises(Refused, match="backup-key"):
        municipal.export_for_job(pair[0].key, None)
    assert list(folder.iterdir()) == []
