# SPDX-License-Identifier: GPL-3.0-or-later
"""From a camera card to the archive: copied, verified, described. The card is only ever read.

Each file is done before the next begins, so a run that is killed has lost one file at most: run it again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from archive import originals
from archive.catalogue import interviews, recordings
from archive.catalogue.engine import CatalogueError
from archive.entering import Entrance, Member, unreadable
from archive.library import Library, own_folder
from archive.model.intake import Facts, Intake, SidecarItem
from archive.model.intake import IngestItem as IngestItem
from archive.model.intake import Status as Status
from archive.slate import read_slate
from media.card import Found, is_there, scan
from media.errors import BaroError
from media.files import stale_parts
from media.language import gettext as _
from media.layout import Rush, sort_out
from media.probe import MediaInfo, MediaRefused, probe_all
from media.spanned import goes_on, in_order

Progress = Callable[[Path, int, int], None]
"""Hears the file in hand, the bytes done and the bytes to do; each file is read once and copied once."""


def ingest(
    library: Library,
    paths: Sequence[Path],
    *,
    slate: Path | None = None,
    interview: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[IngestItem]:
    """Take in every media file of `paths` (cards, folders, files) and say what became of each.

    A file that cannot be kept is refused with its reason and the others go on. `interview` (a code) is used where the
    slate says nothing. Raises NotFound for an unknown interview or path, and what `read_slate` raises.
    """
    done = intake(library, paths, slate=slate, interview=interview, dry_run=dry_run, progress=progress)
    return list(done.items)


def intake(
    library: Library,
    paths: Sequence[Path],
    *,
    slate: Path | None = None,
    interview: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Intake:
    """The same as `ingest`, and what became of everything else on the cards."""
    at = datetime.now()
    lines = {} if slate is None else read_slate(slate)
    with library.reading() as session:
        meant = None if interview is None else interviews.by_code(session, interview)
        known = recordings.sizes(session)
    layout = sort_out(_no_archive(scan(paths)))
    if not dry_run:
        for folder in ("originals", "reports"):
            for part in stale_parts(library.folder / folder):
                part.unlink(missing_ok=True)
    batch = _Batch(library, dry_run, progress, known)
    batch.entrance = Entrance(library, lines, meant, dry_run, batch.tell)
    items = batch.run(layout.rushes)
    return Intake(tuple(items), tuple(batch.sidecars), layout.left_out, library.person.name, at, dry_run)


@dataclass(slots=True)
class _Batch:
    """One run over all cards: how far it is, whether there is room, whether the card is still there."""

    library: Library
    dry_run: bool
    progress: Progress | None
    known: frozenset[int]
    entrance: Entrance = field(init=False)
    sidecars: list[SidecarItem] = field(default_factory=list)
    no_room: str = ""
    total: int = 0
    done: int = 0

    def run(self, rushes: Sequence[Rush]) -> list[IngestItem]:
        """Every file, card by card. The room is looked at first: what is there already, as far as sizes tell, needs none."""
        sizes = [_size(rush.path) for rush in rushes]
        self.total = 2 * sum(sizes)
        self.no_room = self._no_room(
            [rush.path for rush, size in zip(rushes, sizes, strict=True) if size not in self.known]
        )
        return [
            item
            for card, members in groupby(rushes, lambda rush: rush.found.card)
            for item in self._card(card, list(members))
        ]

    def _no_room(self, new: Sequence[Path]) -> str:
        """Why these files do not fit, empty when they do. A broken entry of a card may claim any size: where room is lacking,
        only what can be read counts."""
        if originals.no_room(self.library, sum(map(_size, new))):
            with closing(probe_all(new)) as probed:
                return originals.no_room(self.library, sum(one.size for one in probed if isinstance(one, MediaInfo)))
        return ""

    def tell(self, path: Path, done: int) -> None:
        """Hear that so many bytes of the file in hand were read or copied."""
        if self.progress is not None:
            self.progress(path, self.done + done, self.total)

    def _card(self, card: Path, rushes: list[Rush]) -> Iterator[IngestItem]:
        """Each take to its end before the next one is begun; a file that may go on with a take is looked at first."""
        by_path = {rush.path: rush for rush in rushes}
        order = in_order([(rush.path, _size(rush.path)) for rush in rushes])
        take: list[Member] = []
        with closing(probe_all([path for path, _link in order])) as probed:
            for number, (path, link) in enumerate(order):
                if _gone(by_path[path]):  # nobody waits for a reader that answers no more, file by file
                    left = [by_path[one] for one, _link in order[number:]]
                    yield from (self._refused(rush, _pulled()) for rush in [*(one.rush for one in take), *left])
                    return
                found = next(probed)
                if take and (isinstance(found, MediaRefused) or not goes_on(take[-1].info, found, link)):
                    yield from self._take(take)
                    take = []
                if isinstance(found, MediaRefused):
                    yield self._refused(by_path[path], str(found))
                    self._past(path)
                else:
                    take.append(Member(by_path[path], found))
            yield from self._take(take) if take else ()

    def _take(self, take: list[Member]) -> list[IngestItem]:
        """One take, to its end: all of its files or none; only a catalogue that does not answer stops the batch."""
        try:
            if self.no_room and any(member.info.size not in self.known for member in take):
                return [self._refused(member.rush, self.no_room) for member in take]
            items = self.entrance.take(take)
            for item, member in zip(items, take, strict=True):
                if item.recording or self.dry_run:
                    self.sidecars += self.entrance.beside(member.rush, item.recording)
            return items
        except CatalogueError:
            raise
        except BaroError as error:
            return [self._refused(member.rush, str(error)) for member in take]
        except OSError as error:
            return [self._refused(member.rush, unreadable(error)) for member in take]
        finally:
            for member in take:
                self._past(member.rush.path, member.info.size)

    def _past(self, path: Path, size: int | None = None) -> None:
        self.done += 2 * (_size(path) if size is None else size)
        self.tell(path, 0)

    def _refused(self, rush: Rush, reason: str) -> IngestItem:
        refused = IngestItem(rush.path, Status.REFUSED, reason=reason, card=rush.found.card)
        if _gone(rush):
            return replace(refused, reason=_pulled())
        return replace(refused, facts=Facts(_size(rush.path)))


def _no_archive(files: Iterable[Found]) -> Iterator[Found]:
    """The files but those that an archive among the folders holds: its copies for work and its films are no rushes.

    The folder decides for all that is in it, wherever a link in it leads.
    """
    own = cache(own_folder)
    for found in files:
        if found.outright or not own(found.path if found.closed else found.path.parent):
            yield found


def _gone(rush: Rush) -> bool:
    """Whether the card itself was pulled out; the folder that it was mounted on may stay, empty."""
    path, card = rush.path, rush.found.card
    return not is_there(path) and not (is_there(card) and (path.parent == card or is_there(path.parent)))


def _pulled() -> str:
    return _("La carte n’est plus là : la remettre et relancer. Ce qui est versé ne sera pas recopié.")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the card was pulled out
        return 0
