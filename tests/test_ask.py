"""Questions in words: each phrasing with what its answer must hold and must not, or what must be told as unread."""

from __future__ import annotations

# Written before the grammar, as an analyst would ask: (question, what the answer holds, what it must not hold).
FIRST: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Who plays in package on package?", ("Amkor Technology Inc.", "Micron Technology"), ("KLA", "AT&S")),
    ("Which companies compete with Qualcomm?", ("AT&S", "Toshiba Corp."), ("KLA", "Micron Technology")),
    (
        "What markets is Amkor Technology in?",
        ("Package on package", "Semiconductor Metallization and Interconnects"),
        ("Backing Pumps for Semiconductor",),
    ),
    ("How big is the PoP market?", ("5000000000", "8000000000"), ("384000000",)),
    ("How fast will the backing pumps for semiconductor market grow?", ("5.1",), ("6.9",)),
    (
        "What was the size of the semiconductor metallization and interconnects market in North America in 2022?",
        ("4200000000",),
        ("6400000000", "5000000000"),
    ),
    (
        "who are the key players in advanced interconnect packaging inspection and metrology systems",
        ("KLA", "Camtek"),
        ("Qualcomm Inc.",),
    ),
    ("Which region leads the package on package market?", ("North America",), ("Asia-Pacific",)),
    ("Is KLA active in package on package?", ("no",), ("yes",)),
    ("Who says that Amkor plays in package on package?", ("reliablemarketsize.com",), ("Semiconductor Insight",)),
    ("Where do the sources disagree about growth?", ("10", "8"), ("6.9",)),
    (
        "Which markets share companies with package on package?",
        ("Semiconductor Metallization and Interconnects",),
        ("Backing Pumps for Semiconductor",),
    ),
    ("list all competitors of Micron", ("Circuitnet", "Finetech"), ("KLA", "Toshiba Corp.")),
    ("What technologies are used in package on package?", ("Through-Mold-Via",), ("Sputtering",)),
    ("applications of backing pumps for semiconductor", ("Etching", "Ion Implant"), ("Digital Cameras",)),
    ("fastest growing markets", ("Package on package", "10"), ()),
    (
        "What drives the semiconductor metallization and interconnects market?",
        ("Internet of Things",),
        ("Digital Cameras",),
    ),
    ("How much revenue does Qualcomm make?", ("24270000000",), ("5040000000",)),
    ("Which companies are in more than one market?", ("Amkor Technology Inc.",), ("KLA",)),
    (
        "Which companies in North America do both package on package and metallization?",
        ("Amkor Technology Inc.",),
        ("KLA",),
    ),
)
