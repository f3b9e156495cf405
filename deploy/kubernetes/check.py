"""Checks what Kubernetes' schemas do not cover: KEDA's objects, and that the files of this folder agree.

KEDA's schema is installed in a cluster; here KEDA's Python models are used instead. They ignore unknown keys, so the
keys that they have read are compared with those in the file.
"""

import pathlib
import sys

import yaml
from cloudcoil.models.keda import v1alpha1 as keda

folder = pathlib.Path(__file__).parent
problems = []


def documents(name):
    return [document for document in yaml.safe_load_all((folder / name).read_text()) if document]


def written(value):
    """Returns the value as in YAML, without keys that were not set."""
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True)


def unknown_keys(source, read, path=""):
    if isinstance(source, dict):
        for key, value in source.items():
            if not isinstance(read, dict) or key not in read:
                yield f"{path}.{key}"
            else:
                yield from unknown_keys(value, read[key], f"{path}.{key}")
    elif isinstance(source, list):
        for number, (value, other) in enumerate(zip(source, read)):
            yield from unknown_keys(value, other, f"{path}.{number}")


kustomization = documents("kustomization.yaml")[0]
everything = [each for name in kustomization["resources"] + ["secrets.example.yaml"] for each in documents(name)]
named = {(each["kind"], each["metadata"]["name"]): each for each in everything}
named |= {("ConfigMap", name): None for name in ("qabyldau-trust", "qabyldau-schools", "qabyldau-authorities")}

for document in documents("scaling.yaml"):
    name = f"{document['kind']} {document['metadata']['name']}"
    try:
        read = written(getattr(keda, document["kind"]).model_validate(document))
    except Exception as error:  # Every error of the models is a problem of the file.
        problems.append(f"{name}: {error}")
        continue
    problems += [f"{name}: unknown key {path}" for path in unknown_keys(document["spec"], read["spec"])]

for each in everything:
    name = f"{each['kind']} {each['metadata']['name']}"
    if each["kind"] == "ScaledObject":
        worker = each["spec"]["scaleTargetRef"]["name"]
        if ("Deployment", worker) not in named:
            problems.append(f"{name} scales {worker}, which is not there")
        for trigger in each["spec"]["triggers"]:
            if trigger["metadata"]["queueName"] != worker.replace("qabyldau-", "admission."):
                problems.append(f"{name} looks at another queue than its worker's")
    if each["kind"] not in ("Deployment", "Job"):
        continue
    pod = each["spec"]["template"]["spec"]
    if each["kind"] == "Deployment":
        drain = int(named["ConfigMap", "qabyldau"]["data"]["DRAIN_SECONDS"])
        # A process ends by itself ten seconds after the drain at the latest.
        if pod["terminationGracePeriodSeconds"] <= drain + 10:
            problems.append(f"{name} is killed before its drain of {drain} s is over")
        labels = each["spec"]["template"]["metadata"]["labels"]
        if labels["app.kubernetes.io/component"] == "intake":
            budget = int(named["ConfigMap", "qabyldau-intake"]["data"]["DOCUMENTS_BUDGET_BYTES"])
            limit = pod["containers"][0]["resources"]["limits"]["memory"]
            # Twice the budget of documents, because they are also in memory while TLS decrypts them; the rest is
            # for bodies in hand and the program.
            if int(limit.removesuffix("Mi")) << 20 < 2 * budget + (256 << 20):
                problems.append(f"{name} may take {limit}, too little for documents of {budget} bytes")
    for volume in pod.get("volumes", []):
        for kind, field, key in (("ConfigMap", "configMap", "name"), ("Secret", "secret", "secretName")):
            if field in volume and (kind, volume[field][key]) not in named:
                problems.append(f"{name} mounts the {kind} {volume[field][key]}, which is not there")
    for container in pod.get("initContainers", []) + pod["containers"]:
        for source in container["envFrom"]:
            for kind, field in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
                if field in source and (kind, source[field]["name"]) not in named:
                    problems.append(f"{name} reads the {kind} {source[field]['name']}, which is not there")

print("\n".join(problems))
sys.exit(1 if problems else 0)
