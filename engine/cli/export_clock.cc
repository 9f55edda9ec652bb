#include <fmt/format.h>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/cli/export_lines.h"
#include "engine/report/json_parts.h"

namespace signpost::cli {
namespace {

using report::JsonWriter;

void texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& values) {
  json.key(name).begin_array();
  for (const std::string& value : values) json.value(value);
  json.end_array();
}

/// Writes what is there.
template <class T>
void given(JsonWriter& json, std::string_view name, const std::optional<T>& value) {
  if (value) json.member(name, *value);
}

// ----------------------------------------------------------------------------------- assessments

/// What is kept of a ledger since model 2.
void write_kept(JsonWriter& json, const KeptLedger& kept) {
  json.key("kept").begin_object().member("opening", kept.opening.nats());
  json.member("judgement", kept.judgement.nats()).member("closing", kept.closing.nats());
  json.key("accounts").begin_array();
  for (const KeptSums& account : kept.accounts) {
    json.begin_object();
    given_text(json, "indicator", account.indicator);
    json.member("evidence", account.evidence.nats()).member("silence", account.silence.nats());
    json.end_object();
  }
  json.end_array().member("events", kept.events).key("entries").begin_array();
  for (const KeptEntry& entry : kept.entries) {
    json.begin_object().member("item", entry.event);
    given_text(json, "indicator", entry.indicator);
    json.member("arrived", entry.arrived.nats()).member("today", entry.today.nats());
    json.member("probability_without", entry.without).end_object();
  }
  json.end_array().member("digest", to_hex(kept.digest)).end_object();
}

std::string assessment_line(const SavedAssessment& saved) {
  const Assessment& one = saved.assessment;
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "assessment").member("number", saved.number);
  json.member("scenario", one.scenario).member("revision", one.revision);
  json.member("as_of", one.moment.as_of).member("known_at", one.moment.known_at);
  json.member("as_known_then", one.moment.as_known_then).member("recorded", saved.recorded);
  json.member("occasion", to_string(saved.occasion));
  given_text(json, "schedule", saved.schedule);
  json.member("state", to_string(one.state)).member("probability", one.probability);
  json.member("log_odds", one.log_odds.nats()).member("model", one.model);
  given(json, "probability_at_horizon", one.at_horizon);
  if (one.came_true) {
    json.key("came_true").begin_object().member("occurred", one.came_true->occurred);
    json.member("occurred_as", to_string(one.came_true->occurred_as));
    report::items_member(json, "items", one.came_true->items);
    json.end_object();
  }
  if (saved.interval) {
    json.key("interval").begin_object().member("low", saved.interval->low);
    json.member("high", saved.interval->high).end_object();
  }
  if (saved.kept) write_kept(json, *saved.kept);
  if (one.ledger) {
    json.key("ledger").begin_object().member("probability", one.ledger->probability);
    json.member("opening", one.ledger->opening.nats());
    json.member("judgement", one.ledger->judgement.nats());
    json.member("closing", one.ledger->closing.nats());
    texts(json, "disagreeing_totals", one.ledger->disagreeing_totals);
    json.end_object();
  }
  return json.end_object().take();
}

/// A ledger may list a million events: they are lines of their own, so that none grows with them.
void write_ledger(std::int64_t assessment, const Ledger& ledger, std::ostream& out) {
  const auto write = [&](std::string_view part, const auto& entries, const auto& members) {
    for (const auto& entry : entries) {
      JsonWriter json(/*compact=*/true);
      json.begin_object().member("kind", fmt::format("assessment_{}", part));
      json.member("assessment", assessment);
      members(json, entry);
      out << json.end_object().take();
    }
  };
  write("event", ledger.evidence, [&](JsonWriter& json, const LedgerEvent& event) {
    given_text(json, "event", event.event);
    given_text(json, "indicator", event.indicator);
    json.member("occurred", event.occurred);
    json.member("occurred_as", to_string(event.occurred_as));
    given(json, "until", event.until);
    json.member("published", event.published).member("counted", event.counted);
    report::items_member(json, "items", event.items);
    json.member("origins", event.origins).member("credibility", event.credibility);
    json.member("ratio", event.ratio).member("arrived", event.arrived.nats());
    json.member("today", event.today.nats()).member("probability_without", event.without);
  });
  write("silence", ledger.silence, [](JsonWriter& json, const SilenceAccount& account) {
    json.member("indicator", account.indicator).member("today", account.today.nats());
    json.member("watched", account.watched.count());
  });
  write("not_counted", ledger.not_counted, [&](JsonWriter& json, const NotCounted& entry) {
    report::items_member(json, "items", entry.items);
    given_text(json, "event", entry.event);
    given_text(json, "indicator", entry.indicator);
    json.member("reason", in_prose(entry.reason)).member("code", to_string(entry.reason));
    given_text(json, "counted_under", entry.counted_under);
    if (entry.reason == NotCountedReason::kCannotBeJudged) {
      json.member("would_be", entry.would_be.nats());
    }
    if (entry.origins == 0) return;  // it watches nothing
    json.member("occurred", entry.occurred);
    given(json, "until", entry.until);
    json.member("published", entry.published).member("origins", entry.origins);
    json.member("credibility", entry.credibility).member("ratio", entry.ratio);
  });
  write("misfit", ledger.misfits, [](JsonWriter& json, const Misfit& misfit) {
    json.member("indicator", misfit.indicator).member("observed", misfit.observed.per_day());
    json.member("if_true", misfit.if_true.per_day());
    json.member("if_false", misfit.if_false.per_day());
  });
}

void write_assessments(const store::Snapshot& snapshot, std::ostream& out) {
  // One ledger at a time: all of them together may not fit into memory.
  for (const SavedAssessment& known : snapshot.assessments({}, /*with_ledger=*/false)) {
    store::AssessmentFilter only;
    only.number = known.number;
    for (const SavedAssessment& saved : snapshot.assessments(only, /*with_ledger=*/true)) {
      out << assessment_line(saved);
      if (saved.assessment.ledger) write_ledger(saved.number, *saved.assessment.ledger, out);
    }
  }
}

// --------------------------------------------------------------------------- slots, alerts,
// notices

std::string slot_line(const Slot& slot) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "slot").member("schedule", slot.key.schedule);
  json.member("due", slot.key.due).member("recorded", slot.recorded);
  json.member("skipped", slot.skipped).member("assessments", slot.assessments);
  given_text(json, "report", slot.report);
  given_text(json, "problem", slot.problem);
  return json.end_object().take();
}

std::string evaluation_line(const AlertEvaluation& evaluation) {
  const AlertReading& reading = evaluation.reading;
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "evaluation").member("alert", evaluation.alert);
  json.member("revision", evaluation.revision).member("assessment", evaluation.assessment);
  json.member("as_of", reading.as_of).member("on_change", reading.on_change);
  json.member("probability", reading.probability);
  given_text(json, "word", reading.word);
  given(json, "extreme", reading.extreme);
  given(json, "last", reading.last);
  given(json, "unfaded", reading.unfaded);
  if (reading.watched) json.member("watched", reading.watched->count());
  given(json, "without_origins", reading.without_origins);
  json.member("holds", evaluation.holds).member("state", to_string(evaluation.state));
  json.member("reason", to_string(evaluation.reason)).member("in_a_row", evaluation.in_a_row);
  given(json, "raised", evaluation.raised);
  given(json, "raised_from", evaluation.raised_from);
  given_text(json, "word_at_rest", evaluation.word_at_rest);
  return json.end_object().take();
}

std::string notice_line(const Notice& notice) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "notice").member("number", notice.number);
  json.member("alert", notice.alert).member("raised", notice.raised);
  json.member("as_of", notice.as_of).member("recorded", notice.recorded);
  texts(json, "notifiers", notice.notifiers);
  return json.member("text", notice.text).end_object().take();
}

std::string attempt_line(const Attempt& attempt) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "attempt").member("notice", attempt.notice);
  json.member("notifier", attempt.notifier).member("number", attempt.number);
  json.member("begun", attempt.begun);
  given(json, "ended", attempt.ended);
  json.member("delivered", attempt.delivered);
  given_text(json, "detail", attempt.detail);
  return json.end_object().take();
}

}  // namespace

void write_clock(const store::Snapshot& snapshot, std::ostream& out) {
  write_assessments(snapshot, out);
  for (const Slot& slot : snapshot.slots({})) out << slot_line(slot);
  for (const auto& alert : snapshot.alerts()) {
    if (alert.revision > 1) continue;  // its judgements came with its first one
    for (const AlertEvaluation& evaluation : snapshot.evaluations(alert.content.id, false)) {
      out << evaluation_line(evaluation);
    }
  }
  for (const Delivery& delivery : snapshot.deliveries(/*undelivered_only=*/false, {})) {
    out << notice_line(delivery.notice);
    for (const Attempt& attempt : delivery.attempts) out << attempt_line(attempt);
  }
}

}  // namespace signpost::cli
