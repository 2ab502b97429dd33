#!/bin/sh
# What `make demo` runs once the package is installed: each command is shown, then run. Nothing here needs root or the
# network. Writes demo/ only. The variables come from the Makefile.
set -eu

: "${DELIB:=delib}" "${SAMPLES:=tests/documents/samples}"
: "${SAMPLE:=$SAMPLES/bureau-stamp.pdf}" "${SCAN:=$SAMPLES/annotation-stamp.pdf}" "${PY:=python3}"
DB=demo/corpus.db

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
[ -t 1 ] || say() { printf '\n%s\n' "$1"; }
show() { printf '$ %s\n' "$*"; "$@"; }

mkdir -p demo/records

say "1. One act, as a sheet: who, when, what, decided how, and does it add up"
show "$DELIB" extract "$SAMPLE"

say "2. The same act as a record (the whole of it is in demo/records)"
show "$DELIB" extract "$SAMPLE" -o demo/records
ls -l demo/records

say "3. All the sample documents, as rows of a database"
# Some samples are meant to be refused (a password, a page without text): the run ends, and says so with exit code 1.
show "$DELIB" ingest "$SAMPLES" --db "$DB" || [ $? -eq 1 ]

say "4. Found again"
show "$DELIB" search subvention --db "$DB"

say "5. A scan: the page is an image, and only its stamp has digital words"
"$PY" tests/documents/generator/scanned.py "$SCAN" demo/scan.pdf
# Exit code 4: the French data of Tesseract is not here, and the message says how to get it.
show "$DELIB" extract demo/scan.pdf || [ $? -eq 4 ]
show "$DELIB" doctor || [ $? -eq 4 ]

say "What is left behind"
printf '%s\n' \
  "demo/records     the record of one act, as JSON" \
  "demo/scan.pdf    the scan; what was read of it is kept in your cache folder ($DELIB doctor says where)" \
  "$DB   the corpus of samples; one of your own: $DELIB ingest FOLDER --db corpus.db" \
  "make serve       opens that corpus in a browser: search it, and see on the page where each value was read" \
  "make clean       removes all of it, and the environment"
