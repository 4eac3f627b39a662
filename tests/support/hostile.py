"""Texts that try to be more than text, and small data sets full of them."""

from __future__ import annotations

import random
from pathlib import Path

from support import snapshots

MARKER = "jahat.invalid"
TEXTS = (
    "<script>alert('x')</script>Dinas A",
    "<img src=x onerror=alert(1)>Dinas B",
    "<svg/onload=fetch('http://jahat.invalid/c')>Dinas C",
    '"><iframe src="http://jahat.invalid/d"></iframe>Dinas D',
    "</script></style></title><!--Dinas E",
    "&lt;b&gt;&#60;script&#62;Dinas F",
    "{{ 7*7 }}{% raw %}{{ config.__class__ }}Dinas G",
    '#read("/etc/passwd")Dinas H',
    '#import "@preview/cetz:0.3.0": *Dinas I',
    '#eval("1+1") $x^2$ _a_ *b* @label <label> // Dinas J',
    "[x](javascript:alert(1)) ![y](http://jahat.invalid/k.png) `code` Dinas K",
    '=HYPERLINK("http://jahat.invalid/l","klik") Dinas L',
    "=cmd|'/c calc'!A1 Dinas M",
    "+1+cmd Dinas N",
    "@SUM(1+1)*9 Dinas O",
    "-2+3 Dinas P",
    "Dinas \u202eterbalik\u202c Q",
    "Dinas \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e9\u05dc\u05d5\u05dd R",
    "Dinas \U0001f4a3\U0001f469\u200d\U0001f4bb S",
    "Dinas \x07\x1b[31mmerah\x1b[0m T",
    "Dinas \u0000-nol U".replace("\x00", "\u2400"),
    "../../../etc/passwd Dinas V",
    "$(touch /tmp/jahat) `id` ;rm -rf / Dinas W",
    "Dinas X " + "panjang " * 1250,
    "%s%n{0}{nama}Dinas Y",
    "\\input{/etc/passwd} \\write18{id} Dinas Z",
    "javascript:alert(document.domain)//Dinas AA",
    "Dinas\u2028baris\u2029baru\u0085AB",
    "\ufeffDinas\u200b \u00adAC",
    '\']}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e; AD',
)
PER_UNIT = 11


def _nip(rng: random.Random, number: int) -> str:
    birth = f"19{rng.randint(65, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    return f"{birth}201001{rng.randint(1, 2)}{number:03d}"


def records(data: Path, region: str = "banjar", form: str = "comma") -> None:
    """Two years of a government whose units, people, posts and courses are hostile texts."""
    for date in ("2024-12-31", "2025-12-23"):
        rng = random.Random(7)
        tables: dict[str, list[snapshots.Row]] = {"profil": [], "rw_kursus": [], "rw_skp22": []}
        for number in range(len(TEXTS) * PER_UNIT):
            text = TEXTS[number // PER_UNIT]
            birth = f"19{rng.randint(65, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
            nip = f"{birth}201001{rng.randint(1, 2)}{number:03d}"
            cells = {"NAMA": f"{text[:200]} {number}", "UNOR_INDUK_NAMA": text, "UNOR_NAMA": text, "JABATAN_NAMA": text}
            tables["profil"].append(
                snapshots.person(
                    nip, JENIS_JABATAN_ID=rng.choice("24"), TINGKAT_PENDIDIKAN_ID=rng.choice(("30", "40")), **cells
                )
            )
            if rng.random() < 0.6:
                course = snapshots.course(nip, "3", f"01-02-{date[:4]}", "25")
                tables["rw_kursus"].append(course | {"namaKursus": text[:500]})
            rating = (nip, str(int(date[:4]) - 1), rng.choice(("Baik", "Sangat Baik", "<b>Baik</b>")))
            tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], rating, strict=True)))
        snapshots.write(data, tables, snapshots.FORMS[form], cut_off=date, region=region)


def ready(data: Path, region: str = "tapin") -> None:
    """Ready scores of people and units with hostile names."""
    rows = []
    rng = random.Random(8)
    for number in range(len(TEXTS) * PER_UNIT):
        text = TEXTS[number // PER_UNIT]
        birth = f"19{rng.randint(65, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        nip = f"{birth}201001{rng.randint(1, 2)}{number:03d}"
        row = snapshots.ready(nip, "15", rng.choice(("22.5", "40")), "25", "5")
        rows.append(row | {"nama": f"{text[:200]} {number}", "unor": text})
    snapshots.write(data, {"nilai_ipasn": rows}, cut_off="2025-12-23", region=region)
