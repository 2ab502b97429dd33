"""Lists of names, one layout a test: invented people, in the ways in which councils print them."""

from __future__ import annotations

import pytest
from delib.parser.fields.names import Entry, Name, read_name, read_names


def listed(text: str, role: str = "present") -> list[str]:
    found = read_names(text, 0, len(text), role=role)  # type: ignore[arg-type]
    return [entry.name.text for entry in found.entries if entry.name is not None]


def entries(text: str, role: str = "present") -> tuple[Entry, ...]:
    return read_names(text, 0, len(text), role=role).entries  # type: ignore[arg-type]


def pair(entry: Entry) -> tuple[str | None, str | None, str | None]:
    """(name, side of the proxy, other name)."""
    return (
        entry.name.text if entry.name else None,
        entry.link,
        entry.other.text if entry.other else entry.other_office,
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("M. Gilles MERCAL, M. Jean-Alain VAL,\nMme Zoé PRADES.", ["Gilles MERCAL", "Jean-Alain VAL", "Zoé PRADES"]),
        ("MM Serge DRUMONT, Roland LEFORT, Liliane HUGUET", ["Serge DRUMONT", "Roland LEFORT", "Liliane HUGUET"]),
        (
            "MM LECARDON, LEBREUIL, MMES LEROUGE, PREVOTAL, M CHALIN, MME RESTAUD, GOUEDEL",
            ["LECARDON", "LEBREUIL", "LEROUGE", "PREVOTAL", "CHALIN", "RESTAUD", "GOUEDEL"],
        ),
        (
            "M. Paul COSTE, Mme Anne MAZEL, adjoints, M. Luc VIDAL, M. Guy SERRE, conseillers municipaux",
            ["Paul COSTE", "Anne MAZEL", "Luc VIDAL", "Guy SERRE"],
        ),
        ("LEROUSSEAU Sébastien, GODARD Sylvain", ["LEROUSSEAU Sébastien", "GODARD Sylvain"]),
        ("ALLARD Florence ; BEAUMONT Laurence", ["ALLARD Florence", "BEAUMONT Laurence"]),
        ("Capdet E, Maillol P, Maillol J, Béziau A", ["Capdet E", "Maillol P", "Maillol J", "Béziau A"]),
        ("ML Bardin, M. Perrel, JF Valdor", ["ML Bardin", "M. Perrel", "JF Valdor"]),
        ("Canet M. adjoint, Capdet E., Freux J.\n", ["Canet M.", "Capdet E.", "Freux J."]),
        (
            "CANET R. – LORME M. – FREUX J.P. -\nOLIVET M. - BARROT.M – MAROT A. (remplace ROC J.) – CHABAL R - "
            "ENCEL N.\n",
            ["CANET R.", "LORME M.", "FREUX J.P.", "OLIVET M.", "BARROT M", "MAROT A.", "CHABAL R", "ENCEL N."],
        ),
        (
            "• MM DUC, VIDAL et Mme PRADES pour AZUR LE VIEUX\n• MM SERRE et P. MAROT pour LA CHAPELLE AUX OIES\n"
            "• M. ENCEL pour Lormes",
            ["DUC", "VIDAL", "PRADES", "SERRE", "P. MAROT", "ENCEL"],
        ),
        ("Jean-Pierre, Yves, Jacques", ["Jean-Pierre", "Yves", "Jacques"]),
        ("Jean-Pierre / Yves / Jacques", ["Jean-Pierre", "Yves", "Jacques"]),
        ("Fabien ABERTIN,Lorraine ACQUIN,Paul DUC", ["Fabien ABERTIN", "Lorraine ACQUIN", "Paul DUC"]),
        ("Arvel : M. Paul DUC ; Mme Zoé PRADES\nLoges : M. Luc VIDAL", ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]),
        ("- Josiane MARTEL,- Isabelle VINCEL,\n- Guy SERRE", ["Josiane MARTEL", "Isabelle VINCEL", "Guy SERRE"]),
        ("1. M. Paul DUC\n2. Mme Zoé PRADES\n3. M. Luc VIDAL", ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]),
        ("Tessol (Etienne), adjoint, Dumas (Luc), Ganel (Paul)", ["Tessol Etienne", "Dumas Luc", "Ganel Paul"]),
        ("M. Paul DUC, M. Luc VIDAL et Mme Zoé PRADES.", ["Paul DUC", "Luc VIDAL", "Zoé PRADES"]),
    ],
)  # fmt: skip
def test_layout(text: str, names: list[str]) -> None:
    assert listed(text) == names


@pytest.mark.parametrize(
    "name",
    [
        "Zoé D'AUBENCOURT", "Paul DE LA MORINIERE", "Luc DA SILVERA", "Inès LE GALLEC", "Éloi KERLOC'HEN",
        "Jeanne O'BRANNON", "Guy MC CARRIGAN", "Odile DI ROCCHINO", "Anne MICHAUD-FARIGOULET", "Ali BEN SLIMANI",
        "Jean-Baptiste GONZALEZ GRANDAL", "Marie VALLARé",
    ],
)  # fmt: skip
def test_a_compound_name_is_one_name(name: str) -> None:
    assert listed(f"M. Guy SERRE, Mme {name}, M. Luc VIDAL") == ["Guy SERRE", name, "Luc VIDAL"]
    assert listed(f"Guy SERRE, {name}, Luc VIDAL") == ["Guy SERRE", name, "Luc VIDAL"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mme Zoé DE\nLA MORINIERE, M. Guy SERRE, M. Luc VIDAL", ["Zoé DE LA MORINIERE", "Guy SERRE", "Luc VIDAL"]),
        (
            "Guy SERRE, Odette\nRICHEPIN, Luc VIDAL, Inès LE\nGALLEC",
            ["Guy SERRE", "Odette RICHEPIN", "Luc VIDAL", "Inès LE GALLEC"],
        ),
        ("Guy SERRE, Anne VALDOR-\nPERREL, Luc VIDAL", ["Guy SERRE", "Anne VALDOR-PERREL", "Luc VIDAL"]),
        ("Dumas Paul, Vala-\nbre Luc, Freux Jean", ["Dumas Paul", "Valabre Luc", "Freux Jean"]),
        ("M. Guy SERRE, M.\nLuc VIDAL", ["Guy SERRE", "Luc VIDAL"]),
        ("SERRE Guy, LE\nGALLEC Inès, VIDAL Luc", ["SERRE Guy", "LE GALLEC Inès", "VIDAL Luc"]),
    ],
)
def test_a_name_cut_by_the_line_is_whole(text: str, names: list[str]) -> None:
    assert listed(text) == names


@pytest.mark.parametrize(
    "prose",
    [
        "Le Conseil municipal, après en avoir délibéré, approuve.",
        "M. le Maire expose que la toiture doit être refaite.",
        "Monsieur Paul DUC présente le rapport de la commission des travaux.",
        "Convention avec l'association Les Amis du Moulin",
        "1. RÉFECTION DE LA TOITURE DU GYMNASE : CHOIX DE L'ENTREPRISE",
        "Numéro\tObjet\tRésultat",
        "DELIBERATION DU BUREAU",
    ],
)
@pytest.mark.parametrize("stop", [".\n", "\n", ",\n"])
def test_prose_ends_the_list(prose: str, stop: str) -> None:
    text = f"M. Guy SERRE, M. Luc VIDAL, Mme Zoé PRADES{stop}{prose}"
    assert listed(text) == ["Guy SERRE", "Luc VIDAL", "Zoé PRADES"]
    found = read_names(text, 0, len(text))
    assert found.end <= text.index(prose) + len("M. le Maire")


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("M. Paul DUC a donné pouvoir à M. Guy SERRE", "absent", ("Paul DUC", "to", "Guy SERRE")),
        ("M. Paul DUC confie par écrit sa procuration à Mme Zoé PRADES", "absent", ("Paul DUC", "to", "Zoé PRADES")),
        ("M. Paul DUC (pouvoir à G. SERRE)", "absent", ("Paul DUC", "to", "G. SERRE")),
        ("M. Paul DUC (pouvoir à G. SERRE", "absent", ("Paul DUC", "to", "G. SERRE")),
        ("Marc (pouvoir donné Patrick)", "absent", ("Marc", "to", "Patrick")),
        ("M. Paul DUC à Mme Zoé PRADES", "proxies", ("Paul DUC", "to", "Zoé PRADES")),
        ("Mme Zoé PRADES (pouvoir de M. Paul DUC)", "present", ("Zoé PRADES", "from", "Paul DUC")),
        ("Mme Zoé PRADES, porteuse de la procuration de M. Paul DUC", "present", ("Zoé PRADES", "from", "Paul DUC")),
        ("M. Paul DUC, absent jusqu'au point 3, à Mme Zoé PRADES", "proxies", ("Paul DUC", "to", "Zoé PRADES")),
        ("M. Paul DUC a donné pouvoir à M. le Maire", "absent", ("Paul DUC", "to", "le Maire")),
        ("M. Paul DUC", "absent", ("Paul DUC", None, None)),
    ],
)
def test_the_two_names_of_a_proxy(text: str, role: str, expected: tuple[str, str | None, str | None]) -> None:
    found = entries(text, role)
    assert [pair(entry) for entry in found] == [expected]


def test_a_surname_that_contains_a_proxy_phrase_is_a_name() -> None:
    found = entries("Mme Zoé DA SILVERA donne pouvoir à M. Guy SERRE", "absent")
    assert [pair(entry) for entry in found] == [("Zoé DA SILVERA", "to", "Guy SERRE")]


def test_remarks_and_stars_stay_with_their_name() -> None:
    first, second, third = entries("M. Paul DUC (jusqu'au point n° 4), Agnès (Pr**), M. Luc VIDAL, arrivé à 20 h")
    assert first.remark == "jusqu'au point n° 4"
    assert (second.stars, second.remark) == ("**", None)
    assert third.remark is not None
    assert "arrivé à 20 h" in third.remark


def test_a_name_printed_twice_is_listed_twice() -> None:
    assert listed("M. Guy SERRE, M. Guy SERRE, M. Luc VIDAL") == ["Guy SERRE", "Guy SERRE", "Luc VIDAL"]


@pytest.mark.parametrize(
    "text",
    [
        "- Guy SERRE\n- Luc VIDAL\n- Zoé PRADES\nConseil municipal du 13 mai 2021\n- Paul DUC\n",
        "M. Guy SERRE, M. Luc VIDAL, Mme Zoé PRADES,\nConseil municipal du 13 mai 2021\n"
        "M. Paul DUC, Mme Inès LE GALLEC.",
    ],
)
def test_a_running_head_in_the_midst_of_a_list_is_stepped_over(text: str) -> None:
    assert listed(text)[:4] == ["Guy SERRE", "Luc VIDAL", "Zoé PRADES", "Paul DUC"]


def test_a_lone_word_between_commas_is_left_out_and_the_list_goes_on() -> None:
    names = listed("MM DUARTIN Paul, MARTEL Luc, FOURET Anne, Françoise, CASTEL Inès, DEBON Zoé.")
    assert names == ["DUARTIN Paul", "MARTEL Luc", "FOURET Anne", "CASTEL Inès", "DEBON Zoé"]


@pytest.mark.parametrize("word", ["néant", "Néant.", "aucun", "/"])
def test_an_empty_list_says_so(word: str) -> None:
    found = read_names(word, 0, len(word))
    assert found.entries == ()
    assert found.empty or word == "/"


def test_given_name_and_surname_are_told_apart_by_capitals() -> None:
    name = entries("Mme Marie DE LA MORINIERE, M. Guy SERRE")[0].name
    assert isinstance(name, Name)
    assert (name.civility, name.given, name.surname) == ("Mme", "Marie", "DE LA MORINIERE")


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Mme Zoé PRADES, Maire, ouvre la séance", "Zoé PRADES", None),
        ("Madame le Maire, Hélène MANDREL", "Hélène MANDREL", None),
        ("M. le Maire", None, "le Maire"),
        ("M. Dumas\nHonorat.", "Dumas Honorat", None),
        ("Zoé Prades\nPRÉSENTS :", "Zoé Prades", None),
        ("Zoé Prades\nL'assemblée s'est trouvée", "Zoé Prades", None),
    ],
)
def test_one_name_in_prose(text: str, name: str | None, office: str | None) -> None:
    found, words = read_name(text, 0, len(text))
    assert (found.text if found else None) == name
    if office is not None:
        assert words == office


def test_givers_that_of_stands_before() -> None:
    """ "Procurations : de X à Y, de Z à W"; one name that begins with a particle keeps it."""
    text = "de CANET Anne à FREUX Jules, de LORME\nGuy à MAROT Zoé, et de ENCEL Luc à FREUX Jules ;\n- Président : X"
    found = [pair(entry) for entry in entries(text, "proxies")][:3]
    assert found == [
        ("CANET Anne", "to", "FREUX Jules"),
        ("LORME Guy", "to", "MAROT Zoé"),
        ("ENCEL Luc", "to", "FREUX Jules"),
    ]
    alone = entries("de LORME Guy à MAROT Zoé, CANET Anne à FREUX Jules", "proxies")
    assert [pair(entry)[0] for entry in alone] == ["de LORME Guy", "CANET Anne"]


def test_a_heading_below_is_not_part_of_a_name() -> None:
    for below in ("Election des adjoints", "Installation du conseil", "Budget annexe", "Subventions"):
        found, _ = read_name(f": Mme MARTEL VINCEL\n{below}\n", 0, 60)
        assert found is not None and found.text == "MARTEL VINCEL"
