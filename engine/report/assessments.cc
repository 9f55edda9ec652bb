#include "engine/report/assessments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/sha256.h"
#include "engine/report/figures.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

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

/// Why it was made, in a word or two.
std::string why(const SavedAssessment& kept, const Speech& speech) {
  switch (kept.occasion) {
    case Occasion::kSlot:
      return quoted(kept.schedule);
    case Occasion::kChange:
      return speech.say("kept.on-change");
    case Occasion::kModel:
      return speech.say("kept.new-model");
    case Occasion::kAsked:
      break;
  }
  return speech.say("kept.asked");
}

/// What a part of the change is, in a few words.
std::string part_in_words(const Movement::Part& part,
                          const std::map<std::string, Bilingual>& indicators,
                          const Speech& speech) {
  const auto titled = [&](const std::string& id) {
    const auto found = indicators.find(id);
    return found == indicators.end() ? quoted(id) : speech.text(found->second);
  };
  const std::string key = fmt::format("moved.{}", to_string(part.kind));
  std::string name;
  if (part.event) {
    name = part.event->event.empty() ? item_numbers_in_words(part.event->items, speech)
                                     : quoted(part.event->event);
    if (!part.event->indicator.empty()) {
      name = speech.say("kept.part", {{"event", name}, {"title", titled(part.event->indicator)}});
    }
  } else if (!part.indicator.empty()) {
    name = titled(part.indicator);
    if (part.kind == Movement::Kind::kCoverage && !part.because.empty()) {
      name = speech.say("kept.because", {{"name", name}, {"because", quoted(part.because)}});
    }
  }
  return speech.say(key, {{"name", name}});
}

/// Which of the two it is, of when, what it came to and how it was made: a line each.
void sides(Page& page, const KeptChange& change, const Speech& speech) {
  enum : std::size_t { kNumber, kMoment, kProbability, kWord };
  const std::array lines = {&change.before.kept, &change.after.kept};
  std::array<std::vector<std::string>, kWord> cells;  // a column each
  for (const SavedAssessment* kept : lines) {
    cells[kNumber].push_back(speech.item(kept->number));
    cells[kMoment].push_back(speech.short_moment(kept->assessment.moment.as_of));
    cells[kProbability].push_back(speech.percent_exact(kept->assessment.probability));
  }
  Table& table = page.table(
      {{.head = speech.say("label.assessment"), .width = widest(cells[kNumber], 5), .gap = 2},
       {.head = speech.say("label.as-of"), .width = widest(cells[kMoment], 21), .gap = 2},
       {.head = speech.say("label.probability"),
        .width = widest(cells[kProbability], 9),
        .gap = 1,
        .end = true},
       {.gap = 2}});
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Assessment& assessment = lines[at]->assessment;
    std::string made = speech.say(
        "kept.made", {{"n", std::int64_t{assessment.revision}}, {"why", why(*lines[at], speech)}});
    if (assessment.model != kModelNumber) {
      made = speech.say("kept.by-model", {{"made", made}, {"n", std::int64_t{assessment.model}}});
    }
    table.row()
        .cell(kNumber, cells[kNumber][at], Style::kDim)
        .cell(kMoment, cells[kMoment][at])
        .cell(kProbability, cells[kProbability][at], Style::kBold)
        .cell({.column = kWord,
               .words = {{speech.word(assessment.probability)}, {"  "}, {made, Style::kDim}}});
  }
}

}  // namespace

Page kept_page(const std::vector<KeptLine>& kept, const Speech& speech) {
  Page page(speech.language());
  if (kept.empty()) {
    page.paragraph(speech.say("kept.none", {{"do", speech.say("action.assess")}}));
    return page;
  }
  // The title of one scenario stands above its assessments, those of several in each line.
  const bool titled_above =
      kept.size() > 1 && std::all_of(kept.begin(), kept.end(), [&](const KeptLine& line) {
        return line.kept.assessment.scenario == kept.front().kept.assessment.scenario;
      });
  if (titled_above) page.heading(speech.text(kept.front().title), kAllLines);
  enum : std::size_t { kNumber, kDay, kProbability, kInterval, kWhy, kTitle };
  std::array<std::vector<std::string>, kTitle + 1> cells;  // a column each
  for (const KeptLine& line : kept) {
    const SavedAssessment& one = line.kept;
    cells[kNumber].push_back(speech.item(one.number));
    cells[kDay].push_back(speech.short_day(one.assessment.moment.as_of));
    cells[kProbability].push_back(speech.percent(one.assessment.probability));
    cells[kInterval].push_back(one.interval ? speech.short_interval(*one.interval) : std::string());
    cells[kWhy].push_back(why(one, speech));
    cells[kTitle].push_back(speech.text(line.title));
  }
  constexpr std::array kStyles = {Style::kDim, Style::kPlain, Style::kBold,
                                  Style::kDim, Style::kDim,   Style::kPlain};
  constexpr std::size_t kWidestWhy = 14;
  Table& table = page.table(
      {{.head = speech.say("label.assessment"), .width = widest(cells[kNumber], 2), .end = true},
       {.head = speech.say("label.as-of"), .width = 11, .gap = 2},
       {.head = speech.say("label.probability"),
        .width = widest(cells[kProbability], 5),
        .gap = 2,
        .end = true},
       {.head = speech.say("label.interval"),
        .width = widest(cells[kInterval], 11),
        .gap = 1,
        .end = true},
       {.head = speech.say("label.reason"),
        .width = std::min(widest(cells[kWhy], 5), kWidestWhy),
        .gap = 2},
       {.head = speech.say("label.scenario"), .gap = 2, .none = titled_above}});
  for (std::size_t at = 0; at < kept.size(); ++at) {
    Row& row = table.row();
    for (std::size_t column = 0; column < kTitle; ++column) {
      row.cell(column, std::move(cells[column][at]), kStyles[column]);
    }
    if (titled_above) continue;
    row.cell({.column = kTitle, .words = {{std::move(cells[kTitle][at])}}, .lines = kAllLines});
  }
  return page;
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

Page kept_change_page(const KeptChange& change, const Speech& speech) {
  enum : std::size_t { kDecibans, kPoints, kPart };
  Page page(speech.language());
  page.heading(speech.text(change.after.title));
  sides(page, change, speech);
  page.gap();
  Table& table = page.table({{.head = speech.say("label.decibans"), .width = 10, .end = true},
                             {.head = speech.say("label.points"), .width = 8, .end = true},
                             {.head = speech.say("label.part"), .gap = 2}});
  table.heads()
      .cell(kDecibans, speech.say("explain.db"), Style::kDim)
      .cell(kPoints, speech.say("kept.points"), Style::kDim);
  // The printed column adds up: what the rounded lines miss stands in a line of its own.
  std::int64_t left = hundredths(change.movement.change);
  int in_points = 0;
  for (const Movement::Part& part : change.movement.parts) {
    const std::int64_t printed = hundredths(part.change);
    in_points += part.points;
    if (printed == 0 && part.points == 0) continue;
    left -= printed;
    table.row()
        .cell(kDecibans, speech.decibans(printed))
        .cell(kPoints, speech.points(part.points))
        .cell({.column = kPart,
               .words = {{part_in_words(part, change.indicators, speech)}},
               .lines = kAllLines});
  }
  if (left != 0) {
    table.row()
        .cell(kDecibans, speech.decibans(left), Style::kDim)
        .cell(kPart, speech.say("ledger.rounding"), Style::kDim);
  }
  table.row()
      .cell(kDecibans, speech.decibans(change.movement.change), Style::kBold)
      .cell(kPoints, speech.points(in_points), Style::kBold)
      .cell(kPart, speech.say("kept.in-all"), Style::kBold);
  return page;
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
