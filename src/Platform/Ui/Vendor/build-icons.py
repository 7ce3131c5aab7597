"""Draw the icon sprite: Lucide outlines under our own names, plus a few of our own.

Usage: build-icons.py LUCIDE_ICONS_FOLDER OUTPUT.svg
"""
import pathlib
import re
import sys

FROM_LUCIDE = {
    "search": "search", "file": "file-text", "send": "send", "gear": "settings", "document-alert": "file-warning",
    "wallet": "wallet", "pause": "pause", "seal-check": "badge-check", "check": "check", "x-document": "file-x",
    "undo": "undo-2", "clock": "clock", "alarm": "alarm-clock", "user": "user", "phone": "phone", "printer": "printer",
    "qr": "qr-code", "camera": "camera", "upload": "upload", "trash": "trash-2", "arrow-left": "arrow-left",
    "arrow-right": "arrow-right", "calendar": "calendar", "map-pin": "map-pin", "vault": "archive", "shield": "shield",
    "scan": "scan-line", "sign": "signature", "list": "list", "home": "house", "help": "circle-question-mark",
    "external": "external-link", "pencil": "pencil", "copy": "copy", "contrast": "contrast", "alert": "triangle-alert",
    "info": "info", "x": "x", "plus": "plus", "log-out": "log-out", "office": "landmark",
    "baby": "baby", "house": "house", "shop": "store", "heart": "hand-heart", "leaf": "leaf", "minus": "minus",
    "rotate": "rotate-cw",
}
OWN = {
    "ring": '<circle cx="9" cy="14" r="6"/><circle cx="15" cy="14" r="6"/><path d="m13 4 2 2 2-2"/>',
    "boat": '<path d="M3 14h18l-3 5H6z"/><path d="M12 14V4l6 7"/>',
}


def body(svg: str) -> str:
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S).group(1)
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner.strip()))


def main(folder: str, output: str) -> None:
    drawings = {name: body((pathlib.Path(folder) / f"{source}.svg").read_text()) for name, source in FROM_LUCIDE.items()}
    drawings |= OWN
    symbols = "\n".join(f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>' for name, drawing in sorted(drawings.items()))
    pathlib.Path(output).write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
