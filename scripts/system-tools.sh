#!/bin/sh
# Install what set-up and some tests use of the system, by apt: python3-venv (where python3 -m venv does not work),
# poppler (reads PDF back), Chromium (opens pages), LibreOffice Writer with a common Thai font (opens the DOCX),
# tesseract with Thai (reads scans).
# Only `make system-tools` runs this; nothing else installs anything outside the folder. It installs only what is
# missing, and needs no .venv. Ends with 1 where something is missing still.
set -u
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1; }
have_venv() {
    try=$(mktemp -d)
    for python in $(scripts/find-python.sh); do
        "$python" -m venv --clear "$try" >/dev/null 2>&1 && break
    done
    [ -x "$try/bin/pip" ]
    works=$?
    rm -rf "$try"
    return $works
}
# Chromium without a window of its own serves best: a page costs half of the processor's time.
have_shell() { have chromium-headless-shell; }
have_chromium() { have_shell || have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }
have_poppler() { have pdftotext && have pdftoppm && have pdfinfo; }
have_office() { have soffice || have libreoffice; }
have_font() { have fc-list && fc-list : family | grep -q Laksaman; }
have_recognition() { have tesseract && tesseract --list-langs 2>/dev/null | grep -qx tha; }
missing() {
    have_venv || echo python3-venv
    have_poppler || echo poppler-utils
    have_chromium || echo chromium
    have_office || echo libreoffice-writer-nogui
    have_font || echo fontconfig fonts-tlwg-laksaman-ttf
    have_recognition || echo tesseract-ocr tesseract-ocr-eng tesseract-ocr-tha
}
apt() {
    $administrator env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq -o Acquire::Retries=1 \
        -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@" </dev/null >/dev/null
}
may_install() {
    have apt-get || return 1
    administrator=
    [ "$(id -u)" = 0 ] && return 0
    administrator="sudo -n"
    $administrator true 2>/dev/null
}

wanted=$(missing)
if [ -z "$wanted" ] && have_shell; then
    echo "Everything is here: python3-venv, poppler, Chromium, LibreOffice, tesseract."
    exit 0
fi
if may_install; then
    echo "Installing by apt-get:" $wanted
    apt update
    # Not every system has it; then Chromium itself serves.
    have_shell || apt install -y --no-install-recommends chromium-headless-shell 2>/dev/null
    for package in $(missing); do
        apt install -y --no-install-recommends "$package"
    done
fi

left=$(missing)
[ -n "$left" ] || exit 0
echo "Missing:" $left >&2
echo "As an administrator, run: apt-get update && apt-get install -y" $left >&2
echo "Without python3-venv there is no set-up; without the others, the tests that need them are skipped by name." >&2
exit 1
