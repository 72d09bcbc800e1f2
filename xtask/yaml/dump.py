"""Prints what PyYAML reads from each file named on standard input: one line of JSON per file, with its value or its error.

Tags that PyYAML does not know become an object with the tag as its only key. Dates stay texts, as the tools of AWS keep
them, and so do numbers that JSON does not have.
"""

import json
import math
import sys

import yaml


class Loader(yaml.SafeLoader):
    pass


def tagged(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = None if node.value == "" and node.style is None else node.value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix: value}


Loader.add_multi_constructor("!", lambda loader, suffix, node: tagged(loader, "!" + suffix, node))
Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def as_float(loader, node):
    value = loader.construct_yaml_float(node)
    return value if math.isfinite(value) else node.value


Loader.add_constructor("tag:yaml.org,2002:float", as_float)

for path in sys.stdin.read().splitlines():
    try:
        with open(path, encoding="utf-8", newline="") as file:
            result = {"value": yaml.load(file.read(), Loader)}
    except Exception as error:  # Whatever it is, the text is refused.
        result = {"error": str(error)}
    print(json.dumps(result))
