"""The gallery of components, and ways to ask a page what it holds."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, render_template_string

GALLERY = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "gallery.py"))
ALL_PAGES = [*GALLERY["PAGES"], *(f"errors/{name}" for name in GALLERY["ERROR_PAGES"])]
XHTML = "{http://www.w3.org/1999/xhtml}"


def draw(app: Flask, source: str, **context: Any) -> str:
    with app.test_request_context("/"):
        return render_template_string(source, **context)


def parsed(page: str) -> Element:
    tree: Element = html5lib.HTMLParser(strict=True).parse(page)
    return tree


def fragment(markup: str) -> Element:
    return parsed(f'<!DOCTYPE html><html lang="en"><head><title>-</title></head><body>{markup}</body></html>')


def all_of(tree: Element, tag: str) -> list[Element]:
    return list(tree.iter(f"{XHTML}{tag}"))


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_name(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if element.get("name") == name]
