"""Cell fills as the BRAG colours a reader sees."""

from __future__ import annotations

import colorsys
from functools import lru_cache

WHITE_ENOUGH = 0.12
"""Saturation below which a fill is white, grey or black: shading, not a status."""


@lru_cache(maxsize=256)
def colour_name(fill: str | None) -> str | None:
    """Name a fill (RRGGBB) red, amber, green or blue; None for shading, for purple and for no fill."""
    if fill is None or len(fill) != 6:
        return None
    try:
        red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < WHITE_ENOUGH or value < 0.15:
        return None
    degrees = hue * 360
    if degrees < 18 or degrees >= 335:
        return "red"
    if degrees < 66:
        return "amber"
    if degrees < 170:
        return "green"
    return "blue" if degrees < 258 else None
