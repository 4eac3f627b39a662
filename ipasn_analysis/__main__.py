"""``python -m ipasn_analysis`` is the command ``ipasn``."""

from ipasn_analysis.cli import main

raise SystemExit(main())
