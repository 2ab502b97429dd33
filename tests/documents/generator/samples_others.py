"""The samples that hold no act, and the files that cannot be read.

In: nothing. Out: samples.
"""

from __future__ import annotations

from .blocks import Block, Para
from .damage import image_only, truncated
from .sample import VILLAGE, Sample, made
from .truth import Document
from .typeset import Sheet, typeset


def convocation() -> Sample:
    """A notice with an agenda: titles and numbers, nothing decided."""
    blocks: list[Block] = [
        Para(f"Mairie de {VILLAGE}", bold=True, size=2),
        Para(f"{VILLAGE}, le 18 septembre 2024", align="right", before=10),
        Para("CONVOCATION DU CONSEIL MUNICIPAL", bold=True, align="centre", size=2, before=24),
        Para("Madame, Monsieur,", before=20),
        Para(
            "J'ai l'honneur de vous inviter à la réunion du conseil municipal qui se tiendra à la mairie le "
            "mardi 24 septembre 2024 à "
            "19 heures. Si vous ne pouvez pas y assister, vous pourrez donner pouvoir à un collègue de votre choix.",
            before=8,
        ),
        Para("ORDRE DU JOUR", bold=True, align="centre", before=16),
        *(
            Para(f"{number}. {title}", indent=20, before=5)
            for number, title in enumerate(
                (
                    "Approbation du procès-verbal de la séance du 2 juillet 2024",
                    "Acquisition de la parcelle AB n° 214",
                    "Délibération n° 2024-064 : tarifs de location de la salle polyvalente",
                    "Demande de subvention pour la toiture de l'école",
                    "Questions diverses",
                ),
                1,
            )
        ),
        Para("Le dossier peut être consulté en mairie aux heures d'ouverture.", before=16),
        Para("Le Maire,", align="right", before=20),
    ]
    return made("convocation", blocks, Sheet(size=11.5), "other", None, "notice of a sitting to come, with its agenda")


def arrete() -> Sample:
    """An order of a mayor: visas, considérant, articles, and no assembly."""
    blocks: list[Block] = [
        Para("COMMUNE DE ROCHETAILLIS", bold=True, size=2),
        Para("ARRÊTÉ MUNICIPAL N° 2024-27", bold=True, align="centre", size=2, before=20),
        Para(
            "Portant réglementation temporaire de la circulation rue des Tisserands",
            bold=True,
            align="centre",
            before=6,
        ),
        Para("Le Maire de la commune de Rochetaillis,", before=18),
        Para(
            "Vu le code général des collectivités territoriales, notamment ses articles L. 2213-1 à L. 2213-6,",
            before=8,
        ),
        Para("Vu la demande présentée le 3 avril 2024 par l'entreprise Verdoyance,", before=4),
        Para("Considérant que des travaux d'élagage imposent d'interrompre la circulation,", before=4),
        Para("ARRÊTE", bold=True, align="centre", before=16),
        Para(
            "Article 1er : La circulation est interdite rue des Tisserands du 22 au 24 avril 2024 de 8 heures à "
            "17 heures.",
            before=10,
        ),
        Para("Article 2 : La signalisation est mise en place par l'entreprise.", before=6),
        Para("Article 3 : Le présent arrêté sera publié et affiché en mairie.", before=6),
        Para("Fait à Rochetaillis, le 9 avril 2024", align="right", before=20),
        Para("Le Maire,", align="right", before=4),
    ]
    return made("arrete", blocks, Sheet(family="Helvetica", size=10.5), "other", None, "order of a mayor")


def scan() -> Sample:
    """One page that is an image: nothing to read without OCR."""
    document = Document(
        "image-only",
        "other",
        (),
        "a page that is one image",
        "The image shows an extract; without OCR nothing can be said.",
        True,
    )
    return Sample("image-only.pdf", image_only(), document)


def password() -> Sample:
    """A PDF that asks for a password."""
    blocks: list[Block] = [Para("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS", bold=True), Para("Document protégé.")]
    return Sample("password.pdf", typeset(blocks, Sheet(), password="tisserands").pdf)


def cut_short() -> Sample:
    """A PDF whose second half never arrived."""
    return Sample("truncated.pdf", truncated(arrete().data))


def not_a_pdf() -> Sample:
    """A text whose name says PDF."""
    return Sample("not-a-pdf.pdf", "Ceci n'est pas un document PDF.\nLe fichier a reçu un mauvais nom.\n".encode())


def empty() -> Sample:
    """A file without bytes."""
    return Sample("empty.pdf", b"")
