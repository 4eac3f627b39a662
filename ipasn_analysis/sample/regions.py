"""The governments of the sample: size, mix and path of the index. All figures but the provincial path are invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.errors import unknown

READY_DATES = tuple(f"{year}-12-31" for year in range(2019, 2024))
RAW_DATES = ("2024-12-31", "2025-06-30", "2025-09-30", "2025-12-23")
DATES = READY_DATES + RAW_DATES
YEARS = tuple(range(2019, 2026))
DAYS = np.array(DATES, dtype="datetime64[D]").astype(np.int64)
"""The cut-off dates of all snapshots as days since 1970-01-01."""
LAST = len(DATES) - 1
FIRST_RAW = len(READY_DATES)

HEADCOUNT_SHARE = (0.935, 0.92, 0.905, 0.92, 0.945, 0.965, 0.985, 0.99, 1.0)
"""Headcount at each snapshot relative to the last."""
PPPK_SHARE = (0.002, 0.004, 0.02, 0.06, 0.11, 0.165, 0.203, 0.215, 0.235)
"""Share of PPPK at each snapshot, times the `pppk` of the government."""


@dataclass(frozen=True)
class Government:
    """One government with folders of its own.

    `headcount` is the number of people at the last snapshot, a synthetic proportion of population and no official
    figure; `kecamatan` the number of (invented) districts; `education` shifts the level of education (0 = typical);
    `pppk` multiplies the share of PPPK; `index` is the mean index at the end of each year 2019 … 2025.
    """

    region: str
    code: str
    name: str
    headcount: int
    kecamatan: int
    education: float
    pppk: float
    index: tuple[float, ...]

    @property
    def provincial(self) -> bool:
        """Whether it is the government of the province itself."""
        return self.kecamatan == 0

    @property
    def entropy(self) -> int:
        """The number that sets its random streams apart: stable whatever the order of the list."""
        return int(self.code.replace(".", ""))


GOVERNMENTS = (
    Government("pemprov-kalsel", "63.00", "Provinsi Kalimantan Selatan", 11_600, 0, 0.5, 0.96,
               (62.9, 66.8, 71.4, 75.6, 79.7, 83.0, 82.0)),
    Government("tanah-laut", "63.01", "Kab. Tanah Laut", 5_320, 9, 0.0, 1.02,
               (62.0, 65.1, 68.9, 73.0, 76.8, 79.5, 81.2)),
    Government("kotabaru", "63.02", "Kab. Kotabaru", 5_060, 14, -0.3, 1.05,
               (58.4, 60.2, 63.7, 66.1, 68.8, 67.9, 69.5)),
    Government("banjar", "63.03", "Kab. Banjar", 8_040, 14, 0.0, 1.0,
               (61.5, 63.8, 66.9, 70.8, 72.4, 74.9, 76.3)),
    Government("barito-kuala", "63.04", "Kab. Barito Kuala", 4_940, 13, -0.2, 1.04,
               (59.6, 62.3, 64.0, 68.7, 70.1, 72.6, 71.8)),
    Government("tapin", "63.05", "Kab. Tapin", 3_290, 9, 0.0, 0.98,
               (61.0, 64.4, 66.8, 70.5, 75.2, 77.1, 79.0)),
    Government("hulu-sungai-selatan", "63.06", "Kab. Hulu Sungai Selatan", 3_800, 10, 0.2, 0.97,
               (63.1, 66.7, 70.9, 74.4, 78.8, 81.7, 83.4)),
    Government("hulu-sungai-tengah", "63.07", "Kab. Hulu Sungai Tengah", 4_180, 10, 0.0, 1.0,
               (60.8, 63.0, 66.2, 69.9, 71.3, 73.8, 75.1)),
    Government("hulu-sungai-utara", "63.08", "Kab. Hulu Sungai Utara", 3_920, 9, -0.1, 1.03,
               (59.0, 61.9, 62.7, 66.6, 69.4, 71.0, 73.2)),
    Government("tabalong", "63.09", "Kab. Tabalong", 4_180, 11, 0.1, 1.0,
               (62.6, 66.0, 71.5, 76.2, 79.9, 82.3, 80.6)),
    Government("tanah-bumbu", "63.10", "Kab. Tanah Bumbu", 4_680, 11, 0.0, 1.03,
               (60.2, 62.8, 67.7, 71.1, 74.3, 76.0, 77.7)),
    Government("balangan", "63.11", "Kab. Balangan", 2_530, 8, -0.2, 1.05,
               (58.9, 60.0, 63.4, 67.2, 66.3, 67.4, 68.2)),
    Government("banjarmasin", "63.71", "Kota Banjarmasin", 9_240, 5, 0.4, 0.97,
               (63.5, 66.0, 70.2, 74.8, 77.9, 80.4, 82.1)),
    Government("banjarbaru", "63.72", "Kota Banjarbaru", 4_110, 5, 0.5, 0.97,
               (65.2, 68.8, 73.1, 77.4, 81.0, 84.1, 85.4)),
)  # fmt: skip


def governments(regions: list[str] | None) -> list[Government]:
    """The governments of those names in the order of the list above, or all; `UsageError` for an unknown name."""
    known = {government.region: government for government in GOVERNMENTS}
    for region in regions or []:
        if region not in known:
            raise unknown("region", region, known)
    return [government for government in GOVERNMENTS if regions is None or government.region in regions]


def serial_base(government: Government) -> int:
    """The first NIP serial of a government: 28 serials each from 600 on, where few real NIPs lie, and none shared."""
    return 600 + SERIALS * GOVERNMENTS.index(government)


SERIALS = 28
