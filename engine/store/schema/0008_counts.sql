-- Forecasts that are answered by a count, and what grades are worth to the desk. For reading: the
-- views criteria, grades.

-- Of a scenario that asks for a count, and of no other: what is counted from "from" until before
-- "to", and how much is enough. Its prior is NULL: where it starts is learnt from the counts since
-- history_from.
CREATE TABLE scenario_criterion (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  at_least REAL CHECK (at_least > 0),  -- either it or
  factor REAL CHECK (factor > 0),      -- so many times what was counted
  against_from INTEGER,                -- from then; NULL: as long as the window, just before it
  against_to INTEGER,
  history_from INTEGER NOT NULL,
  drift REAL CHECK (drift > 0),             -- of the log-level in a month (sd); NULL: learnt
  dispersion REAL CHECK (dispersion >= 1),  -- NULL: the largest of the indicators'
  PRIMARY KEY (scenario, revision),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision,
  CHECK ((at_least IS NULL) <> (factor IS NULL)),
  CHECK ((against_from IS NULL) = (against_to IS NULL)),
  CHECK (factor IS NOT NULL OR against_from IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE scenario_criterion_indicator (
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  PRIMARY KEY (scenario, revision, position),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_criterion
) STRICT, WITHOUT ROWID;

-- Letters, digits and both, by how they are written: "B", "2", "B2".
CREATE TABLE grade (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

-- By what a letter or a digit alone multiplies the odds of truth; of both what these odds are.
CREATE TABLE grade_revision (
  grade INTEGER NOT NULL REFERENCES grade,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  reliability TEXT CHECK (reliability BETWEEN 'A' AND 'E' AND length(reliability) = 1),
  digit INTEGER CHECK (digit BETWEEN 1 AND 5),
  odds REAL NOT NULL CHECK (odds > 0),
  as_credibility INTEGER NOT NULL CHECK (as_credibility IN (0, 1)),  -- written as odds/(1 + odds)
  because TEXT CHECK (because <> ''),
  because_ar TEXT CHECK (because_ar <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (grade, revision),
  CHECK (reliability IS NOT NULL OR digit IS NOT NULL)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------- triggers
CREATE TRIGGER scenario_criterion_no_update BEFORE UPDATE ON scenario_criterion BEGIN
  SELECT raise(ABORT, 'scenario_criterion is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_criterion_no_delete BEFORE DELETE ON scenario_criterion BEGIN
  SELECT raise(ABORT, 'scenario_criterion is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_criterion_no_replace BEFORE INSERT ON scenario_criterion
WHEN EXISTS (SELECT 1 FROM scenario_criterion WHERE scenario = new.scenario
             AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'scenario_criterion is append-only: rows are never replaced');
END;
CREATE TRIGGER scenario_criterion_indicator_no_update
BEFORE UPDATE ON scenario_criterion_indicator BEGIN
  SELECT raise(ABORT, 'scenario_criterion_indicator is append-only: rows are never changed');
END;
CREATE TRIGGER scenario_criterion_indicator_no_delete
BEFORE DELETE ON scenario_criterion_indicator BEGIN
  SELECT raise(ABORT, 'scenario_criterion_indicator is append-only: rows are never deleted');
END;
CREATE TRIGGER scenario_criterion_indicator_no_replace
BEFORE INSERT ON scenario_criterion_indicator
WHEN EXISTS (SELECT 1 FROM scenario_criterion_indicator WHERE scenario = new.scenario
             AND revision = new.revision AND position = new.position) BEGIN
  SELECT raise(ABORT, 'scenario_criterion_indicator is append-only: rows are never replaced');
END;
CREATE TRIGGER grade_no_update BEFORE UPDATE ON grade BEGIN
  SELECT raise(ABORT, 'grade is append-only: rows are never changed');
END;
CREATE TRIGGER grade_no_delete BEFORE DELETE ON grade BEGIN
  SELECT raise(ABORT, 'grade is append-only: rows are never deleted');
END;
CREATE TRIGGER grade_no_replace BEFORE INSERT ON grade
WHEN EXISTS (SELECT 1 FROM grade WHERE number = new.number OR id = new.id) BEGIN
  SELECT raise(ABORT, 'grade is append-only: rows are never replaced');
END;
CREATE TRIGGER grade_revision_no_update BEFORE UPDATE ON grade_revision BEGIN
  SELECT raise(ABORT, 'grade_revision is append-only: rows are never changed');
END;
CREATE TRIGGER grade_revision_no_delete BEFORE DELETE ON grade_revision BEGIN
  SELECT raise(ABORT, 'grade_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER grade_revision_no_replace BEFORE INSERT ON grade_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM grade_revision WHERE grade = new.grade AND revision = new.revision) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'grade_revision takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'grade_revision is append-only: rows are never replaced') END;
END;

------------------------------------------------------------------------------------------- views

CREATE VIEW criteria AS
SELECT scenario.id AS scenario, c.revision,
       (SELECT group_concat(indicator.id, ' · ') FROM scenario_criterion_indicator i
          JOIN indicator ON indicator.number = i.indicator
         WHERE i.scenario = c.scenario AND i.revision = c.revision) AS indicators,
       strftime('%Y-%m-%dT%H:%M:%SZ', c."from", 'unixepoch') AS "from",
       strftime('%Y-%m-%dT%H:%M:%SZ', c."to", 'unixepoch') AS "to",
       c.at_least, c.factor,
       strftime('%Y-%m-%dT%H:%M:%SZ', c.against_from, 'unixepoch') AS against_from,
       strftime('%Y-%m-%dT%H:%M:%SZ', c.against_to, 'unixepoch') AS against_to,
       strftime('%Y-%m-%dT%H:%M:%SZ', c.history_from, 'unixepoch') AS history_from,
       c.drift, c.dispersion
  FROM scenario_criterion c JOIN scenario ON scenario.number = c.scenario
 ORDER BY scenario.id, c.revision;

CREATE VIEW grades AS
SELECT grade.id, r.revision, r.odds, round(r.odds / (1 + r.odds), 6) AS credibility,
       coalesce(r.because, '') || coalesce(' · ' || r.because_ar, '') AS because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM grade_revision r JOIN grade ON grade.number = r.grade JOIN entry_time USING (entry)
 ORDER BY grade.id, r.revision;
