"""The style sheets of bpmn-js in one, with one format of its font and nothing that is fetched from elsewhere.
Usage: join-bpmn-css.py FOLDER OUT
"""
import re
import sys

folder, out = sys.argv[1:]
font = open(f"{folder}/bpmn-font/css/bpmn.css").read()
font = font.replace('@charset "utf-8";', "")
face = '@font-face{font-family:"bpmn";src:url("bpmn.woff2") format("woff2")}'
font = re.sub(r"@font-face\s*\{.*?\}", face, font, count=1, flags=re.S)
parts = [open(f"{folder}/{name}").read() for name in ("diagram-js.css", "bpmn-js.css")]
joined = re.sub(r"/\*.*?\*/", "", "\n".join([*parts, font]), flags=re.S)
open(out, "w").write(re.sub(r"\s+", " ", joined))
