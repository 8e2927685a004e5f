"""`create_municipality`: a municipality with its code lists, its responsible section and its first administrator."""

import secrets
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes.sync import sync
from tasuki.shared import clock
from tasuki.staff.actions import enrol
from tasuki.staff.roles import RoleName
from tasuki.tenancy.actions import create_municipality, register_agency
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.models import Municipality

LEAST = 12


class Command(BaseCommand):
    """Makes an empty municipality in which the administrator signs in and registers everybody else."""

    help = "自治体（と最初の管理者）を用意します。例: create_municipality 132080 調布市 --login kanri"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("code", help="全国地方公共団体コード（6けた、検査数字つき）")
        parser.add_argument("name", help="自治体の名称")
        parser.add_argument("--login", default="kanri", help="最初の管理者のログイン名")
        parser.add_argument("--admin-name", default="システム管理者", help="最初の管理者の氏名")
        parser.add_argument("--section", default="福祉政策課", help="所管課の名称")
        parser.add_argument("--ask-password", action="store_true", help="パスワードを自分で決める（省くと作って表示）")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _asked() if options["ask_password"] else secrets.token_urlsafe(LEAST)
        try:
            municipality = self._create(options, password)
        except ValueError as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(f"団体コード {options['code']} の自治体はもうあります。") from error
        self.stdout.write(f"{municipality.name}（{municipality.code}）を用意しました。")
        self.stdout.write(f"管理者のログイン名: {options['login']}")
        if not options["ask_password"]:
            self.stdout.write(f"パスワード（表示は今だけです）: {password}")

    @transaction.atomic
    def _create(self, options: dict[str, Any], password: str) -> Municipality:
        municipality = create_municipality(code=options["code"], name=options["name"])
        with acting(Context(municipality=municipality.pk)):
            sync()
            section = register_agency(key="section", name=options["section"], kind="section", is_section=True)
            enrol(login=options["login"], name=options["admin_name"], password=password, agency=section,
                  role=RoleName.ADMINISTRATOR, since=clock.today(),
                  must_change=not options["ask_password"])  # fmt: skip
            record(Act.CHANGE, "自治体を用意した", objects=[municipality.pk])
        return municipality


def _asked() -> str:
    password = getpass("パスワード: ")
    if len(password) < LEAST:
        raise CommandError(f"パスワードは{LEAST}文字以上にしてください。")
    if password != getpass("もう一度: "):
        raise CommandError("二つのパスワードが違います。")
    return password
