-- So that no slip goes unseen: items known again however their names are spelt, clocks that were
-- wrong, coverage taken back, scenarios given up, and redactions that leave no key behind.

-- The folded form of `id` where that is another: by it and by `id` an item is known again
-- (identity.h). Not hashed: it is worked out of `id` (for the rows that stand, by the program's
-- folded()), and a redaction blanks both.
ALTER TABLE item_text ADD COLUMN folded_id TEXT CHECK (folded_id <> '');
DROP TRIGGER item_text_no_update;
UPDATE item_text SET folded_id = folded(id) WHERE id IS NOT NULL AND folded(id) <> id;
CREATE INDEX item_folded_id ON item_text (folded_id, item) WHERE folded_id IS NOT NULL;

CREATE TRIGGER item_text_no_update BEFORE UPDATE ON item_text
WHEN NOT (
  (new.id, new.folded_id, new.text, new.url, new.place, new.note, new.by, new.salt)
   IS (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  AND (new.item, new.version) IS (old.item, old.version)
  AND EXISTS (SELECT 1 FROM redaction WHERE redaction.item = old.item
              AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = redaction.entry)))
BEGIN
  SELECT raise(ABORT, 'item_text is append-only: rows are never changed but by a redaction');
END;

------------------------------------------------------------------------------------- wrong clocks

-- The clock was ahead, and is right from this entry on. What was stamped later than this entry by
-- those before it counts as recorded at it; slots, assessments and judgements of alerts that are
-- dated later and were made before it are void.
CREATE TABLE clock_mend (
  entry INTEGER PRIMARY KEY REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  because TEXT NOT NULL CHECK (because <> ''),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- When an entry counts as recorded; `stamped` is what its journal says.
CREATE VIEW entry_time AS
SELECT journal.entry, journal.recorded AS stamped,
       min(journal.recorded,
           coalesce((SELECT min(j.recorded) FROM clock_mend m JOIN journal j USING (entry)
                      WHERE m.entry > journal.entry), journal.recorded)) AS recorded
  FROM journal;

-- A change may be answered again, where the first answer is void.
CREATE TABLE held AS SELECT * FROM answered;
DROP TABLE answered;
CREATE TABLE answered (
  change INTEGER NOT NULL REFERENCES journal,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (change, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO answered SELECT * FROM held;
DROP TABLE held;

------------------------------------------------------------------------------------- taken back

-- A declaration of coverage is withdrawn from then on.
CREATE TABLE cover_withdrawal (
  cover_entry INTEGER NOT NULL,
  cover_row INTEGER NOT NULL,
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (cover_entry, cover_row),
  FOREIGN KEY (cover_entry, cover_row) REFERENCES cover
) STRICT, WITHOUT ROWID;

-- A scenario is given up, or (retired = 0) taken up again.
CREATE TABLE retirement (
  scenario INTEGER NOT NULL REFERENCES scenario,
  change INTEGER NOT NULL CHECK (change >= 1),
  retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (scenario, change)
) STRICT, WITHOUT ROWID;

-------------------------------------------------------------------------------------- redactions

-- The blind keys of the events whose keys a redaction took out of all items: so what comes later
-- under such a key is stored under the blind one.
CREATE TABLE redacted_event (
  item INTEGER NOT NULL REFERENCES redaction,
  blind TEXT NOT NULL CHECK (blind <> ''),
  PRIMARY KEY (item, blind)
) STRICT, WITHOUT ROWID;

CREATE INDEX redacted_blind ON redacted_event (blind);

-- A record that a redaction changed, by its entry and row, and its digest as it stands since.
CREATE TABLE redacted_record (
  of_entry INTEGER NOT NULL,
  of_row INTEGER NOT NULL CHECK (of_row >= 1),
  item INTEGER NOT NULL REFERENCES redaction,
  stands BLOB NOT NULL CHECK (length(stands) = 32),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (of_entry, of_row, item)
) STRICT, WITHOUT ROWID;

DROP TRIGGER item_version_no_update;
CREATE TRIGGER item_version_no_update BEFORE UPDATE ON item_version
WHEN NOT (
  (new.item, new.version, new.occurred, new.occurred_as, new.until, new.count, new.available,
   new.available_given, new.reliability, new.digit, new.credibility, new.share, new.sightings,
   new.bearings, new.by_hand, new.withheld, new.entry, new.row, new.feed, new.lang,
   new.kept_sha256, new.digest)
   IS (old.item, old.version, old.occurred, old.occurred_as, old.until, old.count, old.available,
       old.available_given, old.reliability, old.digit, old.credibility, old.share, old.sightings,
       old.bearings, old.by_hand, old.withheld, old.entry, old.row, old.feed, old.lang,
       old.kept_sha256, old.digest)
  AND EXISTS (SELECT 1 FROM redaction r
               WHERE NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = r.entry)
                 AND ((new.source, new.origin) IS (old.source, old.origin)
                      OR (r.item = old.item AND new.source IS NULL AND new.origin IS NULL))
                 AND (new.event IS old.event
                      OR EXISTS (SELECT 1 FROM redacted_event e
                                  WHERE e.item = r.item AND e.blind = new.event))
                 AND (new.denies IS old.denies
                      OR EXISTS (SELECT 1 FROM redacted_event e
                                  WHERE e.item = r.item AND e.blind = new.denies))))
BEGIN
  SELECT raise(ABORT, 'item_version is append-only: rows are never changed but by a redaction');
END;

DROP TRIGGER assessment_event_no_update;
CREATE TRIGGER assessment_event_no_update BEFORE UPDATE ON assessment_event
WHEN NOT (
  (new.assessment, new.position, new.indicator, new.occurred, new.occurred_as, new.until,
   new.published, new.counted, new.items, new.origins, new.credibility, new.ratio, new.arrived,
   new.today, new.without)
   IS (old.assessment, old.position, old.indicator, old.occurred, old.occurred_as, old.until,
       old.published, old.counted, old.items, old.origins, old.credibility, old.ratio, old.arrived,
       old.today, old.without)
  AND EXISTS (SELECT 1 FROM redaction r JOIN redacted_event e USING (item)
               WHERE e.blind = new.event
                 AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = r.entry)))
BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never changed but by a redaction');
END;

DROP TRIGGER assessment_not_counted_no_update;
CREATE TRIGGER assessment_not_counted_no_update BEFORE UPDATE ON assessment_not_counted
WHEN NOT (
  (new.assessment, new.position, new.items, new.indicator, new.reason, new.counted_under,
   new.would_be, new.occurred, new.until, new.published, new.origins, new.credibility, new.ratio)
   IS (old.assessment, old.position, old.items, old.indicator, old.reason, old.counted_under,
       old.would_be, old.occurred, old.until, old.published, old.origins, old.credibility,
       old.ratio)
  AND EXISTS (SELECT 1 FROM redaction r JOIN redacted_event e USING (item)
               WHERE e.blind = new.event
                 AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = r.entry)))
BEGIN
  SELECT raise(ABORT,
               'assessment_not_counted is append-only: rows are never changed but by a redaction');
END;

DROP TRIGGER notice_no_update;
CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice
WHEN NOT (
  (new.notice, new.alert, new.raised, new.as_of, new.entry, new.row, new.digest)
   IS (old.notice, old.alert, old.raised, old.as_of, old.entry, old.row, old.digest)
  AND EXISTS (SELECT 1 FROM redaction r
               WHERE NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = r.entry)))
BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never changed but by a redaction');
END;

DROP TRIGGER attempt_end_no_update;
CREATE TRIGGER attempt_end_no_update BEFORE UPDATE ON attempt_end
WHEN NOT (
  (new.notice, new.notifier, new.number, new.ended, new.delivered, new.entry, new.row, new.digest)
   IS (old.notice, old.notifier, old.number, old.ended, old.delivered, old.entry, old.row,
       old.digest)
  AND EXISTS (SELECT 1 FROM redaction r
               WHERE NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = r.entry)))
BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never changed but by a redaction');
END;

---------------------------------------------------------------------------------------- triggers
CREATE TRIGGER answered_no_update BEFORE UPDATE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never changed');
END;
CREATE TRIGGER answered_no_delete BEFORE DELETE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never deleted');
END;
CREATE TRIGGER answered_no_replace BEFORE INSERT ON answered
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM answered WHERE change = new.change AND entry = new.entry) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'answered takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'answered is append-only: rows are never replaced') END;
END;
CREATE TRIGGER clock_mend_no_update BEFORE UPDATE ON clock_mend BEGIN
  SELECT raise(ABORT, 'clock_mend is append-only: rows are never changed');
END;
CREATE TRIGGER clock_mend_no_delete BEFORE DELETE ON clock_mend BEGIN
  SELECT raise(ABORT, 'clock_mend is append-only: rows are never deleted');
END;
CREATE TRIGGER clock_mend_no_replace BEFORE INSERT ON clock_mend
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM clock_mend WHERE entry = new.entry) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'clock_mend takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'clock_mend is append-only: rows are never replaced') END;
END;
CREATE TRIGGER cover_withdrawal_no_update BEFORE UPDATE ON cover_withdrawal BEGIN
  SELECT raise(ABORT, 'cover_withdrawal is append-only: rows are never changed');
END;
CREATE TRIGGER cover_withdrawal_no_delete BEFORE DELETE ON cover_withdrawal BEGIN
  SELECT raise(ABORT, 'cover_withdrawal is append-only: rows are never deleted');
END;
CREATE TRIGGER cover_withdrawal_no_replace BEFORE INSERT ON cover_withdrawal
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM cover_withdrawal
              WHERE cover_entry = new.cover_entry AND cover_row = new.cover_row) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'cover_withdrawal takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'cover_withdrawal is append-only: rows are never replaced') END;
END;
CREATE TRIGGER retirement_no_update BEFORE UPDATE ON retirement BEGIN
  SELECT raise(ABORT, 'retirement is append-only: rows are never changed');
END;
CREATE TRIGGER retirement_no_delete BEFORE DELETE ON retirement BEGIN
  SELECT raise(ABORT, 'retirement is append-only: rows are never deleted');
END;
CREATE TRIGGER retirement_no_replace BEFORE INSERT ON retirement
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM retirement WHERE scenario = new.scenario AND change = new.change) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'retirement takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'retirement is append-only: rows are never replaced') END;
END;
CREATE TRIGGER redacted_event_no_update BEFORE UPDATE ON redacted_event BEGIN
  SELECT raise(ABORT, 'redacted_event is append-only: rows are never changed');
END;
CREATE TRIGGER redacted_event_no_delete BEFORE DELETE ON redacted_event BEGIN
  SELECT raise(ABORT, 'redacted_event is append-only: rows are never deleted');
END;
CREATE TRIGGER redacted_event_no_replace BEFORE INSERT ON redacted_event
WHEN EXISTS (SELECT 1 FROM redacted_event WHERE item = new.item AND blind = new.blind) BEGIN
  SELECT raise(ABORT, 'redacted_event is append-only: rows are never replaced');
END;
CREATE TRIGGER redacted_record_no_update BEFORE UPDATE ON redacted_record BEGIN
  SELECT raise(ABORT, 'redacted_record is append-only: rows are never changed');
END;
CREATE TRIGGER redacted_record_no_delete BEFORE DELETE ON redacted_record BEGIN
  SELECT raise(ABORT, 'redacted_record is append-only: rows are never deleted');
END;
CREATE TRIGGER redacted_record_no_replace BEFORE INSERT ON redacted_record
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
  OR EXISTS (SELECT 1 FROM redacted_record
              WHERE of_entry = new.of_entry AND of_row = new.of_row AND item = new.item) BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry)
    THEN raise(ABORT, 'redacted_record takes no row for an entry that is sealed')
    ELSE raise(ABORT, 'redacted_record is append-only: rows are never replaced') END;
END;

------------------------------------------------------------------------------------------- views
-- As before, with when a row counts as recorded.
DROP VIEW journal_readable;
CREATE VIEW journal_readable AS
SELECT journal.entry,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded,
       iif(entry_time.recorded < stamped, strftime('%Y-%m-%dT%H:%M:%SZ', stamped, 'unixepoch'), '')
         AS stamped,
       journal.kind,
       seal.rows,
       iif(journal.rehearsed, 'rehearsed', '') AS rehearsed,
       lower(hex(seal.chain)) AS chain
  FROM journal JOIN entry_time USING (entry) LEFT JOIN seal USING (entry)
 ORDER BY journal.entry;

DROP VIEW sources;
CREATE VIEW sources AS
SELECT source.id, r.revision, r.title_en, r.title_ar, r.origin, r.reliability, r.party,
       (SELECT group_concat(alias, ' · ') FROM source_alias a
         WHERE a.source = r.source AND a.revision = r.revision) AS aliases,
       r.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM source_revision r JOIN source ON source.number = r.source JOIN entry_time USING (entry)
 ORDER BY source.id, r.revision;

DROP VIEW indicators;
CREATE VIEW indicators AS
SELECT indicator.id, r.revision, r.title_en, r.title_ar,
       nullif(coalesce(r.usual_reliability, '') || coalesce(r.usual_digit, ''), '') AS usual_grade,
       r.of, r.once,
       coalesce(r.occasions_every,
                (SELECT group_concat(date(o.date, 'unixepoch'), ' · ') FROM indicator_occasion o
                  WHERE o.indicator = r.indicator AND o.revision = r.revision)) AS occasions,
       r.lag_days, r.dispersion, r.watched, r.baseline_per_day,
       (SELECT count(DISTINCT s.item) FROM sighting s WHERE s.indicator = r.indicator) AS items,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM indicator_revision r JOIN indicator ON indicator.number = r.indicator
       JOIN entry_time USING (entry)
 ORDER BY indicator.id, r.revision;

DROP VIEW scenarios;
CREATE VIEW scenarios AS
SELECT scenario.id, r.revision, r.role, r.title_en, r.title_ar, publication.id AS publication,
       r.part_of,
       (SELECT group_concat(i.implied, ' · ') FROM scenario_implied i
         WHERE i.scenario = r.scenario AND i.revision = r.revision) AS implies,
       r.asks, r.prior, r.prior_within, r.base_rate, r.persistence_days,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.opened, 'unixepoch') AS opened,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.horizon, 'unixepoch') AS horizon,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM scenario_revision r JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN publication ON publication.number = r.publication
       JOIN entry_time USING (entry)
 ORDER BY scenario.id, r.revision;

DROP VIEW coverage;
CREATE VIEW coverage AS
SELECT indicator.id AS indicator,
       strftime('%Y-%m-%dT%H:%M:%SZ', cover."from", 'unixepoch') AS "from",
       strftime('%Y-%m-%dT%H:%M:%SZ', cover."to", 'unixepoch') AS "to",
       cover.level, cover.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded,
       iif(EXISTS (SELECT 1 FROM cover_withdrawal w WHERE w.cover_entry = cover.entry
                     AND w.cover_row = cover.row), 'withdrawn', '') AS withdrawn
  FROM cover JOIN indicator ON indicator.number = cover.indicator JOIN entry_time USING (entry)
 ORDER BY cover.entry, cover.row;

DROP VIEW evidence;
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
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded,
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
  FROM item_version v JOIN item_text t USING (item, version)
       JOIN entry_time ON entry_time.entry = v.entry
 ORDER BY v.item, v.version;

DROP VIEW schedules;
CREATE VIEW schedules AS
SELECT schedule.id, r.revision, r.title_en, r.title_ar, r.every, r.rule, r.timezone,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.start, 'unixepoch') AS start,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.until, 'unixepoch') AS until,
       (SELECT group_concat(s.scenario, ' · ') FROM schedule_scenario s
         WHERE s.schedule = r.schedule AND s.revision = r.revision) AS scenarios,
       r.missed, r.report_format, r.report_language, r.report_output,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM schedule_revision r JOIN schedule ON schedule.number = r.schedule
       JOIN entry_time USING (entry)
 ORDER BY schedule.id, r.revision;

DROP VIEW alerts;
CREATE VIEW alerts AS
SELECT alert.id, r.revision, r.title_en, r.title_ar, scenario.id AS scenario, r.condition, r.kind,
       iif(r.at_horizon, 'at the horizon', '') AS at_horizon, r.level, r.within_days,
       indicator.id AS indicator, r.in_a_row, r.clear, r.hold_days, r.origins, r.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM alert_revision r JOIN alert ON alert.number = r.alert
       JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN indicator ON indicator.number = r.indicator
       JOIN entry_time USING (entry)
 ORDER BY alert.id, r.revision;

DROP VIEW assessments;
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
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM assessment a JOIN scenario ON scenario.number = a.scenario
       LEFT JOIN schedule ON schedule.number = a.schedule
       JOIN entry_time USING (entry)
 ORDER BY a.assessment;

DROP VIEW slots;
CREATE VIEW slots AS
SELECT schedule.id AS schedule,
       strftime('%Y-%m-%dT%H:%M:%SZ', slot.due, 'unixepoch') AS due,
       iif(slot.skipped, 'skipped', 'done') AS state, slot.assessments, slot.report, slot.problem,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM slot JOIN schedule ON schedule.number = slot.schedule JOIN entry_time USING (entry)
 ORDER BY slot.due, schedule.id;

DROP VIEW alert_story;
CREATE VIEW alert_story AS
SELECT alert.id AS alert, e.evaluation, e.revision, e.assessment,
       strftime('%Y-%m-%dT%H:%M:%SZ', e.as_of, 'unixepoch') AS as_of,
       e.state, e.reason, e.probability, e.word, iif(e.holds, 'holds', '') AS condition, e.in_a_row,
       strftime('%Y-%m-%dT%H:%M:%SZ', e.raised, 'unixepoch') AS raised,
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM alert_evaluation e JOIN alert ON alert.number = e.alert JOIN entry_time USING (entry)
 ORDER BY alert.id, e.evaluation;

DROP VIEW notices;
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
       strftime('%Y-%m-%dT%H:%M:%SZ', entry_time.recorded, 'unixepoch') AS recorded
  FROM notice LEFT JOIN alert ON alert.number = notice.alert
       LEFT JOIN notice_to t ON t.notice = notice.notice JOIN entry_time USING (entry)
 ORDER BY notice.notice, t.position;

