#!/usr/bin/env python3
"""What CPython answers to small programs of the language and of its standard library (and einops), for test/core/library.

    python scripts/golden/library.py        writes test/golden/library/<module>.json

A program binds `result`; the row keeps repr(result), or the name of the exception that it raises.
"""
import json
import os
import sys
import textwrap

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from language_programs import programs as language  # noqa: E402
from library_programs import programs as library  # noqa: E402
from numpy_programs import programs as arrays  # noqa: E402

programs = {**library, **language, **arrays}


def measure(source):
    source = textwrap.dedent(source).strip() + '\n'
    namespace = {'__name__': 'program'}
    try:
        exec(source, namespace)
        return {'source': source, 'repr': repr(namespace['result'])}
    except Exception as error:
        return {'source': source, 'raises': type(error).__name__}


def main():
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'test', 'golden', 'library')
    os.makedirs(target, exist_ok=True)
    for module, sources in programs.items():
        rows = [measure(source) for source in sources]
        with open(os.path.join(target, f'{module}.json'), 'w', encoding='utf8') as file:
            file.write('{"rows": [\n' + ',\n'.join(json.dumps(row, ensure_ascii=False) for row in rows) + '\n]}\n')
        print(f'{module}: {len(rows)} rows, {sum("raises" in row for row in rows)} raise')


if __name__ == '__main__':
    main()
