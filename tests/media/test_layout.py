# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of cameras: rushes, the files about them, and what the camera makes for itself."""

from pathlib import Path

from media.card import name_of, scan, text_of
from media.layout import Layout, Why, sort_out
from media.spanned import Link, in_order


def card(folder: Path, *names: str) -> Layout:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return sort_out(scan([folder]))


def rushes(layout: Layout) -> dict[str, list[str]]:
    """The rushes by name with the names of their sidecars."""
    return {rush.path.name: sorted(path.name for path in rush.sidecars) for rush in layout.rushes}


def left(layout: Layout) -> dict[str, Why]:
    return {one.found.path.name: one.why for one in layout.left_out}


def test_a_sony_card(tmp_path: Path) -> None:
    root = "PRIVATE/M4ROOT"
    found = card(
        tmp_path,
        *(f"{root}/CLIP/{name}" for name in ("C0001.MP4", "C0001M01.XML", "C0002.MP4", "C0002M01.XML")),
        *(f"{root}/{name}" for name in ("MEDIAPRO.XML", "SUB/C0001S03.MP4", "THMBNL/C0001T01.JPG")),
    )
    assert rushes(found) == {
        "C0001.MP4": ["C0001M01.XML", "MEDIAPRO.XML"],
        "C0002.MP4": ["C0002M01.XML", "MEDIAPRO.XML"],
    }
    assert left(found) == {"C0001S03.MP4": Why.PROXY, "C0001T01.JPG": Why.THUMBNAIL}


def test_a_gopro_card_and_a_drone_s_flight(tmp_path: Path) -> None:
    gopro, drone = "DCIM/100GOPRO", "DCIM/100MEDIA"
    found = card(
        tmp_path,
        *(f"{gopro}/{name}" for name in ("GX010012.MP4", "GL010012.LRV", "GX010012.THM", "GOPR0001.JPG")),
        *(f"{drone}/{name}" for name in ("DJI_0007.MP4", "DJI_0007.SRT", "DJI_0007.LRF")),
    )
    assert rushes(found) == {"GX010012.MP4": [], "DJI_0007.MP4": ["DJI_0007.SRT"]}
    assert left(found) == {
        "GL010012.LRV": Why.PROXY,
        "GX010012.THM": Why.THUMBNAIL,
        "GOPR0001.JPG": Why.PHOTO,
        "DJI_0007.LRF": Why.PROXY,
    }


def test_an_avchd_card(tmp_path: Path) -> None:
    root = "PRIVATE/AVCHD/BDMV"
    found = card(
        tmp_path,
        *(f"{root}/{name}" for name in ("INDEX.BDM", "STREAM/00000.MTS", "CLIPINF/00000.CPI", "PLAYLIST/0.MPL")),
    )
    assert rushes(found) == {"00000.MTS": ["0.MPL", "00000.CPI", "INDEX.BDM"]}


def test_an_xdcam_ex_card(tmp_path: Path) -> None:
    clip = "BPAV/CLPR/755_0001_01/755_0001_01"
    found = card(
        tmp_path, *(f"{clip}{end}" for end in (".MP4", ".SMI", "M01.XML", "R01.BIM", ".PPN")), "BPAV/MEDIAPRO.XML"
    )
    assert rushes(found) == {
        "755_0001_01.MP4": [
            "755_0001_01.PPN",
            "755_0001_01.SMI",
            "755_0001_01M01.XML",
            "755_0001_01R01.BIM",
            "MEDIAPRO.XML",
        ]
    }


def test_a_p2_card_whose_sound_lies_apart(tmp_path: Path) -> None:
    names = ("VIDEO/0001AB.MXF", "AUDIO/0001AB00.MXF", "CLIP/0001AB.XML", "PROXY/0001AB.MP4", "ICON/0001AB.BMP")
    found = card(tmp_path, *(f"CONTENTS/{name}" for name in names))
    assert rushes(found) == {"0001AB.MXF": ["0001AB.XML"], "0001AB00.MXF": []}
    assert [rush.apart for rush in found.rushes] == [True, False]
    assert left(found) == {"0001AB.MP4": Why.PROXY, "0001AB.BMP": Why.THUMBNAIL}


def test_a_canon_xf_card_whose_sheets_tell_of_a_clip_or_of_one_file(tmp_path: Path) -> None:
    clip = "CONTENTS/CLIPS001/AA0001/AA0001"
    found = card(tmp_path, *(f"{clip}{end}" for end in ("01.MXF", "02.MXF", "01.CPF", ".XML", ".CIF")))
    both = ["AA0001.CIF", "AA0001.XML"]
    assert rushes(found) == {"AA000101.MXF": [*both, "AA000101.CPF"], "AA000102.MXF": both} and left(found) == {}


def test_a_folder_that_somebody_calls_clips_is_no_card_of_canon(tmp_path: Path) -> None:
    found = card(tmp_path, "Clips/Gao/Gao01.MXF", "Clips/Gao/Gao02.MXF", "Clips/Gao/Gao.XML")
    assert rushes(found) == {"Gao01.MXF": [], "Gao02.MXF": []}
    assert [link for _path, link in in_order([(one.path, 1) for one in found.rushes])] == [Link.NONE, Link.NONE]


def test_a_small_copy_whose_rush_is_gone_is_all_that_is_left_and_is_taken(tmp_path: Path) -> None:
    found = card(tmp_path, "M4ROOT/CLIP/C0002.MP4", "M4ROOT/SUB/C0001S03.MP4", "M4ROOT/SUB/C0002S03.MP4")
    assert list(rushes(found)) == ["C0002.MP4", "C0001S03.MP4"]
    assert left(found) == {"C0002S03.MP4": Why.PROXY}


def test_a_folder_that_is_called_proxy_and_given_itself_is_taken(tmp_path: Path) -> None:
    assert list(rushes(card(tmp_path / "PROXY", "A001.MP4"))) == ["A001.MP4"]


def test_a_recorder_s_folders_and_a_sound_beside_a_film_are_rushes(tmp_path: Path) -> None:
    found = card(
        tmp_path, "ZOOM0001/ZOOM0001_Tr1.WAV", "ZOOM0001/ZOOM0001.hprj", "C0001.MP4", "C0001.WAV", "C0001.MP4.xmp"
    )
    assert rushes(found) == {"C0001.MP4": ["C0001.MP4.xmp"], "C0001.WAV": [], "ZOOM0001_Tr1.WAV": []}
    assert left(found) == {"ZOOM0001.hprj": Why.OTHER}


def test_a_sidecar_of_nothing_is_left(tmp_path: Path) -> None:
    assert left(card(tmp_path, "C0001.MP4", "C0009M01.XML")) == {"C0009M01.XML": Why.OTHER}


def test_a_path_of_any_bytes_can_be_printed() -> None:
    import os

    odd = Path(os.fsdecode(b"/media/cl\xe9/entr\xe9e.mp4"))
    assert text_of(odd) == "/media/clé/entrée.mp4"
    assert name_of(Path("deux\nlignes.mp4")) == "deux?lignes.mp4"
