"""The command line: exit statuses, messages, help, and how little it imports."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.snapshots import course, person, random_tables, ready, write

from ipasn_analysis.cli import main, parser
from ipasn_analysis.errors import UsageError

ONE, TWO = "198001012005011001", "199002032015022002"
COMMANDS = tuple(parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command in this process."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(str(stop.code or 0))
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The English message of a command that must end with status 2 and one or two lines."""
    status, out, errors = run(capsys, "--language", "en", *arguments)
    assert (status, out) == (2, "")
    assert 1 <= len(errors.splitlines()) <= 2 and "Traceback" not in errors
    return errors


def test_score_writes_scores_and_rejects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [person(ONE), person(TWO), person("12"), person("198505052010015003", KEDUDUKAN_HUKUM_ID="99")]
    unknown = "199912312020121009"
    place = write(tmp_path, {"profil": people, "rw_kursus": [course(ONE), course(unknown)]})
    status, out, errors = run(capsys, "score", place, "--out", tmp_path / "a.csv")
    assert status == 0
    assert "ipasn: banjar 2025-12-23: hanya 66% dari pegawai yang seharusnya diukur\n" in errors
    assert "kinerja dinilai 0; hingga 30,00 poin indeks bergantung padanya\n" in errors
    assert "2 dari 4 baris dinilai, 1 dikecualikan, 1 ditolak, 1 baris riwayat disisihkan" in out
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        lines = [",".join(row) for row in csv.reader(file)]
    assert lines[0].startswith(
        "nip,jenis_pegawai,jenis_jabatan,perangkat_daerah,kualifikasi,kompetensi,kinerja,disiplin"
    )
    assert lines[1].startswith(
        f"{ONE},PNS,pelaksana,DINAS KESEHATAN,15,22.5,0,5,42.5,sangat rendah,0,0,22.5,0,20,false"
    )
    assert [line.split(",")[0] for line in lines[1:]] == [ONE, TWO]
    with (tmp_path / "a.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        assert [tuple(row.values()) for row in csv.DictReader(file)] == [
            ("profil.csv", "3", "4", "12", "NIP BARU", "12", "NIP tidak terdiri atas 18 digit"),
            ("rw_kursus.csv", "2", "3", unknown, "nipBaru", unknown, "NIP tidak ada dalam data pegawai"),
        ]


def test_the_score_file_of_official_scores_has_the_usual_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = []
    for name, tables in (("records", {"profil": [person(ONE)]}), ("official", {"nilai_ipasn": [ready(ONE)]})):
        out = tmp_path / f"{name}.csv"
        assert run(capsys, "score", write(tmp_path / name, tables), "--out", out)[0] == 0
        heads.append(out.read_text(encoding="utf-8").splitlines()[0])
    assert heads[0] == heads[1]


@pytest.mark.parametrize("command", ["score", "check"])
def test_json_is_one_object_with_the_counts(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, random_tables(3, datetime.date(2025, 12, 23)))
    out = ["--out", tmp_path / "a.parquet"] if command == "score" else []
    status, text, errors = run(capsys, command, place, "--json", *out)
    counts = json.loads(text)
    assert (status, errors, text.count("\n")) == (0, "", 1)
    assert list(counts)[:4] == ["rows", "measured", "excluded", "rejected"]
    assert counts["rows"] == counts["measured"] + counts["excluded"] + counts["rejected"]
    for name in ("excluded", "rejected", "set_aside"):
        assert counts[name] == sum(counts[f"{name}_by_reason"].values())


@pytest.mark.parametrize("command", ["score", "check"])
def test_strict_tells_findings_by_status_1(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = {"profil": [person(ONE), person(TWO, KEDUDUKAN_HUKUM_ID="99")]}
    cases = {
        "clean": (clean, 0),
        "rejected": ({"profil": [person(ONE), person("1")]}, 1),
        "set-aside": (clean | {"rw_kursus": [course(ONE, hours="-1")]}, 1),
    }
    for name, (tables, expected) in cases.items():
        place = write(tmp_path / name, tables)
        out = ["--out", tmp_path / "a.csv"] if command == "score" else []
        assert run(capsys, command, place, *out)[0] == 0
        assert run(capsys, command, place, "--strict", *out)[0] == expected


def test_check_tells_a_clerk_what_to_correct(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(
        tmp_path, {"profil": [person(ONE), person("1"), person("2")], "rw_kursus": [course(ONE, date="besok")]}
    )
    status, out, _ = run(capsys, "check", place)
    assert status == 0
    assert "3 baris = 1 diukur + 0 dikecualikan + 2 ditolak; 1 baris riwayat disisihkan" in out
    worst = [line for line in out.splitlines() if "→" in line]
    assert "2  profil.csv: NIP BARU: NIP tidak terdiri atas 18 digit" in worst[0]
    assert "1  rw_kursus.csv: tanggalSelesaiKursus: tanggal tidak mungkin" in worst[1]
    assert not list(tmp_path.rglob("*rejected*"))


def test_people_without_the_education_that_their_post_requires_are_told_under_the_letter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [
        person("198001012005011001", SYARAT_PENDIDIKAN_ID="40"),
        person("198001012005011002", SYARAT_PENDIDIKAN_ID=""),
    ]
    snapshot = str(write(tmp_path, {"profil": people}))
    out = str(tmp_path / "a.csv")
    assert main(["score", snapshot, "--instrument", "bkn4190_2024", "--out", out, "--json"]) == 0
    told = {remark["reason"]: remark for remark in json.loads(capsys.readouterr().out)["remarks"]}
    lack = told["tanpa SYARAT PENDIDIKAN ID: kualifikasi dinilai 0 menurut bkn4190_2024"]
    assert (lack["count"], lack["points"]) == (1, 12.5)


def test_check_names_the_tables_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = {"profil": [person(ONE)], "rw_kursus": [course(ONE)]}
    status, out, _ = run(capsys, "check", write(tmp_path, people), "--strict")
    assert status == 0
    assert "banjar 2025-12-23: tidak ada rw_skp22: penilaian kinerja tidak tercatat" in out
    assert "tidak ada rw_hukdis: disiplin semua pegawai bernilai penuh" in out
    assert "rw_kursus" not in out and "rw_diklat" not in out  # nobody has a structural post
    early = write(tmp_path, people, cut_off="2022-12-31")
    assert "tidak ada rw_skp: penilaian kinerja" in run(capsys, "check", early)[1]
    found = json.loads(run(capsys, "check", early, "--json")[1])
    assert found["missing_tables"] == ["rw_diklat", "rw_skp", "rw_hukdis"]
    whole = json.loads(run(capsys, "check", tmp_path, "--json")[1])
    assert [one["missing_tables"] for one in whole["snapshots"]] == [
        ["rw_diklat", "rw_skp", "rw_hukdis"],
        ["rw_diklat", "rw_skp22", "rw_hukdis"],
    ]
    imported = write(tmp_path / "import", {"nilai_ipasn": [ready(ONE)]})
    assert "tidak ada profil di samping nilai_ipasn" in run(capsys, "check", imported)[1]
    beside = write(tmp_path / "both", people | {"nilai_ipasn": [ready(ONE)]})
    assert "tidak ada rw_diklat, rw_skp22, rw_hukdis di samping nilai_ipasn" in run(capsys, "check", beside)[1]


def test_units_that_hardly_differ_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["DINAS PENDIDIKAN", "Dinas Pendidikan.", "Dinas Pendidikan.", "DINAS  PENDIDIKAN", "DINAS KESEHATAN"]
    people = [person(f"19800101200501{number:04d}", UNOR_INDUK_NAMA=name) for number, name in enumerate(names, 1001)]
    place = write(tmp_path, {"profil": people})
    status, out, _ = run(capsys, "check", place, "--strict")
    assert status == 0
    assert "nama unit mirip, satu unit? 'DINAS PENDIDIKAN' (2 pegawai), 'Dinas Pendidikan.' (2 pegawai)" in out
    assert "KESEHATAN" not in out
    found = json.loads(run(capsys, "check", place, "--json")[1])
    assert found["similar_units"] == [{"DINAS PENDIDIKAN": 2, "Dinas Pendidikan.": 2}]
    _, _, said = run(capsys, "score", place, "--out", tmp_path / "a.csv")
    assert "unit yang berbeda: 'DINAS PENDIDIKAN', 'Dinas Pendidikan.'" in said and "KESEHATAN" not in said


def test_data_laid_out_otherwise_is_named_with_the_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "DATA"
    place = write(data, {"profil": [person(ONE)]}, region="tapin")
    report = ["report", "tapin", "--data", data]
    wanted = "expected: DATA/<region>/<YYYY-MM-DD>/profil.csv"
    place.rename(data / "tapin" / "23-12-2025")
    for command in (report, ["check", data]):
        errors = refused(capsys, *command)
        assert f"{data}/tapin/23-12-2025 is not named by a date YYYY-MM-DD; name it 2025-12-23" in errors
        assert wanted in errors
    assert wanted in refused(capsys, "check", data / "tapin" / "23-12-2025")
    (data / "tapin" / "23-12-2025" / "profil.csv").rename(data / "tapin" / "profil.csv")
    errors = refused(capsys, *report)
    assert f"{data}/tapin/profil.csv stands directly in {data}/tapin; it belongs into" in errors and wanted in errors
    write(data, {"profil": [person(ONE)]}, region="banjar")
    assert "tapin/profil.csv stands directly in" in refused(capsys, *report)
    assert f"tidak dibaca: {data}/tapin/profil.csv" in run(capsys, "check", data)[1]
    errors = refused(capsys, "report", "banjar", "--data", data / "banjar")
    assert "banjar is the folder of a region; DATA is the folder above it" in errors
    errors = refused(capsys, "report", "banjar", "--data", data / "banjar" / "2025-12-23")
    assert "is the folder of a snapshot; DATA is two folders above it" in errors


def test_a_process_forked_from_the_command_says_nothing_of_an_interruption(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(_: object) -> int:
        child = os.fork()
        if child:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
        raise KeyboardInterrupt

    monkeypatch.setattr("ipasn_analysis.commands.project._regions", both)
    assert main(["regions", "--language", "en"]) == 130
    assert capfd.readouterr().err == "ipasn: interrupted\n"


def test_interrupted_while_it_loads_it_ends_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import builtins, runpy; load = builtins.__import__\n"
        "def interrupted(name, *rest, **named):\n"
        "    if name == 'ipasn_analysis.commands': raise KeyboardInterrupt\n"
        "    return load(name, *rest, **named)\n"
        "builtins.__import__ = interrupted; runpy.run_module('ipasn_analysis', run_name='__main__')"
    )
    (tmp_path / "interrupted.py").write_text(code)
    done = subprocess.run([sys.executable, tmp_path / "interrupted.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def opened(*variables: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", "open", *variables]
    environment = {**os.environ, "VIRTUAL_ENV": str(Path(sys.prefix)), "BROWSER": "true"}
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_make_open_takes_the_newest_year_and_says_which(tmp_path: Path) -> None:
    pages = [tmp_path / "tapin" / str(year) / f"ipasn-tapin-{year}.html" for year in (2023, 2025, 2024)]
    for page in pages:
        page.parent.mkdir(parents=True)
        page.write_text("")
    out = f"OUT={tmp_path}"
    done = opened("REGION=tapin", out)
    assert (done.returncode, done.stdout) == (0, f"{pages[1]}\n")
    assert opened("REGION=tapin", "YEAR=2023", out).stdout == f"{pages[0]}\n"
    for words, told in (
        (["REGION=tapn"], "no report of 'tapn' in"),
        (["REGION=tapin", "YEAR=2020"], "no report of 'tapin' for 2020 in"),
        ([], "no report in"),
    ):
        done = opened(*words, out)
        assert done.returncode != 0 and done.stdout == "" and done.stderr.startswith(told)


@pytest.mark.parametrize("target", ["report", "reports", "check"])
def test_make_hands_own_parameters_on(target: str) -> None:
    # Under `make test` this make is one within another, and would end its output with the folder that it leaves.
    command = ["make", "-n", "--no-print-directory", target, "REGION=tapin", "DATA=data", "PARAMS=own params"]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    words = shlex.split(done.stdout.splitlines()[-1])
    assert words[words.index("--params") + 1] == "own params"


def test_check_of_all_data_goes_on_past_a_broken_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"profil": [person(ONE)]})
    write(tmp_path, {"nilai_ipasn": [ready(ONE, year="2024")]}, cut_off="2024-12-31", region="tapin")
    (tmp_path / "tapin" / "2025-12-23").mkdir()
    (tmp_path / "tapin" / "2025-12-23" / "profil.csv").write_text("")
    status, out, _ = run(capsys, "check", tmp_path, "--json")
    result = json.loads(out)
    assert (status, result["rows"], result["measured"]) == (2, 2, 2)
    assert "empty" in result["unusable"]["tapin/2025-12-23"]
    status, out, errors = run(capsys, "check", tmp_path, "--strict")
    assert status == 2 and "TIDAK DAPAT DIPAKAI" in out
    assert errors.startswith("ipasn: ") and "tapin/2025-12-23/profil.csv: berkas ini kosong" in errors


def test_check_says_of_every_date_what_it_says_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [person(ONE, JENIS_JABATAN_ID="1"), person("1"), person(TWO, KEDUDUKAN_HUKUM_ID="99")]
    places = [write(tmp_path, {"profil": people}, cut_off=date) for date in ("2024-12-31", "2025-12-23")]
    whole = run(capsys, "check", tmp_path)[1].splitlines()
    for place in places:
        alone = run(capsys, "check", place)[1].splitlines()
        said = alone[: next(number for number, line in enumerate(alone) if "alasan tersering" in line)]
        assert [line for line in said if "kedudukan hukum 99" in line or "tanpa eselon" in line]
        assert "\n".join(said) in "\n".join(whole)


def test_a_folder_that_is_no_region_is_told_alike_by_check_and_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]}, region="Kab. Banjar")
    said = "unknown region 'Kab. Banjar'; did you mean 'banjar' (Kabupaten Banjar)?"
    for checked in (place, tmp_path):
        assert said in run(capsys, "check", checked, "--language", "en")[1]
    assert said in refused(capsys, "report", "banjar", "--data", tmp_path, "--out", tmp_path / "out")


def test_another_date_is_for_one_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]})
    assert run(capsys, "check", place, "--as-of", "2024-06-30")[0] == 0
    assert "--as-of goes with one snapshot" in refused(capsys, "check", tmp_path, "--as-of", "2024-06-30")


def test_what_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path, {"profil": [person(ONE)]})
    out = ["--out", tmp_path / "a.csv"]
    assert "no such folder" in refused(capsys, "score", tmp_path / "none", *out)
    assert "no such folder" in refused(capsys, "check", tmp_path / "none")
    assert "YYYY-MM-DD" in refused(capsys, "score", good.parent, *out)
    assert "--as-of '2025-02-30'" in refused(capsys, "score", good, "--as-of", "2025-02-30", *out)
    assert "did you mean 'perban8_2019'" in refused(capsys, "score", good, "--instrument", "perban2019", *out)
    assert "no such instrument file" in refused(capsys, "score", good, "--instrument", tmp_path / "x.yaml", *out)
    assert "must end in .csv, .parquet" in refused(capsys, "score", good, "--out", tmp_path / "a.xlsx")
    assert "no folder" in refused(capsys, "score", good, "--out", tmp_path / "none" / "a.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "is a folder" in refused(capsys, "score", good, "--out", tmp_path / "folder.csv")
    assert not (tmp_path / "folder.csv.rejected.csv").exists()
    (tmp_path / "empty" / "banjar" / "2025-12-23").mkdir(parents=True)
    assert "'profil' or 'nilai_ipasn'" in refused(capsys, "check", tmp_path / "empty")
    lacking = {name: cell for name, cell in person(ONE).items() if name != "JENIS JABATAN ID"}
    errors = refused(capsys, "check", write(tmp_path / "lacking", {"profil": [lacking]}))
    assert "profil.csv: column 'JENIS JABATAN ID' is missing" in errors
    errors = refused(capsys, "check", write(tmp_path / "header", {"profil": []}))
    assert "profil.csv has a header and no rows" in errors
    errors = refused(capsys, "check", write(tmp_path / "year", {"nilai_ipasn": [ready(ONE, year="2024")]}))
    assert "nilai_ipasn.csv: every row (1) is of another year" in errors


def test_input_is_never_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, random_tables(3, datetime.date(2025, 12, 23)))
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
    assert "input folder" in refused(capsys, "score", place, "--out", place / "profil.csv")
    assert "input folder" in refused(capsys, "score", place, "--out", place / "scores.parquet")
    (place / "below").mkdir()
    assert "input folder" in refused(capsys, "score", place, "--out", place / "below" / "a.csv")
    (place / "below").rmdir()
    run(capsys, "score", place, "--out", tmp_path / "a.csv")
    run(capsys, "check", place)
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()} == before


def test_a_failed_run_leaves_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, {"profil": [person("12")]})
    (tmp_path / "a.csv").write_text("earlier")
    assert "nobody is measured" in refused(capsys, "score", place, "--out", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "earlier"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_same_input_gives_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, random_tables(4, datetime.date(2025, 12, 23)))
    for suffix in ("csv", "parquet"):
        for name in "ab":
            run(capsys, "score", place, "--out", tmp_path / f"{name}.{suffix}")
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
        rejects = [(tmp_path / f"{name}.{suffix}.rejected.csv").read_bytes() for name in "ab"]
        assert rejects[0] == rejects[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["scor"], "unknown command 'scor'; did you mean 'score'?"),
        (["completion", "bahs"], "unknown shell 'bahs'; did you mean 'bash'?"),
        (["report", "tapin", "--year", "abc"], "argument --year: 'abc' is not a year, such as 2025"),
        (["reports", "--workers", "two"], "argument --workers: 'two' is not a whole number"),
        (["reports", "--time-limit", "x"], "argument --time-limit: 'x' is not a number"),
        ([], "COMMAND"),
        (["score"], "SNAPSHOT"),
        (["score", "x"], "--out"),
        (["score", "x", "--out", "a.csv", "--strickt"], "did you mean '--strict'"),
        (["check", "x", "--as-off", "2025-01-01"], "did you mean '--as-of'"),
        (["check", "x", "y"], "unknown argument 'y'"),
        (["sample", "--out", "x", "--seed", "abc"], "--seed"),
        (["reports", ""], "'' is empty"),
        (["report", " "], "' ' is empty"),
        (["report", "tapin", "--data", ""], "argument --data: '' is empty"),
        (["report", "tapin", "--out", ""], "argument --out: '' is empty"),
        (["score", "x", "--out", "a.csv", "--instrument", ""], "argument --instrument: '' is empty"),
        (["check", "x", "--as-of", ""], "argument --as-of: '' is empty"),
        (["sample", "--out", ""], "argument --out: '' is empty"),
        (["sample", "--out", "x", "--seed", "-1"], "--seed -1 must be 0 or more"),
    ],
)
def test_arguments_that_are_wrong(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told in refused(capsys, *arguments)


@pytest.mark.parametrize("words", [["report", "banja"], ["reports", "banja"], ["people", "banja", "--out", "a.csv"]])
def test_the_region_is_looked_at_before_the_data(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(project: object) -> str:
        raise UsageError("there is no sample data yet")

    monkeypatch.setattr("ipasn_analysis.project.Project.default_data", none)
    assert "unknown region 'banja'; did you mean 'banjar'?" in refused(capsys, *words)
    assert "no sample data" in refused(capsys, *[word.replace("banja", "banjar") for word in words])


def test_score_names_what_it_does_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]})
    for name in ("rw_kurus.csv", "profil.json", "~$profil.xlsx", "catatan.docx"):
        (place / name).write_text("x")
    status, out, errors = run(capsys, "score", place, "--out", tmp_path / "a.csv")
    assert status == 0 and "1 dari 1 baris dinilai" in out
    assert errors.splitlines()[-3:] == [
        "ipasn: banjar 2025-12-23: catatan.docx bukan nama tabel dan tidak dibaca",
        "ipasn: banjar 2025-12-23: profil.json bukan nama tabel dan tidak dibaca; maksudnya profil?",
        "ipasn: banjar 2025-12-23: rw_kurus.csv bukan nama tabel dan tidak dibaca; maksudnya rw_kursus?",
    ]
    out = run(capsys, "check", place)[1]
    assert "rw_kurus.csv bukan nama tabel dan tidak dibaca" in out and "profil.json bukan nama tabel" in out
    (place / "profil.csv").unlink()
    assert "found: catatan.docx, profil.json" in refused(capsys, "score", place, "--out", tmp_path / "a.csv")


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01"])
def test_a_snapshot_of_no_likely_date_is_told(date: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]}, cut_off=date)
    for words in (["score", place, "--out", tmp_path / "a.csv"], ["check", tmp_path], ["report", "banjar"]):
        data = ["--data", tmp_path] if words[0] == "report" else []
        errors = refused(capsys, *words, *data)
        assert f"the folder's name '{date}' is no date of a snapshot; its year must lie in 1950 to 2199" in errors


def test_help_of_the_whole_and_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"report", "reports", "score", "check", "sample", "regions", "init"} <= set(COMMANDS)
    status, text, _ = run(capsys, "--help")
    assert status == 0 and all(re.search(rf"\n    {name}\s", text) for name in COMMANDS)
    for name in COMMANDS:
        status, text, errors = run(capsys, name, "--help")
        assert (status, errors) == (0, "") and f"pemakaian: ipasn {name}" in text
        assert text.count(f"\nContoh: ipasn {name}") == 1
    text = run(capsys, "score", "--help")[1]
    assert all(option in text for option in ("--instrument", "--as-of", "--out", "--json", "--strict"))


def test_every_example_of_the_help_is_a_command_that_is_understood() -> None:
    for name, command in parser()._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr]
        words = shlex.split(str(command.epilog).removeprefix("Example: ipasn ").partition(" > ")[0])
        assert parser().parse_args(words).command == name


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60)


def test_module_is_the_same_as_the_command(tmp_path: Path) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]})
    done = python("-m", "ipasn_analysis", "check", str(place), "--json")
    assert (done.returncode, done.stderr) == (0, "") and json.loads(done.stdout)["measured"] == 1
    done = python("-m", "ipasn_analysis", "check", str(tmp_path / "none"))
    assert done.returncode == 2 and done.stderr.startswith("ipasn: ") and "Traceback" not in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, ipasn_analysis.cli as c\n"
        "try: c.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('babel', 'logging', 'numpy', 'pydantic', 'sqlalchemy') if m in sys.modules])"
    )
    done = python("-c", code)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_console_without_a_character_shows_one_like_it(encoding: str, tmp_path: Path) -> None:
    place = write(tmp_path, {"profil": [person(ONE), person(ONE, **{"NIP BARU": "1,98503E+17"})]})
    command = [sys.executable, "-m", "ipasn_analysis", "check", str(place)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, encoding=encoding, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert " -> " in done.stdout and "?" not in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    ("streams", "told"), [(">/dev/full", "ipasn: keluaran tidak dapat ditulis ("), (">&- 2>&-", "")]
)
def test_output_that_goes_nowhere_ends_in_one_line_or_none(streams: str, told: str, tmp_path: Path) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]})
    command = f"'{sys.executable}' -m ipasn_analysis check '{place}' {streams}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == (2 if told else 0) and done.stderr.startswith(told) and done.stderr.count("\n") <= 1


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    place = write(tmp_path, {"profil": [person(ONE)]})
    command = f"'{sys.executable}' -m ipasn_analysis check '{place}' --json | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "{" and "Traceback" not in done.stderr
