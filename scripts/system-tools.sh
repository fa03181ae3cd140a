#!/bin/sh
# Install what some tests use of the system: poppler (reads PDF back), Chromium (pictures of pages),
# LibreOffice Writer (opens the DOCX) with a common Thai font.
# Never fails: tests whose tool is missing are skipped by name. PRONGSAI_NO_APT=1 leaves the system alone.
set -u
cd "$(dirname "$0")/.."

tried=.venv/.system-tools-tried # one try is enough; make clean forgets it

have() { command -v "$1" >/dev/null 2>&1; }
have_chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }
have_poppler() { have pdftotext && have pdftoppm && have pdfinfo; }
have_office() { have soffice || have libreoffice; }
missing() {
    have_poppler || echo poppler-utils
    have_chromium || echo chromium
    have_office || echo libreoffice-writer-nogui fonts-tlwg-laksaman-ttf
}
apt() {
    DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq -o Acquire::Retries=1 \
        -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@" </dev/null >/dev/null 2>&1
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "${PRONGSAI_NO_APT:-}" != 1 ] && [ "$(id -u)" = 0 ] && have apt-get && [ ! -e "$tried" ]; then
    echo "Installing for the tests:" $wanted >&2
    apt update
    for package in $wanted; do
        apt install -y --no-install-recommends "$package"
    done
    touch "$tried" 2>/dev/null
fi

for package in $(missing); do
    echo "Not here: $package. Tests that need it are skipped (to have it: apt-get install $package)." >&2
done
exit 0
