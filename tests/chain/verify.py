#!/usr/bin/env python3
"""Checks the chain of stores by engine/store/chain.md, from their files alone.

    verify.py STORE...   prints the head of each, or what is wrong with it first; then exits with 1
"""
import hashlib
import pathlib
import sqlite3
import struct
import sys

# Each record, its table of ids, and its tables of parts with how many columns they share with it.
RECORDS = """store; publication_revision publication; source_revision source, source_alias 2;
indicator_revision indicator, indicator_coverage 2, indicator_season 2, indicator_occasion 2;
scenario_revision scenario, scenario_assumption 2, assumption_breaker 2, scenario_expectation 2,
scenario_implied 2; item_version, sighting 2, bearing 2; retraction; redaction, redacted_version 1,
redacted_source 1, redacted_id 1, redacted_event 1; redacted_record; cover; cover_withdrawal;
retirement; clock_mend; schedule_revision schedule, schedule_scenario 2; alert_revision alert;
assessment, assessment_event 1, assessment_silence 1, assessment_not_counted 1, assessment_misfit 1,
assessment_disagreeing 1, assessment_account 1, assessment_entry 1; slot; answered;
alert_evaluation; notice, notice_to 1; attempt; attempt_end"""
# How many of a table's columns, the last ones, were added later.
LATER = {"indicator_revision": 8, "indicator_season": 1, "scenario_revision": 1, "item_version": 1,
         "scenario_expectation": 5, "alert_revision": 1, "assessment": 7}


def need(holds, problem):
    if not holds:
        raise ValueError(problem)


def field(value):
    if value is None:
        return b"-"
    if isinstance(value, int):
        return b"i" + struct.pack("<q", value)
    if isinstance(value, float):
        return b"d" + struct.pack("<d", value)
    return b"t" + struct.pack("<Q", len(value)) + value  # texts are read as bytes


def digest(fields):
    return hashlib.sha256(fields).digest()


class Store:
    def __init__(self, path):
        self.file = sqlite3.connect(pathlib.Path(path).absolute().as_uri() + "?mode=ro", uri=True)
        self.file.text_factory = bytes
        version, = self.file.execute("PRAGMA user_version").fetchone()
        need(version == 5, f"its version is {version}, not 5")
        damage, = self.file.execute("PRAGMA integrity_check").fetchone()
        need(damage == b"ok", f"the file is damaged: {damage}")

    def rows(self, table, *columns):
        kind = self.file.execute("SELECT type FROM sqlite_schema WHERE name = ?", [table]).fetchone()
        need(kind == (b"table",), f"there is no table {table}")
        wanted = ", ".join(f'"{column}"' for column in columns)
        order = ", ".join(str(place + 1) for place in range(min(4, len(columns))))
        return self.file.execute(f"SELECT {wanted} FROM {table} NOT INDEXED ORDER BY {order}")

    def hashed(self, table):
        """Its rows, each with its fields; of a record's table with entry, row and digest first."""
        columns = [row[1].decode() for row in self.file.execute(f"PRAGMA table_info({table})")]
        place = [one for one in ("entry", "row", "digest") if one in columns]
        private = ["source", "origin"] if table == "item_version" else []
        columns = [one for one in columns if one not in [*place, *private, "denies"]]
        columns += ["denies"] if table == "item_version" else []
        first_later = len(columns) - LATER.get(table, 0)
        for row in self.rows(table, *columns, *place):
            fields = field(table.encode())
            for at, value in enumerate(row[:len(columns)]):
                if at < first_later or value is not None:
                    fields += (field(at) if at >= first_later else b"") + field(value)
            yield row[len(columns):], row[:len(columns)], fields

    def private_digests(self):
        redacted = {row[:2]: row[2]
                    for row in self.rows("redacted_version", "item", "version", "private_digest")}
        names = {row[:2]: row[2:]
                 for row in self.rows("item_version", "item", "version", "source", "origin")}
        found = {}
        for *key, salt, folded, id, text, url, place, note, by in self.rows(
                "item_text", "item", "version", "salt", "folded_id", "id", "text", "url", "place",
                "note", "by"):
            need(tuple(key) in names, f"item_text {key} has no version")
            private = [salt, *names[tuple(key)], id, text, url, place, note, by]
            blank = not any(value is not None for value in [folded, *private])
            need(blank or tuple(key) not in redacted, f"item_version {key} is not blank")
            need(salt is not None or tuple(key) in redacted, f"item_version {key} was blanked")
            found[tuple(key)] = redacted.get(tuple(key)) or digest(b"".join(map(field, private)))
        need(found.keys() == names.keys(), "a row of item_text is missing")
        return found

    def records(self):
        """Of each (entry, row) the digest, after it was worked out anew."""
        stands = {row[2:4]: row[4] for row in self.rows("redacted_record", "entry", "row", "of_entry",
                                                        "of_row", "stands")}
        private = self.private_digests()
        found = {}
        for record in RECORDS.split(";"):
            (table, *ids), *parts = (one.split() for one in record.split(","))
            ids = {row[0]: fields for name in ids for _, row, fields in self.hashed(name)}
            parts, unused = [(name, int(keys), {}) for name, keys in parts], set(ids)
            for name, keys, under in parts:
                for _, row, fields in self.hashed(name):
                    under[row[:keys]] = under.get(row[:keys], b"") + fields
            for (entry, row, kept), values, fields in self.hashed(table):
                fields = field(entry) + field(row) + fields + ids.get(values[0], b"")
                unused.discard(values[0])
                fields += b"".join(under.pop(values[:keys], b"") for _, keys, under in parts)
                fields += b"h" + private[values[:2]] if table == "item_version" else b""
                need(digest(fields) == stands.get((entry, row), kept),
                     f"{table}, row {row} of entry {entry}, is not what was recorded")
                need((entry, row) not in found, f"row {row} of entry {entry} is there twice")
                found[entry, row] = kept
            need(not unused, f"an id has no row in {table}")
            need(not any(under for _, _, under in parts), f"a row under {table} has none there")
        return found

    def head(self):
        records, chain = self.records(), None
        seals = {row[0]: row[1:] for row in self.rows("seal", "entry", "rows", "rows_digest", "chain")}
        journal = self.rows("journal", "entry", "recorded", "rehearsed", "kind")
        for number, (entry, *said) in enumerate(journal, 1):
            need(entry == number and entry in seals, f"entry {number} or its seal is missing")
            rows, rows_digest, sealed = seals.pop(entry)
            inside = [records.pop((entry, row), None) for row in range(1, rows + 1)]
            need(None not in inside, f"a row of entry {entry} is missing")
            need(digest(b"".join(b"h" + one for one in inside)) == rows_digest,
                 f"the rows of entry {entry} are not those that were sealed")
            before = b"-" if chain is None else b"h" + chain
            chain = digest(before + b"".join(map(field, [entry, *said, rows])) + b"h" + rows_digest)
            need(chain == sealed, f"the chain breaks at entry {entry}")
        need(chain and not seals and not records, "the journal does not have all that is there")
        return chain.hex()


def main(paths):
    whole = True
    for path in paths:
        try:
            print(Store(path).head())
        except (ValueError, sqlite3.Error) as problem:
            print("wrong:", problem)
            whole = False
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
