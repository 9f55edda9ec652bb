-- The desk's clock: when scenarios are assessed by themselves, what was kept of it, and what was
-- told. For reading: the views schedules, alerts, assessments, slots, alert_story, notices.
--
-- Schedules and alerts are definitions, with revisions. What a round leaves behind (an assessment
-- that was asked for, a slot, the answer to a change of the evidence) is one entry of the journal:
-- all of it or nothing. An assessment is kept with its ledger, number for number; log-odds are in
-- nats.

------------------------------------------------------------------------------------- definitions

CREATE TABLE schedule (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

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
  missed TEXT NOT NULL CHECK (missed IN ('each', 'latest', 'skip')),
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

-- What it assesses, as written: ids of scenarios or publications, or '*' for all.
CREATE TABLE schedule_scenario (
  schedule INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  scenario TEXT NOT NULL CHECK (scenario <> ''),
  PRIMARY KEY (schedule, revision, position),
  FOREIGN KEY (schedule, revision) REFERENCES schedule_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

CREATE TABLE alert_revision (
  alert INTEGER NOT NULL REFERENCES alert,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  title_en TEXT CHECK (title_en <> ''),
  title_ar TEXT CHECK (title_ar <> ''),
  scenario INTEGER NOT NULL REFERENCES scenario,
  condition TEXT CHECK (condition <> ''),  -- as written
  kind TEXT NOT NULL CHECK (kind IN ('at_least', 'at_most', 'rises', 'falls', 'word_changes',
                                     'seen', 'no_evidence')),
  level REAL NOT NULL,  -- a probability; of 'rises' and 'falls' a difference of two
  within_days REAL NOT NULL CHECK (within_days >= 0),
  indicator INTEGER REFERENCES indicator,
  in_a_row INTEGER NOT NULL CHECK (in_a_row >= 1),
  clear REAL,
  hold_days REAL NOT NULL CHECK (hold_days >= 0),
  origins INTEGER NOT NULL CHECK (origins >= 1),
  because TEXT CHECK (because <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (alert, revision)
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------- assessments

CREATE TABLE assessment (
  assessment INTEGER PRIMARY KEY CHECK (assessment >= 1),
  scenario INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  as_known_then INTEGER NOT NULL CHECK (as_known_then IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('open', 'not_yet_open', 'past_horizon', 'resolved')),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  log_odds REAL NOT NULL,
  interval_low REAL CHECK (interval_low BETWEEN 0 AND 1),  -- holds the truth nine times in ten
  interval_high REAL CHECK (interval_high BETWEEN 0 AND 1),
  occasion TEXT NOT NULL CHECK (occasion IN ('asked', 'slot', 'change')),
  schedule INTEGER REFERENCES schedule,
  -- The ledger; NULL where none was kept.
  ledger_probability REAL CHECK (ledger_probability BETWEEN 0 AND 1),
  opening REAL,
  judgement REAL,
  closing REAL,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  FOREIGN KEY (scenario, revision) REFERENCES scenario_revision,
  CHECK ((interval_low IS NULL) = (interval_high IS NULL)),
  CHECK ((closing IS NULL) = (ledger_probability IS NULL) AND
         (closing IS NULL) = (opening IS NULL) AND (closing IS NULL) = (judgement IS NULL))
) STRICT;

CREATE INDEX assessment_of ON assessment (scenario, as_of);
CREATE INDEX assessment_entry ON assessment (entry);

-- The events that count, by influence.
CREATE TABLE assessment_event (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  event TEXT CHECK (event <> ''),
  indicator INTEGER REFERENCES indicator,  -- NULL: unforeseen
  occurred INTEGER NOT NULL,
  occurred_as TEXT NOT NULL CHECK (occurred_as IN ('second', 'day', 'month', 'year')),
  until INTEGER,
  published INTEGER NOT NULL,
  counted REAL NOT NULL,
  items TEXT CHECK (items <> ''),  -- their numbers
  origins INTEGER NOT NULL,
  credibility REAL NOT NULL CHECK (credibility BETWEEN 0 AND 1),
  ratio REAL NOT NULL,
  arrived REAL NOT NULL,
  today REAL NOT NULL,
  without REAL NOT NULL CHECK (without BETWEEN 0 AND 1),
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_silence (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  today REAL NOT NULL,
  watched_days REAL NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_not_counted (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  items TEXT CHECK (items <> ''),
  event TEXT CHECK (event <> ''),
  indicator INTEGER REFERENCES indicator,
  reason TEXT NOT NULL CHECK (reason IN ('cannot_be_judged', 'before_opening', 'after_horizon',
                                         'counted_elsewhere', 'nothing_left', 'none_seen')),
  counted_under INTEGER REFERENCES indicator,
  would_be REAL NOT NULL,
  occurred INTEGER NOT NULL,
  until INTEGER,
  published INTEGER NOT NULL,
  origins INTEGER NOT NULL,
  credibility REAL NOT NULL CHECK (credibility BETWEEN 0 AND 1),
  ratio REAL NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_misfit (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator INTEGER NOT NULL REFERENCES indicator,
  observed_per_day REAL NOT NULL CHECK (observed_per_day >= 0),
  if_true_per_day REAL NOT NULL CHECK (if_true_per_day >= 0),
  if_false_per_day REAL NOT NULL CHECK (if_false_per_day >= 0),
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

-- Totals of which narrower ones left nothing: an event's key, or '#' and an item's number.
CREATE TABLE assessment_disagreeing (
  assessment INTEGER NOT NULL REFERENCES assessment,
  position INTEGER NOT NULL CHECK (position >= 1),
  total TEXT NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------------ rounds

-- A time at which a schedule was due: done, or left out by its policy; once.
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
  PRIMARY KEY (schedule, due),
  CHECK (NOT skipped OR assessments = 0)
) STRICT, WITHOUT ROWID;

-- A change of the evidence that a round answered, by its entry of the journal.
CREATE TABLE answered (
  change INTEGER PRIMARY KEY REFERENCES journal,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- What an alert was judged by at an assessment, and what came of it: its story from the first.
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
  state TEXT NOT NULL CHECK (state IN ('inactive', 'pending', 'raised', 'cleared')),
  reason TEXT NOT NULL CHECK (reason IN ('quiet', 'not_often', 'on_change', 'too_few_origins',
                                         'raised', 'holds', 'not_beyond', 'held', 'only_faded',
                                         'unwatched', 'cleared')),
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

CREATE INDEX alert_evaluation_entry ON alert_evaluation (entry);

CREATE TABLE notice (
  notice INTEGER PRIMARY KEY CHECK (notice >= 1),
  alert INTEGER NOT NULL REFERENCES alert,
  raised INTEGER NOT NULL CHECK (raised IN (0, 1)),  -- else cleared
  as_of INTEGER NOT NULL,
  text TEXT CHECK (text <> ''),  -- JSON: what its notifiers are handed
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- Whom to tell.
CREATE TABLE notice_to (
  notice INTEGER NOT NULL REFERENCES notice,
  position INTEGER NOT NULL CHECK (position >= 1),
  notifier TEXT NOT NULL CHECK (notifier <> ''),
  PRIMARY KEY (notice, position),
  UNIQUE (notice, notifier)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  notice INTEGER NOT NULL,
  notifier TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  begun INTEGER NOT NULL,
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (notice, notifier, number),
  FOREIGN KEY (notice, notifier) REFERENCES notice_to (notice, notifier)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_end (
  notice INTEGER NOT NULL,
  notifier TEXT NOT NULL,
  number INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),
  detail TEXT CHECK (detail <> ''),
  entry INTEGER NOT NULL REFERENCES journal,
  row INTEGER NOT NULL CHECK (row >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (notice, notifier, number),
  FOREIGN KEY (notice, notifier, number) REFERENCES attempt
) STRICT, WITHOUT ROWID;

-- By which the versions of one entry are found among many.
CREATE INDEX item_version_entry ON item_version (entry, withheld);

----------------------------------------------------------------------------------------- triggers
CREATE TRIGGER schedule_no_update BEFORE UPDATE ON schedule BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never changed');
END;
CREATE TRIGGER schedule_no_delete BEFORE DELETE ON schedule BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never deleted');
END;
CREATE TRIGGER schedule_no_replace BEFORE INSERT ON schedule
WHEN EXISTS (SELECT 1 FROM schedule WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'schedule is append-only: rows are never replaced');
END;
CREATE TRIGGER schedule_revision_no_update BEFORE UPDATE ON schedule_revision BEGIN
  SELECT raise(ABORT, 'schedule_revision is append-only: rows are never changed');
END;
CREATE TRIGGER schedule_revision_no_delete BEFORE DELETE ON schedule_revision BEGIN
  SELECT raise(ABORT, 'schedule_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER schedule_revision_no_replace BEFORE INSERT ON schedule_revision
WHEN EXISTS (SELECT 1 FROM schedule_revision WHERE schedule = new.schedule AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'schedule_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER schedule_revision_no_late_row BEFORE INSERT ON schedule_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'schedule_revision takes no row for an entry that is sealed');
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
WHEN EXISTS (SELECT 1 FROM alert WHERE (number = new.number) OR (id = new.id)) BEGIN
  SELECT raise(ABORT, 'alert is append-only: rows are never replaced');
END;
CREATE TRIGGER alert_revision_no_update BEFORE UPDATE ON alert_revision BEGIN
  SELECT raise(ABORT, 'alert_revision is append-only: rows are never changed');
END;
CREATE TRIGGER alert_revision_no_delete BEFORE DELETE ON alert_revision BEGIN
  SELECT raise(ABORT, 'alert_revision is append-only: rows are never deleted');
END;
CREATE TRIGGER alert_revision_no_replace BEFORE INSERT ON alert_revision
WHEN EXISTS (SELECT 1 FROM alert_revision WHERE alert = new.alert AND revision = new.revision) BEGIN
  SELECT raise(ABORT, 'alert_revision is append-only: rows are never replaced');
END;
CREATE TRIGGER alert_revision_no_late_row BEFORE INSERT ON alert_revision
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'alert_revision takes no row for an entry that is sealed');
END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE ON assessment BEGIN
  SELECT raise(ABORT, 'assessment is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment BEGIN
  SELECT raise(ABORT, 'assessment is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_no_replace BEFORE INSERT ON assessment
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment = new.assessment) BEGIN
  SELECT raise(ABORT, 'assessment is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_no_late_row BEFORE INSERT ON assessment
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'assessment takes no row for an entry that is sealed');
END;
CREATE TRIGGER assessment_event_no_update BEFORE UPDATE ON assessment_event BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_event_no_delete BEFORE DELETE ON assessment_event BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_event_no_replace BEFORE INSERT ON assessment_event
WHEN EXISTS (SELECT 1 FROM assessment_event WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_event is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_silence_no_update BEFORE UPDATE ON assessment_silence BEGIN
  SELECT raise(ABORT, 'assessment_silence is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_silence_no_delete BEFORE DELETE ON assessment_silence BEGIN
  SELECT raise(ABORT, 'assessment_silence is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_silence_no_replace BEFORE INSERT ON assessment_silence
WHEN EXISTS (SELECT 1 FROM assessment_silence WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_silence is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_not_counted_no_update BEFORE UPDATE ON assessment_not_counted BEGIN
  SELECT raise(ABORT, 'assessment_not_counted is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_not_counted_no_delete BEFORE DELETE ON assessment_not_counted BEGIN
  SELECT raise(ABORT, 'assessment_not_counted is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_not_counted_no_replace BEFORE INSERT ON assessment_not_counted
WHEN EXISTS (SELECT 1 FROM assessment_not_counted WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_not_counted is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_misfit_no_update BEFORE UPDATE ON assessment_misfit BEGIN
  SELECT raise(ABORT, 'assessment_misfit is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_misfit_no_delete BEFORE DELETE ON assessment_misfit BEGIN
  SELECT raise(ABORT, 'assessment_misfit is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_misfit_no_replace BEFORE INSERT ON assessment_misfit
WHEN EXISTS (SELECT 1 FROM assessment_misfit WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_misfit is append-only: rows are never replaced');
END;
CREATE TRIGGER assessment_disagreeing_no_update BEFORE UPDATE ON assessment_disagreeing BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing is append-only: rows are never changed');
END;
CREATE TRIGGER assessment_disagreeing_no_delete BEFORE DELETE ON assessment_disagreeing BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing is append-only: rows are never deleted');
END;
CREATE TRIGGER assessment_disagreeing_no_replace BEFORE INSERT ON assessment_disagreeing
WHEN EXISTS (SELECT 1 FROM assessment_disagreeing WHERE assessment = new.assessment AND position = new.position) BEGIN
  SELECT raise(ABORT, 'assessment_disagreeing is append-only: rows are never replaced');
END;
CREATE TRIGGER slot_no_update BEFORE UPDATE ON slot BEGIN
  SELECT raise(ABORT, 'slot is append-only: rows are never changed');
END;
CREATE TRIGGER slot_no_delete BEFORE DELETE ON slot BEGIN
  SELECT raise(ABORT, 'slot is append-only: rows are never deleted');
END;
CREATE TRIGGER slot_no_replace BEFORE INSERT ON slot
WHEN EXISTS (SELECT 1 FROM slot WHERE schedule = new.schedule AND due = new.due) BEGIN
  SELECT raise(ABORT, 'slot is append-only: rows are never replaced');
END;
CREATE TRIGGER slot_no_late_row BEFORE INSERT ON slot
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'slot takes no row for an entry that is sealed');
END;
CREATE TRIGGER answered_no_update BEFORE UPDATE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never changed');
END;
CREATE TRIGGER answered_no_delete BEFORE DELETE ON answered BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never deleted');
END;
CREATE TRIGGER answered_no_replace BEFORE INSERT ON answered
WHEN EXISTS (SELECT 1 FROM answered WHERE change = new.change) BEGIN
  SELECT raise(ABORT, 'answered is append-only: rows are never replaced');
END;
CREATE TRIGGER answered_no_late_row BEFORE INSERT ON answered
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'answered takes no row for an entry that is sealed');
END;
CREATE TRIGGER alert_evaluation_no_update BEFORE UPDATE ON alert_evaluation BEGIN
  SELECT raise(ABORT, 'alert_evaluation is append-only: rows are never changed');
END;
CREATE TRIGGER alert_evaluation_no_delete BEFORE DELETE ON alert_evaluation BEGIN
  SELECT raise(ABORT, 'alert_evaluation is append-only: rows are never deleted');
END;
CREATE TRIGGER alert_evaluation_no_replace BEFORE INSERT ON alert_evaluation
WHEN EXISTS (SELECT 1 FROM alert_evaluation WHERE alert = new.alert AND evaluation = new.evaluation) BEGIN
  SELECT raise(ABORT, 'alert_evaluation is append-only: rows are never replaced');
END;
CREATE TRIGGER alert_evaluation_no_late_row BEFORE INSERT ON alert_evaluation
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'alert_evaluation takes no row for an entry that is sealed');
END;
CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never changed');
END;
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never deleted');
END;
CREATE TRIGGER notice_no_replace BEFORE INSERT ON notice
WHEN EXISTS (SELECT 1 FROM notice WHERE notice = new.notice) BEGIN
  SELECT raise(ABORT, 'notice is append-only: rows are never replaced');
END;
CREATE TRIGGER notice_no_late_row BEFORE INSERT ON notice
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'notice takes no row for an entry that is sealed');
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
WHEN EXISTS (SELECT 1 FROM attempt WHERE notice = new.notice AND notifier = new.notifier AND number = new.number) BEGIN
  SELECT raise(ABORT, 'attempt is append-only: rows are never replaced');
END;
CREATE TRIGGER attempt_no_late_row BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'attempt takes no row for an entry that is sealed');
END;
CREATE TRIGGER attempt_end_no_update BEFORE UPDATE ON attempt_end BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never changed');
END;
CREATE TRIGGER attempt_end_no_delete BEFORE DELETE ON attempt_end BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never deleted');
END;
CREATE TRIGGER attempt_end_no_replace BEFORE INSERT ON attempt_end
WHEN EXISTS (SELECT 1 FROM attempt_end WHERE notice = new.notice AND notifier = new.notifier AND number = new.number) BEGIN
  SELECT raise(ABORT, 'attempt_end is append-only: rows are never replaced');
END;
CREATE TRIGGER attempt_end_no_late_row BEFORE INSERT ON attempt_end
WHEN EXISTS (SELECT 1 FROM seal WHERE entry = new.entry) BEGIN
  SELECT raise(ABORT, 'attempt_end takes no row for an entry that is sealed');
END;

------------------------------------------------------------------------------------------- views

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
       r.level, r.within_days, indicator.id AS indicator, r.in_a_row, r.clear, r.hold_days,
       r.origins, r.because,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM alert_revision r JOIN alert ON alert.number = r.alert
       JOIN scenario ON scenario.number = r.scenario
       LEFT JOIN indicator ON indicator.number = r.indicator
       JOIN journal USING (entry)
 ORDER BY alert.id, r.revision;

CREATE VIEW assessments AS
SELECT a.assessment, scenario.id AS scenario, a.revision,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.as_of, 'unixepoch') AS as_of,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.known_at, 'unixepoch') AS known_at,
       a.state, a.probability, a.interval_low, a.interval_high,
       round(a.log_odds * 4.342944819032518, 2) AS log_odds_db, a.occasion,
       schedule.id AS schedule,
       (SELECT count(*) FROM assessment_event e WHERE e.assessment = a.assessment) AS events,
       strftime('%Y-%m-%dT%H:%M:%SZ', journal.recorded, 'unixepoch') AS recorded
  FROM assessment a JOIN scenario ON scenario.number = a.scenario
       LEFT JOIN schedule ON schedule.number = a.schedule
       JOIN journal USING (entry)
 ORDER BY a.assessment;

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
  FROM notice JOIN alert ON alert.number = notice.alert
       LEFT JOIN notice_to t ON t.notice = notice.notice JOIN journal USING (entry)
 ORDER BY notice.notice, t.position;
