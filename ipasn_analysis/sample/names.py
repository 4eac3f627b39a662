"""Invented names of people and places, composed from syllables of our own."""

from __future__ import annotations

import numpy as np

FIRST = ("Ar", "Ba", "Dal", "Far", "Gan", "Har", "Jum", "Kal", "Lam", "Mar", "Nor", "Pas", "Rah", "Sal", "Tam", "Wir",
         "Yul", "Zul", "As", "Bur", "Her", "Is", "Kur", "Muz", "Rus", "Sur")  # fmt: skip
MIDDLE = ("a", "i", "u", "ma", "di", "ni", "su", "ta", "li", "ra", "wa", "ba")
LAST_MALE = ("din", "wan", "man", "to", "lan", "fan", "ril", "dan", "hri", "sno", "jan", "min")
LAST_FEMALE = ("na", "ti", "ni", "yah", "wati", "sih", "lia", "nah", "ra", "sari", "mah", "da")
FAMILY_FIRST = (
    "Bang",
    "Cer",
    "Dan",
    "Gum",
    "Kem",
    "Lar",
    "Men",
    "Pan",
    "Ran",
    "Ser",
    "Tir",
    "Wan",
    "Sin",
    "Bel",
    "Kar",
)
FAMILY_LAST = ("alir", "ibu", "ukir", "asri", "uri", "apan", "ilang", "onda", "amba", "usin", "awir", "elang", "irit")

PLACE_HEAD = ("Sungai", "Tanjung", "Muara", "Bukit", "Teluk", "Rawa", "Padang", "Lubuk", "Gunung", "Pulau")
PLACE_FIRST = ("Ran", "Kel", "Sar", "Mal", "Par", "Bin", "Cam", "Dur", "Gel", "Jen", "Lim", "Meran", "Pin", "Tel")
PLACE_LAST = ("imbun", "andai", "intan", "asung", "umbut", "arian", "ojan", "ilar", "ubang", "asih", "empat", "uai")


def _composed(*parts: tuple[str, ...]) -> np.ndarray:
    """Every combination of the parts, one syllable of each, as an object array."""
    words = [""]
    for part in parts:
        words = [word + syllable for word in words for syllable in part]
    return np.array(words, dtype=object)


def person_names(rng: np.random.Generator, female: np.ndarray) -> np.ndarray:
    """Names of `len(female)` invented people: a given and a second name, shape (n,)."""
    male_names, female_names = _composed(FIRST, MIDDLE, LAST_MALE), _composed(FIRST, MIDDLE, LAST_FEMALE)
    family = _composed(FAMILY_FIRST, FAMILY_LAST)
    pick = rng.integers(len(male_names), size=len(female))
    given = np.where(female, female_names[pick], male_names[pick])
    return given + " " + family[rng.integers(len(family), size=len(female))]


def place_words(rng: np.random.Generator, count: int) -> list[str]:
    """That many different one-word places, such as schools are named after."""
    words = _composed(PLACE_FIRST, PLACE_LAST)
    return [str(word) for word in rng.permutation(words)[:count]]


def district_names(rng: np.random.Generator, count: int) -> list[str]:
    """That many different two-word places, such as districts are named after."""
    heads = rng.integers(len(PLACE_HEAD), size=count)
    return [f"{PLACE_HEAD[head]} {word}" for head, word in zip(heads, place_words(rng, count), strict=True)]
