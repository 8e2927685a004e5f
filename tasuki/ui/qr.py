"""Pictures that a telephone reads (二次元コード), drawn here: nothing is asked of anybody outside."""

import io

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.image.pil import PilImage


def svg(text: str, label: str, width: int = 240) -> SafeString:
    """Black on white with its quiet border; `label`: what it leads to, for those who do not see it."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}" width="{2}" height="{2}"'
        ' xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h{1}v{1}H0z"/><path fill="#000" d="{3}"/></svg>',
        label,
        len(rows),
        width,
        path,
    )


def png(text: str) -> bytes:
    """As PNG, for a leaflet."""
    code = qrcode.QRCode(border=4, box_size=8, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    picture, out = code.make_image(image_factory=PilImage), io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
