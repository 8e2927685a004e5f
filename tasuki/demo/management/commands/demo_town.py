"""`demo_town`: the demo towns (見本の町), each built once by replaying its stories; prints the log-ins."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tasuki.demo.logins import lines, standing_towns
from tasuki.demo.replay import tell
from tasuki.demo.stories import StoryError
from tasuki.demo.towns import NAMES, read


class Command(BaseCommand):
    """Builds the towns that are not there yet."""

    help = "見本の町を作ります（もうある町はそのままにします）。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--town", choices=NAMES, action="append", help="この町だけ（何度でも指定できます）")
        parser.add_argument("--list-logins", action="store_true", help="町を作らず、ログインの全部を表にします")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["list_logins"]:
            for town in options["town"] or NAMES:
                self._build(town)
        elif not lines():
            self.stdout.write("見本の町はまだありません。")
        for line in lines(everybody=True) if options["list_logins"] else ():
            self.stdout.write(line)

    def _build(self, town: str) -> None:
        name = read(town)["municipality"]["name"]
        if name in standing_towns():
            self.stdout.write(f"{name}: もうあります。")
            return
        began = time.monotonic()
        try:
            tell(town)
        except StoryError as error:
            raise CommandError(f"{name}: {error}") from error
        self.stdout.write(f"{name}: できました（{time.monotonic() - began:.1f}秒）。")
