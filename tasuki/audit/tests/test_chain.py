"""The seals (封印): whoever alters the record afterwards is found, whatever she alters and however cleverly."""

import random
import time
from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from tasuki.audit import anchors, chain
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.staff.models import Worker
from tasuki.tenancy.actions import add_area, create_municipality
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.models import Area
from tests.figures import note

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
TABLES = ("audit_entry", "audit_change", "audit_changedvalues", "audit_seal")


def seal(town, *, now=None) -> chain.Seal | None:
    with transaction.atomic(), connection.cursor() as cursor:
        return chain.seal(cursor, town.key, now=now or time.time_ns() // 1000)


def sealed(town) -> chain.Seal:
    """As soon as nobody on the server is still writing."""
    until = time.monotonic() + 20
    while not (one := seal(town)):
        assert time.monotonic() < until
        time.sleep(0.05)
    return one


def verify(town, kept=()) -> chain.Proof:
    with transaction.atomic(), connection.cursor() as cursor:
        return chain.verify(cursor, town.key, kept)


@pytest.fixture
def town():
    """A municipality with a record of 260 lines under 12 seals and a few lines not sealed yet."""
    made = SimpleNamespace()
    municipality = create_municipality(code="132080", name="ひなた町")
    made.key, made.heads = str(municipality.pk), []
    rng = random.Random(7)
    with acting(Context(municipality=municipality.pk)):
        with transaction.atomic():  # a value that the officer may not read is proved too
            worker = Worker.objects.create(login="ken", name="小川 健")
            Worker.objects.filter(pk=worker.pk).update(name="小川 けん")
        for batch in range(13):
            for n in range(5):
                with transaction.atomic():
                    area = add_area(key=f"a{batch}-{n}", name="第1圏域", order=n)
                    Area.objects.filter(pk=area.pk).update(name=f"圏域 {batch} {n}𠮷", order=n + 50)
                    for _ in range(2):
                        record(rng.choice(list(Act)), f"見た {n}", objects=[area.pk], reason="夜｜10:x,", count=n)
            if batch < 12:
                one = sealed(made)
                made.heads.append((one.order, one.head))
    return made


def test_an_untouched_record_is_whole(town):
    proof = verify(town, town.heads)
    assert proof.found == []
    assert (proof.seals, proof.entries, proof.changes, proof.unsealed) == (12, 130, 133, 20)
    assert "異常なし" in proof.words()


def test_a_transaction_that_commits_late_does_not_slip_under_the_seal(town):
    """Its number is smaller than that of lines already sealed unless the seal waits for it."""
    late = connections["owner"]
    with acting(Context(municipality=town.key)):
        with transaction.atomic(using="owner"):
            with late.cursor() as cursor:
                cursor.execute("select set_config('app.municipality', %s, true)", [town.key])
                cursor.execute("update tenancy_area set name = 'あとから' where municipality_id = %s", [town.key])
            with transaction.atomic():
                record(Act.LOOK, "さきに終わった")
            assert seal(town).changes == 10  # what had settled before; neither the late one nor what came after it
            assert seal(town) is None
        made = seal(town)
    assert (made.entries, made.changes) == (1, 65)
    assert verify(town).found == []


def test_a_head_goes_to_a_file_that_only_grows(town, tmp_path):
    path = tmp_path / "elsewhere" / "heads.jsonl"
    with transaction.atomic(), connection.cursor() as cursor:
        chain.enter(cursor, town.key)
        seals = chain.seals_of(cursor, town.key)
    assert anchors.keep(path, town.key, "ひなた町", seals[:5]) == 5
    assert anchors.keep(path, town.key, "ひなた町", seals) == 7  # what it did not have
    assert anchors.keep(path, town.key, "ひなた町", seals) == 0
    path.write_text(path.read_text() + "{こわれた行\n")
    assert anchors.read(path, town.key) == town.heads
    assert verify(town, anchors.read(path, town.key)).found == []


def test_values_may_be_forgotten_by_the_proper_way_only(town):
    """As `app.destroy_line` does it; the application itself may not."""
    with acting(Context(municipality=town.key)), transaction.atomic():
        areas = list(Area.objects.order_by("key").values_list("pk", flat=True)[:3])
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select app.forget_values(%s)", [areas])
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select set_config('app.municipality', %s, true)", [town.key])
        cursor.execute("select app.forget_values(%s)", [areas])
        assert cursor.fetchone() == (3,)
    proof = verify(town, town.heads)
    assert (proof.found, proof.forgotten) == ([], 3)
    with tampering() as cursor:
        cursor.execute(
            "delete from audit_changedvalues where row_id not in (select row_id from audit_change where act = 'forget')"
        )
        assert "消されて" in chain.verify(cursor, town.key, town.heads).found[0]


class tampering:
    """As somebody who owns the tables and has switched the triggers off; everything is put back afterwards."""

    def __enter__(self):
        self.block = transaction.atomic(using="owner")
        self.block.__enter__()
        self.cursor = connections["owner"].cursor()
        for table in TABLES:
            self.cursor.execute(f"alter table {table} disable trigger user")
        return self.cursor

    def __exit__(self, *problem):
        self.cursor.close()
        transaction.set_rollback(True, using="owner")
        self.block.__exit__(*problem)


def some(cursor, table, where="true"):
    """Keys of lines that are under a seal, in no order."""
    sealed = "" if table in ("audit_seal", "audit_changedvalues") else "and number < (select max(ends) from audit_seal)"
    inside = "and id in (select id from audit_change where number < (select max(ends) from audit_seal))"
    more = inside if table == "audit_changedvalues" else sealed
    cursor.execute(f"select id from {table} where {where} {more} order by id")
    return [key for (key,) in cursor.fetchall()]


def edit(cursor, rng, town):
    table = rng.choice(TABLES)
    said = {
        "audit_entry": ["worker_name = 'だれか'", "at = at + interval '1 microsecond'", "act = 'sign_out'", "verb = verb || '。'",
                        "case_id = gen_random_uuid()", "object_ids = object_ids || gen_random_uuid()", "object_ids = '{}'",
                        "ground = '緊急'", "reason = ''", "count = coalesce(count, 0) + 1", "address = '::1'",
                        "worker_id = gen_random_uuid()", "number = number - 1", "request = 'x'"],
        "audit_change": ["act = 'delete'", "fields = fields || 'x'::varchar", "table_name = 'x'", "number = number + 100000",
                         "row_id = gen_random_uuid()", "worker_id = gen_random_uuid()", "at = at - interval '1 day'",
                         "fingerprint = md5(random()::text)", "case_id = gen_random_uuid()", "id = gen_random_uuid()"],
        "audit_changedvalues": ["difference = '{\"name\": [1, 2]}'", "salt = gen_random_uuid()", "id = gen_random_uuid()"],
        "audit_seal": ["digest = md5(random()::text)", "entries = entries + 1", "changes = changes + 1", "ends = ends + 1",
                       "begins = begins + 1", "at = at + interval '1 second'", "head = md5(random()::text)",
                       "previous = md5(random()::text)", '"order" = "order" + 1000'],
    }[table]  # fmt: skip
    cursor.execute(f"update {table} set {rng.choice(said)} where id = %s", [rng.choice(some(cursor, table))])


def delete(cursor, rng, town):
    table = rng.choice(TABLES)
    keys = some(cursor, table, '"order" < (select max("order") from audit_seal)' if table == "audit_seal" else "true")
    cursor.execute(f"delete from {table} where id = any(%s)", [rng.sample(keys, rng.randint(1, 3))])


def swap(cursor, rng, town):
    """Two lines of different deeds change places."""
    table = rng.choice(TABLES[:2])
    keys = some(cursor, table)
    first = rng.choice(keys)
    cursor.execute(f"select number from {table} where id = %s", [first])
    (number,) = cursor.fetchone()
    other = rng.choice([key for key in keys if key in set(some(cursor, table, f"number <> {number}"))])
    cursor.execute(f"update {table} a set number = b.number from {table} b where a.id = any(%s) and b.id = any(%s)"
                   " and a.id <> b.id", [[first, other], [first, other]])  # fmt: skip


def insert(cursor, rng, town):
    table = rng.choice(TABLES[:2])
    columns = [f.column for f in chain_model(table)._meta.local_concrete_fields if f.column != "id"]
    names = ", ".join(columns)
    cursor.execute(f"insert into {table} (id, {names}) select gen_random_uuid(), {names} from {table} where id = %s",
                   [rng.choice(some(cursor, table))])  # fmt: skip


def chain_model(table):
    from django.apps import apps

    return apps.get_model("audit", {"audit_entry": "Entry", "audit_change": "Change"}[table])


def truncate(cursor, rng, town):
    """The last seals go, and every line after them."""
    left = rng.randint(0, 11)
    cursor.execute('select coalesce(max(ends), 0) from audit_seal where "order" <= %s', [left])
    (ends,) = cursor.fetchone()
    cursor.execute('delete from audit_seal where "order" > %s', [left])
    cursor.execute(
        "delete from audit_changedvalues where id in (select id from audit_change where number >= %s)", [ends]
    )
    for table in TABLES[:2]:
        cursor.execute(f"delete from {table} where number >= %s", [ends])


def rehash(cursor, rng, town):
    """Alter a line, then make all seals anew so that they fit."""
    entry = rng.choice(some(cursor, "audit_entry"))
    cursor.execute("update audit_entry set worker_name = 'だれか' where id = %s", [entry])
    seals, before = chain.seals_of(cursor, town.key), chain.FIRST
    for one in seals:
        told = chain.hashlib.sha256()
        for kind, question in (("E", chain.ENTRIES), ("C", chain.CHANGES.format("", ""))):
            for row in chain.rows(cursor, question, [town.key, one.begins, one.ends]):
                told.update(chain.line(kind, row[1:]))
        made = chain.Seal(**vars(one) | {"digest": told.hexdigest(), "previous": before})
        before = made.right_head(town.key)
        cursor.execute('update audit_seal set digest = %s, previous = %s, head = %s where "order" = %s',
                       [made.digest, made.previous, before, one.order])  # fmt: skip


UNSEEN = (truncate, rehash)  # a chain alone cannot see these


def test_five_hundred_tamperings_are_all_found(town):
    rng, missed, found = random.Random(20261122), [], {}
    for number in range(500):
        deed = (edit, delete, swap, insert, truncate, rehash)[number % 6]
        with tampering() as cursor:
            deed(cursor, rng, town)
            if chain.verify(cursor, town.key, town.heads).whole:
                missed.append((number, deed.__name__))
            else:
                found[deed.__name__] = found.get(deed.__name__, 0) + 1
    assert missed == []
    assert sum(found.values()) == 500
    note(f"控えがあれば {sum(found.values())}/500（" + "・".join(f"{name} {n}" for name, n in found.items()) + "）")
    assert verify(town, town.heads).found == []


def test_without_the_anchor_truncation_and_rehashing_are_missed(town):
    """Test of the test: the head that left the machine is what finds these."""
    rng, seen = random.Random(5), []
    for number in range(60):
        with tampering() as cursor:
            UNSEEN[number % 2](cursor, rng, town)
            seen.append(not chain.verify(cursor, town.key).whole)
    assert seen.count(True) == 0
    note(f"控えがなければ、切りとりと作りなおしは {seen.count(True)}/{len(seen)}")
