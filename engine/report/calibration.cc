#include "engine/report/calibration.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

using score::Calibration;
using score::CalibrationCard;
using score::CalibrationPoint;

constexpr int kDigits = 3;
constexpr std::size_t kBar = 20;

bool is_outside(const CalibrationPoint& point) {
  return point.band &&
         (point.recalibrated < point.band->low || point.recalibrated > point.band->high);
}

void parts_members(JsonWriter& json, const Calibration& calibration) {
  json.member("score", calibration.score)
      .member("mcb", calibration.miscalibration)
      .member("dsc", calibration.discrimination)
      .member("unc", calibration.uncertainty)
      .member("n", static_cast<std::int64_t>(calibration.n));
}

void table_of_points(Page& page, const Calibration& calibration, const Speech& speech) {
  enum : std::size_t { kForecast, kRecalibrated, kTimes, kGraph, kSays };
  Table& table = page.table(
      {{.head = speech.say("calibration.head.forecast"), .width = 10, .end = true},
       {.head = speech.say("calibration.head.came-true"), .width = 10, .gap = 2, .end = true},
       {.head = speech.say("score.head.n"), .width = 4, .gap = 1, .end = true},
       {.head = speech.say("calibration.head.bar"), .width = kBar, .gap = 2},
       {.head = speech.say("calibration.head.chance"), .gap = 2}});
  table.heads()
      .cell(kForecast, speech.say("calibration.head.forecast"), Style::kDim)
      .cell(kRecalibrated, speech.say("calibration.head.came-true"), Style::kDim)
      .cell(kTimes, speech.say("score.head.n"), Style::kDim);
  for (const CalibrationPoint& point : calibration.points) {
    Row& row = table.row();
    row.cell(kForecast, speech.short_percent(point.forecast))
        .cell(kRecalibrated, speech.short_percent(point.recalibrated), Style::kBold)
        .cell(kTimes, speech.number(static_cast<std::int64_t>(point.n)), Style::kDim)
        .cell({.column = kGraph,
               .words = {{{},
                          Style::kAccent,
                          Graph{.kind = Graph::Kind::kBar,
                                .values = {point.recalibrated},
                                .columns = kBar}}}});
    if (!point.band) continue;
    row.cell(
        {.column = kSays,
         .words = {{speech.say(is_outside(point) ? "calibration.outside" : "calibration.inside",
                               {{"low", speech.short_percent(point.band->low)},
                                {"high", speech.short_percent(point.band->high)}}),
                    is_outside(point) ? Style::kBad : Style::kDim}},
         .lines = kAllLines});
  }
}

/// Its points, its parts, and what they mean.
void tell(Page& page, const Calibration& calibration, const Speech& speech) {
  page.gap();
  table_of_points(page, calibration, speech);
  page.gap();
  page.paragraph(calibration_in_words(calibration, speech));
  page.paragraph(speech.say("calibration.legend"), Style::kDim);
}

}  // namespace

std::string calibration_in_words(const Calibration& calibration, const Speech& speech) {
  return speech.say("calibration.parts",
                    {{"n", static_cast<std::int64_t>(calibration.n)},
                     {"score", speech.figure(calibration.score, kDigits)},
                     {"mcb", speech.figure(calibration.miscalibration, kDigits)},
                     {"dsc", speech.figure(calibration.discrimination, kDigits)},
                     {"unc", speech.figure(calibration.uncertainty, kDigits)}});
}

Page calibration_page(const Calibration& calibration, const Speech& speech) {
  Page page(speech.language());
  page.heading(speech.say("calibration.title"));
  tell(page, calibration, speech);
  return page;
}

Page calibration_page(const CalibrationCard& card, const Speech& speech) {
  Page page(speech.language());
  page.heading(speech.say("calibration.title"));
  if (!card.from_file) {
    page.paragraph(speech.say("calibration.reading",
                              {{"day", speech.day(card.known_at)},
                               {"lead", std::int64_t{std::llround(card.lead.count())}}}));
    if (card.hindsight) page.paragraph(speech.say("score.hindsight"), Style::kAccent);
    const auto left_out = [&](const char* key, int number) {
      if (number > 0) page.paragraph(speech.say(key, {{"n", std::int64_t{number}}}));
    };
    left_out("calibration.not-due", card.not_due);
    left_out("calibration.opened-later", card.opened_later);
    left_out("calibration.settled-before", card.settled_before);
  }
  if (card.calibration.n == 0) {
    page.paragraph(speech.say("calibration.none"));
    return page;
  }
  tell(page, card.calibration, speech);
  for (const score::CalibrationGroup& group : card.groups) {
    const std::string of =
        group.kind == "role" ? speech.say("role." + group.of + ".plural") : quoted(group.of);
    page.paragraph(
        speech.say("text.labelled",
                   {{"label", of}, {"text", calibration_in_words(group.calibration, speech)}}));
  }
  return page;
}

std::string calibration_json(const CalibrationCard& card) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.calibration/1");
  if (!card.from_file) {
    json.member("known_at", card.known_at)
        .member("hindsight", card.hindsight)
        .member("lead_days", card.lead.count());
  }
  parts_members(json, card.calibration);
  json.key("points").begin_array();
  for (const CalibrationPoint& point : card.calibration.points) {
    json.begin_object()
        .member("forecast", point.forecast)
        .member("recalibrated", point.recalibrated)
        .member("n", static_cast<std::int64_t>(point.n))
        .member("low", point.band ? std::optional(point.band->low) : std::nullopt)
        .member("high", point.band ? std::optional(point.band->high) : std::nullopt)
        .end_object();
  }
  json.end_array().key("groups").begin_array();
  for (const score::CalibrationGroup& group : card.groups) {
    json.begin_object().member("kind", group.kind).member("of", group.of);
    parts_members(json, group.calibration);
    json.end_object();
  }
  json.end_array()
      .member("not_due", std::int64_t{card.not_due})
      .member("opened_later", std::int64_t{card.opened_later})
      .member("settled_before", std::int64_t{card.settled_before});
  return json.end_object().take();
}

std::string calibration_csv(const CalibrationCard& card) {
  std::string text = "forecast,recalibrated,n,low,high\n";
  const auto figure = [](const Probability& probability) {
    return fmt::format("{:.17g}", probability.value());
  };
  for (const CalibrationPoint& point : card.calibration.points) {
    text += fmt::format("{},{},{},{},{}\n", figure(point.forecast), figure(point.recalibrated),
                        point.n, point.band ? figure(point.band->low) : "",
                        point.band ? figure(point.band->high) : "");
  }
  return text;
}

}  // namespace signpost::report
