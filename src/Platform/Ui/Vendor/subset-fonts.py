"""Merge the latin and vietnamese files of a font package into one small WOFF2: ASCII, all Vietnamese letters, punctuation.

Usage: subset-fonts.py PACKAGE_FOLDER FAMILY WEIGHT OUTPUT.woff2   (needs fonttools and brotli)
"""
import pathlib
import sys
import tempfile
import unicodedata

from fontTools import merge, subset
from fontTools.ttLib import TTFont

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


def wanted() -> set[int]:
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    letters |= {letter.upper() for letter in letters}
    points = set(range(0x20, 0x7F)) | {ord(letter) for letter in letters}
    return points | {ord(sign) for sign in "\u00a0§©«°±²³·»×–—‘’“”•…‹›€−₫"}


def main(folder: str, family: str, weight: str, output: str) -> None:
    left = wanted()
    parts = []
    with tempfile.TemporaryDirectory() as scratch:
        for script in ("latin", "vietnamese", "latin-ext"):
            font = TTFont(pathlib.Path(folder) / "files" / f"{family}-{script}-{weight}-normal.woff2")
            take = left & set(font.getBestCmap())
            if not take:
                continue
            left -= take
            options = subset.Options(hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 4, 6, 13, 14],
                                     notdef_outline=True, drop_tables=["GSUB", "GDEF", "STAT", "gasp", "fpgm", "prep", "cvt "])
            worker = subset.Subsetter(options)
            worker.populate(unicodes=take)
            worker.subset(font)
            font.flavor = None
            path = pathlib.Path(scratch) / f"{script}.ttf"
            font.save(path)
            parts.append(str(path))
        joined = merge.Merger().merge(parts)
    # The same input gives the same bytes on any day.
    joined.recalcTimestamp = False
    joined["head"].created = joined["head"].modified = 3_800_000_000
    joined.flavor = "woff2"
    joined.save(output)
    missing = " ".join(f"U+{point:04X}" for point in sorted(left))
    print(f"{output}: {pathlib.Path(output).stat().st_size} bytes, {len(joined.getBestCmap())} characters, missing: {missing or 'none'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
