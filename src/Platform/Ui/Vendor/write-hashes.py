"""Write the SHA-256 of each vendored file into the manifest. Usage: write-hashes.py vendor.json ASSETS_FOLDER"""
import hashlib
import json
import pathlib
import sys

manifest, assets = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
content = json.loads(manifest.read_text())
for part in content["parts"]:
    part["files"] = {name: hashlib.sha256((assets / name).read_bytes()).hexdigest() for name in part["files"]}
manifest.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
