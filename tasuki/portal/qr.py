"""QR codes drawn here (二次元コード): nothing is asked of anybody outside."""

import io

import qrcode
from qrcode.image.pil import PilImage


def svg(text: str) -> str:
    """As SVG, black on white with its quiet border."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="240" height="240">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )


def png(text: str) -> bytes:
    """As PNG, for a leaflet."""
    code = qrcode.QRCode(border=4, box_size=8, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    picture, out = code.make_image(image_factory=PilImage), io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
