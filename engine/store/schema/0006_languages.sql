-- Texts in both languages. A text stands in one column, whichever language it is in; where it is in
-- both, that column holds the English and the one added here the Arabic (record.h).

ALTER TABLE publication_revision ADD COLUMN publisher_ar TEXT CHECK (publisher_ar <> '');
ALTER TABLE source_revision ADD COLUMN because_ar TEXT CHECK (because_ar <> '');
ALTER TABLE indicator_revision ADD COLUMN baseline_because_ar TEXT CHECK (baseline_because_ar <> '');
ALTER TABLE indicator_coverage ADD COLUMN because_ar TEXT CHECK (because_ar <> '');
ALTER TABLE indicator_season ADD COLUMN because_ar TEXT CHECK (because_ar <> '');
ALTER TABLE scenario_revision ADD COLUMN prior_because_ar TEXT CHECK (prior_because_ar <> '');
ALTER TABLE scenario_revision
  ADD COLUMN base_rate_because_ar TEXT CHECK (base_rate_because_ar <> '');
ALTER TABLE scenario_revision ADD COLUMN resolves_yes_ar TEXT CHECK (resolves_yes_ar <> '');
ALTER TABLE scenario_revision ADD COLUMN resolves_no_ar TEXT CHECK (resolves_no_ar <> '');
ALTER TABLE scenario_revision ADD COLUMN resolves_open_ar TEXT CHECK (resolves_open_ar <> '');
ALTER TABLE scenario_expectation ADD COLUMN because_ar TEXT CHECK (because_ar <> '');
ALTER TABLE alert_revision ADD COLUMN because_ar TEXT CHECK (because_ar <> '');

-- Of an item's text into the other of the two languages. It is hashed with the text (item_rows.cc),
-- and a redaction blanks it.
ALTER TABLE item_text ADD COLUMN translation TEXT CHECK (translation <> '');
DROP TRIGGER item_text_no_update;
CREATE TRIGGER item_text_no_update BEFORE UPDATE ON item_text
WHEN NOT (
  (new.id, new.folded_id, new.text, new.url, new.place, new.note, new.by, new.salt,
   new.translation) IS (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  AND (new.item, new.version) IS (old.item, old.version)
  AND EXISTS (SELECT 1 FROM redaction WHERE redaction.item = old.item
              AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = redaction.entry)))
BEGIN
  SELECT raise(ABORT, 'item_text is append-only: rows are never changed but by a redaction');
END;
