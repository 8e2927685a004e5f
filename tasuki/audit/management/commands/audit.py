"""`tasuki audit seal` and `tasuki audit verify [--anchor FILE]`: the seals upon the record, for the operator."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from tasuki.audit import anchors, chain
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.audit.sealing import seal_all
from tasuki.tenancy.context import Context, acting

MOST = 20


class Command(BaseCommand):
    """Seals what has settled, or proves that nothing sealed was altered."""

    help = "閲覧と変更の記録を封印し（seal）、封印のあとで変わっていないかを確かめます（verify）。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("deed", choices=["seal", "verify"], help="seal 封印する / verify 確かめる")
        parser.add_argument("--anchor", action="append", default=[], help="封印の控えのファイル（何度でも書けます）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "seal":
            connection.ensure_connection()
            for name, one in seal_all(connection.connection, settings.DATA_FOLDER):
                self.stdout.write(f"{name}: 封印 {one.order}（{one.entries + one.changes} 行） {one.head}")
            return
        proofs = verify_all(self._anchors(options["anchor"]))
        for name, proof in proofs:
            self.stdout.write(f"{name}: {proof.words()} {proof.head}")
            for sentence in proof.found[:MOST]:
                self.stderr.write(f"  {sentence}")
            if len(proof.found) > MOST:
                self.stderr.write(f"  ほか {len(proof.found) - MOST} 件")
        if not all(proof.whole for _, proof in proofs):
            sys.exit(1)

    def _anchors(self, named: list[str]) -> list[Path]:
        for name in named:
            if not Path(name).is_file():
                raise CommandError(f"封印の控え {name} がありません。")
        return [Path(name) for name in named] or [p for p in anchors.files(settings.DATA_FOLDER) if p.is_file()]


def verify_all(files: list[Path]) -> list[tuple[str, chain.Proof]]:
    """Prove each municipality's record; that it was proved is on record too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select id::text, name from app.municipalities()")
        towns = cursor.fetchall()
    proofs = []
    for key, name in towns:
        kept = [pair for path in files for pair in anchors.read(path, key)]
        with acting(Context(municipality=key)), transaction.atomic(), connection.cursor() as cursor:
            proof = chain.verify(cursor, key, kept)
            words = proof.words() + ("" if kept else "（控えなし）")
            record(Act.CHECK, "記録の封印を確かめた", reason=words, count=proof.entries + proof.changes)
        proofs.append((name, proof))
    return proofs
