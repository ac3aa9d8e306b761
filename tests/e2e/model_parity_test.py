# SPDX-License-Identifier: Apache-2.0
"""Compares models/*.json with the installed botocore, shape by shape.

Everything that a served operation reaches is compared: members, required members, types, bounds,
patterns, enums, traits, where members travel, errors. Also every operation that the service has,
so that an unserved one is known by name.

Differences are expected where the installed botocore is not the one that the models were imported
from. Those of a version are listed, in groups with a reason, in model_differences.json: a
difference that is not listed fails, and so does an entry that no longer differs. For a version
without a list only contradictions fail, such as another type or path: they would break an SDK of
that version. What its API has more or less than ours passes.

    python3 -m pytest tests/e2e/model_parity_test.py
    python3 tests/e2e/model_parity_test.py      prints the differences as JSON, to make a list
"""

import gzip
import json
import pathlib
import sys

import pytest

botocore = pytest.importorskip("botocore")

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIFFERENCES = pathlib.Path(__file__).with_name("model_differences.json")
PROTOCOLS = {"json": "awsJson1.1", "rest-json": "restJson1"}
BOTOCORE_NAMES = {
    "glue": "glue",
    "logs": "logs",
    "personalize": "personalize",
    "personalize_events": "personalize-events",
    "personalize_runtime": "personalize-runtime",
    "sagemaker": "sagemaker",
    "sagemaker_edge": "sagemaker-edge",
    "sagemaker_geospatial": "sagemaker-geospatial",
    "sagemaker_runtime": "sagemaker-runtime",
}
SHAPE_KEYS = ("type", "min", "max", "pattern", "enum", "timestampFormat", "payload")
SHAPE_FLAGS = ("sensitive", "union", "streaming", "document", "box")
MEMBER_KEYS = ("location", "locationName", "timestampFormat")
MEMBER_FLAGS = ("idempotencyToken", "jsonvalue", "streaming", "box", "sensitive")

# Kinds of differences that contradict: between two versions of one API they should not occur.
CONTRADICTIONS = {
    "type", "location", "locationName", "timestampFormat", "payload", "http", "jsonvalue",
    "protocol", "targetPrefix", "signingName", "apiVersion", "union", "streaming", "target",
    "errorStatus",
}


def load_description(service):
    """botocore's own description of a service; nothing where this version has none."""
    folder = pathlib.Path(botocore.__file__).parent / "data" / service
    versions = sorted(folder.glob("*"))
    if not versions:
        return None
    packed = versions[-1] / "service-2.json.gz"
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return json.loads((versions[-1] / "service-2.json").read_text(encoding="utf-8"))


def load_model(name):
    return json.loads((ROOT / "models" / f"{name}.json").read_text(encoding="utf-8"))


class Comparison:
    """Walks two descriptions of one service in step and collects what differs."""

    def __init__(self, model, description):
        self.model = model
        self.theirs = description
        self.differences = {}  # "place kind" -> {"kind", "pair": [model's, botocore's]}
        self.seen = set()

    def note(self, place, kind, ours, theirs):
        if ours != theirs:
            self.differences[f"{place} {kind}"] = {"kind": kind, "pair": [ours, theirs]}

    def run(self):
        self.compare_service()
        operations = {operation["name"]: operation for operation in self.model["operations"]}
        unserved = {entry["name"]: entry for entry in self.model["unserved"]}
        known = set(operations) | set(unserved)
        self.note("service", "operations", sorted(known - set(self.theirs["operations"])),
                  sorted(set(self.theirs["operations"]) - known))
        for name, operation in operations.items():
            if name in self.theirs["operations"]:
                self.compare_operation(name, operation, self.theirs["operations"][name])
        for name, entry in unserved.items():
            theirs = self.theirs["operations"].get(name)
            if theirs is not None and "http" in entry:
                self.note(name, "http", entry["http"], self.http(theirs))
        return self.differences

    def compare_service(self):
        metadata = self.theirs["metadata"]
        self.note("service", "protocol", self.model["protocol"], PROTOCOLS[metadata["protocol"]])
        self.note("service", "apiVersion", self.model["apiVersion"], metadata["apiVersion"])
        self.note("service", "endpointPrefix", self.model["endpointPrefix"],
                  metadata["endpointPrefix"])
        self.note("service", "signingName", self.model["signingName"],
                  metadata.get("signingName", metadata["endpointPrefix"]))
        self.note("service", "targetPrefix", self.model.get("targetPrefix"),
                  metadata.get("targetPrefix"))

    @staticmethod
    def http(operation):
        return f"{operation['http']['method']} {operation['http']['requestUri']}"

    def compare_operation(self, name, ours, theirs):
        if self.model["protocol"] == "restJson1":
            self.note(name, "http", ours["http"], self.http(theirs))
            self.note(name, "status", ours.get("status", 200),
                      theirs["http"].get("responseCode", 200))
        for direction in ("input", "output"):
            theirs_name = theirs.get(direction, {}).get("shape")
            self.note(name, direction, direction in ours, theirs_name is not None)
            if direction in ours and theirs_name is not None:
                self.compare_shape(ours[direction], theirs_name)
        our_errors = set(ours.get("errors", []))
        their_errors = {error["shape"] for error in theirs.get("errors", [])}
        self.note(name, "errors", sorted(our_errors - their_errors),
                  sorted(their_errors - our_errors))
        for error in our_errors & their_errors:
            self.compare_shape(error, error)

    def compare_shape(self, our_name, their_name):
        if (our_name, their_name) in self.seen:
            return
        self.seen.add((our_name, their_name))
        ours = self.model["shapes"][our_name]
        theirs = self.theirs["shapes"][their_name]
        for key in SHAPE_KEYS:
            self.note(our_name, key, ours.get(key), theirs.get(key))
        for key in SHAPE_FLAGS:
            self.note(our_name, key, bool(ours.get(key)), bool(theirs.get(key)))
        if theirs.get("exception"):
            status = theirs.get("error", {}).get("httpStatusCode",
                                                 500 if theirs.get("fault") else 400)
            self.note(our_name, "errorStatus", ours.get("error"), status)
        if ours["type"] != theirs["type"]:
            return
        if ours["type"] == "structure":
            self.compare_members(our_name, ours, theirs)
        for key in ("member", "key", "value"):
            if key in ours and key in theirs:
                self.compare_target(f"{our_name}.{key}", ours[key], theirs[key]["shape"])

    def compare_members(self, owner, ours, theirs):
        our_members = {member["name"]: member for member in ours["members"]}
        their_members = theirs.get("members", {})
        required = set(theirs.get("required", []))
        for name in sorted(set(our_members) - set(their_members)):
            self.note(f"{owner}.{name}", "member", "known", None)
        for name in sorted(set(their_members) - set(our_members)):
            self.note(f"{owner}.{name}", "member", None, "known")
        for name in sorted(set(our_members) & set(their_members)):
            place, our, their = f"{owner}.{name}", our_members[name], their_members[name]
            self.note(place, "required", bool(our.get("required")), name in required)
            for key in MEMBER_KEYS:
                self.note(place, key, our.get(key), their.get(key))
            for key in MEMBER_FLAGS:
                self.note(place, key, bool(our.get(key)), bool(their.get(key)))
            self.compare_target(place, our["shape"], their["shape"])

    def compare_target(self, place, our_name, their_name):
        """Shapes may be renamed between versions; what they are may not change."""
        our_type = self.model["shapes"][our_name]["type"]
        their_type = self.theirs["shapes"][their_name]["type"]
        self.note(place, "target", our_type, their_type)
        if our_type == their_type:
            self.compare_shape(our_name, their_name)


def differences_of(name):
    description = load_description(BOTOCORE_NAMES[name])
    if description is None:
        return None
    return Comparison(load_model(name), description).run()


def reviewed_differences(name):
    """Place -> reviewed pair for the installed version; nothing where it has no list."""
    groups = json.loads(DIFFERENCES.read_text(encoding="utf-8")).get(botocore.__version__)
    if groups is None:
        return None
    pairs = {}
    for group in groups:
        if group["service"] == name:
            pairs.update(group["differences"])
    return pairs


def describe(places, differences):
    lines = []
    for place in sorted(places):
        ours, theirs = differences[place]["pair"]
        lines.append(f"  {place}: model {ours!r}, botocore {theirs!r}")
    return "\n".join(lines)


def test_every_model_is_compared():
    models = {path.stem for path in (ROOT / "models").glob("*.json")}
    assert models == set(BOTOCORE_NAMES)


def test_the_import_settings_serve_what_the_models_serve():
    settings = json.loads((ROOT / "tools" / "import-models.json").read_text(encoding="utf-8"))
    for service in settings["services"]:
        model = load_model(service["name"])
        assert [operation["name"] for operation in model["operations"]] == service["served"]
        assert model.get("options", {}) == service.get("options", {})


def is_new(difference):
    """Whether it is a payload that one of the two has not: a member that came, or went."""
    return difference["kind"] == "payload" and None in difference["pair"]


@pytest.mark.parametrize("name", sorted(BOTOCORE_NAMES))
def test_model_is_what_botocore_says(name):
    differences = differences_of(name)
    if differences is None:
        pytest.skip(f"botocore {botocore.__version__} has no {BOTOCORE_NAMES[name]}")
    if load_model(name)["source"] == f"botocore {botocore.__version__}":
        assert not differences, "imported, then edited:\n" + describe(differences, differences)
        return

    reviewed = reviewed_differences(name)
    if reviewed is None:
        contradictions = [place for place, difference in differences.items()
                          if difference["kind"] in CONTRADICTIONS and not is_new(difference)]
        assert not contradictions, (
            f"botocore {botocore.__version__} contradicts models/{name}.json:\n" +
            describe(contradictions, differences))
        return

    unexplained = [place for place, difference in differences.items()
                   if reviewed.get(place) != difference["pair"]]
    assert not unexplained, (f"models/{name}.json differs from botocore {botocore.__version__}:\n" +
                             describe(unexplained, differences))
    stale = sorted(set(reviewed) - set(differences))
    assert not stale, f"listed in {DIFFERENCES.name} but no difference any more: {stale}"


def test_every_reviewed_difference_has_a_reason_and_stands_once():
    for version, groups in json.loads(DIFFERENCES.read_text(encoding="utf-8")).items():
        places = set()
        for group in groups:
            assert group["why"] and group["differences"], (version, group["service"])
            for place in group["differences"]:
                assert (group["service"], place) not in places, (version, place)
                places.add((group["service"], place))


def main():
    """Prints what differs, in the form of model_differences.json, for a person to explain."""
    groups = []
    for name in sorted(BOTOCORE_NAMES):
        kinds = {}
        for place, difference in sorted((differences_of(name) or {}).items()):
            kinds.setdefault(difference["kind"], {})[place] = difference["pair"]
        for kind, differences in kinds.items():
            groups.append({"service": name, "why": "", "kind": kind, "differences": differences})
    json.dump({botocore.__version__: groups}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
