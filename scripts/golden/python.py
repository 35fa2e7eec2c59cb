#!/usr/bin/env python3
"""What CPython makes of the evaluator's test cases: for every name `r_*` that a case binds, its repr.

    python scripts/golden/python.py        writes test/golden/python/<case>.json for every test/core/eval/cases/<case>.py
"""
import json
import pathlib
import runpy

root = pathlib.Path(__file__).resolve().parents[2]
for case in sorted((root / 'test/core/eval/cases').glob('*.py')):
    names = runpy.run_path(str(case))
    golden = {name: repr(value) for name, value in names.items() if name.startswith('r_')}
    target = root / 'test/golden/python' / f'{case.stem}.json'
    target.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + '\n')
