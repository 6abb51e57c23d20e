"""Letters that the eye takes for Latin ones: the common cases of Unicode TR 39, by the letter they are taken for."""

from __future__ import annotations

import unicodedata
from itertools import chain

_BY_LETTER = {
    "a": "аαɑᴀꭺΑАᎪ⍺ǎªɐ",
    "b": "вβʙᏼΒВᏴЬьƄɓƀ",
    "c": "сϲᴄⅽСϹᏟᑕⲤⲥƈ",
    "d": "ԁđðᴅꭰᎠɗɖᑯԂƌ",
    "e": "еεᴇҽєɛ℮ΕЕᎬⴹƐ",
    "f": "ꜰƒϜſꞙғ",
    "g": "ɡɢᶃցǥᏀԌԍɠ",
    "h": "һнʜհħΗНᎻһⲎɦ",
    "i": "іıιɩɪΙІіӏΙⅰᛁɨỉ",
    "j": "јϳᴊյɈʝЈͿɉ",
    "k": "кκᴋĸΚКᏦⲔƙ",
    "l": "łʟⅼⅬƖᏞƚɫɭℓ",
    "m": "мᴍΜМϺᎷⅿ",
    "n": "ηɴոռΝпƞɲŋꞑ",
    "o": "оοσօøᴏөΟОՕⲞⲟɵ๐",
    "p": "рρᴘþƿΡРᏢⲢƥⲣ",
    "q": "ԛզգɋ",
    "r": "гʀᴦɍɼɾՐᎡⲅᏒ",
    "s": "ѕꜱʂƽЅՏᏚ",
    "t": "тτᴛŧƭΤТᎢⲦʈ",
    "u": "υᴜսʋμմᑌՍʉ",
    "v": "νᴠѵⅴᏙѴ",
    "w": "ԝωᴡѡաᏔԜɯ",
    "x": "хχⅹΧХⲬ×",
    "y": "уγʏүყΥҮУΎƴɏ",
    "z": "ᴢʐƶΖᏃȥ",
}
_MANY = {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ᴁ": "ae", "ю": "io", "ĳ": "ij"}
_OWN = {"þ": "th", "ŋ": "n", "μ": "m", "Μ": "m", "ǎ": "a", "ª": "a", "ỉ": "i", "ſ": "s"}
_MARKS = {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'", "＇": "'", "ʹ": "'", "ˈ": "'", "“": '"'}
_MARKS |= {"”": '"', "…": "...", "․": ".", "。": ".", "⁄": "/", "∕": "/", "٫": ",", "⸱": ".", "·": "."}

LOOKALIKES: dict[str, str] = (
    {char: letter for letter, alike in _BY_LETTER.items() for char in alike} | _MANY | _OWN | _MARKS
)
"""Character -> what it is read as. A capital and its small letter may differ: Greek Ν is an N, ν a v."""

BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0")
"""Letters by their class that print nothing."""

_RANGES = (
    (0x00, 0x0700),
    (0x10A0, 0x1100),
    (0x115F, 0x1161),
    (0x13A0, 0x13FE),
    (0x1400, 0x1680),
    (0x16C1, 0x16C2),
    (0x17B4, 0x17B6),
    (0x180B, 0x1810),
    (0x1AB0, 0x1B00),
    (0x1D00, 0x2500),
    (0x2800, 0x2801),
    (0x2C60, 0x2D30),
    (0x2E00, 0x2E80),
    (0x3000, 0x3003),
    (0x3164, 0x3165),
    (0xA640, 0xA6A0),
    (0xA720, 0xA800),
    (0xAB30, 0xABC0),
    (0xFB00, 0xFB18),
    (0xFE00, 0xFE70),
    (0xFEFF, 0xFFE0),
    (0xFFF9, 0xFFFC),
    (0x1D400, 0x1D800),
    (0x1F100, 0x1F190),
    (0x1F1E6, 0x1F200),
    (0x1FBF0, 0x1FBFA),
    (0xE0000, 0xE0200),
)
_DIGITS = (0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x1040, 0x17E0, 0x1810)
_BOXED = {0x1F110: "a", 0x1F130: "a", 0x1F150: "a", 0x1F170: "a", 0x1F1E6: "a", 0xE0061: "a", 0xE0041: "a"}


def _plain(char: str) -> str:
    """The folded spelling of one character: nothing for marks and invisible characters."""
    if (boxed := _boxed(ord(char))) is not None:
        return boxed
    if char in BLANK or ord(char) >= 0xE0000:
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Pd" or char == "−":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(char))
    if known := LOOKALIKES.get(char):
        return known
    spelt = unicodedata.normalize("NFKD", char)
    if len(spelt) == 1 and spelt == char:
        spelt = char.casefold()
    return "".join(LOOKALIKES.get(c, c.casefold()) for c in spelt if not unicodedata.combining(c)).casefold()


def _boxed(code: int) -> str | None:
    """Letters in boxes and circles, as flags and as tags, which Unicode leaves without a plain spelling."""
    for first, letter in _BOXED.items():
        if first <= code < first + 26:
            return chr(ord(letter) + code - first)
    return None


TABLE: dict[int, str] = {
    code: plain
    for code in chain(chain.from_iterable(range(*each) for each in _RANGES), *(range(d, d + 10) for d in _DIGITS))
    if (plain := _plain(chr(code))) != chr(code)
}
"""Code point -> folded spelling, of all that change."""
