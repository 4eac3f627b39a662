"""What the tests share. Imported before numpy: like reports, tests run side by side and compute in one thread each."""

from ipasn_analysis.engine.tuning import cap_threads

cap_threads()
