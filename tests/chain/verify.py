#!/usr/bin/env python3
"""Checks the chain of stores by engine/store/chain.md, from their files alone.

    verify.py STORE...   prints the head of each, or what is wrong with it first; then exits with 1
"""
import hashlib, pathlib, sqlite3, struct, sys

# Each record, its table of ids, and its tables of parts with how many columns they share with it.
RECORDS = """store; publication_revision publication; source_revision source, source_alias 2;
indicator_revision indicator, indicator_coverage 2, indicator_season 2, indicator_occasion 2;
scenario_revision scenario, scenario_assumption 2, assumption_breaker 2, scenario_expectation 2,
scenario_implied 2, scenario_criterion 2, scenario_criterion_indicator 2; grade_revision grade;
item_version, sighting 2, bearing 2; retraction; redaction, redacted_version 1, redacted_source 1,
redacted_id 1, redacted_event 1; redacted_record; cover; cover_withdrawal; retirement; resolution,
resolution_item 2; forecast; unsealing; verdict; clock_mend; schedule_revision schedule,
schedule_scenario 2; alert_revision alert; assessment, assessment_event 1, assessment_silence 1,
assessment_not_counted 1, assessment_misfit 1, assessment_disagreeing 1, assessment_account 1,
assessment_entry 1; slot; answered; alert_evaluation; notice, notice_to 1; attempt; attempt_end"""
# How many of a table's columns, the last ones, were added later.
LATER = {"publication_revision": 1, "source_revision": 1, "indicator_revision": 9, "indicator_coverage": 1,
         "indicator_season": 2, "scenario_revision": 6, "scenario_expectation": 6, "item_version": 1,
         "alert_revision": 2, "assessment": 7}

def need(holds, problem):
    if not holds:
        raise ValueError(problem)

def field(value):
    if value is None:
        return b"-"
    if isinstance(value, bytes):  # texts are read as bytes
        return b"t" + struct.pack("<Q", len(value)) + value
    real = isinstance(value, float)
    return (b"d" if real else b"i") + struct.pack("<d" if real else "<q", value)

def digest(*fields):
    return hashlib.sha256(b"".join(fields)).digest()

def rows(file, table):
    kind = file.execute("SELECT type FROM sqlite_schema WHERE name = ?", [table]).fetchone()
    need(kind and kind["type"] == b"table", f"there is no table {table}")
    columns = len(file.execute(f"SELECT * FROM {table} LIMIT 0").description)
    order = ", ".join("1234"[:columns])  # no primary key is longer
    return file.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY {order}")

def hashed(file, table):
    """Its rows, each with the values that are hashed, and with its fields."""
    beside = ["entry", "row", "digest"] + ["source", "origin"] * (table == "item_version")
    for row in rows(file, table):
        columns = sorted((one for one in row.keys() if one not in beside), key="denies".__eq__)
        values, first_later = [row[one] for one in columns], len(columns) - LATER.get(table, 0)
        fields = field(table.encode()) + b"".join(map(field, values[:first_later]))
        for at, value in enumerate(values[first_later:], first_later):
            fields += b"" if value is None else field(at) + field(value)
        yield row, values, fields

def private_digest(version, text, redacted):
    private = [text["salt"], version["source"], version["origin"],
               *(text[one] for one in ("id", "text", "url", "place", "note", "by"))]
    private += [b"translation", text["translation"]] * (text["translation"] is not None)
    blank = not any(value is not None for value in [*private, text["folded_id"]])
    need(blank if redacted else private[0] is not None, f"{tuple(text)[:2]} is blanked by half")
    return redacted or digest(*map(field, private))

def records(file):
    """The digest of each record, by entry and row, after it was worked out anew."""
    later = sorted(rows(file, "redacted_record"), key=lambda row: (row["entry"], row["row"]))
    stands = {(row["of_entry"], row["of_row"]): row["stands"] for row in later}
    redacted = {tuple(row)[:2]: row["private_digest"] for row in rows(file, "redacted_version")}
    texts, found = {tuple(row)[:2]: row for row in rows(file, "item_text")}, {}
    for record in RECORDS.split(";"):
        (table, *ids), *parts = (one.split() for one in record.split(","))
        ids = {values[0]: fields for name in ids for _, values, fields in hashed(file, name)}
        under = {}  # by the columns that a record shares with its parts
        for name, shared in parts:
            for _, values, fields in hashed(file, name):
                under.setdefault(tuple(values[:int(shared)]), []).append(fields)
        unused = {*ids, *under, *(texts if table == "item_version" else [])}
        for row, values, fields in hashed(file, table):
            entry, number = row["entry"], row["row"]
            key = tuple(values[:int(parts[0][1])]) if parts else ()
            fields = field(entry) + field(number) + fields + ids.get(values[0], b"")
            fields += b"".join(under.get(key, []))
            if table == "item_version":
                fields += b"h" + private_digest(row, texts[key], redacted.get(key))
            need(digest(fields) == stands.get((entry, number), row["digest"]),
                 f"{table}, row {number} of entry {entry}, is not what was recorded")
            need((entry, number) not in found, f"row {number} of entry {entry} is there twice")
            found[entry, number] = row["digest"]
            unused -= {values[0], key}
        need(not unused, f"what belongs to rows of {table} belongs to none")
    return found

def head(path):
    file = sqlite3.connect(pathlib.Path(path).absolute().as_uri() + "?mode=ro", uri=True)
    file.text_factory, file.row_factory = bytes, sqlite3.Row
    version, = file.execute("PRAGMA user_version").fetchone()
    need(version == 8, f"its version is {version}, not 8")
    damage, = file.execute("PRAGMA integrity_check").fetchone()
    need(damage == b"ok", f"the file is damaged: {damage}")
    left, before = records(file), b"-"
    seals = {seal["entry"]: seal for seal in rows(file, "seal")}
    for entry, row in enumerate(rows(file, "journal"), 1):
        need(row["entry"] == entry and entry in seals, f"entry {entry} or its seal is missing")
        seal = seals.pop(entry)
        inside = [left.pop((entry, one), b"missing") for one in range(1, seal["rows"] + 1)]
        need(digest(*(b"h" + one for one in inside)) == seal["rows_digest"],
             f"the rows of entry {entry} are not those that were sealed")
        said = [entry, row["recorded"], row["rehearsed"], row["kind"], seal["rows"]]
        need(digest(before, *map(field, said), b"h" + seal["rows_digest"]) == seal["chain"],
             f"the chain breaks at entry {entry}")
        before = b"h" + seal["chain"]
    need(before != b"-" and not seals and not left, "the journal does not have all that is there")
    return before[1:].hex()

failed = 0
for one in sys.argv[1:]:
    try:
        print(head(one))
    except (ValueError, LookupError, sqlite3.Error) as problem:
        failed = 1
        print("wrong:", problem)
sys.exit(failed)
