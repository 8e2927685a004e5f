"""A browser for the bench: one kept connection, cookies, forms with their keys; and sixteen of them at once."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from urllib.parse import quote, urlencode
from uuid import uuid4

from .town import PASSWORD


class Browser:
    """One worker at one machine."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, text, where to): one request, not following."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), "_key": str(uuid4()), **fields}
            body = urlencode(fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        self.line.request(method, quote(path, safe="/?=&"), body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")

    def get(self, path: str) -> str:
        """A page; anything but 200 is a failure of the bench."""
        status, text, _ = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path}: {status} {text[:200]}")
        return text

    def post(self, path: str, fields: dict[str, str]) -> None:
        """A form that must be accepted."""
        status, text, _ = self.ask("POST", path, fields)
        if status != 302:
            wrong = re.findall(r'class="error[^>]*>(.*?)</', text, re.S)
            raise RuntimeError(f"POST {path}: {status} {wrong or text[:300]}")

    def sign_in(self, municipality: str, login: str) -> "Browser":
        """Through the entrance, as a worker does."""
        self.get("/sign-in/")
        self.post("/sign-in/", {"municipality": municipality, "login": login, "password": PASSWORD})
        return self

    def twin(self) -> "Browser":
        """The same worker on another connection."""
        other = Browser(self.port)
        other.cookies = dict(self.cookies)
        return other


def timed(work) -> float:
    """Milliseconds that one call took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def throughput(browser: Browser, path: str, clients: int = 16, seconds: float = 3.0) -> float:
    """Pages a second with sixteen clients: by wrk where it is installed, else by threads of our own."""
    if shutil.which("wrk"):
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "-H", f"Cookie: {cookie}"]
        said = subprocess.run(
            [*words, f"http://127.0.0.1:{browser.port}{path}"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        if found and "Non-2xx" not in said:
            return float(found[1])
        raise RuntimeError(said)
    twins = [browser.twin() for _ in range(clients)]
    return together([lambda one=one: one.get(path) for one in twins], seconds)


def together(works: list, seconds: float = 3.0) -> float:
    """Calls a second of several threads."""
    until = time.perf_counter() + seconds
    done = [0] * len(works)
    troubles: list[Exception] = []

    def go(number: int) -> None:
        try:
            while time.perf_counter() < until:
                works[number]()
                done[number] += 1
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(works))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return sum(done) / (time.perf_counter() - began)
