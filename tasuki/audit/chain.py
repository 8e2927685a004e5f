"""The seals upon the record (封印): batches of settled lines, each head resting on the one before; made and proved here.

How a line is written for the seal: every field as text, `length:text,` (length in characters), a null as empty text;
times as microseconds since 1970, lists joined by commas; entries first, then changes, each by number and key. A batch
holds the lines of a municipality whose transaction number lies in [begins, ends). Its digest is SHA-256 over its lines;
its head SHA-256 over `previous|municipality|order|at|begins|ends|entries|changes|digest`. Proving computes everything
again in Python from the plain columns: functions in the database are not believed. No Django here: the process that
serves the town seals too. `cursor` is any cursor of psycopg, within a transaction in which the record may be read.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

FIRST = "0" * 64
_MICROSECONDS = "(extract(epoch from {}) * 1000000)::bigint::text"
ENTRIES = (
    "select e.number, e.id::text, e.number::text, "
    + _MICROSECONDS.format("e.at")
    + ", e.act, e.verb, e.worker_id::text,"
    " e.worker_name, e.agency_id::text, e.agency_name, e.case_id::text, array_to_string(e.object_ids, ','), e.ground,"
    " e.reason, e.count::text, e.address, e.request from audit_entry e"
    " where e.municipality_id = %s and e.number >= %s and e.number < %s order by e.number, e.id"
)
CHANGES = (
    "select c.number, c.id::text, c.number::text, " + _MICROSECONDS.format("c.at") + ", c.act, c.table_name,"
    " c.row_id::text, c.case_id::text, c.person_id::text, c.worker_id::text, c.agency_id::text, c.request,"
    " array_to_string(c.fields, ','), c.fingerprint{} from audit_change c{}"
    " where c.municipality_id = %s and c.number >= %s and c.number < %s order by c.number, c.id"
)
SEALS = (
    'select "order", (extract(epoch from at) * 1000000)::bigint, begins, ends, entries, changes, digest, previous, head'
    ' from audit_seal where municipality_id = %s order by "order"'
)
SEAL = (
    'insert into audit_seal (id, municipality_id, "order", at, begins, ends, entries, changes, digest, previous, head)'
    " values (%s, %s, %s, to_timestamp(%s / 1000000.0), %s, %s, %s, %s, %s, %s, %s)"
)
FAR = 2**62
PIECE, WINDOW = 2000, 50_000


@dataclass(frozen=True)
class Seal:
    """One seal as it stands in the table."""

    order: int
    at: int
    begins: int
    ends: int
    entries: int
    changes: int
    digest: str
    previous: str
    head: str

    def right_head(self, municipality: str) -> str:
        """The head as it must be."""
        parts = (self.previous, municipality, self.order, self.at, self.begins, self.ends, self.entries, self.changes,
                 self.digest)  # fmt: skip
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


@dataclass
class Proof:
    """What proving one municipality found: sentences for the operator; none when all is well."""

    municipality: str
    found: list[str] = field(default_factory=list)
    seals: int = 0
    entries: int = 0
    changes: int = 0
    unsealed: int = 0
    forgotten: int = 0
    head: str = FIRST

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.found

    def words(self) -> str:
        """「封印 12（閲覧と操作 2031・変更 511）…」."""
        return (
            f"封印 {self.seals}（閲覧と操作 {self.entries}・変更 {self.changes}）、封印まち {self.unsealed}、"
            f"値の廃棄 {self.forgotten}、{'異常なし' if self.whole else f'異常 {len(self.found)} 件'}"
        )


def line(kind: str, values: Iterable[str | None]) -> bytes:
    """One line of the record as it is sealed."""
    return (kind + "".join([f"{len(v)}:{v}," if v else "0:," for v in values]) + "\n").encode()


def enter(cursor: Any, municipality: str, *, values: bool = False) -> None:
    """Read and seal this municipality's record in the transaction at hand; `values`: also what the officer may not read,
    to compare it with its fingerprint."""
    cursor.execute(
        "select set_config('app.municipality', %s, true), set_config('app.oversees', '1', true),"
        " set_config('app.sees_all', %s, true), set_config('statement_timeout', '0', true)",
        [municipality, "1" if values else ""],
    )


def rows(cursor: Any, question: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows in pieces, so that a large record does not fill the memory."""
    cursor.execute(question, values)
    while piece := cursor.fetchmany(PIECE):
        yield from piece


def seals_of(cursor: Any, municipality: str, newest: int | None = None) -> list[Seal]:
    """The chain, first to last; or its newest links only."""
    if newest is None:
        return [Seal(*row) for row in rows(cursor, SEALS, [municipality])]
    return [Seal(*row) for row in rows(cursor, SEALS + " desc limit %s", [municipality, newest])][::-1]


def seal(cursor: Any, municipality: str, *, now: int) -> Seal | None:
    """Seal what has settled since the last seal; None when there is nothing new. `now` in microseconds since 1970."""
    enter(cursor, municipality)
    cursor.execute("select pg_advisory_xact_lock(hashtext('tasuki seal'), hashtext(%s))", [municipality])
    last = (seals_of(cursor, municipality, 1) or [None])[0]
    begins = last.ends if last else 0
    cursor.execute("select app.settled_number()")
    ends = cursor.fetchone()[0]
    told, counted = hashlib.sha256(), []
    for kind, question in (("E", ENTRIES), ("C", CHANGES.format("", ""))):
        count = 0
        for row in rows(cursor, question, [municipality, begins, ends]):
            told.update(line(kind, row[1:]))
            count += 1
        counted.append(count)
    if not sum(counted):
        return None
    made = Seal(
        last.order + 1 if last else 1, now, begins, ends, *counted, told.hexdigest(), last.head if last else FIRST, ""
    )
    made = Seal(**vars(made) | {"head": made.right_head(municipality)})
    cursor.execute(SEAL, [uuid4(), municipality, *vars(made).values()])
    return made


def verify(cursor: Any, municipality: str, anchors: Iterable[tuple[int, str]] = ()) -> Proof:
    """Compute the chain again from the lines; `anchors`: (order, head) as kept outside this machine."""
    enter(cursor, municipality, values=True)
    proof, seals = Proof(municipality), seals_of(cursor, municipality)
    _links(proof, seals, municipality)
    _anchored(proof, {one.order: one.head for one in seals}, anchors)
    digests = [hashlib.sha256() for _ in seals]
    proof.entries, counted_entries = _read(proof, cursor, seals, digests, "E", ENTRIES, municipality)
    values = ", v.salt::text, v.difference::text"
    joined = CHANGES.format(values, " left join audit_changedvalues v on v.id = c.id")
    proof.changes, counted_changes = _read(proof, cursor, seals, digests, "C", joined, municipality)
    for number, one in enumerate(seals):
        if (counted_entries[number], counted_changes[number]) != (one.entries, one.changes):
            proof.found.append(
                f"封印 {one.order}: 件数が違います（閲覧と操作 {one.entries}→{counted_entries[number]}、"
                f"変更 {one.changes}→{counted_changes[number]}）。消されたか、足されています。"
            )
        elif digests[number].hexdigest() != one.digest:
            proof.found.append(f"封印 {one.order}: 封印のあとで記録が書きかえられています。")
    _values(proof, cursor, municipality)
    proof.seals, proof.head = len(seals), seals[-1].head if seals else FIRST
    return proof


def _links(proof: Proof, seals: list[Seal], municipality: str) -> None:
    before, ends = FIRST, 0
    for expected, one in enumerate(seals, start=1):
        if one.order != expected:
            proof.found.append(f"封印 {expected} がありません（次は {one.order}）。")
            return
        if (one.previous, one.begins) != (before, ends) or one.head != one.right_head(municipality):
            proof.found.append(f"封印 {one.order}: 一つ前の封印とつながりません。")
        before, ends = one.head, one.ends


def _anchored(proof: Proof, heads: dict[int, str], anchors: Iterable[tuple[int, str]]) -> None:
    for order, head in anchors:
        if order not in heads:
            proof.found.append(f"封印 {order} は控えにあるのに、ここにはありません。記録が後ろから切りとられています。")
        elif heads[order] != head:
            proof.found.append(f"封印 {order} が控えと違います。記録が封印ごと作りなおされています。")


def _read(proof: Proof, cursor: Any, seals: list[Seal], digests: list[Any], kind: str, question: str,
          municipality: str) -> tuple[int, list[int]]:  # fmt: skip
    """Put each line into the digest of its seal; changes come with the values their fingerprint tells of."""
    counted, total, at = [0] * len(seals), 0, 0
    lost = []
    for begins, ends in windows(seals):
        for row in rows(cursor, question, [municipality, begins, ends]):
            total += 1
            if kind == "C" and not _true_values(row):
                lost.append(row)
            while at < len(seals) and row[0] >= seals[at].ends:
                at += 1
            if at == len(seals):
                proof.unsealed += 1
                continue
            counted[at] += 1
            digests[at].update(line(kind, row[1:-2] if kind == "C" else row[1:]))
    if lost:
        _forgotten(proof, cursor, lost, municipality)
    return total, counted


def windows(seals: list[Seal]) -> Iterator[tuple[int, int]]:
    """Ranges of numbers that together cover everything, each small enough to be held in memory."""
    begins, lines = -FAR, 0
    for one in seals:
        lines += one.entries + one.changes
        if lines >= WINDOW and one.ends > begins:
            yield begins, one.ends
            begins, lines = one.ends, 0
    yield begins, FAR


def _true_values(row: tuple[Any, ...]) -> bool:
    fingerprint, salt, difference = row[-3:]
    if not fingerprint:
        return salt is None
    return salt is not None and hashlib.sha256((salt + difference).encode()).hexdigest() == fingerprint


def _forgotten(proof: Proof, cursor: Any, lost: list[tuple[Any, ...]], municipality: str) -> None:
    """Values that are gone are right when somebody had them forgotten by the proper way, and that is on record."""
    cursor.execute(
        "select row_id::text from audit_change where municipality_id = %s and act = 'forget'", [municipality]
    )
    allowed = {key for (key,) in cursor.fetchall()}
    for row in lost:
        if row[-2] is None and {row[6], row[7], row[8]} & allowed:
            proof.forgotten += 1
        else:
            proof.found.append(
                f"変更 {row[1]}（{row[5]}）: 前と後の値が{'消されて' if row[-2] is None else '書きかえられて'}います。"
            )


def _values(proof: Proof, cursor: Any, municipality: str) -> None:
    cursor.execute(
        "select count(*) from audit_changedvalues v where v.municipality_id = %s"
        " and not exists (select 1 from audit_change c where c.id = v.id)",
        [municipality],
    )
    (strays,) = cursor.fetchone()
    if strays:
        proof.found.append(f"変更の記録のない「前と後の値」が {strays} 件あります。")
