#!/usr/bin/env python3
"""Writes manual pages from the output of `admissionctl --experimental-dump-help`: for the program and each command.

    admissionctl --experimental-dump-help | manual.py VERSION DIR
"""

import json
import pathlib
import sys


def escaped(text):
    """Escapes a text for troff, so that nothing in it is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def name_of(argument):
    if argument["kind"] == "positional":
        return "<%s>" % argument["valueName"]
    name = argument["preferredName"]
    flag = ("-" if name["kind"] == "short" else "--") + name["name"]
    return flag if argument["kind"] == "flag" else "%s <%s>" % (flag, argument["valueName"])


def visible(command):
    return [each for each in command.get("arguments", []) if each.get("shouldDisplay", True)]


def synopsis(path, command):
    words = []
    for argument in visible(command):
        word = name_of(argument) + (" ..." if argument.get("isRepeating") else "")
        words.append("[%s]" % word if argument.get("isOptional") else word)
    if command.get("subcommands"):
        words.append("<command>")
    return ".B %s\n%s" % (escaped(" ".join(path)), escaped(" ".join(words)))


def body(path, command):
    """Returns the description and the arguments of a command, and of each of its subcommands."""
    lines = []
    if command.get("discussion"):
        lines += [".PP", escaped(command["discussion"])]
    for argument in visible(command):
        lines += [".TP", ".B " + escaped(name_of(argument)), escaped(argument.get("abstract") or "")]
        if argument.get("defaultValue"):
            lines.append(escaped("(default: %s)" % argument["defaultValue"]))
    for sub in subcommands(command):
        inner = path + [sub["commandName"]]
        lines += [".SS " + escaped(" ".join(inner)), escaped(sub.get("abstract") or ""), ".PP", synopsis(inner, sub)]
        lines.append(body(inner, sub))
    return "\n".join(lines)


def subcommands(command):
    return [each for each in command.get("subcommands", []) if each["commandName"] != "help"]


def page(path, command, rest):
    title = "-".join(path)
    lines = [
        '.TH "%s" 1 "" "Qabyldau %s" ""' % (escaped(title.upper()), escaped(version)),
        ".SH NAME", "%s \\- %s" % (escaped(title), escaped((command.get("abstract") or "").rstrip("."))),
        ".SH SYNOPSIS", synopsis(path, command), ".SH DESCRIPTION", rest,
    ]
    (folder / (title + ".1")).write_text("\n".join(lines) + "\n", encoding="utf-8")


version, folder = sys.argv[1], pathlib.Path(sys.argv[2])
root = json.load(sys.stdin)["command"]
top = [root["commandName"]]
listed = [escaped(root.get("discussion") or ""), ".SH COMMANDS"]
for each in subcommands(root):
    listed += [".TP", ".BR %s (1)" % escaped("-".join(top + [each["commandName"]])), escaped(each.get("abstract") or "")]
    page(top + [each["commandName"]], each, body(top + [each["commandName"]], each))
page(top, root, "\n".join(listed))
