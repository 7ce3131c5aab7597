#!/usr/bin/env bash
# Fetches the third-party parts of the design system again and rebuilds what is derived from them.
# Needs npm, python3 with fonttools and brotli, sha256sum. Nobody who runs the product needs any of it.
# Usage: refresh-vendor.sh            versions are read from vendor.json; edit them there to move up
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
version() { python3 -c 'import json,sys; print(next(p["version"] for p in json.load(open(sys.argv[1]))["parts"] if p["package"] == sys.argv[2]))' "$here/vendor.json" "$1"; }
fetch() { (cd "$scratch" && mkdir -p "$2" && tar -xzf "$(npm pack --silent "$1@$(version "$1")")" -C "$2" --strip-components 1); }

fetch @fontsource/be-vietnam-pro be-vietnam-pro
fetch @fontsource/noto-sans noto-sans
fetch lucide-static lucide
fetch htmx.org htmx
fetch bpmn-js bpmn-js

for face in "be-vietnam-pro 600" "noto-sans 400" "noto-sans 600"; do
  read -r family weight <<<"$face"
  python3 "$here/Vendor/subset-fonts.py" "$scratch/$family" "$family" "$weight" "$here/Assets/$family-$weight.woff2"
done
python3 "$here/Vendor/build-icons.py" "$scratch/lucide/icons" "$here/Assets/icons.svg"
cp "$scratch/htmx/dist/htmx.min.js" "$here/Assets/htmx.min.js"
cp "$scratch/bpmn-js/dist/bpmn-modeler.production.min.js" "$here/Assets/bpmn-modeler.min.js"
cp "$scratch/bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2" "$here/Assets/bpmn.woff2"
python3 "$here/Vendor/join-bpmn-css.py" "$scratch/bpmn-js/dist/assets" "$here/Assets/bpmn-modeler.min.css"
cp "$scratch/bpmn-js/LICENSE" "$here/Vendor/bpmn-js.LICENSE.txt"
cp "$scratch/htmx/LICENSE" "$here/Vendor/htmx.LICENSE.txt"
cp "$scratch/lucide/LICENSE" "$here/Vendor/lucide.LICENSE.txt"
cp "$scratch/be-vietnam-pro/LICENSE" "$here/Vendor/be-vietnam-pro.OFL.txt"
cp "$scratch/noto-sans/LICENSE" "$here/Vendor/noto-sans.OFL.txt"
python3 "$here/Vendor/write-hashes.py" "$here/vendor.json" "$here/Assets"
