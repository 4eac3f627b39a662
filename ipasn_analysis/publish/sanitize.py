"""HTML from whoever wrote it, reduced to what can do no harm on the page: text, tables, lists, pictures in the page."""

from __future__ import annotations

import re

_DROPPED = ("script", "style", "iframe", "object", "embed", "template", "noscript", "head", "title", "svg", "math")
_DROPPED_CONTENT = re.compile(rf"<({'|'.join(_DROPPED)})\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAGS = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "cite",
            "code",
            "del",
            "em",
            "i",
            "kbd",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strong",
        ),
        *("sub", "sup", "tt", "u", "var", "br", "hr", "img", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "div"),
        *("blockquote", "details", "summary", "dl", "dt", "dd", "ol", "ul", "li", "figure", "figcaption"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    )
)
_ATTRIBUTES = {
    "*": ["id", "class", "title", "lang", "dir"],
    "a": ["href"],
    "img": ["src", "alt", "width", "height"],
    "td": ["colspan", "rowspan", "align"],
    "th": ["colspan", "rowspan", "scope", "align"],
    "col": ["span"],
    "ol": ["start"],
    "details": ["open"],
}
_PROTOCOLS = frozenset(("http", "https", "mailto", "data"))
_IMAGE = re.compile(r"<img\b[^>]*>")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")


def sanitized(html: str, *, keep_classes: bool = False) -> str:
    """`html` without scripts, styles, forms, event handlers, and anything that would be fetched; always well formed.

    Pictures stay when they are within the page (data URLs) and get an empty alternative text when they have none. Links
    may lead elsewhere. Classes are dropped unless `keep_classes`, so that foreign ones do not meet those of the page.
    """
    import bleach  # type: ignore[import-untyped]  # noqa: PLC0415 (slow to import, and seldom needed)

    def allowed(tag: str, name: str, value: str) -> bool:
        if tag == "img" and name == "src":
            return bool(_PICTURE.match(value))
        if tag == "a" and name == "href":
            return not value.casefold().lstrip().startswith("data:")
        if name == "class" and not keep_classes:
            return False
        return name in _ATTRIBUTES["*"] or name in _ATTRIBUTES.get(tag, ())

    reduced = _DROPPED_CONTENT.sub("", html)
    clean = bleach.clean(reduced, tags=_TAGS, attributes=allowed, protocols=_PROTOCOLS, strip=True, strip_comments=True)
    return _IMAGE.sub(_image, str(clean))


def _image(found: re.Match[str]) -> str:
    """A picture with an alternative text; one that is not within the page as that text alone."""
    if " src=" not in found[0]:
        alt = re.search(r' alt="([^"]*)"', found[0])
        return f"<em>{alt[1]}</em>" if alt and alt[1] else ""
    return found[0] if " alt=" in found[0] else found[0].replace("<img", '<img alt=""', 1)
