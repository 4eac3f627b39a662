"""One report and fifteen: stock papermill, nbconvert and Chromium beside `ipasn`, on the same notebook and data."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import floor
from benchmarks.measure import ROOT, Cost, medians, run, side_by_side, tool
from benchmarks.table import Result, number

YEAR = 2025
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def measure(data: Path, regions: Sequence[str], work: Path, workers: int, times: int) -> list[Result]:
    """The tables of one report (the first region) and of all regions together."""
    environment = {"IPASN_STORE": str(work / "store")}
    everything = partial(_ipasn, data, regions, work / "warm", workers, environment)
    everything()  # scores, caches of fonts: what is there when a report is built another time
    return [_one(data, regions[0], work, environment, times), _many(data, regions, work, environment, workers)]


def _one(data: Path, region: str, work: Path, environment: dict[str, str], times: int) -> Result:
    commands = [
        partial(_ipasn, data, [region], work / "one", 1, environment),
        partial(run, _command("report", "--help")),
        partial(_first_work, data, environment),
        partial(run, [tool("python"), "-c", "import pandas"]),
        *stock_steps(data, region, work, environment),
    ]
    own, begin, refused, pandas, *stock = medians(commands, times)
    total = sum(stock[1:], stock[0])
    least = floor.measure(data, region, environment, times)
    result = Result(f"One report ({region}), HTML and PDF", ("", "CPU", "wall"))
    names = ("papermill", "jupyter nbconvert --to html", "Chromium --print-to-pdf")
    for name, cost in zip(names, stock, strict=False):
        result.rows.append(_row(f"stock: {name}", cost))
    result.rows += [
        _row("stock together", total),
        _row("`ipasn report`", own),
        _row("floor: charts", least.charts),
        _row("floor: Typst", least.typst),
        ("**ipasn / stock**", number(own.cpu / total.cpu), number(own.wall / total.wall)),
        ("**ipasn / floor**", number(own.cpu / least.cpu), ""),
        _row("`ipasn report --help`", begin),
        _row("`ipasn report` to its first look at DATA", refused),
        _row("`import pandas`", pandas),
    ]
    result.notes.append(f"Medians of {times}, in turn; scores and font cache are there; the floor is one warm process.")
    if len(stock) == len(names):
        result.ratios[f"stock, one report ({region}), CPU"] = total.cpu / own.cpu
    else:
        result.notes.append("No Chromium was found: stock has no PDF here.")
    return result


def _many(data: Path, regions: Sequence[str], work: Path, environment: dict[str, str], workers: int) -> Result:
    count = len(regions)

    def pipeline(region: str) -> Cost:
        costs = [step() for step in stock_steps(data, region, work, environment)]
        return sum(costs[1:], costs[0])

    stock = side_by_side([partial(pipeline, region) for region in regions], workers)
    own = _ipasn(data, regions, work / "many", workers, environment)
    result = Result(f"{count} reports, HTML and PDF, {workers} at a time", ("", "CPU", "wall", "CPU a report"))
    for name, cost in (("stock", stock), ("`ipasn reports`", own)):
        result.rows.append((*_row(name, cost), number(cost.cpu / count)))
    ratio = stock.wall / own.wall
    result.ratios[f"stock, {count} reports, CPU"] = stock.cpu / own.cpu
    result.rows.append(("**throughput, times stock**", number(stock.cpu / own.cpu), number(ratio), ""))
    result.notes.append(f"Largest process of ipasn: {own.peak_mib:.0f} MiB; of stock: {stock.peak_mib:.0f} MiB.")
    return result


def stock_steps(data: Path, region: str, work: Path, environment: dict[str, str]) -> list[partial[Cost]]:
    """The commands that stock tools need for a report: run the notebook, export it, print it."""
    folder = work / "stock" / region
    folder.mkdir(parents=True, exist_ok=True)
    notebook = "province" if _is_province(region) else "regency"
    executed, page = folder / "out.ipynb", folder / "out.html"
    values = ["-p", "region", region, "-p", "year", str(YEAR), "-p", "data", str(data)]
    source = str(ROOT / "notebooks" / f"{notebook}.ipynb")
    commands = [
        [tool("papermill"), source, str(executed), *values, "--no-progress-bar"],
        [tool("jupyter"), "nbconvert", "--to", "html", str(executed), "--output", str(page)],
    ]
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        profile = f"--user-data-dir={folder / 'profile'}"
        commands.append([chromium, *options, profile, f"--print-to-pdf={folder / 'out.pdf'}", page.as_uri()])
    return [partial(run, command, environment=environment) for command in commands]


def _is_province(region: str) -> bool:
    return "level: provinsi" in (ROOT / "params" / f"{region}.yaml").read_text(encoding="utf-8")


def _command(*words: str) -> list[str]:
    return [tool("python"), "-m", "ipasn_analysis", *words]


def _ipasn(data: Path, regions: Sequence[str], out: Path, workers: int, environment: dict[str, str]) -> Cost:
    words = ["reports", *regions, "--workers", str(workers)] if len(regions) > 1 else ["report", *regions]
    options = ["--data", str(data), "--year", str(YEAR), "--out", str(out), "--formats", "html,pdf", "--force"]
    return run(_command(*words, *options), environment=environment)


def _first_work(data: Path, environment: dict[str, str]) -> Cost:
    """Everything up to the snapshots of DATA: a year that it does not have ends the command there."""
    code = (
        "import sys; from ipasn_analysis.cli import main; "
        f"sys.exit(main(['report', 'banjar', '--data', {str(data)!r}, '--year', '1999']) != 2)"
    )
    return run([tool("python"), "-c", code], environment=environment)


def _row(name: str, cost: Cost) -> tuple[str, str, str]:
    return name, number(cost.cpu), number(cost.wall)
