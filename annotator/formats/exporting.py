"""Writing training data so that they are either whole and checked, or not there.

Every format is written the same way: each release is brought down to what the format can say, its
`Writer` writes it, everything goes to a hidden folder and to the disk, is read again by the
format's checker and compared item by item with the fold less the losses. With its receipts it then
takes its name. Memory does not grow with the number of releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

from annotator.formats.census import Census, Losses, Spool, Tally
from annotator.formats.errors import CancelledError, ExportError, FormatError, Problem
from annotator.formats.format import Format
from annotator.formats.incoming import folded
from annotator.formats.meaning import (
    Meaning,
    after,
    is_wanted,
    reduced,
    said_at_all,
    speaking,
    told_once,
)
from annotator.formats.places import Hidden, replacing
from annotator.formats.receipts import (
    Kind,
    Receipt,
    options_to_plain,
    put_down_files,
    write_receipts,
)
from annotator.formats.writing import About, Loss, Options, Page, Writer, hull
from annotator.model.fold import Fold, Item
from annotator.model.plain import Incoming
from annotator.model.records import Release, Unread
from annotator.model.steps import begun

Folded = Iterable[tuple[Release, Fold] | Unread]
Progress = Callable[[int], None]
"""Hears how many releases are done; one counts half when written, whole when read again."""
Cancelled = Callable[[], bool]
"""Whether the person wants no export any more; asked after each release."""


MANIFEST = "split.json"


def export(
    place: Path,
    kind: Format,
    releases: Folded,
    about: About,
    options: Options | None = None,
    progress: Progress = lambda _: None,
    cancelled: Cancelled = lambda: False,
) -> Receipt:
    """Write `releases` to the folder `place` as `kind`, checked, with receipts.

    Those that cannot be read are left out, and named in the receipts.
    Raise `ExportError` when the disk refuses or what was written is not what was meant,
    `CancelledError`, or `MissingLibraryError`; then nothing is left, and an older export of that
    place stays as it was. So it does where no release goes out.
    """
    with (
        _half_characters_told(place),
        replacing(place) as hidden,
        _Run(hidden, place, kind, about, options or Options()) as run,
    ):
        run.write(releases, progress, cancelled)
        run.check(progress, cancelled)
        receipt = Receipt(place, run.receipts())
        if receipt.is_empty and place.exists():
            raise ExportError(f"{receipt.told_of_nothing()} The older export in {place} stays.")
        return receipt


@contextmanager
def _half_characters_told(place: Path) -> Iterator[None]:
    """A label or name may hold one, where other hands wrote into the project."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise ExportError(
            f"{place} was not written: a name or label holds half a character (a lone surrogate)."
        ) from error


class _Run:
    """One export on its way."""

    def __init__(
        self,
        hidden: Hidden,
        place: Path,
        kind: Format,
        about: About,
        options: Options,
    ) -> None:
        self.place, self.kind, self.about, self.options = place, kind, about, options
        self.split = options.split
        self.meaning = Meaning(kind.lacks)
        self.out = hidden.out
        self.writer: Writer = kind.writer_class()(hidden.out, about, self.options)
        self.finished_only = self.options.finished_only
        if self.finished_only is None:
            self.finished_only = kind.finished_only
        self.written = 0
        with ExitStack() as opened:
            self.losses = Losses(_spool(opened, hidden.work / "losses"))
            self.census = Census(
                _spool(opened, hidden.work / "overlaps"), _spool(opened, hidden.work / "unread")
            )
            self.census.left_out["withdrawn"] = about.withdrawn
            self.files = _spool(opened, hidden.work / "files")
            self.meant = {
                part: opened.enter_context(
                    (hidden.work / f"meant-{number}").open("w+", encoding="utf-8", newline="\n")
                )
                for number, part in enumerate(options.parts)
            }
            self._opened = opened.pop_all()

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    # Writing

    def write(self, releases: Folded, progress: Progress, cancelled: Cancelled) -> None:
        """Write every release, and put down what each one is to mean."""
        self.writer.start()
        for found in releases:
            if isinstance(found, Unread):
                self.census.unread.add(asdict(found))
            else:
                self._write_release(*found)
            progress(self.written // 2)
            stop_if(cancelled)
        self.writer.finish()
        self.out.close()

    def _write_release(self, release: Release, stands: Fold) -> None:
        if self.finished_only and stands.state != "finished":
            self.losses.add(Loss(release.id, None, "release", "it is not finished"))
            self.census.left_out["releases"] += 1
            return
        part = self.split.part_of(release.id) if self.split is not None else ""
        state = begun(stands.state, stands.is_judged)  # older imports left it new
        self.census.add(release, stands, state, part)
        items = list(self._wanted(release, stands))
        self.written += 1
        page = Page(release, state, tuple(items), self.written, part, self.about.project)
        try:
            losses = list(self.writer.write(page) or ())
        except ValueError as error:  # a lone surrogate, or a score that is no number
            raise ExportError(f'"{release.title}" cannot be written: {error}.') from error
        for loss in losses:
            self.losses.add(loss)
        says = self.meaning.of(release, page.state, after(items, losses) if losses else items)
        self.meant[part].write("\t".join(says) + "\n")

    def _wanted(self, release: Release, stands: Fold) -> Iterator[Item]:
        """The items that go on the page, brought down to what the format can say."""
        for item in sorted(speaking(stands), key=_reading_order):
            if not is_wanted(item, self.options):
                self.census.left_out[item.record.layer] += 1
                continue
            missing = said_at_all(item, self.kind.lacks)
            if missing is not None:
                span, why = hull(item.record), self.kind.lacks[missing]
                words = span.text(release.text)[:80]
                self.losses.add(Loss(release.id, item.id, missing, why, span, words))
                continue
            said, losses = reduced(release, item, self.kind.lacks)
            for loss in losses:
                self.losses.add(loss)
            yield said

    # Checking

    def check(self, progress: Progress, cancelled: Cancelled) -> None:
        """Read everything again. Raise `ExportError` at the first that is not as it was meant."""
        checked = 0
        for part, meant in self.meant.items():
            meant.flush()
            meant.seek(0)
            for _ in self._compared(part, meant):
                checked += 1
                progress((self.written + checked) // 2)
                stop_if(cancelled)

    def _compared(self, part: str, meant: TextIO) -> Iterator[None]:
        lines = (line.removesuffix("\n") for line in meant)
        pairs = zip_longest(lines, self._read_back(part))
        for number, (expected, found) in enumerate(pairs, start=1):
            if expected != found:
                difference = _difference(expected, found)
                raise ExportError(
                    f"{self.place}: release {number}{f' of {part}' if part else ''} does not read"
                    f" as it was meant ({difference}); nothing was exported."
                )
            yield

    def _read_back(self, part: str) -> Iterator[str]:
        with self._broken_is_told():
            for found in self.writer.read_back(part):
                if isinstance(found, Problem):
                    raise ExportError(str(found))
                yield "\t".join(self._says(found))

    def _says(self, found: Incoming) -> tuple[str, ...]:
        stands = folded(found)
        items = [reduced(found.release, item, self.kind.lacks)[0] for item in speaking(stands)]
        return self.meaning.of(found.release, stands.state, items)

    @contextmanager
    def _broken_is_told(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            raise
        except Exception as error:  # whatever a library says of a file it does not take
            said = str(error) if isinstance(error, FormatError) else repr(error)
            raise ExportError(
                f"{self.place} cannot be read again with {self.writer.checker}"
                f" ({said.rstrip('.')}); nothing was exported."
            ) from error

    # Receipts

    def receipts(self) -> dict[str, Any]:
        """Write the receipts; what they say."""
        split = None
        if self.split is not None:
            manifest = self.split.manifest()
            self.out.put(MANIFEST, manifest)
            split = {"file": MANIFEST, "sha256": sha256(manifest).hexdigest()}
        put_down_files(self.out, self.files)
        return write_receipts(
            self.out,
            Kind(self.kind.name, self.writer.checker, told_once(self.kind.lacks)),
            self.about,
            options_to_plain(self.options, bool(self.finished_only)),
            Tally(self.census, self.losses, self.files),
            split,
        )


def _spool(opened: ExitStack, path: Path) -> Spool:
    spool = Spool(path)
    opened.callback(spool.close)
    return spool


def _reading_order(item: Item) -> tuple[tuple[int, int, int], str]:
    return item.record.order(), item.id


def _difference(expected: str | None, found: str | None) -> str:
    """What is missing or too much, shortly."""
    if expected is None or found is None:
        return "there are too many releases" if expected is None else "it is missing"
    meant, read = expected.split("\t"), found.split("\t")
    missing = [said for said in meant if said not in read]
    more = [said for said in read if said not in meant]
    told = [f"it should say {said[:160]}" for said in missing[:1]]
    told += [f"it says {said[:160]}" for said in more[:1]]
    return ", ".join(told) or "something is there twice, or once too few"


def stop_if(cancelled: Cancelled) -> None:
    """Raise `CancelledError` when the person wants no more."""
    if cancelled():
        raise CancelledError("The export was stopped; nothing was written.")
