"""Prints the resources of a Bicep template as JSON; fails for one that cannot be parsed."""

import json
import sys

from pycep import BicepParser

with open(sys.argv[1], encoding="utf-8") as file:
    template = BicepParser().parse(text=file.read())
print(json.dumps({name: one.get("detail") for name, one in template["resources"].items()}))
