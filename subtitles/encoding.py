# SPDX-License-Identifier: GPL-3.0-or-later
"""From bytes to letters: a byte order mark, else strict UTF-8, else the most likely Western encoding."""

import codecs

from media.errors import Refused, WrongUse
from media.language import gettext as _
from subtitles.diagnostic import INFO, WARNING, Diagnostic

WESTERN = ("cp1252", "iso-8859-1", "iso-8859-15", "mac_roman", "cp850")
"""What French subtitles that are not Unicode are written in; nothing else is ever guessed."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000


def known(name: str) -> str:
    """The usual name of a text encoding. Raises WrongUse when there is none of that name."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # refuses what is no text encoding, such as hex
    except (LookupError, ValueError) as error:
        raise WrongUse(
            _("Encodage inconnu : « {name} ».").format(name=name),
            _("Par exemple : utf-8, {names}.").format(names=", ".join(WESTERN)),
        ) from error
    return _usual(found.name)


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Diagnostic]]:
    """The text, the encoding that it was read in, and what is to be said about that.

    `encoding` overrides what would be recognised. Raises WrongUse when it is unknown, Refused when the bytes are
    not of that encoding.
    """
    for mark, name in _MARKS:
        if data.startswith(mark) and (encoding is None or known(encoding).startswith(name[:6])):
            text = _forced(data[len(mark) :], name)
            action = _("Marque d’ordre des octets en tête du fichier : lue, puis laissée de côté.")
            return text, name, [Diagnostic(1, "byte-order-mark", INFO, action)]
    if encoding is not None:
        return _forced(data, known(encoding)), known(encoding), []
    wide = _wide_without_mark(data)
    if wide is not None:
        action = _("Encodage reconnu : {name}, sans marque d’ordre des octets.").format(name=wide)
        return data.decode(wide), wide, [Diagnostic(0, "encoding", WARNING, action)]
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        return _guessed(data)


def is_unicode(data: bytes) -> bool:
    """True when the bytes carry a byte order mark or are valid UTF-8: their encoding is then beyond doubt."""
    return decode(data)[1].startswith("utf-")


def _guessed(data: bytes) -> tuple[str, str, list[Diagnostic]]:
    import chardet  # a hundred milliseconds that a UTF-8 file need not pay

    sample = data if len(data) <= _SAMPLE else b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    answer = chardet.detect(sample[:_SAMPLE], include_encodings=WESTERN, compat_names=False)["encoding"]
    for name in (answer or "cp1252", "cp1252", "iso-8859-1"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        usual = _usual(name)
        action = _("Encodage reconnu : {name}. Si des lettres sont fausses, l’indiquer avec --encoding.")
        return text, usual, [Diagnostic(0, "encoding", INFO, action.format(name=usual))]
    raise AssertionError("iso-8859-1 reads every byte")


def _forced(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            _("Ligne {line} : ces octets ne sont pas du {name}.").format(line=line, name=name),
            _("Laisser reconnaître l’encodage, ou en indiquer un autre avec --encoding."),
        ) from error


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 that lost its mark: in European text every second byte is zero."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    for name, zeros, letters in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) > half * 0.6 and letters.count(0) < half * 0.1:
            try:
                data.decode(name)
            except UnicodeDecodeError:
                return None
            return name
    return None


def _usual(name: str) -> str:
    names = {"iso8859-1": "iso-8859-1", "iso8859-15": "iso-8859-15", "mac-roman": "mac_roman", "windows-1252": "cp1252"}
    return names.get(name, name)
