"""Each error that a user can meet is said in Chinese, too: every message in the sources has a
wording in libgeo/src/atlas/wordings_*.cpp, and every wording is in the sources.

    wordings.py ROOT
"""
import ast
import errno
import os
import pathlib
import re
import sys

# Calls that make a message. What `require` says is of broken invariants, as kInternal is.
CALLS = {"Error", "fail", "fail_output", "failed", "refuse"}
# What no user meets: broken invariants, the viewer's own beginning, its scripts.
LEFT_OUT = ("libgeo/src/io/layer_features.cpp", "viewer/script/", "viewer/window/", "viewer/gl/",
            "viewer/fonts.cpp", "viewer/main.cpp")
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"\(.*?\)"|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|\w+|::|\s+|.', re.S)
SLOT = "\x00"
SYSTEM = {os.strerror(number) for number in errno.errorcode}


def tokens(path):
    return [t for t in TOKEN.findall(path.read_text())
            if not t.isspace() and not t.startswith(("//", "/*"))]


def is_text(token):
    return token.startswith(('"', 'R"('))


def text_of(token):
    return token[3:-2] if token.startswith("R") else ast.literal_eval(token)


def arguments(all_tokens, at):
    """Of the call whose bracket is at `at`."""
    depth, found = 0, [[]]
    for token in all_tokens[at:]:
        if token in "([{":
            depth += 1
            if depth == 1:
                continue
        if token in ")]}":
            depth -= 1
            if depth == 0:
                return found
        if token == "," and depth == 1:
            found.append([])
        else:
            found[-1].append(token)
    return found


def split(expression, mark):
    parts, depth = [[]], 0
    for token in expression:
        depth += (token in "([{") - (token in ")]}")
        if token == mark and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def closes(part, at):
    """Whether the bracket at `at` is closed by the last token."""
    depth = 0
    for i in range(at, len(part)):
        depth += (part[i] in "([{") - (part[i] in ")]}")
        if depth == 0:
            return i == len(part) - 1
    return False


def unwrapped(part):
    while part:
        if part[0] == "(" and closes(part, 0):
            part = part[1:-1]
        elif part[:4] == ["std", "::", "string", "("] and closes(part, 3):
            part = part[4:-1]
        else:
            break
    return part


def messages(expression):
    """What an expression can say, with SLOT for what is not known here."""
    choice = split(expression, "?")
    if len(choice) == 2:
        yes_no = split(choice[1], ":")
        if len(yes_no) == 2 and yes_no[0] and yes_no[1]:
            return messages(unwrapped(yes_no[0])) + messages(unwrapped(yes_no[1]))
    said = [""]
    for part in split(expression, "+"):
        part = unwrapped(part)
        if part and all(is_text(t) for t in part):
            more = ["".join(text_of(t) for t in part)]
        elif len(split(part, "?")) == 2:
            more = messages(part)
        else:
            more = [SLOT]
        said = [a + b for a in said for b in more]
    return said


def main(root):
    sources = [p for folder in ("libgeo/src", "cli", "viewer") for p in sorted((root / folder).rglob("*"))
               if p.suffix in (".cpp", ".hpp")]
    tables = [p for p in sources if p.name.startswith("wordings_")]
    wordings = []
    for path in tables:
        all_tokens = tokens(path)
        for i, token in enumerate(all_tokens):
            if token != "{" or not is_text(all_tokens[i + 1]):
                continue
            english = [t for t in arguments(all_tokens, i)[0]]
            wordings.append("".join(text_of(t) for t in english))
    patterns = {w: re.compile(
        "(.*: |" + SLOT + ")?" + re.sub(r"\\{\d\\}", "(.*)", re.escape(w)) + "(" + SLOT + ")?", re.S)
        for w in wordings}
    used, faults, literals = set(), [], []
    for path in sources:
        name = path.relative_to(root).as_posix()
        if path in tables:
            continue
        all_tokens = tokens(path)
        run = []
        for token in all_tokens + [";"]:  # texts that stand beside each other are one
            if is_text(token):
                run.append(text_of(token))
            elif run:
                literals.append("".join(run))
                run = []
        if name.startswith(LEFT_OUT):
            continue
        for i, token in enumerate(all_tokens[:-1]):
            if token not in CALLS or all_tokens[i + 1] != "(":
                continue
            args = arguments(all_tokens, i + 1)
            if token == "Error":
                code = "".join(args[0])
                if "kInternal" in code and "?" not in code:
                    continue
                args = args[1:]
            for argument in args:
                if not any(is_text(t) for t in argument):
                    continue
                for message in messages(argument):
                    if " " not in message.strip() or not message.strip(SLOT + ": "):
                        continue  # a name alone, or what another call says
                    if message.endswith(": " + SLOT) and all(
                            part in ("", SLOT) or any(p.fullmatch(part) for p in patterns.values())
                            for part in message.split(": ")):
                        continue  # what stands before another message
                    fitting = [w for w in wordings if patterns[w].fullmatch(message)]
                    used.update(fitting)
                    if not fitting:
                        faults.append(f"{name}: no wording for: {message.replace(SLOT, '{}')}")
    # What is a part of messages, or is made elsewhere, stands in the sources piece by piece.
    everything = "\n".join(literals)
    for wording in wordings:
        pieces = [p for p in re.split(r"\{\d\}", wording) if p.strip(" ;:,.'\"()")]
        lost = [p for p in pieces if p not in everything
                and not all(w in everything for w in re.split(r"['\"(;]", p) if w.strip())]
        if lost and wording not in used and wording not in SYSTEM:
            faults.append(f"no source says: {wording}")
    if len(wordings) < 300 or len(used) < 200:
        faults.append(f"only {len(wordings)} wordings and {len(used)} messages were found")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
