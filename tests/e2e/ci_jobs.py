#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the jobs of a GitHub workflow or of a .gitlab-ci.yml here, in the current folder.

ci_jobs.py github WORKFLOW ACTION-DIR ARTIFACT-DIR
ci_jobs.py gitlab FILE

Steps that use the action of ACTION-DIR (any OWNER/systoll@REF) are run as the composite action that
they are, with its inputs' defaults. What this reading of the formats doesn't know is an error, and so
is what the services let pass and nobody wants: an input that is none, an expression inside of a
script, an artifact that is missing or named twice. Exit: 0 where every job passes, else 1.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import yaml

TOKEN = re.compile(r"\s*(?:('[^']*')|(==|!=|&&|\|\||!|[()])|([A-Za-z_][\w.-]*))")
PYTHON = {"&&": " and ", "||": " or ", "!": " not "}
STATUS = {"always": lambda failed: True, "success": lambda failed: not failed,
          "failure": lambda failed: failed, "cancelled": lambda failed: False}


class Wrong(Exception):
    pass


def look_up(name, context):
    """A name such as steps.judge.outputs.verdict; as on GitHub, what is not there is ''."""
    if name.split(".")[0] not in context:
        raise Wrong(f"no context has '{name}'")
    value = context
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value


def evaluate(text, context, failed):
    """An expression, made Python of strings and operators."""
    out, at = "", 0
    while text[at:].strip():
        token = TOKEN.match(text, at)
        if not token:
            raise Wrong(f"can't read the expression '{text}'")
        string, operator, name = token.groups()
        at = token.end()
        if name in STATUS:
            call = re.compile(r"\(\)").match(text, at)
            if not call:
                raise Wrong(f"can't read the expression '{text}'")
            out, at = out + repr(STATUS[name](failed)), call.end()
        elif name:
            out += repr(look_up(name, context))
        else:
            out += string or PYTHON.get(operator, operator)
    return eval(out, {"__builtins__": {}})  # literals and operators only


def expand(value, context):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: str(evaluate(m[1], context, False)), str(value))


def expand_all(mapping, context):
    return {key: expand(value, context) for key, value in (mapping or {}).items()}


def wanted(step, context, failed):
    condition = re.sub(r"^\$\{\{(.*)\}\}$", r"\1", str(step.get("if", "success()")))
    if not re.search(r"\b(always|success|failure|cancelled)\(\)", condition):
        condition = f"success() && ({condition})"
    return evaluate(condition, context, failed)


def check_keys(what, mapping, known):
    odd = set(mapping) - set(known.split())
    if odd:
        raise Wrong(f"{what} has {', '.join(map(str, odd))}, which is not known here")


class GitHub:
    def __init__(self, action, artifacts):
        self.action, self.artifacts = os.path.realpath(action), artifacts
        self.temp = tempfile.mkdtemp(prefix="runner.")
        self.env = dict(os.environ, CI="true", GITHUB_ACTIONS="true", RUNNER_TEMP=self.temp,
                        GITHUB_WORKSPACE=os.getcwd(), GITHUB_ACTION_PATH=self.action)

    def run(self, step, context):
        """Runs a script; whether it succeeded, and its outputs."""
        if "${{" in step["run"]:
            raise Wrong(f"an expression lies inside of the script:\n{step['run']}")
        files = {}
        for name in "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY":
            handle, files[name] = tempfile.mkstemp(dir=self.temp)
            os.close(handle)
        options = ["-eo", "pipefail"] if step.get("shell") == "bash" else ["-e"]
        env = {**self.env, **files, **expand_all(step.get("env"), context)}
        code = subprocess.run(["bash", "--noprofile", "--norc", *options, "-c", step["run"]],
                              env=env, check=False, stdin=subprocess.DEVNULL).returncode
        with open(files["GITHUB_STEP_SUMMARY"]) as summary, \
                open(os.path.join(self.artifacts, "summary.md"), "a") as job:
            job.write(summary.read())
        with open(files["GITHUB_OUTPUT"]) as outputs:
            return code == 0, dict(line.rstrip("\n").split("=", 1) for line in outputs)

    def upload(self, inputs):
        check_keys("upload-artifact", inputs, "name path")
        to = os.path.join(self.artifacts, inputs["name"])
        if os.path.exists(to):
            raise Wrong(f"there are two artifacts {inputs['name']}")
        if not os.path.isdir(inputs["path"]) or not os.listdir(inputs["path"]):
            raise Wrong(f"nothing is in {inputs['path']} to be kept")
        shutil.copytree(inputs["path"], to)
        return True, {}

    def composite(self, given):
        with open(os.path.join(self.action, "action.yml")) as file:
            action = yaml.safe_load(file)
        check_keys("action.yml", action, "name description author inputs outputs runs")
        check_keys("with:", given, " ".join(action["inputs"]))
        inputs = {name: given.get(name, one["default"]) for name, one in action["inputs"].items()}
        if action["runs"]["using"] != "composite":
            raise Wrong("the action is no composite one")
        if [step for step in action["runs"]["steps"] if "run" in step and "shell" not in step]:
            raise Wrong("a script of a composite action names no shell")
        passed, context = self.steps(action["runs"]["steps"], {"inputs": inputs})
        return passed, {name: expand(one["value"], context)
                        for name, one in action["outputs"].items()}

    def use(self, step, context):
        given = expand_all(step.get("with"), context)
        name, _, version = step["uses"].partition("@")
        if name.startswith("actions/") and not re.fullmatch(r"v\d+", version):
            raise Wrong(f"{step['uses']} is not pinned to a major version")
        if name == "actions/checkout":
            return True, {}
        if name == "actions/upload-artifact":
            return self.upload(given)
        if name.endswith("/systoll"):
            return self.composite(given)
        raise Wrong(f"it is not known what {step['uses']} does")

    def steps(self, steps, context):
        context = {**context, "steps": {}}
        failed = False
        for step in steps:
            check_keys("a step", step, "name id if run shell env uses with")
            if not wanted(step, context, failed):
                continue
            passed, outputs = self.run(step, context) if "run" in step else self.use(step, context)
            failed = failed or not passed
            context["steps"][step.get("id", "")] = {"outputs": outputs}
        return not failed, context

    def workflow(self, path):
        with open(path) as file:
            workflow = yaml.safe_load(file)
        passed = True
        for job in workflow["jobs"].values():
            check_keys("a job", job, "runs-on steps")
            passed = self.steps(job["steps"], {})[0] and passed
        shutil.rmtree(self.temp)
        return passed


def gitlab_job(job):
    check_keys("a job", job, "image variables script artifacts")
    env = {**os.environ, "CI": "true", "GITLAB_CI": "true", "CI_PROJECT_DIR": os.getcwd(),
           **job.get("variables", {})}
    script = "\n".join(job["script"])
    passed = subprocess.run(["bash", "-eo", "pipefail", "-c", script], env=env, check=False,
                            stdin=subprocess.DEVNULL).returncode == 0
    artifacts = job["artifacts"]
    check_keys("artifacts", artifacts, "when paths reports")
    if missing := [path for path in artifacts["paths"] if not os.listdir(path)]:
        raise Wrong(f"nothing is in {missing} to be kept")
    reports = glob.glob(artifacts["reports"]["junit"])
    for report in reports:
        xml.etree.ElementTree.parse(report)
    if not reports:
        raise Wrong(f"there is no {artifacts['reports']['junit']}")
    return passed


def main(service, path, *folders):
    if service == "github":
        return GitHub(*folders).workflow(path)
    with open(path) as file:
        return all([gitlab_job(job) for job in yaml.safe_load(file).values()])


if __name__ == "__main__":
    try:
        sys.exit(0 if main(*sys.argv[1:]) else 1)
    except Wrong as wrong:
        sys.exit(f"ci_jobs: {wrong}")
