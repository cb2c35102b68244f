#!/usr/bin/env bash
# Installs what docgen needs besides Python packages, or says in one line what to install.
# Quick when all is there; needs no network then. With "browser" also what the tests of the page are
# made with, with "pictures" what pictures of it in Chinese need besides.
set -euo pipefail

packages=()
command -v soffice > /dev/null || packages+=(libreoffice-writer-nogui)
[ -n "$(fc-list ':family=Noto Serif CJK SC' 2> /dev/null)" ] || packages+=(fonts-noto-cjk fontconfig)
command -v pdftoppm > /dev/null || packages+=(poppler-utils)
case "${1:-}" in browser | pictures) command -v chromium > /dev/null || packages+=(chromium) ;; esac
[ "${1:-}" != pictures ] || [ -f /usr/lib/chromium/locales/zh-CN.pak ] || packages+=(chromium-l10n)
# Lets docgen keep LibreOffice running; its own Python, where it brings one, has the module too.
drives() { "$1" -c 'import uno' > /dev/null 2>&1; }
office=$(readlink -f "$(command -v soffice || echo /)")
drives "$(dirname "$office")/python" || drives /usr/bin/python3 || packages+=(python3-uno)
[ ${#packages[@]} -eq 0 ] && exit 0

if command -v apt-get > /dev/null; then
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then sudo=(sudo); else
      echo "docgen needs: ${packages[*]} — install them: sudo apt-get install ${packages[*]}" >&2
      exit 1
    fi
  fi
  echo "Installing ${packages[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { "${sudo[@]}" apt-get update && "${sudo[@]}" apt-get install -y --no-install-recommends "${packages[@]}"; } \
    > "$log" 2>&1 || { tail -20 "$log" >&2; exit 1; }
  rm -f "$log"
else
  echo "docgen needs more of this system than is there: install ${packages[*]}" >&2
  exit 1
fi
