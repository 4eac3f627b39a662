"""The command `ipasn`, also ``python -m ipasn_analysis``: an interruption while it loads ends it quietly."""


def main() -> int:
    """The exit status of `ipasn_analysis.cli.main`; 130 when interrupted before that is loaded."""
    try:
        from ipasn_analysis.cli import main as run  # noqa: PLC0415

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
