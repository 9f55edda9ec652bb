#include "engine/report/assessments.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/sha256.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

// Columns of what moved.
constexpr std::size_t kDecibansEnd = 10;
constexpr std::size_t kPointsEnd = 18;
constexpr std::size_t kPart = 20;

void kept_members(JsonWriter& json, const SavedAssessment& kept) {
  const Assessment& assessment = kept.assessment;
  json.member("number", kept.number)
      .member("scenario", assessment.scenario)
      .member("revision", assessment.revision)
      .member("as_of", assessment.moment.as_of)
      .member("known_at", assessment.moment.known_at)
      .member("recorded", kept.recorded)
      .member("occasion", to_string(kept.occasion));
  text_member(json, "schedule", kept.schedule);
  json.member("state", to_string(assessment.state))
      .member("probability", assessment.probability)
      .member("log_odds_db", assessment.log_odds.decibans());
  word_member(json, "word", assessment.probability);
  outcome_members(json, assessment);
  json.key("interval");
  if (kept.interval) {
    json.begin_object()
        .member("low", kept.interval->low)
        .member("high", kept.interval->high)
        .end_object();
  } else {
    json.null();
  }
}

/// What is kept of its ledger; null where nothing was, under model 1.
void ledger_member(JsonWriter& json, const std::optional<KeptLedger>& kept) {
  json.key("kept");
  if (!kept) {
    json.null();
    return;
  }
  json.begin_object()
      .member("opening_db", kept->opening.decibans())
      .member("judgement_db", kept->judgement.decibans())
      .key("accounts")
      .begin_array();
  for (const KeptSums& account : kept->accounts) {
    json.begin_object();
    text_member(json, "indicator", account.indicator);
    json.member("evidence_db", account.evidence.decibans())
        .member("silence_db", account.silence.decibans())
        .end_object();
  }
  json.end_array()
      .member("closing_db", kept->closing.decibans())
      .member("events", kept->events)
      .key("entries")
      .begin_array();
  for (const KeptEntry& entry : kept->entries) {
    json.begin_object().member("item", entry.event);
    text_member(json, "indicator", entry.indicator);
    json.member("arrived_db", entry.arrived.decibans())
        .member("today_db", entry.today.decibans())
        .member("probability_without", entry.without)
        .end_object();
  }
  json.end_array().member("digest", to_hex(kept->digest)).end_object();
}

std::string why(const SavedAssessment& kept) {
  switch (kept.occasion) {
    case Occasion::kSlot:
      return kept.schedule;
    case Occasion::kChange:
      return "on change";
    case Occasion::kModel:
      return "new model";
    case Occasion::kAsked:
      break;
  }
  return "asked";
}

/// What a part of the change is, in a few words.
std::string part_in_words(const Movement::Part& part, const Speech& speech) {
  const std::string key = fmt::format("moved.{}", to_string(part.kind));
  if (part.event) {
    std::string name =
        part.event->event.empty() ? item_numbers(part.event->items) : quoted(part.event->event);
    if (!part.event->indicator.empty()) name += " " + quoted(part.event->indicator);
    return speech.say(key, {{"name", name}});
  }
  if (part.kind == Movement::Kind::kSilence) {
    return speech.say(key, {{"name", quoted(part.indicator)}});
  }
  if (part.kind == Movement::Kind::kCoverage) {
    std::string name = quoted(part.indicator);
    if (!part.because.empty()) name += " (" + quoted(part.because) + ")";
    return speech.say(key, {{"name", name}});
  }
  return speech.say(key);
}

}  // namespace

std::string kept_text(const std::vector<KeptLine>& kept, const Speech& speech,
                      const Terminal& terminal) {
  if (kept.empty())
    return paragraph(terminal, "No assessment is kept yet: `signpost assess` does.");
  const IsolatedText ready(terminal);
  std::size_t number_end = 2;
  std::size_t why_width = 5;
  for (const KeptLine& line : kept) {
    number_end = std::max(number_end, fmt::formatted_size("#{}", line.kept.number));
    why_width = std::max(why_width, why(line.kept).size());
  }
  why_width = std::min<std::size_t>(why_width, 14);
  const std::size_t day = number_end + 2;
  const std::size_t percent_end = day + 12 + 6;
  const std::size_t interval_end = percent_end + 12;
  const std::size_t reason = interval_end + 2;
  const std::size_t title = reason + why_width + 2;
  std::string text;
  for (const KeptLine& line : kept) {
    const SavedAssessment& one = line.kept;
    Line row(terminal);
    row.right(fmt::format("#{}", one.number), number_end, Style::kDim)
        .to(day)
        .say(to_short_date(one.assessment.moment.as_of))
        .right(percent(one.assessment.probability), percent_end, Style::kBold);
    if (one.interval) {
      row.right(ready.clean(speech.interval(*one.interval)), interval_end, Style::kDim);
    }
    row.to(reason).quote(why(one), Style::kDim, why_width);
    row.to(title).quote(in(speech.language(), line.title));
    text += row.take();
  }
  return text;
}

std::string kept_json(const std::vector<KeptLine>& kept) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.assessments/1").key("assessments").begin_array();
  for (const KeptLine& line : kept) {
    json.begin_object();
    kept_members(json, line.kept);
    ledger_member(json, line.kept.kept);
    json.end_object();
  }
  return json.end_array().end_object().take();
}

std::string kept_change_text(const KeptChange& change, const Speech& speech,
                             const Terminal& terminal) {
  const IsolatedText ready(terminal);
  std::string text =
      Line(terminal).quote(in(speech.language(), change.after.title), Style::kBold).take();
  const auto side = [&](const KeptLine& line) {
    const SavedAssessment& kept = line.kept;
    text += Line(terminal)
                .to(2)
                .say(fmt::format("#{}", kept.number), Style::kDim)
                .to(9)
                .say(moment(kept.assessment.moment.as_of))
                .right(percent_exact(kept.assessment.probability), 40, Style::kBold)
                .to(42)
                .say(ready.clean(speech.word(kept.assessment.probability)))
                .say(fmt::format("  revision {}, {}{}", kept.assessment.revision, why(kept),
                                 kept.assessment.model == kModelNumber
                                     ? std::string()
                                     : fmt::format(", model {}", kept.assessment.model)),
                     Style::kDim)
                .take();
  };
  side(change.before);
  side(change.after);
  text += '\n';
  // The printed column adds up: what the rounded lines miss stands in a line of its own.
  std::int64_t left = hundredths(change.movement.change);
  int in_points = 0;
  text += Line(terminal)
              .right("dB", kDecibansEnd, Style::kDim)
              .right("points", kPointsEnd, Style::kDim)
              .take();
  for (const Movement::Part& part : change.movement.parts) {
    const std::int64_t printed = hundredths(part.change);
    in_points += part.points;
    if (printed == 0 && part.points == 0) continue;
    left -= printed;
    text += Line(terminal)
                .right(decibans(printed, terminal), kDecibansEnd)
                .right(points(part.points, terminal), kPointsEnd)
                .to(kPart)
                .say(ready.fitted(part_in_words(part, speech), terminal.width - kPart))
                .take();
  }
  if (left != 0) {
    text += Line(terminal)
                .right(decibans(left, terminal), kDecibansEnd, Style::kDim)
                .to(kPart)
                .say(ready.clean(speech.say("ledger.rounding")), Style::kDim)
                .take();
  }
  text += Line(terminal)
              .right(decibans(change.movement.change, terminal), kDecibansEnd, Style::kBold)
              .right(points(in_points, terminal), kPointsEnd, Style::kBold)
              .to(kPart)
              .say("in all", Style::kBold)
              .take();
  return text;
}

std::string kept_change_json(const KeptChange& change) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.assessment-diff/1");
  for (const auto& [name, line] :
       {std::pair("before", &change.before), std::pair("after", &change.after)}) {
    json.key(name).begin_object();
    kept_members(json, line->kept);
    json.end_object();
  }
  json.member("change_db", change.movement.change.decibans()).key("parts").begin_array();
  for (const Movement::Part& part : change.movement.parts) {
    json.begin_object().member("kind", to_string(part.kind));
    text_member(json, "event", part.event ? part.event->event : std::string());
    text_member(json, "indicator", part.event ? part.event->indicator : part.indicator);
    text_member(json, "because", part.because);
    items_member(json, "items", part.event ? part.event->items : std::vector<ItemId>{});
    json.member("points", std::int64_t{part.points});
    json.member("change_db", part.change.decibans()).end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
