-- Signpost's store. One file; open it with any SQLite tool. The views at the end are for reading:
-- evidence, scenarios, indicators, expectations, sources, coverage, journal_readable.
--
-- Everything is append-only: triggers refuse to change, replace or delete a row. A definition is
-- changed by a further revision, an item by a further version, and both are withdrawn by a row that
-- says so. Only a redaction blanks something, and only the private columns of an item.
--
-- Instants are seconds since 1970-01-01T00:00:00Z; what nobody said is NULL, never ''.
--
-- Each change is one entry of the journal. The rows that belong to it carry its number (`entry`),
-- their place in it (`row`, from 1) and a SHA-256 over their content and the content of the rows
-- under them (`digest`). When an entry is complete it is sealed: `seal` holds the digest over its
-- rows' digests and the chain, a digest over the entry and the chain of the entry before.

CREATE TABLE journal (
  entry INTEGER PRIMARY KEY CHECK (entry >= 1),
  recorded INTEGER NOT NULL,
  rehearsed INTEGER NOT NULL CHECK (rehearsed IN (0, 1)),  -- made under --now
  kind TEXT NOT NULL CHECK (kind <> '')
) STRICT;

CREATE TABLE seal (
  entry INTEGER PRIMARY KEY REFERENCES journal,
  rows INTEGER NOT NULL CHECK (rows >= 0),
  rows_digest BLOB NOT NULL CHECK (length(rows_digest) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;

-- Which store this is, and the secret with which names are disguised when an item is redacted.
CREATE TABLE store (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL CHECK (id <> ''),
  secret BLOB NOT NULL CHECK (length(secret) = 32),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

------------------------------------------------------------------------------------- definitions

CREATE TABLE publication (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

CREATE TABLE publication_revision (
  publication INTEGER NOT NULL REFERENCES publication,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  publisher TEXT CHECK (publisher <> ''),
  published INTEGER,
  via TEXT CHECK (via <> ''),
  language TEXT CHECK (language <> ''),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (publication, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

CREATE TABLE source_revision (
  source INTEGER NOT NULL REFERENCES source,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  origin TEXT CHECK (origin <> ''),
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'F' AND length(reliability) = 1),
  party INTEGER NOT NULL CHECK (party IN (0, 1)),
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (source, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_alias (
  source INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  alias TEXT NOT NULL,
  PRIMARY KEY (source, revision, position),
  FOREIGN KEY (source, revision) REFERENCES source_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

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
  watched TEXT NOT NULL CHECK (watched IN ('always', 'totals', 'feed')),
  baseline_per_day REAL CHECK (baseline_per_day >= 0),
  baseline_because TEXT CHECK (baseline_because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (indicator, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator_coverage (
  indicator INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  level REAL NOT NULL CHECK (level BETWEEN 0 AND 1),
  because TEXT CHECK (because <> ''),
  PRIMARY KEY (indicator, revision, position),
  FOREIGN KEY (indicator, revision) REFERENCES indicator_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator_season (
  indicator INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  factor REAL NOT NULL CHECK (factor > 0),
  because TEXT CHECK (because <> ''),
  PRIMARY KEY (indicator, revision, position),
  FOREIGN KEY (indicator, revision) REFERENCES indicator_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE scenario (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

CREATE TABLE scenario_revision (
  scenario INTEGER NOT NULL REFERENCES scenario,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  publication INTEGER REFERENCES publication,
  role TEXT NOT NULL CHECK (role IN ('motive', 'effect', 'conclusion', 'hypothesis')),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  forecast_en TEXT CHECK (forecast_en <> ''),
  forecast_ar TEXT CHECK (forecast_ar <> ''),
  wording_en TEXT CHECK (wording_en <> ''),
  wording_ar TEXT CHECK (wording_ar <> ''),
  publisher_probability REAL CHECK (publisher_probability BETWEEN 0 AND 1),
  part_of TEXT CHECK (part_of <> ''),
  asks TEXT NOT NULL CHECK (asks IN ('state', 'by-horizon', 'fact')),
  prior REAL NOT NULL CHECK (prior BETWEEN 0 AND 1),
  prior_because TEXT CHECK (prior_because <> ''),
  base_rate REAL NOT NULL CHECK (base_rate BETWEEN 0 AND 1),
  base_rate_because TEXT CHECK (base_rate_because <> ''),
  lasts TEXT CHECK (lasts <> ''),
  persistence_days REAL CHECK (persistence_days >= 0),  -- NULL: forever
  opened INTEGER NOT NULL,
  horizon INTEGER,
  resolves_yes TEXT CHECK (resolves_yes <> ''),
  resolves_no TEXT CHECK (resolves_no <> ''),
  resolves_open TEXT CHECK (resolves_open <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (scenario, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE scenario_assumption (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  assumption INTEGER NOT NULL CHECK (assumption >= 1),
  en TEXT CHECK (en <> ''),
  ar TEXT CHECK (ar <> ''),
  PRIMARY KEY (scenario, revision, assumption),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE assumption_breaker (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  assumption INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  PRIMARY KEY (scenario, revision, assumption, position),
  FOREIGN KEY (scenario, revision, assumption) REFERENCES scenario_assumption
) STRICT, WITHOUT ROWID;

CREATE TABLE scenario_expectation (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  if_true TEXT NOT NULL,  -- as written
  if_true_per_day REAL NOT NULL CHECK (if_true_per_day >= 0),
  if_false TEXT NOT NULL,
  if_false_per_day REAL NOT NULL CHECK (if_false_per_day >= 0),
  because TEXT CHECK (because <> ''),
  PRIMARY KEY (scenario, revision, position),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------------- items

-- A version of an item: what scoring reads, and nothing long. `source` and `origin` are private:
-- a redaction blanks them, and all of item_text.
CREATE TABLE item_version (
  item INTEGER NOT NULL CHECK (item >= 1),
  version INTEGER NOT NULL CHECK (version >= 1),
  occurred INTEGER NOT NULL,
  occurred_as TEXT NOT NULL CHECK (occurred_as IN ('second', 'day', 'month', 'year')),
  until INTEGER,
  count INTEGER CHECK (count >= 0),
  available INTEGER NOT NULL,
  available_given INTEGER NOT NULL CHECK (available_given IN (0, 1)),
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'F' AND length(reliability) = 1),
  digit INTEGER CHECK (digit BETWEEN 1 AND 6),
  credibility REAL CHECK (credibility BETWEEN 0 AND 1),
  event TEXT CHECK (event <> ''),
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

CREATE INDEX item_later_version ON item_version (item, version, withheld, entry) WHERE version > 1;

CREATE TABLE item_text (
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  id TEXT CHECK (id <> ''),  -- its id at its source
  text TEXT CHECK (text <> ''),
  url TEXT CHECK (url <> ''),
  place TEXT CHECK (place <> ''),
  note TEXT CHECK (note <> ''),
  by TEXT CHECK (by <> ''),
  salt BLOB CHECK (length(salt) = 16),  -- NULL once redacted
  PRIMARY KEY (item, version),
  FOREIGN KEY (item, version) REFERENCES item_version
) STRICT, WITHOUT ROWID;

CREATE INDEX item_id ON item_text (id, item) WHERE id IS NOT NULL;

CREATE TABLE sighting (
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  graded INTEGER NOT NULL CHECK (graded IN (0, 1)),  -- has a grade of its own
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'F' AND length(reliability) = 1),
  digit INTEGER CHECK (digit BETWEEN 1 AND 6),
  PRIMARY KEY (item, version, position),
  FOREIGN KEY (item, version) REFERENCES item_version,
  CHECK (graded OR (reliability IS NULL AND digit IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_of ON sighting (indicator, item, version, graded, reliability, digit);

CREATE TABLE bearing (
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  scenario INTEGER NOT NULL REFERENCES scenario,
  ratio REAL NOT NULL CHECK (ratio > 0),
  word TEXT CHECK (word <> ''),
  PRIMARY KEY (item, version, position),
  FOREIGN KEY (item, version) REFERENCES item_version
) STRICT, WITHOUT ROWID;

CREATE INDEX bearing_on ON bearing (scenario, item, version);

-- Withdraws an item: all versions up to `version`. An amendment by hand makes it stand again.
CREATE TABLE retraction (
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (item, version),
  FOREIGN KEY (item, version) REFERENCES item_version
) STRICT, WITHOUT ROWID;

-- An item was blanked. What was scored stays: under it stands what scoring took from the blanked
-- columns, without saying what they said.
CREATE TABLE redaction (
  item INTEGER PRIMARY KEY,
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- The digest of what was blanked, so that the version's own digest can still be recomputed.
CREATE TABLE redacted_version (
  item INTEGER NOT NULL REFERENCES redaction,
  version INTEGER NOT NULL,
  private_digest BLOB NOT NULL CHECK (length(private_digest) = 32),
  PRIMARY KEY (item, version),
  FOREIGN KEY (item, version) REFERENCES item_version
) STRICT, WITHOUT ROWID;

-- Whose claim it was and how reliable its source, from `known_from` on: names disguised.
CREATE TABLE redacted_source (
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  registered INTEGER NOT NULL CHECK (registered IN (0, 1)),
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'F' AND length(reliability) = 1),
  origin TEXT CHECK (origin <> ''),  -- NULL: nobody's but its own
  PRIMARY KEY (item, version, known_from),
  FOREIGN KEY (item, version) REFERENCES redacted_version
) STRICT, WITHOUT ROWID;

-- By which an import knows a redacted item again, so that its text does not come back.
CREATE TABLE redacted_id (
  item INTEGER NOT NULL REFERENCES redaction,
  disguise BLOB NOT NULL CHECK (length(disguise) = 32),
  PRIMARY KEY (item, disguise)
) STRICT, WITHOUT ROWID;

CREATE INDEX redacted_disguise ON redacted_id (disguise);

-- Coverage declared from the command line, in force from when its entry was recorded.
CREATE TABLE cover (
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  level REAL NOT NULL CHECK (level BETWEEN 0 AND 1),
  because TEXT CHECK (because <> ''),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (entry, row)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------- triggers
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
WHEN EXISTS (SELECT 1 FROM store WHERE one = new.one) BEGIN
  SELECT raise(ABORT, 'store is append-only: rows are never replaced');
END;
CREATE TRIGGER store_no_late_row BEFORE INSERT ON store
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'store takes no row for an entry that is sealed');
END;
CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never changed');
END;
CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never deleted');
END;
CREATE TRIGGER publication_no_replace BEFORE INSERT ON publication
WHEN EXISTS (SELECT 1 FROM publication WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'publication is append-only: rows are never replaced');
END;
CREATE TRIGGER publication_revision_no_update BEFORE UPDATE ON publication_revision BEGIN
  SELECT raise(ABORT, 'publication_revision is append-only: rows are never changed');
END;
CREATE TRIGGER publication_revision_no_delete BEFORE DELETE ON publication_revision BEGIN
  SELECT raise(ABORT, 'publication_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER publication_revision_no_replace BEFORE INSERT ON publication_revision
WHEN EXISTS (SELECT 1 FROM publication_revision WHERE publication = new.publication AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'publication_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER publication_revision_no_late_row BEFORE INSERT ON publication_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'publication_revision takes no row for an entry that is sealed');
END;
CREATE TRIGGER source_no_update BEFORE UPDATE ON source BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never changed');
END;
CREATE TRIGGER source_no_delete BEFORE DELETE ON source BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never deleted');
END;
CREATE TRIGGER source_no_replace BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'source is append-only: rows are never replaced');
END;
CREATE TRIGGER source_revision_no_update BEFORE UPDATE ON source_revision BEGIN
  SELECT raise(ABORT, 'source_revision is append-only: rows are never changed');
END;
CREATE TRIGGER source_revision_no_delete BEFORE DELETE ON source_revision BEGIN
  SELECT raise(ABORT, 'source_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER source_revision_no_replace BEFORE INSERT ON source_revision
WHEN EXISTS (SELECT 1 FROM source_revision WHERE source = new.source AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'source_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER source_revision_no_late_row BEFORE INSERT ON source_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'source_revision takes no row for an entry that is sealed');
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
WHEN EXISTS (SELECT 1 FROM indicator WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'indicator is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_revision_no_update BEFORE UPDATE ON indicator_revision BEGIN
  SELECT raise(ABORT, 'indicator_revision is append-only: rows are never changed');
END;
CREATE TRIGGER indicator_revision_no_delete BEFORE DELETE ON indicator_revision BEGIN
  SELECT raise(ABORT, 'indicator_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER indicator_revision_no_replace BEFORE INSERT ON indicator_revision
WHEN EXISTS (SELECT 1 FROM indicator_revision WHERE indicator = new.indicator AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'indicator_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER indicator_revision_no_late_row BEFORE INSERT ON indicator_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'indicator_revision takes no row for an entry that is sealed');
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
CREATE TRIGGER scenario_no_update BEFORE UPDATE ON scenario BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_no_delete BEFORE DELETE ON scenario BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_no_replace BEFORE INSERT ON scenario
WHEN EXISTS (SELECT 1 FROM scenario WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'scenario is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_revision_no_update BEFORE UPDATE ON scenario_revision BEGIN
  SELECT raise(ABORT, 'scenario_revision is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_revision_no_delete BEFORE DELETE ON scenario_revision BEGIN
  SELECT raise(ABORT, 'scenario_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_revision_no_replace BEFORE INSERT ON scenario_revision
WHEN EXISTS (SELECT 1 FROM scenario_revision WHERE scenario = new.scenario AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'scenario_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_revision_no_late_row BEFORE INSERT ON scenario_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'scenario_revision takes no row for an entry that is sealed');
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
CREATE TRIGGER item_version_no_delete BEFORE DELETE ON item_version BEGIN
  SELECT raise(ABORT, 'item_version is append-only: rows are never deleted');
END;
CREATE TRIGGER item_version_no_replace BEFORE INSERT ON item_version
WHEN EXISTS (SELECT 1 FROM item_version WHERE item = new.item AND version = new.version) BEGIN
  SELECT raise(ABORT, 'item_version is append-only: rows are never replaced');
END;
CREATE TRIGGER item_version_no_late_row BEFORE INSERT ON item_version
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'item_version takes no row for an entry that is sealed');
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
WHEN EXISTS (SELECT 1 FROM retraction WHERE item = new.item AND version = new.version) BEGIN
  SELECT raise(ABORT, 'retraction is append-only: rows are never replaced');
END;
CREATE TRIGGER retraction_no_late_row BEFORE INSERT ON retraction
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'retraction takes no row for an entry that is sealed');
END;
CREATE TRIGGER redaction_no_update BEFORE UPDATE ON redaction BEGIN
  SELECT raise(ABORT, 'redaction is append-only: rows are never changed');
END;
CREATE TRIGGER redaction_no_delete BEFORE DELETE ON redaction BEGIN
  SELECT raise(ABORT, 'redaction is append-only: rows are never deleted');
END;
CREATE TRIGGER redaction_no_replace BEFORE INSERT ON redaction
WHEN EXISTS (SELECT 1 FROM redaction WHERE item = new.item) BEGIN
  SELECT raise(ABORT, 'redaction is append-only: rows are never replaced');
END;
CREATE TRIGGER redaction_no_late_row BEFORE INSERT ON redaction
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'redaction takes no row for an entry that is sealed');
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
WHEN EXISTS (SELECT 1 FROM cover WHERE entry = new.entry AND row = new.row) BEGIN
  SELECT raise(ABORT, 'cover is append-only: rows are never replaced');
END;
CREATE TRIGGER cover_no_late_row BEFORE INSERT ON cover
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'cover takes no row for an entry that is sealed');
END;
-- Blanking the private columns is the one change there is, and only while the entry that holds the
-- item's redaction is open.
CREATE TRIGGER item_version_no_update BEFORE UPDATE ON item_version
WHEN NOT (
  new.source IS NULL AND new.origin IS NULL
  AND (new.item, new.version, new.occurred, new.occurred_as, new.until, new.count, new.available,
       new.available_given, new.reliability, new.digit, new.credibility, new.event, new.share,
       new.sightings, new.bearings, new.by_hand, new.withheld, new.entry, new.row, new.feed,
       new.lang, new.kept_sha256, new.digest)
   IS (old.item, old.version, old.occurred, old.occurred_as, old.until, old.count, old.available,
       old.available_given, old.reliability, old.digit, old.credibility, old.event, old.share,
       old.sightings, old.bearings, old.by_hand, old.withheld, old.entry, old.row, old.feed,
       old.lang, old.kept_sha256, old.digest)
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
SELECT indicator.id, r.revision, r.title_en, r.title_ar, r.once, r.lag_days, r.dispersion,
       r.watched, r.baseline_per_day,
       (SELECT count(DISTINCT s.item) FROM sighting s WHERE s.indicator = r.indicator) AS items,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM indicator_revision r JOIN indicator ON indicator.number = r.indicator
       JOIN journal USING (entry)
 ORDER BY indicator.id, r.revision;

CREATE VIEW scenarios AS
SELECT scenario.id, r.revision, r.role, r.title_en, r.title_ar, publication.id AS publication,
       r.part_of, r.asks, r.prior, r.base_rate, r.persistence_days,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.opened, 'unixepoch') AS opened,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.horizon, 'unixepoch') AS horizon,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM scenario_revision r JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN publication ON publication.number = r.publication
       JOIN journal USING (entry)
 ORDER BY scenario.id, r.revision;

CREATE VIEW expectations AS
SELECT scenario.id AS scenario, e.revision, e.position, indicator.id AS indicator,
       e.if_true, e.if_false, round(e.if_true_per_day / e.if_false_per_day, 3) AS ratio, e.because
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
       v.credibility, v.source, v.origin, v.event, t.text, t.url, t.place, t.note, t.by,
       v.feed, t.id
  FROM item_version v JOIN item_text t USING (item, version) JOIN journal ON journal.entry = v.entry
 ORDER BY v.item, v.version;
