"""What Python's csv module and pandas read in the tables of this folder, into expected.json.

    pip install pandas && python3 expected.py

CsvPythonTest compares Etude with it. Values are stripped and empty lines left out, as Etude does.
"""

import csv
import json
import pathlib

import pandas

DELIMITERS = {"bar.csv": "|", "semicolon.csv": ";", "semicolon-comma.csv": ";", "tab.csv": "\t", "tab.tsv": "\t"}


def read(path):
    delimiter = DELIMITERS.get(path.name, ",")
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [[value.strip() for value in row] for row in csv.reader(file, delimiter=delimiter) if row]
    frame = pandas.read_csv(
        path, sep=delimiter, encoding="utf-8-sig", float_precision="round_trip", skipinitialspace=True
    )
    frame.columns = [name.strip() for name in frame.columns]
    numbers = {
        name: [float(value) for value in frame[name]]
        for name in frame.columns
        if pandas.api.types.is_numeric_dtype(frame[name]) and not pandas.api.types.is_bool_dtype(frame[name])
    }
    return {"header": rows[0], "rows": rows[1:], "numbers": numbers}


here = pathlib.Path(__file__).parent
tables = sorted(path for path in here.iterdir() if path.suffix in (".csv", ".tsv"))
lines = [json.dumps(path.name) + ": " + json.dumps(read(path), ensure_ascii=False) for path in tables]
(here / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
print("pandas", pandas.__version__)
