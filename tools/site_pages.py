"""The sample site of a release: the documents in both languages, explore.ipynb executed, and sample reports.

``python tools/site_pages.py build/site`` writes pages whose formulas are MathML. A link to a file of the repository
that is no page of the site becomes its words alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypandoc

from ipasn_analysis.engine.run import run_notebook

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
TITLES = {"id": "Laporan Indeks Profesionalitas ASN", "en": "Reports on the professionalism index of civil servants"}
EXPLORED = {"id": "Menjelajah", "en": "Exploring"}
REPORTS = {"id": "Laporan contoh", "en": "Sample reports"}
REGIONS = ("tapin", "banjarbaru")
PAGES = ("docs/metodologi", "docs/data", "docs/assumptions", "docs/privacy")
ENGLISH_PAGES = ("docs/architecture", "SECURITY", "CONTRIBUTING", "CHANGELOG")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?! )([^$\n]+?)(?<! )\$(?!\w)", re.DOTALL)
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def source(page: str, language: str) -> Path:
    """The file of a page in a language; a document that has one name alone is in English."""
    named = ROOT / f"{page}.{language}.md"
    return named if named.is_file() else ROOT / f"{page}.md"


def sources(language: str) -> dict[Path, str]:
    """The name of each page in the folder of a language, by its file."""
    more = ENGLISH_PAGES if language == "en" else ()
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md")) if language == "en" else []
    return {
        source("README", language): "index.md",
        **{source(page, language): f"{Path(page).name.lower()}.md" for page in (*PAGES, *more)},
        **{path: f"decisions/{path.name}" for path in decisions},
    }


def formulas(text: str) -> str:
    """The text with its formulas in MathML, each in a span: Markdown takes one that begins a line for a paragraph."""
    parts = CODE.split(text)
    found = [match[0] for part in parts[::2] for match in FORMULA.finditer(part)]
    made = pypandoc.convert_text("\n\n".join(found), "html", format="markdown", extra_args=["--mathml", "--wrap=none"])
    made = re.sub(r"<annotation.*?</annotation>", "", made, flags=re.DOTALL)
    ready = (f"<span>{formula}</span>" for formula in re.findall(r"<math.*?</math>", made, re.DOTALL))
    return "".join(FORMULA.sub(lambda _: next(ready), part) if not n % 2 else part for n, part in enumerate(parts))


def title(path: Path) -> str:
    """The first heading of a document."""
    return path.read_text(encoding="utf-8").partition("# ")[2].partition("\n")[0]


def page(path: Path, language: str) -> str:
    """The content of a page, its links leading to pages of the site."""
    names = sources(language)
    others = {
        file: f"../{code}/{name.removesuffix('md')}html" for code in LANGUAGES for file, name in sources(code).items()
    }
    up = "../" * names[path].count("/")

    def linked(match: re.Match[str]) -> str:
        mark, words, target, anchor = match[1], match[2], match[3], match[4] or ""
        if "://" in target or not target:
            return match[0]
        file = (path.parent / target).resolve()
        if mark:
            return f"![{words}]({up}{file.name})"
        if words.endswith(".md") and file in others:
            words = title(file)
        if file in names:
            return f"[{words}]({up}{names[file]}{anchor})"
        return f'<a href="{up}{others[file]}{anchor}">{words}</a>' if file in others else words

    return formulas(LINK.sub(linked, path.read_text(encoding="utf-8")))


def write(folder: Path) -> None:
    """Write the whole site into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    work = folder.with_name(f"{folder.name}-pages")
    shutil.rmtree(work, ignore_errors=True)
    for language in LANGUAGES:
        pages = work / language
        (pages / "decisions").mkdir(parents=True)
        for path, name in sources(language).items():
            (pages / name).write_text(page(path, language), encoding="utf-8")
        shutil.copyfile(ROOT / "docs" / "laporan.png", pages / "laporan.png")
        build(language, pages, folder / language)
    reports(folder)
    first = '<!doctype html><meta http-equiv="refresh" content="0; url=id/index.html">'
    (folder / "index.html").write_text(first, encoding="utf-8")
    shutil.rmtree(work)


def build(language: str, pages: Path, target: Path) -> None:
    """Build the pages of a language with MkDocs."""
    names = [name for name in sources(language).values() if "/" not in name]
    codes = [{"name": name, "link": f"../{code}/index.html", "lang": code} for code, name in LANGUAGES.items()]
    links = [{EXPLORED[language]: "../explore.html"}, {REPORTS[language]: f"../reports-{language}/index.html"}]
    settings = {
        "site_name": f"ipasn · {TITLES[language]}",
        "docs_dir": str(pages),
        "site_dir": str(target),
        "use_directory_urls": False,
        "theme": {"name": "material", "language": language, "font": False, "features": ["navigation.footer"]},
        "markdown_extensions": ["toc", "tables", "md_in_html", "pymdownx.superfences"],
        "nav": [*names, *links],
        "validation": {"nav": {"not_found": "ignore", "omitted_files": "ignore"}},  # those of this site's other parts
        "extra": {"alternate": codes, "generator": False},
    }
    file = pages.parent / f"mkdocs-{language}.yml"
    file.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(file)]
    subprocess.run(command, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})  # on the future of MkDocs


def reports(folder: Path) -> None:
    """The sample reports of two governments in both languages, and explore.ipynb executed on the sample."""
    ipasn = [sys.executable, "-m", "ipasn_analysis"]
    data = folder.with_name("sample")
    if not data.is_dir():
        regions = [word for region in REGIONS for word in ("--region", region)]
        subprocess.run([*ipasn, "sample", *regions, "--out", str(data)], check=True)
    for language in LANGUAGES:
        options = ["--data", str(data), "--language", language, "--out", str(folder / f"reports-{language}")]
        subprocess.run([*ipasn, "reports", *REGIONS, *options], check=True)
    executed = folder / "explore.ipynb"
    asked = {"region": REGIONS[0], "data": data.name}  # as seen from where it runs: no path of this machine
    run_notebook(ROOT / "notebooks" / "explore.ipynb", executed, asked, cwd=data.parent)
    convert = [sys.executable, "-m", "nbconvert", "--log-level", "ERROR", "--to", "html"]
    subprocess.run([*convert, str(executed)], check=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
