"""What published sums disclose of the numbers of open actions by type, in one government and in a province.

A type of action is an item, a type of post and the points that doing it adds to a person. What people lack in
kompetensi is what their open actions would add, and what structural posts without eselon cannot earn. So whoever
publishes means of kompetensi publishes sums over the types, and all items must be looked at together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ipasn_analysis.disclosure.policy import Rules
from ipasn_analysis.disclosure.sums import determined_unknowns
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels, Mask

Names = frozenset[str]
Disclosed = Callable[[Mask, Names], Mask]


@dataclass(frozen=True, eq=False)
class ActionTotals:
    """People by government and type of open action, `counts`, shape (governments, types), and what sums disclose.

    `items`, `posts`, `points`: of each type. Every government publishes how many lack an item, unless that total is
    withheld, and the mean of kompetensi, which is the points of all open actions together with those of structural
    posts without eselon. `eselon_withheld`, shape (governments and, last, this report): whose report withholds the
    number of these. `eselon_item`: the item that they cannot earn, and its points.
    """

    items: Labels
    posts: Labels
    points: FloatArray
    counts: IntArray
    eselon_withheld: Mask
    eselon_item: tuple[str, float] | None
    rules: Rules

    def of_government(self, index: int) -> ActionTotals:
        """The totals of one government alone."""
        one = slice(index, index + 1)
        counts, eselon_withheld = self.counts[one], self.eselon_withheld[one]
        return ActionTotals(self.items, self.posts, self.points, counts, eselon_withheld, self.eselon_item, self.rules)

    def suppress(self, wanted: Mask, withheld_items: Names, posts: Names, threshold: int) -> tuple[Mask, Names]:
        """Which types one government suppresses, shape (types,), and of which of `posts` it shows kompetensi.

        Suppressed are those `wanted`, those of few people, others of the same item until its total determines none, and
        others still until the points of all together determine none.
        """
        counts = self.counts[0]
        if self.eselon_withheld[0] and self.eselon_item is not None:
            wanted = wanted | (self.items == self.eselon_item[0])
        suppressed = np.asarray(wanted & (counts > 0))

        def disclosed(mask: Mask, shown_posts: Names) -> Mask:
            return self._disclosed(mask[np.newaxis], [withheld_items], [shown_posts])

        while True:
            for item in dict.fromkeys(self.items):
                of_item = self.items == item
                if item not in withheld_items:
                    small = suppressed[of_item] | self.rules.suppress(counts[of_item], threshold)
                    suppressed[of_item] = self.rules.add_secondary(small, counts[of_item], threshold)
            more = self._one_more(suppressed, counts, disclosed)
            if more is None:
                return suppressed, self._shown_posts(suppressed, posts, disclosed)
            suppressed = more

    def suppress_sums(
        self, rows: Mask, suppressed: Mask, withheld_items: Sequence[Names], posts: Sequence[Names]
    ) -> tuple[Mask, Names]:
        """The same of the sums over governments.

        `rows`: what each government suppresses, `suppressed`: the province so far. `withheld_items`, `posts`: by
        government and, last, of the province, the items of which it does not publish how many lack them, and the types
        of post of which it shows kompetensi.
        """

        def disclosed(mask: Mask, shown_posts: Names) -> Mask:
            return self._disclosed(np.vstack([rows, mask]), withheld_items, [*posts[:-1], shown_posts])

        total = self.counts.sum(axis=0)
        while (more := self._one_more(suppressed, total, disclosed)) is not None:
            suppressed = more
        return suppressed, self._shown_posts(suppressed, posts[-1], disclosed)

    def _one_more(self, suppressed: Mask, counts: IntArray, disclosed: Disclosed) -> Mask | None:
        """`suppressed` with one more type where some are disclosed even without kompetensi by post; else None."""
        candidates = np.flatnonzero((counts > 0) & ~suppressed)
        now = disclosed(suppressed, frozenset())
        if not now.any() or not len(candidates):
            return None
        items = set(self.items[now[:, :-1].any(axis=0)])

        def order(index: int) -> tuple[int, bool, int, int]:
            more = suppressed.copy()
            more[index] = True
            return int(disclosed(more, frozenset()).sum()), self.items[index] not in items, int(counts[index]), index

        result = suppressed.copy()
        result[min(map(int, candidates), key=order)] = True
        return result

    def _shown_posts(self, suppressed: Mask, posts: Names, disclosed: Disclosed) -> Names:
        """The types of post whose kompetensi may be shown with these types of action suppressed."""
        while posts and (now := disclosed(suppressed, posts)).any():
            if not (now & ~disclosed(suppressed, frozenset())).any():
                return posts
            affected = set(self.posts[now[:, :-1].any(axis=0)]) & posts
            sizes = {post: int(self.counts[:, self.posts == post].sum()) for post in affected or posts}
            posts = posts - {min(sizes, key=lambda post: (sizes[post], post))}
        return posts

    def _disclosed(self, cells: Mask, withheld_items: Sequence[Names], posts: Sequence[Names]) -> Mask:
        """Which suppressed cells follow from what is published.

        Rows: governments and, last, the province if there is one; the last column is that of posts without eselon.
        """
        row, kind = np.nonzero(cells)
        rows, has_sums = len(cells), len(cells) > len(self.counts)
        result = np.zeros((rows, len(self.items) + 1), dtype=bool)
        without = np.flatnonzero(self.eselon_withheld[:rows] & (self.eselon_item is not None))
        if not len(row) + len(without):
            return result
        eselon_item, most = self.eselon_item or ("", 0.0)
        ones, none = np.ones(len(kind)), np.zeros(len(without))
        equations = []
        for index in range(rows):
            here, also = row == index, without == index
            equations.append(np.append(here * self.points[kind], also * most))
            for item in (item for item in dict.fromkeys(self.items) if item not in withheld_items[index]):
                of_item = here & (self.items[kind] == item)
                equations.append(np.append(of_item * ones, also & (item == eselon_item)))
            for post in sorted(posts[index]):
                of_post = here & (self.posts[kind] == post)
                equations.append(np.append(of_post * self.points[kind], also * most * (post == "struktural")))
        if has_sums:
            sign, signs = (np.where(at == rows - 1, -1.0, 1.0) for at in (row, without))
            equations += [np.append((kind == index) * sign, none) for index in range(len(self.items))]
            equations.append(np.append(0.0 * ones, signs))
        determined = determined_unknowns(equations)
        result[row, kind], result[without, -1] = determined[: len(row)], determined[len(row) :]
        return result
