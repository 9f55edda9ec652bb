-- The store made anew, once, for what model 2 and later ones need. The tables below replace those
-- of the same name, and the triggers and views all that were; other tables stay as the earlier files
-- made them. For reading: the views at the end.
--
-- A word (a role, a state, a reason) is any text that is not empty: it is judged where it is read,
-- and one that a program does not know is an error there. So a later program can have more words
-- without making the tables anew, and none is taken for another.
--
-- What a file leaves unsaid is NULL, and a default is reckoned with where it is read: a file that is
-- loaded again under another default is no revision. 0002_within.sql filled in what was meant then,
-- 1.5, 2 and 1.25: that is NULL again. (A digest has nothing of either: record.h.) Of a scenario,
-- older rows hold a base rate and what it asks even where nobody said so; these are in their digests
-- and stay.
--
-- An assessment is kept with its figures, the model by which it was reckoned, each account's sum,
-- the entries that matter most, and a digest of the whole ledger. Ledgers kept whole, of model
-- 1, stay as they are in assessment_event, assessment_silence, assessment_not_counted,
-- assessment_misfit and assessment_disagreeing, which take no more rows.
--
-- Runs with foreign keys off (upgrade.h), since tables are dropped. All but the items are put aside
-- in `held` meanwhile: a table that is named anew has SQLite read the whole schema three times.

DROP VIEW journal_readable;
DROP VIEW sources;
DROP VIEW indicators;
DROP VIEW coverage;
DROP VIEW evidence;
DROP VIEW scenarios;
DROP VIEW expectations;
DROP VIEW schedules;
DROP VIEW alerts;
DROP VIEW assessments;
DROP VIEW slots;
DROP VIEW alert_story;
DROP VIEW notices;

DROP TRIGGER journal_no_update;
DROP TRIGGER journal_no_delete;
DROP TRIGGER journal_no_replace;
DROP TRIGGER seal_no_update;
DROP TRIGGER seal_no_delete;
DROP TRIGGER seal_no_replace;
DROP TRIGGER store_no_update;
DROP TRIGGER store_no_delete;
DROP TRIGGER store_no_replace;
DROP TRIGGER store_no_late_row;
DROP TRIGGER publication_no_update;
DROP TRIGGER publication_no_delete;
DROP TRIGGER publication_no_replace;
DROP TRIGGER publication_revision_no_update;
DROP TRIGGER publication_revision_no_delete;
DROP TRIGGER publication_revision_no_replace;
DROP TRIGGER publication_revision_no_late_row;
DROP TRIGGER source_no_update;
DROP TRIGGER source_no_delete;
DROP TRIGGER source_no_replace;
DROP TRIGGER source_revision_no_update;
DROP TRIGGER source_revision_no_delete;
DROP TRIGGER source_revision_no_replace;
DROP TRIGGER source_revision_no_late_row;
DROP TRIGGER source_alias_no_update;
DROP TRIGGER source_alias_no_delete;
DROP TRIGGER source_alias_no_replace;
DROP TRIGGER indicator_no_update;
DROP TRIGGER indicator_no_delete;
DROP TRIGGER indicator_no_replace;
DROP TRIGGER indicator_coverage_no_update;
DROP TRIGGER indicator_coverage_no_delete;
DROP TRIGGER indicator_coverage_no_replace;
DROP TRIGGER scenario_no_update;
DROP TRIGGER scenario_no_delete;
DROP TRIGGER scenario_no_replace;
DROP TRIGGER scenario_assumption_no_update;
DROP TRIGGER scenario_assumption_no_delete;
DROP TRIGGER scenario_assumption_no_replace;
DROP TRIGGER assumption_breaker_no_update;
DROP TRIGGER assumption_breaker_no_delete;
DROP TRIGGER assumption_breaker_no_replace;
DROP TRIGGER item_text_no_delete;
DROP TRIGGER item_text_no_replace;
DROP TRIGGER sighting_no_update;
DROP TRIGGER sighting_no_delete;
DROP TRIGGER sighting_no_replace;
DROP TRIGGER bearing_no_update;
DROP TRIGGER bearing_no_delete;
DROP TRIGGER bearing_no_replace;
DROP TRIGGER retraction_no_update;
DROP TRIGGER retraction_no_delete;
DROP TRIGGER retraction_no_replace;
DROP TRIGGER retraction_no_late_row;
DROP TRIGGER redaction_no_update;
DROP TRIGGER redaction_no_delete;
DROP TRIGGER redaction_no_replace;
DROP TRIGGER redaction_no_late_row;
DROP TRIGGER redacted_version_no_update;
DROP TRIGGER redacted_version_no_delete;
DROP TRIGGER redacted_version_no_replace;
DROP TRIGGER redacted_source_no_update;
DROP TRIGGER redacted_source_no_delete;
DROP TRIGGER redacted_source_no_replace;
DROP TRIGGER redacted_id_no_update;
DROP TRIGGER redacted_id_no_delete;
DROP TRIGGER redacted_id_no_replace;
DROP TRIGGER cover_no_update;
DROP TRIGGER cover_no_delete;
DROP TRIGGER cover_no_replace;
DROP TRIGGER cover_no_late_row;
DROP TRIGGER item_text_no_update;
DROP TRIGGER schedule_no_update;
DROP TRIGGER schedule_no_delete;
DROP TRIGGER schedule_no_replace;
DROP TRIGGER schedule_scenario_no_update;
DROP TRIGGER schedule_scenario_no_delete;
DROP TRIGGER schedule_scenario_no_replace;
DROP TRIGGER alert_no_update;
DROP TRIGGER alert_no_delete;
DROP TRIGGER alert_no_replace;
DROP TRIGGER assessment_event_no_update;
DROP TRIGGER assessment_event_no_delete;
DROP TRIGGER assessment_event_no_replace;
DROP TRIGGER assessment_silence_no_update;
DROP TRIGGER assessment_silence_no_delete;
DROP TRIGGER assessment_silence_no_replace;
DROP TRIGGER assessment_not_counted_no_update;
DROP TRIGGER assessment_not_counted_no_delete;
DROP TRIGGER assessment_not_counted_no_replace;
DROP TRIGGER assessment_misfit_no_update;
DROP TRIGGER assessment_misfit_no_delete;
DROP TRIGGER assessment_misfit_no_replace;
DROP TRIGGER assessment_disagreeing_no_update;
DROP TRIGGER assessment_disagreeing_no_delete;
DROP TRIGGER assessment_disagreeing_no_replace;
DROP TRIGGER answered_no_update;
DROP TRIGGER answered_no_delete;
DROP TRIGGER answered_no_replace;
DROP TRIGGER answered_no_late_row;
DROP TRIGGER notice_to_no_update;
DROP TRIGGER notice_to_no_delete;
DROP TRIGGER notice_to_no_replace;
DROP TRIGGER attempt_no_update;
DROP TRIGGER attempt_no_delete;
DROP TRIGGER attempt_no_replace;
DROP TRIGGER attempt_no_late_row;
DROP TRIGGER attempt_end_no_update;
DROP TRIGGER attempt_end_no_delete;
DROP TRIGGER attempt_end_no_replace;
DROP TRIGGER attempt_end_no_late_row;

------------------------------------------------------------------------------------- definitions

CREATE TABLE held AS SELECT * FROM indicator_revision;
DROP TABLE indicator_revision;
CREATE TABLE indicator_revision (
  indicator INTEGER NOT NULL REFERENCES indicator,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  observable_en TEXT CHECK (observable_en <> ''),
  observable_ar TEXT CHECK (observable_ar <> ''),
  once INTEGER NOT NULL CHECK (once IN (0, 1)),
  lag_days REAL NOT NULL CHECK (lag_days >= 0),
  dispersion REAL NOT NULL CHECK (dispersion >= 1),
  watched TEXT NOT NULL CHECK (watched <> ''),
  baseline_per_day REAL CHECK (baseline_per_day >= 0),
  baseline_because TEXT CHECK (baseline_because <> ''),
  -- What its reports are usually worth.
  usual_reliability TEXT CHECK (usual_reliability BETWEEN 'A' AND 'F' AND
                                length(usual_reliability) = 1),
  usual_digit INTEGER CHECK (usual_digit BETWEEN 1 AND 6),
  of TEXT CHECK (of <> ''),  -- the wider indicator's id
  -- The set times at which alone it can be seen: `occasions_from` is NULL where there are none.
  -- Dates stand in indicator_occasion; else an RRULE of RFC 5545 says when, in local time.
  occasions_every TEXT CHECK (occasions_every <> ''),  -- as written
  occasions_rule TEXT CHECK (occasions_rule <> ''),
  occasions_timezone TEXT CHECK (occasions_timezone <> ''),
  occasions_from INTEGER,
  occasions_until INTEGER,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (indicator, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO indicator_revision
SELECT indicator, revision, title_en, title_ar, observable_en, observable_ar, once, lag_days,
       dispersion, watched, baseline_per_day, baseline_because, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, entry, row, digest
  FROM held;
DROP TABLE held;

CREATE TABLE held AS SELECT * FROM indicator_season;
DROP TABLE indicator_season;
CREATE TABLE indicator_season (
  indicator INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  factor REAL NOT NULL CHECK (factor > 0),
  because TEXT CHECK (because <> ''),
  within REAL CHECK (within BETWEEN 1 AND 1000),
  PRIMARY KEY (indicator, revision, position),
  FOREIGN KEY (indicator, revision) REFERENCES indicator_revision
) STRICT, WITHOUT ROWID;
INSERT INTO indicator_season
SELECT indicator, revision, position, "from", "to", factor, because, nullif(within, 1.5)
  FROM held;
DROP TABLE held;

CREATE TABLE indicator_occasion (
  indicator INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  date INTEGER NOT NULL,
  PRIMARY KEY (indicator, revision, position),
  FOREIGN KEY (indicator, revision) REFERENCES indicator_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE held AS SELECT * FROM scenario_revision;
DROP TABLE scenario_revision;
CREATE TABLE scenario_revision (
  scenario INTEGER NOT NULL REFERENCES scenario,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  publication INTEGER REFERENCES publication,
  role TEXT NOT NULL CHECK (role <> ''),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  forecast_en TEXT CHECK (forecast_en <> ''),
  forecast_ar TEXT CHECK (forecast_ar <> ''),
  wording_en TEXT CHECK (wording_en <> ''),
  wording_ar TEXT CHECK (wording_ar <> ''),
  publisher_probability REAL CHECK (publisher_probability BETWEEN 0 AND 1),
  part_of TEXT CHECK (part_of <> ''),
  asks TEXT CHECK (asks <> ''),
  prior REAL CHECK (prior BETWEEN 0 AND 1),
  prior_because TEXT CHECK (prior_because <> ''),
  base_rate REAL CHECK (base_rate BETWEEN 0 AND 1),
  base_rate_because TEXT CHECK (base_rate_because <> ''),
  lasts TEXT CHECK (lasts <> ''),
  persistence_days REAL CHECK (persistence_days >= 0),  -- NULL: forever
  opened INTEGER NOT NULL,
  horizon INTEGER,
  resolves_yes TEXT CHECK (resolves_yes <> ''),
  resolves_no TEXT CHECK (resolves_no <> ''),
  resolves_open TEXT CHECK (resolves_open <> ''),
  prior_within REAL CHECK (prior_within BETWEEN 1 AND 1000),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (scenario, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO scenario_revision
SELECT scenario, revision, publication, role, title_en, title_ar, forecast_en, forecast_ar,
       wording_en, wording_ar, publisher_probability, part_of, asks, prior, prior_because, base_rate,
       base_rate_because, lasts, persistence_days, opened, horizon, resolves_yes, resolves_no,
       resolves_open, nullif(prior_within, 2.0), entry, row, digest
  FROM held;
DROP TABLE held;

-- The scenarios without which it cannot hold, by their ids.
CREATE TABLE scenario_implied (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  implied TEXT NOT NULL CHECK (implied <> ''),
  PRIMARY KEY (scenario, revision, position),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE held AS SELECT * FROM scenario_expectation;
DROP TABLE scenario_expectation;
CREATE TABLE scenario_expectation (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  if_true TEXT NOT NULL,  -- as written
  if_true_per_day REAL NOT NULL CHECK (if_true_per_day >= 0),
  if_false TEXT,  -- NULL of a happening: never
  if_false_per_day REAL NOT NULL CHECK (if_false_per_day >= 0),
  because TEXT CHECK (because <> ''),
  within REAL CHECK (within BETWEEN 1 AND 1000),
  ratio_within REAL CHECK (ratio_within BETWEEN 1 AND 1000),
  happening INTEGER CHECK (happening = 1),  -- it is what the scenario asks about; NULL: it is not
  -- At set times, the chances of a sighting at each; NULL where there are rates.
  if_true_each REAL CHECK (if_true_each BETWEEN 0 AND 1),
  if_false_each REAL CHECK (if_false_each BETWEEN 0 AND 1),
  PRIMARY KEY (scenario, revision, position),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision
) STRICT, WITHOUT ROWID;
INSERT INTO scenario_expectation
SELECT scenario, revision, position, indicator, if_true, if_true_per_day, if_false,
       if_false_per_day, because, nullif(within, 2.0), nullif(ratio_within, 1.25), NULL, NULL, NULL
  FROM held;
DROP TABLE held;

CREATE TABLE held AS SELECT * FROM schedule_revision;
DROP TABLE schedule_revision;
CREATE TABLE schedule_revision (
  schedule INTEGER NOT NULL REFERENCES schedule,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  every TEXT CHECK (every <> ''),  -- as written
  rule TEXT CHECK (rule <> ''),    -- what it comes to: an RRULE of RFC 5545, local time
  timezone TEXT CHECK (timezone <> ''),
  start INTEGER NOT NULL,
  until INTEGER,
  missed TEXT NOT NULL CHECK (missed <> ''),
  reports INTEGER NOT NULL CHECK (reports IN (0, 1)),  -- writes a report at every slot
  report_format TEXT CHECK (report_format <> ''),
  report_language TEXT CHECK (report_language <> ''),
  report_output TEXT CHECK (report_output <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (schedule, revision),
  CHECK (reports OR coalesce(report_format, report_language, report_output) IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO schedule_revision
SELECT schedule, revision, title_en, title_ar, every, rule, timezone, start, until, missed, reports,
       report_format, report_language, report_output, entry, row, digest
  FROM held;
DROP TABLE held;

CREATE TABLE held AS SELECT * FROM alert_revision;
DROP TABLE alert_revision;
CREATE TABLE alert_revision (
  alert INTEGER NOT NULL REFERENCES alert,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  scenario INTEGER NOT NULL REFERENCES scenario,
  condition TEXT CHECK (condition <> ''),  -- as written
  kind TEXT NOT NULL CHECK (kind <> ''),
  level REAL NOT NULL,  -- a probability; of 'rises' and 'falls' a difference of two
  within_days REAL NOT NULL CHECK (within_days >= 0),
  indicator INTEGER REFERENCES indicator,
  in_a_row INTEGER NOT NULL CHECK (in_a_row >= 1),
  clear REAL,
  hold_days REAL NOT NULL CHECK (hold_days >= 0),
  origins INTEGER NOT NULL CHECK (origins >= 1),
  because TEXT CHECK (because <> ''),
  at_horizon INTEGER CHECK (at_horizon = 1),  -- it reads where the scenario will stand then
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (alert, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_revision
SELECT alert, revision, title_en, title_ar, scenario, condition, kind, level, within_days, indicator,
       in_a_row, clear, hold_days, origins, because, NULL, entry, row, digest
  FROM held;
DROP TABLE held;

------------------------------------------------------------------------------------------- items

-- Of these there may be a million: copied once, and named anew (which reads all of the schema).
CREATE TABLE new_item_version (
  item INTEGER NOT NULL CHECK (item >= 1),
  version INTEGER NOT NULL CHECK (version >= 1),
  occurred INTEGER NOT NULL,
  occurred_as TEXT NOT NULL CHECK (occurred_as <> ''),
  until INTEGER,
  count INTEGER CHECK (count >= 0),
  available INTEGER NOT NULL,
  available_given INTEGER NOT NULL CHECK (available_given IN (0, 1)),
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'F' AND length(reliability) = 1),
  digit INTEGER CHECK (digit BETWEEN 1 AND 6),
  credibility REAL CHECK (credibility BETWEEN 0 AND 1),
  event TEXT CHECK (event <> ''),
  denies TEXT CHECK (denies <> ''),  -- the key of an event that it says did not happen
  share INTEGER NOT NULL CHECK (share IN (0, 1)),
  sightings INTEGER NOT NULL CHECK (sightings >= 0),  -- how many rows it has there
  bearings INTEGER NOT NULL CHECK (bearings >= 0),
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),    -- amended by a person, not by its feed
  withheld INTEGER NOT NULL CHECK (withheld IN (0, 1)),  -- came for a retracted item: not in force
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  source TEXT CHECK (source <> ''),
  origin TEXT CHECK (origin <> ''),
  feed TEXT CHECK (feed <> ''),
  lang TEXT CHECK (lang <> ''),
  kept_sha256 TEXT CHECK (kept_sha256 <> ''),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (item, version),
  CHECK ((until IS NULL) = (count IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO new_item_version
SELECT item, version, occurred, occurred_as, until, count, available, available_given, reliability,
       digit, credibility, event, NULL, share, sightings, bearings, by_hand, withheld, entry, row,
       source, origin, feed, lang, kept_sha256, digest
  FROM item_version;
DROP TABLE item_version;
ALTER TABLE new_item_version RENAME TO item_version;

CREATE INDEX item_later_version ON item_version (item, version, withheld, entry) WHERE version > 1;
-- By which the versions of one entry are found among many.
CREATE INDEX item_version_entry ON item_version (entry, withheld);
CREATE INDEX item_that_denies ON item_version (item, version) WHERE denies IS NOT NULL;

------------------------------------------------------------------------------------- assessments

CREATE TABLE held AS SELECT * FROM assessment;
DROP TABLE assessment;
CREATE TABLE assessment (
  assessment INTEGER PRIMARY KEY CHECK (assessment >= 1),
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  as_known_then INTEGER NOT NULL CHECK (as_known_then IN (0, 1)),
  state TEXT NOT NULL CHECK (state <> ''),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  log_odds REAL NOT NULL,
  interval_low REAL CHECK (interval_low BETWEEN 0 AND 1),  -- holds the truth nine times in ten
  interval_high REAL CHECK (interval_high BETWEEN 0 AND 1),
  occasion TEXT NOT NULL CHECK (occasion <> ''),
  schedule INTEGER REFERENCES schedule,
  -- The ledger, in nats; NULL where none was kept. `ledger_probability` is of those kept whole.
  ledger_probability REAL CHECK (ledger_probability BETWEEN 0 AND 1),
  opening REAL,
  judgement REAL,
  closing REAL,
  model INTEGER CHECK (model >= 1),  -- by which it was reckoned; NULL: 1
  at_horizon REAL CHECK (at_horizon BETWEEN 0 AND 1),  -- where it will stand then
  came_true INTEGER,  -- when what it asks about happened, and by which items
  came_true_as TEXT CHECK (came_true_as <> ''),
  came_true_items TEXT CHECK (came_true_items <> ''),
  ledger_events INTEGER CHECK (ledger_events >= 0),  -- so many events it had
  ledger_digest BLOB CHECK (length(ledger_digest) = 32),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision,
  CHECK ((interval_low IS NULL) = (interval_high IS NULL)),
  CHECK ((closing IS NULL) = (opening IS NULL) AND (closing IS NULL) = (judgement IS NULL)),
  CHECK ((closing IS NULL) = (ledger_probability IS NULL AND ledger_digest IS NULL)),
  CHECK (ledger_probability IS NULL OR ledger_digest IS NULL),
  CHECK ((ledger_events IS NULL) = (ledger_digest IS NULL)),
  CHECK ((came_true IS NULL) = (came_true_as IS NULL))
) STRICT;
INSERT INTO assessment
SELECT assessment, scenario, revision, as_of, known_at, as_known_then, state, probability, log_odds,
       interval_low, interval_high, occasion, schedule, ledger_probability, opening, judgement,
       closing, NULL, NULL, NULL, NULL, NULL, NULL, NULL, entry, row, digest
  FROM held;
DROP TABLE held;

CREATE INDEX assessment_of ON assessment (scenario, as_of);
CREATE INDEX assessment_by_entry ON assessment (entry);

-- What each indicator brings to the ledger's balance today, in nats; NULL: what none foresaw.
CREATE TABLE assessment_account (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER REFERENCES indicator,
  evidence REAL NOT NULL,
  silence REAL NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

-- The events that matter most, by influence.
CREATE TABLE assessment_entry (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  event INTEGER NOT NULL CHECK (event >= 1),  -- the lowest number of its items
  indicator INTEGER REFERENCES indicator,     -- NULL: unforeseen
  arrived REAL NOT NULL,
  today REAL NOT NULL,
  without REAL NOT NULL CHECK (without BETWEEN 0 AND 1),
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------------ rounds

CREATE TABLE held AS SELECT * FROM slot;
DROP TABLE slot;
-- A time at which a schedule was due: done, or left out by its policy. Its entry is part of its key,
-- so that what is void can be done again; what stands is done once (round.cc).
CREATE TABLE slot (
  schedule INTEGER NOT NULL REFERENCES schedule,
  due INTEGER NOT NULL,
  skipped INTEGER NOT NULL CHECK (skipped IN (0, 1)),
  assessments INTEGER NOT NULL CHECK (assessments >= 0),
  report TEXT CHECK (report <> ''),    -- the file written
  problem TEXT CHECK (problem <> ''),  -- why it could not be
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (schedule, due, entry),
  CHECK (NOT skipped OR assessments = 0)
) STRICT, WITHOUT ROWID;
INSERT INTO slot
SELECT schedule, due, skipped, assessments, report, problem, entry, row, digest FROM held;
DROP TABLE held;

CREATE TABLE held AS SELECT * FROM alert_evaluation;
DROP TABLE alert_evaluation;
CREATE TABLE alert_evaluation (
  alert INTEGER NOT NULL,
  evaluation INTEGER NOT NULL CHECK (evaluation >= 1),
  revision INTEGER NOT NULL,
  assessment INTEGER NOT NULL REFERENCES assessment,
  as_of INTEGER NOT NULL,
  on_change INTEGER NOT NULL CHECK (on_change IN (0, 1)),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  word TEXT CHECK (word <> ''),
  extreme REAL CHECK (extreme BETWEEN 0 AND 1),
  last INTEGER,
  unfaded REAL CHECK (unfaded BETWEEN 0 AND 1),
  watched_days REAL,
  without_origins REAL CHECK (without_origins BETWEEN 0 AND 1),
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
  state TEXT NOT NULL CHECK (state <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  in_a_row INTEGER NOT NULL CHECK (in_a_row >= 0),
  raised INTEGER,
  raised_from REAL CHECK (raised_from BETWEEN 0 AND 1),
  word_at_rest TEXT CHECK (word_at_rest <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (alert, evaluation),
  FOREIGN KEY (alert, revision) REFERENCES alert_revision
) STRICT, WITHOUT ROWID;
INSERT INTO alert_evaluation
SELECT alert, evaluation, revision, assessment, as_of, on_change, probability, word, extreme, last,
       unfaded, watched_days, without_origins, holds, state, reason, in_a_row, raised, raised_from,
       word_at_rest, entry, row, digest
  FROM held;
DROP TABLE held;

CREATE INDEX alert_evaluation_entry ON alert_evaluation (entry);

CREATE TABLE held AS SELECT * FROM notice;
DROP TABLE notice;
CREATE TABLE notice (
  notice INTEGER PRIMARY KEY CHECK (notice >= 1),
  alert INTEGER REFERENCES alert,  -- NULL: it is of no alert
  raised INTEGER NOT NULL CHECK (raised IN (0, 1)),  -- else cleared
  as_of INTEGER NOT NULL,
  text TEXT CHECK (text <> ''),  -- JSON: what its notifiers are handed
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
INSERT INTO notice SELECT notice, alert, raised, as_of, text, entry, row, digest FROM held;
DROP TABLE held;

----------------------------------------------------------------------------------------- triggers
-- Three a table: none is changed, deleted, or put in another's place; and a record goes only into an
-- entry that is not sealed yet.
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN
  SELECT raise(ABORT, 'journal is append-only: rows are never changed');
END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN
  SELECT raise(ABORT, 'journal is append-only: rows are never deleted');
END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'journal is append-only: rows are never replaced');
END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN
  SELECT raise(ABORT, 'seal is append-only: rows are never changed');
END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN
  SELECT raise(ABORT, 'seal is append-only: rows are never deleted');
END;
CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'seal is append-only: rows are never replaced');
END;
CREATE TRIGGER store_no_update BEFORE UPDATE ON store BEGIN
  SELECT raise(ABORT, 'store is append-only: rows are never changed');
END;
CREATE TRIGGER store_no_delete BEFORE DELETE ON store BEGIN
  SELECT raise(ABORT, 'store is append-only: rows are never deleted');
END;
CREATE TRIGGER store_no_replace BEFORE INSERT ON store
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM store WHERE one = new.one) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'store takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'store is append-only: rows are never replaced') END;
END;
CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never changed');
END;
CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never deleted');
END;
CREATE TRIGGER publication_no_replace BEFORE INSERT ON publication
WHEN EXISTS (SELECT 1 FROM publication WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never replaced');
END;
CREATE TRIGGER publication_revision_no_update BEFORE UPDATE ON publication_revision BEGIN
  SELECT raise(ABORT, 'publication_revision is append-only: rows are never changed');
END;
CREATE TRIGGER publication_revision_no_delete BEFORE DELETE ON publication_revision BEGIN
  SELECT raise(ABORT, 'publication_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER publication_revision_no_replace BEFORE INSERT ON publication_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM publication_revision WHERE publication = new.publication AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'publication_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'publication_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER source_no_update BEFORE UPDATE ON source BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never changed');
END;
CREATE TRIGGER source_no_delete BEFORE DELETE ON source BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never deleted');
END;
CREATE TRIGGER source_no_replace BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never replaced');
END;
CREATE TRIGGER source_revision_no_update BEFORE UPDATE ON source_revision BEGIN
  SELECT raise(ABORT, 'source_revision is append-only: rows are never changed');
END;
CREATE TRIGGER source_revision_no_delete BEFORE DELETE ON source_revision BEGIN
  SELECT raise(ABORT, 'source_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER source_revision_no_replace BEFORE INSERT ON source_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM source_revision WHERE source = new.source AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'source_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'source_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER source_alias_no_update BEFORE UPDATE ON source_alias BEGIN
  SELECT raise(ABORT, 'source_alias is append-only: rows are never changed');
END;
CREATE TRIGGER source_alias_no_delete BEFORE DELETE ON source_alias BEGIN
  SELECT raise(ABORT, 'source_alias is append-only: rows are never deleted');
END;
CREATE TRIGGER source_alias_no_replace BEFORE INSERT ON source_alias
WHEN EXISTS (SELECT 1 FROM source_alias WHERE source = new.source AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'source_alias is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_no_update BEFORE UPDATE ON indicator BEGIN
  SELECT raise(ABORT, 'indicator is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_no_delete BEFORE DELETE ON indicator BEGIN
  SELECT raise(ABORT, 'indicator is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_no_replace BEFORE INSERT ON indicator
WHEN EXISTS (SELECT 1 FROM indicator WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'indicator is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_revision_no_update BEFORE UPDATE ON indicator_revision BEGIN
  SELECT raise(ABORT, 'indicator_revision is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_revision_no_delete BEFORE DELETE ON indicator_revision BEGIN
  SELECT raise(ABORT, 'indicator_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_revision_no_replace BEFORE INSERT ON indicator_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM indicator_revision WHERE indicator = new.indicator AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'indicator_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'indicator_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER indicator_coverage_no_update BEFORE UPDATE ON indicator_coverage BEGIN
  SELECT raise(ABORT, 'indicator_coverage is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_coverage_no_delete BEFORE DELETE ON indicator_coverage BEGIN
  SELECT raise(ABORT, 'indicator_coverage is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_coverage_no_replace BEFORE INSERT ON indicator_coverage
WHEN EXISTS (SELECT 1 FROM indicator_coverage WHERE indicator = new.indicator AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'indicator_coverage is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_season_no_update BEFORE UPDATE ON indicator_season BEGIN
  SELECT raise(ABORT, 'indicator_season is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_season_no_delete BEFORE DELETE ON indicator_season BEGIN
  SELECT raise(ABORT, 'indicator_season is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_season_no_replace BEFORE INSERT ON indicator_season
WHEN EXISTS (SELECT 1 FROM indicator_season WHERE indicator = new.indicator AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'indicator_season is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_occasion_no_update BEFORE UPDATE ON indicator_occasion BEGIN
  SELECT raise(ABORT, 'indicator_occasion is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_occasion_no_delete BEFORE DELETE ON indicator_occasion BEGIN
  SELECT raise(ABORT, 'indicator_occasion is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_occasion_no_replace BEFORE INSERT ON indicator_occasion
WHEN EXISTS (SELECT 1 FROM indicator_occasion WHERE indicator = new.indicator AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'indicator_occasion is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_no_update BEFORE UPDATE ON scenario BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_no_delete BEFORE DELETE ON scenario BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_no_replace BEFORE INSERT ON scenario
WHEN EXISTS (SELECT 1 FROM scenario WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_revision_no_update BEFORE UPDATE ON scenario_revision BEGIN
  SELECT raise(ABORT, 'scenario_revision is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_revision_no_delete BEFORE DELETE ON scenario_revision BEGIN
  SELECT raise(ABORT, 'scenario_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_revision_no_replace BEFORE INSERT ON scenario_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM scenario_revision WHERE scenario = new.scenario AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'scenario_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'scenario_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER scenario_assumption_no_update BEFORE UPDATE ON scenario_assumption BEGIN
  SELECT raise(ABORT, 'scenario_assumption is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_assumption_no_delete BEFORE DELETE ON scenario_assumption BEGIN
  SELECT raise(ABORT, 'scenario_assumption is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_assumption_no_replace BEFORE INSERT ON scenario_assumption
WHEN EXISTS (SELECT 1 FROM scenario_assumption WHERE scenario = new.scenario AND revision = new.revision AND assumption = new.assumption) BEGIN
  SELECT raise(ABORT, 'scenario_assumption is append-only: rows are never replaced');
END;
CREATE TRIGGER assumption_breaker_no_update BEFORE UPDATE ON assumption_breaker BEGIN
  SELECT raise(ABORT, 'assumption_breaker is append-only: rows are never changed');
END;
CREATE TRIGGER assumption_breaker_no_delete BEFORE DELETE ON assumption_breaker BEGIN
  SELECT raise(ABORT, 'assumption_breaker is append-only: rows are never deleted');
END;
CREATE TRIGGER assumption_breaker_no_replace BEFORE INSERT ON assumption_breaker
WHEN EXISTS (SELECT 1 FROM assumption_breaker WHERE scenario = new.scenario AND revision = new.revision AND assumption = new.assumption AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assumption_breaker is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_expectation_no_update BEFORE UPDATE ON scenario_expectation BEGIN
  SELECT raise(ABORT, 'scenario_expectation is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_expectation_no_delete BEFORE DELETE ON scenario_expectation BEGIN
  SELECT raise(ABORT, 'scenario_expectation is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_expectation_no_replace BEFORE INSERT ON scenario_expectation
WHEN EXISTS (SELECT 1 FROM scenario_expectation WHERE scenario = new.scenario AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'scenario_expectation is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_implied_no_update BEFORE UPDATE ON scenario_implied BEGIN
  SELECT raise(ABORT, 'scenario_implied is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_implied_no_delete BEFORE DELETE ON scenario_implied BEGIN
  SELECT raise(ABORT, 'scenario_implied is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_implied_no_replace BEFORE INSERT ON scenario_implied
WHEN EXISTS (SELECT 1 FROM scenario_implied WHERE scenario = new.scenario AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'scenario_implied is append-only: rows are never replaced');
END;
CREATE TRIGGER item_version_no_delete BEFORE DELETE ON item_version BEGIN
  SELECT raise(ABORT, 'item_version is append-only: rows are never deleted');
END;
CREATE TRIGGER item_version_no_replace BEFORE INSERT ON item_version
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM item_version WHERE item = new.item AND version = new.version) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'item_version takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'item_version is append-only: rows are never replaced') END;
END;
CREATE TRIGGER item_text_no_delete BEFORE DELETE ON item_text BEGIN
  SELECT raise(ABORT, 'item_text is append-only: rows are never deleted');
END;
CREATE TRIGGER item_text_no_replace BEFORE INSERT ON item_text
WHEN EXISTS (SELECT 1 FROM item_text WHERE item = new.item AND version = new.version) BEGIN
  SELECT raise(ABORT, 'item_text is append-only: rows are never replaced');
END;
CREATE TRIGGER sighting_no_update BEFORE UPDATE ON sighting BEGIN
  SELECT raise(ABORT, 'sighting is append-only: rows are never changed');
END;
CREATE TRIGGER sighting_no_delete BEFORE DELETE ON sighting BEGIN
  SELECT raise(ABORT, 'sighting is append-only: rows are never deleted');
END;
CREATE TRIGGER sighting_no_replace BEFORE INSERT ON sighting
WHEN EXISTS (SELECT 1 FROM sighting WHERE item = new.item AND version = new.version AND position = new.position) BEGIN
  SELECT raise(ABORT, 'sighting is append-only: rows are never replaced');
END;
CREATE TRIGGER bearing_no_update BEFORE UPDATE ON bearing BEGIN
  SELECT raise(ABORT, 'bearing is append-only: rows are never changed');
END;
CREATE TRIGGER bearing_no_delete BEFORE DELETE ON bearing BEGIN
  SELECT raise(ABORT, 'bearing is append-only: rows are never deleted');
END;
CREATE TRIGGER bearing_no_replace BEFORE INSERT ON bearing
WHEN EXISTS (SELECT 1 FROM bearing WHERE item = new.item AND version = new.version AND position = new.position) BEGIN
  SELECT raise(ABORT, 'bearing is append-only: rows are never replaced');
END;
CREATE TRIGGER retraction_no_update BEFORE UPDATE ON retraction BEGIN
  SELECT raise(ABORT, 'retraction is append-only: rows are never changed');
END;
CREATE TRIGGER retraction_no_delete BEFORE DELETE ON retraction BEGIN
  SELECT raise(ABORT, 'retraction is append-only: rows are never deleted');
END;
CREATE TRIGGER retraction_no_replace BEFORE INSERT ON retraction
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM retraction WHERE item = new.item AND version = new.version) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'retraction takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'retraction is append-only: rows are never replaced') END;
END;
CREATE TRIGGER redaction_no_update BEFORE UPDATE ON redaction BEGIN
  SELECT raise(ABORT, 'redaction is append-only: rows are never changed');
END;
CREATE TRIGGER redaction_no_delete BEFORE DELETE ON redaction BEGIN
  SELECT raise(ABORT, 'redaction is append-only: rows are never deleted');
END;
CREATE TRIGGER redaction_no_replace BEFORE INSERT ON redaction
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM redaction WHERE item = new.item) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'redaction takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'redaction is append-only: rows are never replaced') END;
END;
CREATE TRIGGER redacted_version_no_update BEFORE UPDATE ON redacted_version BEGIN
  SELECT raise(ABORT, 'redacted_version is append-only: rows are never changed');
END;
CREATE TRIGGER redacted_version_no_delete BEFORE DELETE ON redacted_version BEGIN
  SELECT raise(ABORT, 'redacted_version is append-only: rows are never deleted');
END;
CREATE TRIGGER redacted_version_no_replace BEFORE INSERT ON redacted_version
WHEN EXISTS (SELECT 1 FROM redacted_version WHERE item = new.item AND version = new.version) BEGIN
  SELECT raise(ABORT, 'redacted_version is append-only: rows are never replaced');
END;
CREATE TRIGGER redacted_source_no_update BEFORE UPDATE ON redacted_source BEGIN
  SELECT raise(ABORT, 'redacted_source is append-only: rows are never changed');
END;
CREATE TRIGGER redacted_source_no_delete BEFORE DELETE ON redacted_source BEGIN
  SELECT raise(ABORT, 'redacted_source is append-only: rows are never deleted');
END;
CREATE TRIGGER redacted_source_no_replace BEFORE INSERT ON redacted_source
WHEN EXISTS (SELECT 1 FROM redacted_source WHERE item = new.item AND version = new.version AND known_from = new.known_from) BEGIN
  SELECT raise(ABORT, 'redacted_source is append-only: rows are never replaced');
END;
CREATE TRIGGER redacted_id_no_update BEFORE UPDATE ON redacted_id BEGIN
  SELECT raise(ABORT, 'redacted_id is append-only: rows are never changed');
END;
CREATE TRIGGER redacted_id_no_delete BEFORE DELETE ON redacted_id BEGIN
  SELECT raise(ABORT, 'redacted_id is append-only: rows are never deleted');
END;
CREATE TRIGGER redacted_id_no_replace BEFORE INSERT ON redacted_id
WHEN EXISTS (SELECT 1 FROM redacted_id WHERE item = new.item AND disguise = new.disguise) BEGIN
  SELECT raise(ABORT, 'redacted_id is append-only: rows are never replaced');
END;
CREATE TRIGGER cover_no_update BEFORE UPDATE ON cover BEGIN
  SELECT raise(ABORT, 'cover is append-only: rows are never changed');
END;
CREATE TRIGGER cover_no_delete BEFORE DELETE ON cover BEGIN
  SELECT raise(ABORT, 'cover is append-only: rows are never deleted');
END;
CREATE TRIGGER cover_no_replace BEFORE INSERT ON cover
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM cover WHERE entry = new.entry AND row = new.row) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'cover takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'cover is append-only: rows are never replaced') END;
END;
CREATE TRIGGER schedule_no_update BEFORE UPDATE ON schedule BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never changed');
END;
CREATE TRIGGER schedule_no_delete BEFORE DELETE ON schedule BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never deleted');
END;
CREATE TRIGGER schedule_no_replace BEFORE INSERT ON schedule
WHEN EXISTS (SELECT 1 FROM schedule WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never replaced');
END;
CREATE TRIGGER schedule_revision_no_update BEFORE UPDATE ON schedule_revision BEGIN
  SELECT raise(ABORT, 'schedule_revision is append-only: rows are never changed');
END;
CREATE TRIGGER schedule_revision_no_delete BEFORE DELETE ON schedule_revision BEGIN
  SELECT raise(ABORT, 'schedule_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER schedule_revision_no_replace BEFORE INSERT ON schedule_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM schedule_revision WHERE schedule = new.schedule AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'schedule_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'schedule_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER schedule_scenario_no_update BEFORE UPDATE ON schedule_scenario BEGIN
  SELECT raise(ABORT, 'schedule_scenario is append-only: rows are never changed');
END;
CREATE TRIGGER schedule_scenario_no_delete BEFORE DELETE ON schedule_scenario BEGIN
  SELECT raise(ABORT, 'schedule_scenario is append-only: rows are never deleted');
END;
CREATE TRIGGER schedule_scenario_no_replace BEFORE INSERT ON schedule_scenario
WHEN EXISTS (SELECT 1 FROM schedule_scenario WHERE schedule = new.schedule AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'schedule_scenario is append-only: rows are never replaced');
END;
CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert BEGIN
  SELECT raise(ABORT, 'alert is append-only: rows are never changed');
END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert BEGIN
  SELECT raise(ABORT, 'alert is append-only: rows are never deleted');
END;
CREATE TRIGGER alert_no_replace BEFORE INSERT ON alert
WHEN EXISTS (SELECT 1 FROM alert WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'alert is append-only: rows are never replaced');
END;
CREATE TRIGGER alert_revision_no_update BEFORE UPDATE ON alert_revision BEGIN
  SELECT raise(ABORT, 'alert_revision is append-only: rows are never changed');
END;
CREATE TRIGGER alert_revision_no_delete BEFORE DELETE ON alert_revision BEGIN
  SELECT raise(ABORT, 'alert_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER alert_revision_no_replace BEFORE INSERT ON alert_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM alert_revision WHERE alert = new.alert AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'alert_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'alert_revision is append-only: rows are never replaced') END;
END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE ON assessment BEGIN
  SELECT raise(ABORT, 'assessment is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment BEGIN
  SELECT raise(ABORT, 'assessment is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_no_replace BEFORE INSERT ON assessment
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM assessment WHERE assessment = new.assessment) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'assessment takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'assessment is append-only: rows are never replaced') END;
END;
CREATE TRIGGER assessment_event_no_update BEFORE UPDATE ON assessment_event BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_event_no_delete BEFORE DELETE ON assessment_event BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_event_no_insert BEFORE INSERT ON assessment_event BEGIN
  SELECT raise(ABORT, 'assessment_event takes no more rows: it holds the ledgers of model 1');
END;
CREATE TRIGGER assessment_silence_no_update BEFORE UPDATE ON assessment_silence BEGIN
  SELECT raise(ABORT, 'assessment_silence is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_silence_no_delete BEFORE DELETE ON assessment_silence BEGIN
  SELECT raise(ABORT, 'assessment_silence is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_silence_no_insert BEFORE INSERT ON assessment_silence BEGIN
  SELECT raise(ABORT, 'assessment_silence takes no more rows: it holds the ledgers of model 1');
END;
CREATE TRIGGER assessment_not_counted_no_update BEFORE UPDATE ON assessment_not_counted BEGIN
  SELECT raise(ABORT, 'assessment_not_counted is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_not_counted_no_delete BEFORE DELETE ON assessment_not_counted BEGIN
  SELECT raise(ABORT, 'assessment_not_counted is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_not_counted_no_insert BEFORE INSERT ON assessment_not_counted BEGIN
  SELECT raise(ABORT, 'assessment_not_counted takes no more rows: it holds the ledgers of model 1');
END;
CREATE TRIGGER assessment_misfit_no_update BEFORE UPDATE ON assessment_misfit BEGIN
  SELECT raise(ABORT, 'assessment_misfit is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_misfit_no_delete BEFORE DELETE ON assessment_misfit BEGIN
  SELECT raise(ABORT, 'assessment_misfit is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_misfit_no_insert BEFORE INSERT ON assessment_misfit BEGIN
  SELECT raise(ABORT, 'assessment_misfit takes no more rows: it holds the ledgers of model 1');
END;
CREATE TRIGGER assessment_disagreeing_no_update BEFORE UPDATE ON assessment_disagreeing BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_disagreeing_no_delete BEFORE DELETE ON assessment_disagreeing BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_disagreeing_no_insert BEFORE INSERT ON assessment_disagreeing BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing takes no more rows: it holds the ledgers of model 1');
END;
CREATE TRIGGER assessment_account_no_update BEFORE UPDATE ON assessment_account BEGIN
  SELECT raise(ABORT, 'assessment_account is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_account_no_delete BEFORE DELETE ON assessment_account BEGIN
  SELECT raise(ABORT, 'assessment_account is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_account_no_replace BEFORE INSERT ON assessment_account
WHEN EXISTS (SELECT 1 FROM assessment_account WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_account is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_entry_no_update BEFORE UPDATE ON assessment_entry BEGIN
  SELECT raise(ABORT, 'assessment_entry is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_entry_no_delete BEFORE DELETE ON assessment_entry BEGIN
  SELECT raise(ABORT, 'assessment_entry is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_entry_no_replace BEFORE INSERT ON assessment_entry
WHEN EXISTS (SELECT 1 FROM assessment_entry WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_entry is append-only: rows are never replaced');
END;
CREATE TRIGGER slot_no_update BEFORE UPDATE ON slot BEGIN
  SELECT raise(ABORT, 'slot is append-only: rows are never changed');
END;
CREATE TRIGGER slot_no_delete BEFORE DELETE ON slot BEGIN
  SELECT raise(ABORT, 'slot is append-only: rows are never deleted');
END;
CREATE TRIGGER slot_no_replace BEFORE INSERT ON slot
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM slot WHERE schedule = new.schedule AND due = new.due AND entry = new.entry) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'slot takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'slot is append-only: rows are never replaced') END;
END;
CREATE TRIGGER answered_no_update BEFORE UPDATE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never changed');
END;
CREATE TRIGGER answered_no_delete BEFORE DELETE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never deleted');
END;
CREATE TRIGGER answered_no_replace BEFORE INSERT ON answered
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM answered WHERE change = new.change) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'answered takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'answered is append-only: rows are never replaced') END;
END;
CREATE TRIGGER alert_evaluation_no_update BEFORE UPDATE ON alert_evaluation BEGIN
  SELECT raise(ABORT, 'alert_evaluation is append-only: rows are never changed');
END;
CREATE TRIGGER alert_evaluation_no_delete BEFORE DELETE ON alert_evaluation BEGIN
  SELECT raise(ABORT, 'alert_evaluation is append-only: rows are never deleted');
END;
CREATE TRIGGER alert_evaluation_no_replace BEFORE INSERT ON alert_evaluation
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM alert_evaluation WHERE alert = new.alert AND evaluation = new.evaluation) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'alert_evaluation takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'alert_evaluation is append-only: rows are never replaced') END;
END;
CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never changed');
END;
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never deleted');
END;
CREATE TRIGGER notice_no_replace BEFORE INSERT ON notice
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM notice WHERE notice = new.notice) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'notice takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'notice is append-only: rows are never replaced') END;
END;
CREATE TRIGGER notice_to_no_update BEFORE UPDATE ON notice_to BEGIN
  SELECT raise(ABORT, 'notice_to is append-only: rows are never changed');
END;
CREATE TRIGGER notice_to_no_delete BEFORE DELETE ON notice_to BEGIN
  SELECT raise(ABORT, 'notice_to is append-only: rows are never deleted');
END;
CREATE TRIGGER notice_to_no_replace BEFORE INSERT ON notice_to
WHEN EXISTS (SELECT 1 FROM notice_to WHERE (notice = new.notice AND position = new.position) OR (notice = new.notice AND notifier = new.notifier)) BEGIN
  SELECT raise(ABORT, 'notice_to is append-only: rows are never replaced');
END;
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt BEGIN
  SELECT raise(ABORT, 'attempt is append-only: rows are never changed');
END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN
  SELECT raise(ABORT, 'attempt is append-only: rows are never deleted');
END;
CREATE TRIGGER attempt_no_replace BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM attempt WHERE notice = new.notice AND notifier = new.notifier AND number = new.number) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'attempt takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'attempt is append-only: rows are never replaced') END;
END;
CREATE TRIGGER attempt_end_no_update BEFORE UPDATE ON attempt_end BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never changed');
END;
CREATE TRIGGER attempt_end_no_delete BEFORE DELETE ON attempt_end BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never deleted');
END;
CREATE TRIGGER attempt_end_no_replace BEFORE INSERT ON attempt_end
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM attempt_end WHERE notice = new.notice AND notifier = new.notifier AND number = new.number) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'attempt_end takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'attempt_end is append-only: rows are never replaced') END;
END;
-- Blanking the private columns is the one change there is, and only while the entry that holds the
-- item's redaction is open.
CREATE TRIGGER item_version_no_update BEFORE UPDATE ON item_version
WHEN NOT (
  new.source IS NULL AND new.origin IS NULL
  AND (new.item, new.version, new.occurred, new.occurred_as, new.until, new.count, new.available,
       new.available_given, new.reliability, new.digit, new.credibility, new.event, new.denies,
       new.share, new.sightings, new.bearings, new.by_hand, new.withheld, new.entry, new.row,
       new.feed, new.lang, new.kept_sha256, new.digest)
   IS (old.item, old.version, old.occurred, old.occurred_as, old.until, old.count, old.available,
       old.available_given, old.reliability, old.digit, old.credibility, old.event, old.denies,
       old.share, old.sightings, old.bearings, old.by_hand, old.withheld, old.entry, old.row,
       old.feed, old.lang, old.kept_sha256, old.digest)
  AND EXISTS (SELECT 1 FROM redaction WHERE redaction.item = old.item
              AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = redaction.entry)))
BEGIN
  SELECT raise(ABORT, 'item_version is append-only: rows are never changed but by a redaction');
END;
CREATE TRIGGER item_text_no_update BEFORE UPDATE ON item_text
WHEN NOT (
  (new.id, new.text, new.url, new.place, new.note, new.by, new.salt)
   IS (NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  AND (new.item, new.version) IS (old.item, old.version)
  AND EXISTS (SELECT 1 FROM redaction WHERE redaction.item = old.item
              AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = redaction.entry)))
BEGIN
  SELECT raise(ABORT, 'item_text is append-only: rows are never changed but by a redaction');
END;

------------------------------------------------------------------------------------------- views

CREATE VIEW journal_readable AS
SELECT journal.entry,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded,
       journal.kind,
       seal.rows,
       iif(journal.rehearsed, 'rehearsed', '') AS rehearsed,
       lower(hex(seal.chain)) AS chain
  FROM journal LEFT JOIN seal USING (entry)
 ORDER BY journal.entry;

CREATE VIEW sources AS
SELECT source.id, r.revision, r.title_en, r.title_ar, r.origin, r.reliability, r.party,
       (SELECT group_concat(alias, ' · ') FROM source_alias a
         WHERE a.source = r.source AND a.revision = r.revision) AS aliases,
       r.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM source_revision r JOIN source ON source.number = r.source JOIN journal USING (entry)
 ORDER BY source.id, r.revision;

CREATE VIEW indicators AS
SELECT indicator.id, r.revision, r.title_en, r.title_ar,
       nullif(coalesce(r.usual_reliability, '') || coalesce(r.usual_digit, ''), '') AS usual_grade,
       r.of, r.once,
       coalesce(r.occasions_every,
                (SELECT group_concat(date(o.date, 'unixepoch'), ' · ') FROM indicator_occasion o
                  WHERE o.indicator = r.indicator AND o.revision = r.revision)) AS occasions,
       r.lag_days, r.dispersion, r.watched, r.baseline_per_day,
       (SELECT count(DISTINCT s.item) FROM sighting s WHERE s.indicator = r.indicator) AS items,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM indicator_revision r JOIN indicator ON indicator.number = r.indicator
       JOIN journal USING (entry)
 ORDER BY indicator.id, r.revision;

CREATE VIEW scenarios AS
SELECT scenario.id, r.revision, r.role, r.title_en, r.title_ar, publication.id AS publication,
       r.part_of,
       (SELECT group_concat(i.implied, ' · ') FROM scenario_implied i
         WHERE i.scenario = r.scenario AND i.revision = r.revision) AS implies,
       r.asks, r.prior, r.prior_within, r.base_rate, r.persistence_days,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.opened, 'unixepoch') AS opened,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.horizon, 'unixepoch') AS horizon,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM scenario_revision r JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN publication ON publication.number = r.publication
       JOIN journal USING (entry)
 ORDER BY scenario.id, r.revision;

CREATE VIEW expectations AS
SELECT scenario.id AS scenario, e.revision, e.position, indicator.id AS indicator,
       iif(e.happening, 'happening', '') AS happening, e.if_true, e.if_false,
       round(coalesce(e.if_true_each / e.if_false_each, e.if_true_per_day / e.if_false_per_day), 3)
         AS ratio,
       e.within, e.ratio_within, e.because
  FROM scenario_expectation e JOIN scenario ON scenario.number = e.scenario
       JOIN indicator ON indicator.number = e.indicator
 ORDER BY scenario.id, e.revision, e.position;

CREATE VIEW coverage AS
SELECT indicator.id AS indicator,
       strftime('%Y-%m-%dT%H:%M:%SZ', cover."from", 'unixepoch') AS "from",
       strftime('%Y-%m-%dT%H:%M:%SZ', cover."to", 'unixepoch') AS "to",
       cover.level, cover.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM cover JOIN indicator ON indicator.number = cover.indicator JOIN journal USING (entry)
 ORDER BY cover.entry, cover.row;

-- Every version of every item; `state` says which one stands today.
CREATE VIEW evidence AS
SELECT v.item, v.version,
       CASE WHEN v.withheld THEN 'withheld'
            WHEN EXISTS (SELECT 1 FROM item_version w WHERE w.item = v.item
                         AND w.version > v.version AND NOT w.withheld) THEN 'superseded'
            WHEN EXISTS (SELECT 1 FROM retraction t WHERE t.item = v.item
                         AND t.version >= v.version) THEN 'retracted'
            ELSE 'stands' END AS state,
       iif(EXISTS (SELECT 1 FROM redaction WHERE redaction.item = v.item), 'redacted', '')
         AS redacted,
       CASE v.occurred_as WHEN 'second' THEN strftime('%Y-%m-%dT%H:%M:%SZ', v.occurred, 'unixepoch')
            ELSE date(v.occurred, 'unixepoch') END AS occurred,
       strftime('%Y-%m-%dT%H:%M:%SZ', v.until, 'unixepoch') AS until,
       v.count,
       strftime('%Y-%m-%dT%H:%M:%SZ', v.available, 'unixepoch') AS available,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded,
       (SELECT group_concat(indicator.id || coalesce(' (' || nullif(coalesce(s.reliability, '') ||
                            coalesce(s.digit, ''), '') || ')', ''), ' · ')
          FROM sighting s JOIN indicator ON indicator.number = s.indicator
         WHERE s.item = v.item AND s.version = v.version) AS indicators,
       (SELECT group_concat(scenario.id || ' ' || coalesce(b.word, b.ratio), ' · ')
          FROM bearing b JOIN scenario ON scenario.number = b.scenario
         WHERE b.item = v.item AND b.version = v.version) AS bears,
       coalesce(v.reliability, '') || coalesce(v.digit, '') AS grade,
       v.credibility, v.source, v.origin, v.event, v.denies, t.text, t.url, t.place, t.note, t.by,
       v.feed, t.id
  FROM item_version v JOIN item_text t USING (item, version) JOIN journal ON journal.entry = v.entry
 ORDER BY v.item, v.version;

CREATE VIEW schedules AS
SELECT schedule.id, r.revision, r.title_en, r.title_ar, r.every, r.rule, r.timezone,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.start, 'unixepoch') AS start,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.until, 'unixepoch') AS until,
       (SELECT group_concat(s.scenario, ' · ') FROM schedule_scenario s
         WHERE s.schedule = r.schedule AND s.revision = r.revision) AS scenarios,
       r.missed, r.report_format, r.report_language, r.report_output,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM schedule_revision r JOIN schedule ON schedule.number = r.schedule JOIN journal USING (entry)
 ORDER BY schedule.id, r.revision;

CREATE VIEW alerts AS
SELECT alert.id, r.revision, r.title_en, r.title_ar, scenario.id AS scenario, r.condition, r.kind,
       iif(r.at_horizon, 'at the horizon', '') AS at_horizon, r.level, r.within_days,
       indicator.id AS indicator, r.in_a_row, r.clear, r.hold_days, r.origins, r.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM alert_revision r JOIN alert ON alert.number = r.alert
       JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN indicator ON indicator.number = r.indicator
       JOIN journal USING (entry)
 ORDER BY alert.id, r.revision;

CREATE VIEW assessments AS
SELECT a.assessment, scenario.id AS scenario, a.revision, coalesce(a.model, 1) AS model,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.as_of, 'unixepoch') AS as_of,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.known_at, 'unixepoch') AS known_at,
       a.state, a.probability, a.interval_low, a.interval_high, a.at_horizon,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.came_true, 'unixepoch') AS came_true,
       round(a.log_odds * 4.342944819032518, 2) AS log_odds_db, a.occasion,
       schedule.id AS schedule,
       coalesce(a.ledger_events,
                (SELECT count(*) FROM assessment_event e WHERE e.assessment = a.assessment))
         AS events,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM assessment a JOIN scenario ON scenario.number = a.scenario
       LEFT JOIN schedule ON schedule.number = a.schedule
       JOIN journal USING (entry)
 ORDER BY a.assessment;

-- What is kept of the ledgers of assessments, in decibans. closing = opening + judgement + the sum of
-- the accounts; the entries are those that matter most among the events behind the accounts.
CREATE VIEW ledger_accounts AS
SELECT a.assessment, 'opening' AS account, NULL AS indicator,
       round(a.opening * 4.342944819032518, 2) AS db
  FROM assessment a WHERE a.ledger_digest IS NOT NULL
UNION ALL
SELECT a.assessment, 'judgement', NULL, round(a.judgement * 4.342944819032518, 2)
  FROM assessment a WHERE a.ledger_digest IS NOT NULL
UNION ALL
SELECT c.assessment, 'evidence', indicator.id, round(c.evidence * 4.342944819032518, 2)
  FROM assessment_account c LEFT JOIN indicator ON indicator.number = c.indicator
UNION ALL
SELECT c.assessment, 'silence', indicator.id, round(c.silence * 4.342944819032518, 2)
  FROM assessment_account c JOIN indicator ON indicator.number = c.indicator
UNION ALL
SELECT a.assessment, 'closing', NULL, round(a.closing * 4.342944819032518, 2)
  FROM assessment a WHERE a.ledger_digest IS NOT NULL;

CREATE VIEW ledger_entries AS
SELECT e.assessment, e.position, e.event AS item,
       (SELECT v.event FROM item_version v WHERE v.item = e.event ORDER BY v.version DESC LIMIT 1)
         AS event,
       indicator.id AS indicator,
       round(e.arrived * 4.342944819032518, 2) AS arrived_db,
       round(e.today * 4.342944819032518, 2) AS today_db,
       e.without AS probability_without
  FROM assessment_entry e LEFT JOIN indicator ON indicator.number = e.indicator
 ORDER BY e.assessment, e.position;

CREATE VIEW slots AS
SELECT schedule.id AS schedule,
       strftime('%Y-%m-%dT%H:%M:%SZ', slot.due, 'unixepoch') AS due,
       iif(slot.skipped, 'skipped', 'done') AS state, slot.assessments, slot.report, slot.problem,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM slot JOIN schedule ON schedule.number = slot.schedule JOIN journal USING (entry)
 ORDER BY slot.due, schedule.id;

CREATE VIEW alert_story AS
SELECT alert.id AS alert, e.evaluation, e.revision, e.assessment,
       strftime('%Y-%m-%dT%H:%M:%SZ', e.as_of, 'unixepoch') AS as_of,
       e.state, e.reason, e.probability, e.word, iif(e.holds, 'holds', '') AS condition, e.in_a_row,
       strftime('%Y-%m-%dT%H:%M:%SZ', e.raised, 'unixepoch') AS raised,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM alert_evaluation e JOIN alert ON alert.number = e.alert JOIN journal USING (entry)
 ORDER BY alert.id, e.evaluation;

-- One row for each whom a notice is for; `state` is what became of it.
CREATE VIEW notices AS
SELECT notice.notice, alert.id AS alert, iif(notice.raised, 'raised', 'cleared') AS event,
       strftime('%Y-%m-%dT%H:%M:%SZ', notice.as_of, 'unixepoch') AS as_of,
       t.notifier,
       CASE WHEN EXISTS (SELECT 1 FROM attempt_end e WHERE e.notice = t.notice
                         AND e.notifier = t.notifier AND e.delivered) THEN 'delivered'
            ELSE 'waiting' END AS state,
       (SELECT count(*) FROM attempt a WHERE a.notice = t.notice AND a.notifier = t.notifier)
         AS attempts,
       (SELECT e.detail FROM attempt_end e WHERE e.notice = t.notice AND e.notifier = t.notifier
         ORDER BY e.number DESC LIMIT 1) AS detail,
       notice.text,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM notice LEFT JOIN alert ON alert.number = notice.alert
       LEFT JOIN notice_to t ON t.notice = notice.notice JOIN journal USING (entry)
 ORDER BY notice.notice, t.position;
