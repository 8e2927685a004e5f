"""Papers as PDF (帳票): made on this server alone, from the templates of the screens, with fonts that come along."""

import atexit
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_short

HERE = Path(__file__).parent
LAYOUT = "ui/paper.html"
MARK = "取扱注意"
# What our own check has drawn anew, and our own drawings; they reach for nothing outside themselves.
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,")
VARIANT = "pdf/ua-1"  # tagged: read aloud in its order

# Fontconfig keeps its state for the whole process: one sheet at a time.
_press = Lock()


@lru_cache(maxsize=1)
def _outfit() -> tuple[Any, Any, Any]:
    """Fonts, style and the fetcher that refuses everything else; made once, it takes most of the first second."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class OwnFontsOnly(URLFetcher):  # type: ignore[misc]
        """Nothing is fetched for a paper but the two fonts beside this file; a picture comes in its own address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(PICTURES):
                return super().fetch(url, headers)
            if url not in {font.as_uri() for font in (HERE / "fonts").glob("*.ttf")}:
                raise ValueError("not fetched: " + url[:80])
            return super().fetch(url, headers)

    fonts, fetcher = FontConfiguration(), OwnFontsOnly(allowed_protocols={"file", "data"})
    style = CSS(
        string=(HERE / "fonts/paper.css").read_text("utf-8"),
        base_url=(HERE / "fonts").as_uri() + "/", font_config=fonts, url_fetcher=fetcher,
    )  # fmt: skip
    return fonts, style, fetcher


# Before the interpreter takes the library of fonts apart.
atexit.register(_outfit.cache_clear)


def _said(text: str) -> str:
    """Text as a string of a style sheet."""
    clean = "".join(" " if ord(one) < 32 or ord(one) == 127 else one for one in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ") + '"'


def margins(reader: str, number: str = "", mark: str = MARK) -> str:
    """What stands around every page: 取扱注意, number, who printed it and when, the page."""
    now = clock.now().astimezone(clock.JAPAN)
    printed = f"出力：{reader}　{wareki_short(now.date())} {now:%H:%M}" if reader else ""
    wide = f"; width: {max(22, 4 * len(mark) + 3)}mm"  # in one line, whatever it says
    boxes = {"top-left": _said(mark) + wide, "top-right": _said(number), "bottom-left": _said(printed),
             "bottom-right": 'counter(page) " / " counter(pages) " ページ"'}  # fmt: skip
    return "@page {" + " ".join(f"@{place} {{ content: {text}; }}" for place, text in boxes.items()) + "}"


def named(reader: Any) -> str:
    """機関 氏名 of a worker."""
    agency = getattr(reader, "agency", None)
    return f"{agency.name} {reader.name}" if agency else getattr(reader, "name", "")


def pdf_and_pages(template: str, context: dict[str, Any], *, title: str, reader: Any, number: str = "",
                  mark: str = MARK, request: HttpRequest | None = None) -> tuple[bytes, int]:  # fmt: skip
    """The tagged PDF (PDF/UA-1) of a template that extends `layout|default:"ui/page.html"` or `ui/paper.html`."""
    from weasyprint import CSS, HTML

    told = {**context, "layout": LAYOUT, "paper": True, "paper_title": title}
    html = render_to_string(template, told, request)
    out = BytesIO()
    with _press:
        fonts, style, fetcher = _outfit()
        around = CSS(string=margins(named(reader), number, mark), font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=html, base_url="about:blank", url_fetcher=fetcher, media_type="print")
        sheets = page.render(stylesheets=[style, around], font_config=fonts, pdf_variant=VARIANT)
        sheets.write_pdf(out, pdf_variant=VARIANT)
    return out.getvalue(), len(sheets.pages)


def pdf_bytes(template: str, context: dict[str, Any], *, title: str, reader: Any, number: str = "", mark: str = MARK,
              request: HttpRequest | None = None) -> bytes:  # fmt: skip
    """The paper alone, to be kept or sent later."""
    return pdf_and_pages(template, context, title=title, reader=reader, number=number, mark=mark, request=request)[0]


def as_download(content: bytes, title: str) -> HttpResponse:
    """A finished PDF, to be saved and opened beside the browser."""
    headers = {"Content-Disposition": content_disposition_header(True, f"{title}.pdf") or "attachment"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def pdf_response(request: HttpRequest, template: str, context: dict[str, Any], *, title: str, reader: Any,
                 number: str = "", mark: str = MARK) -> HttpResponse:  # fmt: skip
    """The paper as a download; the caller records `Act.PRINT` before."""
    content = pdf_bytes(template, context, title=title, reader=reader, number=number, mark=mark, request=request)
    return as_download(content, f"{title} {number}".strip())
