"""What published sums tell of the numbers of open actions by kind, in one government and in a territory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.disclosure.territory import fixed_by

Mask = np.ndarray
Closed = frozenset[str]
Told = Callable[[Mask, frozenset[str]], Mask]


@dataclass(frozen=True, eq=False)
class KindSums:
    """People by government and kind of open action, `counts`, shape (governments, kinds), and what sums tell of them.

    Every government publishes how many lack an item, unless that is closed, and the mean of kompetensi, which tells the
    points of all open actions together with those of structural posts without eselon. `untold`, shape (governments and,
    last, the territory): whose report withholds the number of these. `levelled`: the item that they cannot earn, and
    its points.
    """

    items: np.ndarray
    posts: np.ndarray
    points: np.ndarray
    counts: np.ndarray
    untold: np.ndarray
    levelled: tuple[str, float] | None

    def of_government(self, place: int) -> KindSums:
        """The sums of one government alone."""
        one = slice(place, place + 1)
        return KindSums(self.items, self.posts, self.points, self.counts[one], self.untold[one], self.levelled)

    def withheld(self, wanted: Mask, closed: Closed, posts: frozenset[str], group: int) -> tuple[Mask, frozenset[str]]:
        """Which kinds one government withholds, shape (kinds,), and of which of `posts` it shows kompetensi.

        Withheld are those `wanted`, those of few people, others of the same item until its total tells none, and others
        still until the points of all together tell none.
        """
        counts = self.counts[0]
        if self.untold[0] and self.levelled is not None:
            wanted = wanted | (self.items == self.levelled[0])
        hidden = np.asarray(wanted & (counts > 0))

        def told(mask: Mask, shown: frozenset[str]) -> Mask:
            return self._told(mask[np.newaxis], [closed], [shown])

        while True:
            for item in dict.fromkeys(self.items):
                mine = self.items == item
                if item not in closed:
                    hidden[mine] = complete(hidden[mine] | protect(counts[mine], group), counts[mine], group)
            more = self._one_more(hidden, counts, told)
            if more is None:
                return hidden, self._shown_posts(hidden, posts, told)
            hidden = more

    def of_territory(
        self, own: Mask, hidden: Mask, closed: Sequence[Closed], posts: Sequence[frozenset[str]]
    ) -> tuple[Mask, frozenset[str]]:
        """The same of the sums over governments.

        `own`: what each government withholds, `hidden`: the territory so far. `closed`, `posts`: by government and,
        last, of the territory, the items of which it does not tell how many lack them, and the types of post of which
        it shows kompetensi.
        """

        def told(mask: Mask, shown: frozenset[str]) -> Mask:
            return self._told(np.vstack([own, mask]), closed, [*posts[:-1], shown])

        total = self.counts.sum(axis=0)
        while (more := self._one_more(hidden, total, told)) is not None:
            hidden = more
        return hidden, self._shown_posts(hidden, posts[-1], told)

    def _one_more(self, hidden: Mask, counts: np.ndarray, told: Told) -> Mask | None:
        """`hidden` with one more kind where some follow even without kompetensi by type of post; None if none does."""
        candidates = np.flatnonzero((counts > 0) & ~hidden)
        now = told(hidden, frozenset())
        if not now.any() or not len(candidates):
            return None
        items = set(self.items[now[:, :-1].any(axis=0)])

        def order(place: int) -> tuple[int, bool, int, int]:
            more = hidden.copy()
            more[place] = True
            return int(told(more, frozenset()).sum()), self.items[place] not in items, int(counts[place]), place

        result = hidden.copy()
        result[min(map(int, candidates), key=order)] = True
        return result

    def _shown_posts(self, hidden: Mask, posts: frozenset[str], told: Told) -> frozenset[str]:
        """The types of post whose kompetensi may be shown with these kinds withheld."""
        while posts and (now := told(hidden, posts)).any():
            if not (now & ~told(hidden, frozenset())).any():
                return posts
            of_told = set(self.posts[now[:, :-1].any(axis=0)]) & posts
            sizes = {post: int(self.counts[:, self.posts == post].sum()) for post in of_told or posts}
            posts = posts - {min(sizes, key=lambda post: (sizes[post], post))}
        return posts

    def _told(self, cells: Mask, closed: Sequence[Closed], posts: Sequence[frozenset[str]]) -> Mask:
        """Which withheld cells follow from what is published.

        Rows: governments and, last, the territory if there is one; the last column stands for posts without eselon.
        """
        row, kind = np.nonzero(cells)
        result, territory = np.zeros((len(cells), len(self.items) + 1), dtype=bool), len(cells) > len(self.counts)
        without = (
            np.flatnonzero(self.untold[: len(cells)]) if self.levelled is not None else np.empty(0, dtype=np.int64)
        )
        if not len(row) + len(without):
            return result
        name, most = self.levelled or ("", 0.0)
        found = []

        def publish(weights: np.ndarray, of_rows: np.ndarray, of_without: np.ndarray) -> None:
            equation = np.append(np.where(of_rows, weights, 0.0), of_without.astype(np.float64))
            if equation.any():
                found.append(equation)

        for place in range(len(cells)):
            here, also = row == place, without == place
            publish(self.points[kind], here, also * most)
            for item in dict.fromkeys(self.items):
                if item not in closed[place]:
                    publish(np.ones(len(kind)), here & (self.items[kind] == item), also & (item == name))
            for post in sorted(posts[place]):
                publish(self.points[kind], here & (self.posts[kind] == post), also * most * (post == "struktural"))
        if territory:
            sign, signs = (np.where(places == len(self.counts), -1.0, 1.0) for places in (row, without))
            for place in range(len(self.items)):
                publish(sign, kind == place, np.zeros(len(without)))
            publish(sign, np.zeros(len(kind), dtype=bool), signs)
        if found:
            fixed = fixed_by(np.array(found))
            result[row, kind], result[without, -1] = fixed[: len(row)], fixed[len(row) :]
        return result
