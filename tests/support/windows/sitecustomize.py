"""Python runs this at its start where the folder is on PYTHONPATH: every process of a test run imitates, or none."""

import os

if os.environ.get("IPASN_IMITATE") == "windows":
    import imitation

    imitation.begin()
