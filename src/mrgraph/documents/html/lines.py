"""Lines of running text -> paragraphs: what was broken at a margin is joined, what was meant as a line stays one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mrgraph.documents.html.stream import Piece

_LONG = 50  # characters from which on a line may have been broken at a margin
_RAGGED = 25  # most that the lengths of such lines differ
_SHORT = 90  # characters of a line that is one even where line feeds are white space
_RUNS_ON = (",", " and", " or", " of", " the", " to", " in", "、")
_ENDS = (".", ":", "!", "?", "。", "：", "？")

_BULLET = re.compile(r"\s*[•◦▪●■□○‣⁃∙✓✔✅➢➣➤►▶▷▸❖◆◇♦➔➧]+\s*(?=\S)")
_DASH = re.compile(r"\s*[-–—*]\s+(?=\S)")

_LABEL = re.compile(r"[^:=.,;]{2,30}?\s?[:=]\s+\S")  # "colour = red | blue", a line of its own beside its like

Line = list[Piece]


def paragraphs(lines: list[Line]) -> Iterator[Line]:
    """Paragraphs made of lines; line feeds inside a line are white space unless they plainly part a list."""
    if any("\n" in piece.text for line in lines for piece in line):
        lines = [part for line in lines for part in _parted(line)]
    if len(lines) < 2:
        yield from lines
        return
    texts = [_text(line) for line in lines]
    if _has_margin(texts):
        yield _run_together(lines)
        return
    current = [lines[0]]
    for before, text, line in zip(texts, texts[1:], lines[1:], strict=False):
        labels = _LABEL.match(before) and _LABEL.match(text)
        if len(before) > _LONG and not labels and (text[:1].islower() or before.endswith(_RUNS_ON)):
            current.append(line)
        else:
            yield _run_together(current)
            current = [line]
    yield _run_together(current)


def are_dashed(lines: list[Line]) -> bool:
    """Whether dashes before lines are bullets: more than one line has one."""
    return len(lines) > 1 and sum(_DASH.match(_text(line)) is not None for line in lines) > 1


def behind_bullet(line: Line, *, dashed: bool) -> Line | None:
    """The words behind a bullet; None where there is no bullet, or all is set in bold, as a heading is.

    A bullet may stand alone in front of a link or a bold name. `dashed`: dashes are bullets.
    """
    text = line[0].text if len(line) == 1 else _text(line)
    bullet = _BULLET.match(text) or (_DASH.match(text) if dashed else None)
    if not bullet or all(piece.bold or not piece.text.strip() for piece in line):
        return None
    position = next(number for number, piece in enumerate(line) if piece.text.strip())
    mark, first = bullet[0].strip(), line[position]
    rest = first.text.lstrip().removeprefix(mark)
    return [first._replace(text=rest), *line[position + 1 :]] if rest != first.text.lstrip() else None


def _parted(line: Line) -> Iterable[Line]:
    """The lines of a paragraph whose line feeds stand inside: each for itself, or parted at empty ones, or one."""
    parts: list[Line] = [[]]
    for piece in line:
        first, *rest = piece.text.split("\n")
        parts[-1].append(piece._replace(text=first))
        parts += [[piece._replace(text=text)] for text in rest]
    texts = [_text(part) for part in parts]
    if _is_list([text for text in texts if text]):
        return [part for part, text in zip(parts, texts, strict=True) if text]
    joined: list[Line] = [[]]
    for number, (part, text) in enumerate(zip(parts, texts, strict=True)):
        if not text and number and texts[number - 1].endswith(_ENDS):
            joined.append([])
        joined[-1] += [*part, Piece(" ", part[-1].bold, part[-1].target)]
    return joined


def _is_list(texts: list[str]) -> bool:
    """Whether each line stands for itself: several, all short, none going on in the next."""
    return (
        len(texts) > 2
        and max(map(len, texts)) <= _SHORT
        and not any(text[0].islower() for text in texts[1:])
        and not any(text.endswith(_RUNS_ON) for text in texts[:-1])
    )


def _has_margin(texts: list[str]) -> bool:
    widths = [len(text) for text in texts[:-1]]
    if len(widths) < 2 or min(widths) <= _LONG or max(widths) - min(widths) >= _RAGGED:
        return False
    return not all(text.endswith(_ENDS) for text in texts[:-1])


def _run_together(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    return [piece for line in lines for piece in (*line, Piece(" ", line[-1].bold, line[-1].target))]


def _text(line: Line) -> str:
    return "".join([piece.text for piece in line]).strip()
