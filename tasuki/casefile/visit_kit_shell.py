"""The page that opens without a line (つながらないときの画面), and the worker of the browser that keeps it: no record in either."""

import hashlib
import json
from functools import cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static

from tasuki.staff.doors import unguarded

from .visit_kit_standing import in_force

SHELL = "/away/"
SCRIPTS = ("start", "shell", "back", "age", "case", "room", "list", "write", "form", "files", "store", "seal", "send",
           "item", "contact")  # fmt: skip
FILES = [
    "ui/mark.svg", "vendor/design-tokens/tokens.css", "ui/css/base.css", "ui/css/layout.css", "ui/css/components.css",
    "ui/css/forms.css", "ui/css/print.css", "ui/css/away.css", "ui/js/ime.js", "ui/js/wareki.js", "ui/js/toggle.js",
    "ui/js/phrases.js", *(f"ui/js/offline-{name}.js" for name in SCRIPTS),
]  # fmt: skip


@cache
def _edition() -> str:
    """A name that changes with any of the files, so that a tablet takes the new ones."""
    told = hashlib.sha256(get_template("casefile/away_shell.html").template.source.encode())
    for name in FILES:
        path = finders.find(name)
        told.update(open(path, "rb").read() if path else static(name).encode())  # noqa: SIM115
    return told.hexdigest()[:16]


def shell_files() -> list[str]:
    """Addresses of what the page needs: as it asks for them, and as its modules ask for each other."""
    plain = [
        staticfiles_storage.base_url + name for name in FILES if "/js/offline-" in name or name.endswith("phrases.js")
    ]
    return list(dict.fromkeys([SHELL, *(static(name) for name in FILES), *plain]))


@unguarded("記録を何も含まない殻の画面。中身は端末の中で、合言葉で開く")
def shell(request):
    """The same for everybody; what is shown in it the tablet unseals itself."""
    return render(request, "casefile/away_shell.html")


@unguarded("つながらないときに殻の画面を出す、ブラウザの働き手")
def browser_worker(request):
    """Its list of files, then the file itself."""
    told = f"self.SHELL={json.dumps(shell_files())};self.EDITION={json.dumps('tasuki-away-' + _edition())};"
    text = f"{told}\nimportScripts({json.dumps(static('ui/js/offline-worker.js'))});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@unguarded("なくした端末が、サインインの前にも自分の控えを消せるように。はい・いいえだけを答える")
def still_stands(request, kit_key):
    """Whether the tablet may keep what it holds."""
    return JsonResponse({"in_force": in_force(kit_key)})
