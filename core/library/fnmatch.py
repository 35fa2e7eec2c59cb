# fnmatch: names by patterns with * and ?.
import re


def translate(pat):
    text = ''
    for c in pat:
        text += '.*' if c == '*' else '.' if c == '?' else re.escape(c) if c not in '[]-' else c
    return text


def fnmatchcase(name, pat):
    return re.fullmatch(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [name for name in names if fnmatch(name, pat)]
