#!/usr/bin/env python3
"""Makes the interface's fonts: subsets of Debian's Inter and JetBrains Mono, without layout tables.

Dear ImGui maps one code point to one glyph and knows no OpenType features. So Inter's tabular figures
(feature tnum) are put on the ordinary digits' code points: numbers in columns line up.
"""

import argparse
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = pathlib.Path("/usr/share/fonts")

# What an interface and most of the text in traces need; other glyphs come from the host at run time.
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin and its extensions
    (0x02B0, 0x02FF), (0x0300, 0x036F),  # modifiers and combining marks
    (0x0370, 0x03FF), (0x0400, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF), (0x1F00, 0x1FFF),  # more Latin (Vietnamese), Greek with accents
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF),  # punctuation, raised and lowered, currency
    (0x2100, 0x214F), (0x2150, 0x218F),  # letter-like, fractions
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # arrows, mathematics
    (0x2300, 0x23FF), (0x2500, 0x25FF),  # technical signs, boxes and shapes
    (0x2600, 0x26FF), (0x2700, 0x27BF),  # symbols, dingbats
    (0xFFFD, 0xFFFD),
]


def find_font(name: str) -> pathlib.Path:
    found = sorted(FONTS.rglob(f"{name}.ttf")) + sorted(FONTS.rglob(f"{name}.otf"))
    if not found:
        sys.exit(f"make_fonts: {name} is not installed below {FONTS}")
    return found[0]


def substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """Glyph to glyph, all single substitutions of one feature."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    lookups = {index for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature
               for index in record.Feature.LookupListIndex}
    mapping: dict[str, str] = {}
    for index in sorted(lookups):
        for subtable in table.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {}))
    return mapping


def use_tabular_digits(font: TTFont) -> int:
    """Points the digits' code points at the tabular glyphs; returns how many changed."""
    tabular = substitutions(font, "tnum")
    changed = 0
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        for code in range(0x30, 0x3A):
            glyph = table.cmap.get(code)
            if glyph in tabular:
                table.cmap[code] = tabular[glyph]
                changed += 1
    return changed


def make_subset(font: TTFont) -> None:
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True,
                             name_IDs=[0, 1, 2, 4, 13, 14], recalc_timestamp=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    worker.subset(font)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for NAME.ttf or NAME.otf")
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.names:
        source = find_font(name)
        font = TTFont(source, recalcTimestamp=False)
        use_tabular_digits(font)
        make_subset(font)
        font.save(args.out / f"{name}{source.suffix}")


if __name__ == "__main__":
    main()
