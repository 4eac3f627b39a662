"""The pages of the sample site, and what a release says of the packages it needs."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
import sbom
import site_pages


@pytest.mark.parametrize("language", site_pages.LANGUAGES)
def test_every_page_has_its_formulas_set_and_its_links_within_the_site(language: str) -> None:
    names = site_pages.sources(language)
    assert {"index.md", "metodologi.md", "data.md", "privacy.md"} <= set(names.values())
    texts = {path: site_pages.page(path, language) for path in names}
    assert any(text.count("<math") > 20 for text in texts.values())
    for path, text in texts.items():
        assert not re.search(r"\$\$|\\frac|^<math", text, re.MULTILINE), path
        prose = "".join(site_pages.CODE.split(text)[::2])
        for _, words, target, _ in site_pages.LINK.findall(prose):
            here = posixpath.normpath(Path(names[path]).parent / target)
            assert not target or "://" in target or target.endswith(".png") or here in names.values(), (path, words)


def test_the_bill_of_materials_has_what_runs_alone() -> None:
    names = sbom.needed()
    assert {"numpy", "papermill", "pydantic", "typst"} <= names and not {"pytest", "ruff", "mkdocs"} & names
