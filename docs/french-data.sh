#!/bin/sh
# The French data of Tesseract (`make french`): installed where apt is there and asks nothing, as root or with a sudo that
# wants no password; elsewhere it is said how. Always ends well: without the data pages that are images stay unread, and
# delib says so.
set -u

how() {
  cat <<'HOW'
The French data of Tesseract is not on this machine: scans will not be read. To get it:
  Debian, Ubuntu   apt-get install tesseract-ocr-fra
  Fedora           dnf install tesseract-langpack-fra
  macOS            brew install tesseract-lang
  elsewhere        set TESSDATA_PREFIX to a folder that holds fra.traineddata
HOW
  exit 0
}

command -v apt-get >/dev/null 2>&1 || how
if [ "$(id -u)" -eq 0 ]; then
  as() { "$@"; }
elif sudo -n true 2>/dev/null; then
  as() { sudo -n "$@"; }
else
  how
fi
get() { as env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends tesseract-ocr-fra >/dev/null 2>&1; }
echo "Installing the French data of Tesseract (apt-get install tesseract-ocr-fra)"
get || { as apt-get update --quiet >/dev/null 2>&1; get; } || how
