-- How it came out, and what others had forecast: resolutions of scenarios, forecasts of people and
-- houses beside the desk's own, and what became of an item's claim. For reading: the views
-- resolutions, forecasts, verdicts.

-- A scenario is settled, or (outcome NULL) its settlement is taken back. Of those known at a time,
-- the one recorded last stands. From "on" its clock of belief stands still.
CREATE TABLE resolution (
  scenario INTEGER NOT NULL REFERENCES scenario,
  change INTEGER NOT NULL CHECK (change >= 1),
  outcome TEXT CHECK (outcome <> ''),  -- 'yes', 'no', 'open', 'void'
  "on" INTEGER,
  available INTEGER,  -- known from then; NULL: from when it was recorded
  because TEXT CHECK (because <> ''),
  because_ar TEXT CHECK (because_ar <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (scenario, change),
  CHECK ((outcome IS NULL) = ("on" IS NULL))
) STRICT, WITHOUT ROWID;

-- The items that show it.
CREATE TABLE resolution_item (
  scenario INTEGER NOT NULL,
  change INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  item INTEGER NOT NULL CHECK (item >= 1),
  PRIMARY KEY (scenario, change, position),
  FOREIGN KEY (scenario, change) REFERENCES resolution
) STRICT, WITHOUT ROWID;

-- What somebody else forecast from "at" on; probability NULL: withdrawn. Of several of one
-- forecaster at one time, the one recorded last stands. What is sealed is shown nowhere until it is
-- unsealed or its scenario is settled; whoever has the file can read it all the same.
CREATE TABLE forecast (
  forecast INTEGER PRIMARY KEY CHECK (forecast >= 1),
  scenario INTEGER NOT NULL REFERENCES scenario,
  by TEXT NOT NULL CHECK (by <> ''),
  "at" INTEGER NOT NULL,
  probability REAL CHECK (probability BETWEEN 0 AND 1),
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  because TEXT CHECK (because <> ''),
  because_ar TEXT CHECK (because_ar <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE INDEX forecast_of ON forecast (scenario, by, "at", forecast);

CREATE TABLE unsealing (
  forecast INTEGER PRIMARY KEY REFERENCES forecast,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- What became of an item's claim: 'true', 'false', or NULL: the verdict before is taken back.
CREATE TABLE verdict (
  item INTEGER NOT NULL CHECK (item >= 1),
  change INTEGER NOT NULL CHECK (change >= 1),
  verdict TEXT CHECK (verdict <> ''),
  because TEXT CHECK (because <> ''),
  because_ar TEXT CHECK (because_ar <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (item, change)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------- triggers
CREATE TRIGGER resolution_no_update BEFORE UPDATE ON resolution BEGIN
  SELECT raise(ABORT, 'resolution is append-only: rows are never changed');
END;
CREATE TRIGGER resolution_no_delete BEFORE DELETE ON resolution BEGIN
  SELECT raise(ABORT, 'resolution is append-only: rows are never deleted');
END;
CREATE TRIGGER resolution_no_replace BEFORE INSERT ON resolution
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM resolution WHERE scenario = new.scenario AND change = new.change) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'resolution takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'resolution is append-only: rows are never replaced') END;
END;
CREATE TRIGGER forecast_no_update BEFORE UPDATE ON forecast BEGIN
  SELECT raise(ABORT, 'forecast is append-only: rows are never changed');
END;
CREATE TRIGGER forecast_no_delete BEFORE DELETE ON forecast BEGIN
  SELECT raise(ABORT, 'forecast is append-only: rows are never deleted');
END;
CREATE TRIGGER forecast_no_replace BEFORE INSERT ON forecast
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM forecast WHERE forecast = new.forecast) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'forecast takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'forecast is append-only: rows are never replaced') END;
END;
CREATE TRIGGER unsealing_no_update BEFORE UPDATE ON unsealing BEGIN
  SELECT raise(ABORT, 'unsealing is append-only: rows are never changed');
END;
CREATE TRIGGER unsealing_no_delete BEFORE DELETE ON unsealing BEGIN
  SELECT raise(ABORT, 'unsealing is append-only: rows are never deleted');
END;
CREATE TRIGGER unsealing_no_replace BEFORE INSERT ON unsealing
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM unsealing WHERE forecast = new.forecast) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'unsealing takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'unsealing is append-only: rows are never replaced') END;
END;
CREATE TRIGGER verdict_no_update BEFORE UPDATE ON verdict BEGIN
  SELECT raise(ABORT, 'verdict is append-only: rows are never changed');
END;
CREATE TRIGGER verdict_no_delete BEFORE DELETE ON verdict BEGIN
  SELECT raise(ABORT, 'verdict is append-only: rows are never deleted');
END;
CREATE TRIGGER verdict_no_replace BEFORE INSERT ON verdict
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM verdict WHERE item = new.item AND change = new.change) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'verdict takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'verdict is append-only: rows are never replaced') END;
END;
CREATE TRIGGER resolution_item_no_update BEFORE UPDATE ON resolution_item BEGIN
  SELECT raise(ABORT, 'resolution_item is append-only: rows are never changed');
END;
CREATE TRIGGER resolution_item_no_delete BEFORE DELETE ON resolution_item BEGIN
  SELECT raise(ABORT, 'resolution_item is append-only: rows are never deleted');
END;
CREATE TRIGGER resolution_item_no_replace BEFORE INSERT ON resolution_item
WHEN EXISTS (SELECT 1 FROM resolution_item WHERE scenario = new.scenario AND change = new.change
             AND position = new.position) BEGIN
  SELECT raise(ABORT, 'resolution_item is append-only: rows are never replaced');
END;

------------------------------------------------------------------------------------------- views

-- Every one that was recorded; `state` says which one stands today.
CREATE VIEW resolutions AS
SELECT scenario.id AS scenario, r.change, coalesce(r.outcome, 'taken back') AS outcome,
       iif(r.change = (SELECT max(l.change) FROM resolution l WHERE l.scenario = r.scenario)
           AND r.outcome IS NOT NULL, 'stands', '') AS state,
       strftime('%Y-%m-%dT%H:%M:%SZ', r."on", 'unixepoch') AS "on",
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(r.available, entry_time.recorded), 'unixepoch')
         AS available,
       coalesce(r.because, '') || coalesce(' · ' || r.because_ar, '') AS because,
       (SELECT group_concat('#' || i.item, ' · ') FROM resolution_item i
         WHERE i.scenario = r.scenario AND i.change = r.change) AS items,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM resolution r JOIN scenario ON scenario.number = r.scenario JOIN entry_time USING (entry)
 ORDER BY scenario.id, r.change;

CREATE VIEW forecasts AS
SELECT scenario.id AS scenario, f.by, strftime('%Y-%m-%dT%H:%M:%SZ', f."at", 'unixepoch') AS "at",
       iif(shown, f.probability, NULL) AS probability,
       CASE WHEN NOT shown THEN 'sealed' WHEN f.probability IS NULL THEN 'withdrawn' ELSE '' END
         AS state,
       iif(shown, coalesce(f.because, '') || coalesce(' · ' || f.because_ar, ''), NULL) AS because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM (SELECT *, NOT sealed
               OR EXISTS (SELECT 1 FROM unsealing u WHERE u.forecast = forecast.forecast)
               OR (SELECT r.outcome FROM resolution r WHERE r.scenario = forecast.scenario
                    ORDER BY r.change DESC LIMIT 1) IS NOT NULL AS shown
          FROM forecast) f
       JOIN scenario ON scenario.number = f.scenario JOIN entry_time USING (entry)
 ORDER BY scenario.id, f."at", f.forecast;

CREATE VIEW verdicts AS
SELECT v.item, v.change, coalesce(v.verdict, 'taken back') AS verdict,
       coalesce(v.because, '') || coalesce(' · ' || v.because_ar, '') AS because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM verdict v JOIN entry_time USING (entry)
 ORDER BY v.item, v.change;
