-- How far the numbers of a definition may be off: right within this factor, nine times in ten; 1 is
-- known exactly. What stood before gets the values that were meant where nothing was said, and its
-- digests do not know of them (record.h): they must stay as they are here.

ALTER TABLE indicator_season
  ADD COLUMN within REAL NOT NULL DEFAULT 1.5 CHECK (within BETWEEN 1 AND 1000);

-- Of the prior's odds.
ALTER TABLE scenario_revision
  ADD COLUMN prior_within REAL NOT NULL DEFAULT 2.0 CHECK (prior_within BETWEEN 1 AND 1000);

-- Of both rates together, and of their ratio.
ALTER TABLE scenario_expectation
  ADD COLUMN within REAL NOT NULL DEFAULT 2.0 CHECK (within BETWEEN 1 AND 1000);
ALTER TABLE scenario_expectation
  ADD COLUMN ratio_within REAL NOT NULL DEFAULT 1.25 CHECK (ratio_within BETWEEN 1 AND 1000);

DROP VIEW scenarios;
CREATE VIEW scenarios AS
SELECT scenario.id, r.revision, r.role, r.title_en, r.title_ar, publication.id AS publication,
       r.part_of, r.asks, r.prior, r.prior_within, r.base_rate, r.persistence_days,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.opened, 'unixepoch') AS opened,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.horizon, 'unixepoch') AS horizon,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM scenario_revision r JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN publication ON publication.number = r.publication
       JOIN journal USING (entry)
 ORDER BY scenario.id, r.revision;

DROP VIEW expectations;
CREATE VIEW expectations AS
SELECT scenario.id AS scenario, e.revision, e.position, indicator.id AS indicator,
       e.if_true, e.if_false, round(e.if_true_per_day / e.if_false_per_day, 3) AS ratio,
       e.within, e.ratio_within, e.because
  FROM scenario_expectation e JOIN scenario ON scenario.number = e.scenario
       JOIN indicator ON indicator.number = e.indicator
 ORDER BY scenario.id, e.revision, e.position;
