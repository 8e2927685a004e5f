"""How many residents' pages a second the portal answers (住民向けページの速さ): `python -m bench.portal http://127.0.0.1:8050/`."""

import http.client
import re
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

PAGES = ("", "desks/", "desks/money/", "places/", "days/", "poster/", "write/")
LANGUAGES = ("ja", "easy", "en", "vi")


def towns(address: str) -> list[str]:
    """Codes of the municipalities on the first page."""
    where = urlsplit(address)
    door = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=20)
    door.request("GET", "/")
    answer = door.getresponse()
    found = re.findall(r'href="/(\d{6})/', answer.read().decode())
    return found or [(answer.getheader("Location") or "").strip("/")]


def visit(address: str, paths: list[str], until: float, times: list[float], wrong: list[int], gap: float) -> None:
    """One resident after the other on one connection."""
    where = urlsplit(address)
    door = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=20)
    number = threading.get_ident() % len(paths)
    while time.monotonic() < until:
        number = (number + 1) % len(paths)
        begun = time.monotonic()
        door.request("GET", paths[number], headers={"Accept-Encoding": "gzip"})
        answer = door.getresponse()
        answer.read()
        times.append(time.monotonic() - begun)
        if answer.status != 200:
            wrong.append(answer.status)
        time.sleep(max(0.0, gap - (time.monotonic() - begun)))


def measure(address: str, seconds: float = 10, visitors: int = 16, aim: float = 0) -> dict[str, float]:
    """Requests a second and what one waits; `aim`: no faster than so many a second in all."""
    paths = [f"/{code}/{language}/{page}" for code in towns(address) for language in LANGUAGES for page in PAGES]
    times: list[float] = []
    wrong: list[int] = []
    until, gap = time.monotonic() + seconds, visitors / aim if aim else 0.0
    threads = [threading.Thread(target=visit, args=(address, paths, until, times, wrong, gap)) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ranked = sorted(times)
    return {
        "a second": len(times) / seconds, "median ms": statistics.median(times) * 1000,
        "p95 ms": ranked[int(len(ranked) * 0.95)] * 1000, "not 200": len(wrong), "pages": len(paths),
    }  # fmt: skip


if __name__ == "__main__":
    aim = float(sys.argv[2]) if sys.argv[2:] else 0
    for name, value in measure(sys.argv[1], aim=aim).items():
        print(f"{name:10} {value:10.1f}")
