"""The SIRET of a body: the SIREN that its documents print, and the NIC that the user gives.

In: what the user says of each body, as options or as a CSV file. Out: `Sirets`, which knows the SIRET of a body or
says None: a NIC is never made up. Every number is held against its Luhn key; that of La Poste against its own rule.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ...errors import BadSiret
from ..keys import body_key, luhn

LA_POSTE = "356000000"  # its establishments: the plain sum of the digits is a multiple of 5


def valid_siret(text: str) -> bool:
    """Whether `text` is 14 digits with the right key.

    >>> valid_siret("21860194600013"), valid_siret("21860194600014")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{14}", text):
        return False
    if text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0:
        return True
    return luhn(text)


class Sirets:
    """What the user says: by SIREN, by name of the body (`body_key`), or for the one body that there is."""

    def __init__(self, given: Iterable[str] = (), nics: Iterable[str] = (), file: Path | None = None) -> None:
        """`given` are "SIRET" or "BODY=SIRET", `nics` are "NIC" or "BODY=NIC", BODY being a SIREN or a name.

        `file` is a CSV with a head line: a column `siret` or `nic`, and a column `siren` or `body`. Raises `BadSiret`.
        """
        self.by_siren: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.nics: dict[str, str] = {}
        self.alone: str | None = None
        self.nic: str | None = None
        for one in given:
            body, _, number = one.rpartition("=")
            self._siret(body, number, "--siret")
        for one in nics:
            body, _, number = one.rpartition("=")
            self._nic(body, number, "--nic")
        if file is not None:
            self._read(file)

    def give(self, siren: str | None, name_key: str | None, number: str) -> None:
        """The SIRET of one body, or its NIC where its SIREN is known. Raises `BadSiret`."""
        digits = re.sub(r"\s", "", number)
        if siren is not None and len(digits) == 5:
            digits = siren + digits
        if siren is not None:
            self._siret(siren, digits, "siret")
        elif valid_siret(digits):
            self.by_name[name_key or ""] = digits
        else:
            raise BadSiret(f"'{number}' is no SIRET: 14 digits, and the last is their key.")

    def _siret(self, body: str, number: str, where: str) -> None:
        digits = re.sub(r"\s", "", number)
        if not valid_siret(digits):
            raise BadSiret(f"{where}: '{number}' is no SIRET: 14 digits, and the last is their key.")
        if not body:
            self.by_siren[digits[:9]] = digits
            self.alone = digits
        elif re.fullmatch(r"[0-9]{9}", body):
            if digits[:9] != body:
                raise BadSiret(f"{where}: {digits} does not begin with the SIREN {body}.")
            self.by_siren[body] = digits
        else:
            self.by_name[body_key(body)] = digits

    def _nic(self, body: str, number: str, where: str) -> None:
        digits = re.sub(r"\s", "", number)
        if not re.fullmatch(r"[0-9]{5}", digits):
            raise BadSiret(f"{where}: '{number}' is no NIC: it has five digits.")
        if not body:
            self.nic = digits
        elif re.fullmatch(r"[0-9]{9}", body):
            self._siret(body, body + digits, where)
        else:
            self.nics[body_key(body)] = digits

    def _read(self, file: Path) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                rows = list(csv.DictReader(opened))
        except (OSError, UnicodeDecodeError) as error:
            raise BadSiret("The file of SIRETs cannot be read.", file=str(file)) from error
        for line, row in enumerate(rows, 2):
            cells = {str(name).strip().lower(): str(cell or "").strip() for name, cell in row.items()}
            body, where = cells.get("siren") or cells.get("body") or "", f"line {line}"
            try:
                if cells.get("siret"):
                    self._siret(body, cells["siret"], where)
                elif cells.get("nic") and body:
                    self._nic(body, cells["nic"], where)
                else:
                    raise BadSiret(f"{where} has no siret, or a nic without a body.")
            except BadSiret as error:
                raise BadSiret(error.message, file=str(file)) from None

    def check(self, bodies: Iterable[sqlite3.Row]) -> None:
        """Hold a NIC given alone against the bodies of the choice. Raises `BadSiret`.

        It can be true of one body only: there must not be two, and its key must be right.
        """
        listed = list(bodies)
        sirens = [one["siren"] for one in listed if one["siren"] is not None]
        if self.nic is not None and len(sirens) > 1:
            raise BadSiret(
                f"--nic {self.nic} cannot be that of {len(sirens)} bodies.",
                remedy="Give --nic SIREN=NIC for each, a file with --sirets, or choose one body with --body.",
            )
        if self.nic is not None and sirens and not valid_siret(sirens[0] + self.nic):
            raise BadSiret(
                f"--nic: {sirens[0]} {self.nic} is no SIRET: the key is wrong.",
                remedy="Look up the body's SIRET; its last five digits are the NIC.",
            )
        for one in listed:
            digits = self.nics.get(one["name_key"] or "")
            if digits and one["siren"] and not valid_siret(one["siren"] + digits):
                raise BadSiret(f"--nic: {one['siren']} {digits} is no SIRET: the key is wrong.")
        if self.alone is not None and len(listed) > 1 and self.alone[:9] not in sirens:
            raise BadSiret(
                f"--siret {self.alone} is that of none of the {len(listed)} bodies whose SIREN is known.",
                remedy='Say whose it is: --siret "NAME=SIRET".',
            )

    def of(self, siren: str | None, name_key: str | None, *, alone: bool) -> str | None:
        """The SIRET of a body; `alone` where it is the only one of the choice. None where the user gives none."""
        if siren is not None:
            if siren in self.by_siren:
                return self.by_siren[siren]
            nic = self.nics.get(name_key or "") or self.nic
            named = self.by_name.get(name_key or "")
            if nic is None:
                return named if named is not None and named.startswith(siren) else None
            return siren + nic if valid_siret(siren + nic) else None
        return self.by_name.get(name_key or "") or (self.alone if alone else None)
