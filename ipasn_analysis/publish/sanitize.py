"""HTML from whoever wrote it, reduced to what can do no harm on the page: text, tables, lists, pictures in the page."""

from __future__ import annotations

import re

import nh3

# fmt: off
_TAGS = {
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "hr", "i", "img", "kbd", "mark", "p", "pre", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "tt", "u", "var", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote",
    "details", "summary", "figure", "figcaption", "dl", "dt", "dd", "ol", "ul", "li",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
}
_REMOVED_WITH_CONTENT = {
    "script", "style", "iframe", "object", "embed", "template", "noscript", "head", "title", "svg", "math",
}
# fmt: on
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "col": {"span"},
    "ol": {"start"},
    "details": {"open"},
}
_URL_SCHEMES = {"http", "https", "mailto", "data"}
_IMAGE = re.compile(r"<img\b[^>]*>")
_EMBEDDED_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")


def sanitized(html: str, *, keep_classes: bool = False) -> str:
    """`html` without scripts, styles, forms, event handlers, and anything that would be fetched; always well formed.

    Pictures stay when they are within the page (data URLs) and get an empty alternative text when they have none. Links
    may lead elsewhere. Classes are dropped unless `keep_classes`, so that foreign ones do not meet those of the page.
    """

    def kept(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return value if _EMBEDDED_PICTURE.match(value) else None
        if tag == "a" and name == "href" and value.casefold().lstrip().startswith("data:"):
            return None
        return None if name == "class" and not keep_classes else value

    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_REMOVED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        url_schemes=_URL_SCHEMES,
        link_rel=None,
    )
    return _IMAGE.sub(_image, clean)


def _image(found: re.Match[str]) -> str:
    """A picture with an alternative text; one that is not within the page as that text alone."""
    if ' src="' not in found[0]:
        alt = re.search(r' alt="([^"]*)"', found[0])
        return f"<em>{alt[1]}</em>" if alt and alt[1] else ""
    return found[0] if ' alt="' in found[0] else found[0].replace("<img", '<img alt=""', 1)
