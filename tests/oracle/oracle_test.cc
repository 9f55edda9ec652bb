// The shared cases: expected values from independent 34-digit computations. Each case is a scenario
// with its evidence, in days since it opened; see README.md beside the shared file.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "engine/belief/believe.h"

namespace {

using nlohmann::json;
using namespace signpost;          // NOLINT(google-build-using-namespace)
using namespace signpost::belief;  // NOLINT(google-build-using-namespace)

const Instant kOpened{std::chrono::seconds(1'640'995'200)};  // 1 January 2022

Instant day(double days) { return kOpened + std::chrono::seconds(std::llround(days * 86400.0)); }

/// A case's question, and what its interned names stand for.
struct Case {
  Question question;
  Moment moment;
  std::vector<std::string> indicators;
  std::vector<std::string> events;
};

/// Outside the given spans `otherwise`; where they overlap the last one wins, or, for seasons, the
/// factors multiply.
Steps steps_of(const json& spans, double otherwise, bool multiply) {
  std::set<Instant> starts = {kOpened - std::chrono::hours(24 * 3650)};
  for (const json& span : spans) {
    starts.insert(day(span[0]));
    if (!span[1].is_null()) starts.insert(day(span[1]));
  }
  Steps steps;
  for (const Instant start : starts) {
    double value = otherwise;
    for (const json& span : spans) {
      if (start < day(span[0]) || (!span[1].is_null() && start >= day(span[1]))) continue;
      value = multiply ? value * span[2].get<double>() : span[2].get<double>();
    }
    steps.push_back({start, value});
  }
  return steps;
}

std::vector<std::string> names_in(const json& evidence, std::initializer_list<const char*> keys) {
  std::set<std::string> names;
  for (const json& item : evidence) {
    for (const char* key : keys) {
      if (item.contains(key) && !item[key].is_null()) names.insert(item[key].get<std::string>());
    }
  }
  return {names.begin(), names.end()};
}

Key interned(const std::vector<std::string>& names, const json& item, const char* key) {
  if (!item.contains(key) || item[key].is_null()) return kOwn;
  const auto found = std::find(names.begin(), names.end(), item[key].get<std::string>());
  return static_cast<Key>(found - names.begin());
}

Case read_case(const json& from) {
  Case out;
  Question& question = out.question;
  question.prior = Probability(from["prior"]);
  question.base_rate = Probability(from.value("base_rate", from["prior"].get<double>()));
  question.persistence = Days(std::numeric_limits<double>::infinity());
  if (!from["persistence"].is_null()) question.persistence = Days(from["persistence"]);
  question.opened = kOpened;
  if (from.contains("horizon") && !from["horizon"].is_null()) {
    question.horizon = day(from["horizon"]);
  }
  out.moment.as_of = day(from["at"]);
  out.moment.known_at = from.contains("known_at") ? day(from["known_at"]) : out.moment.as_of;
  for (const auto& [id, indicator] : from["indicators"].items()) {  // in the order of the ids
    out.indicators.push_back(id);
    Stream& stream = question.streams.emplace_back();
    if (indicator.contains("occasions")) {
      for (const json& at : indicator["occasions"]) stream.occasions.push_back(day(at));
      stream.seen_if_true = Probability(indicator["if_true"]);
      stream.seen_if_false = Probability(indicator["if_false"]);
    } else {
      stream.happening = indicator.value("happening", false);
      stream.if_true = Rate(indicator["if_true"]);
      stream.if_false = Rate(stream.happening ? 0.0 : indicator["if_false"].get<double>());
    }
    stream.dispersion = indicator.value("dispersion", 1.0);
    stream.lag = Days(indicator.value("lag", 0.0));
    stream.once = indicator.value("once", false);
    stream.coverage = indicator.contains("coverage") ? steps_of(indicator["coverage"], 0.0, false)
                                                     : Steps{{kOpened, 1.0}};
    stream.season = steps_of(indicator.value("season", json::array()), 1.0, true);
  }
  for (const auto& [id, indicator] : from["indicators"].items()) {
    if (!indicator.contains("of")) continue;
    const auto place = [&](const std::string& name) {
      return std::find(out.indicators.begin(), out.indicators.end(), name) - out.indicators.begin();
    };
    question.streams[static_cast<std::size_t>(place(id))].of =
        static_cast<int>(place(indicator["of"]));
  }
  out.events = names_in(from["evidence"], {"event", "denies"});
  const std::vector<std::string> origins = names_in(from["evidence"], {"origin"});
  ItemId number = 0;
  for (const json& item : from["evidence"]) {
    if (item.contains("denies")) {
      Denial denial;
      denial.item = number++;
      denial.occurred = day(item["t"]);
      denial.credibility = item["credibility"];
      denial.judged = !item.value("unjudged", false);
      denial.origin = interned(origins, item, "origin");
      denial.event = interned(out.events, item, "denies");
      question.denials.push_back(denial);
      continue;
    }
    Observation said;
    said.item = number++;
    said.occurred = day(item["t"]);
    if (item.contains("until")) said.total = {day(item["until"]), item["count"]};
    said.credibility = item["credibility"];
    said.judged = !item.value("unjudged", false);
    said.origin = interned(origins, item, "origin");
    said.event = interned(out.events, item, "event");
    if (item.contains("ratio")) {
      said.ratio = item["ratio"];
      question.bearing.push_back(said);
    } else {
      const auto found = std::find(out.indicators.begin(), out.indicators.end(),
                                   item["indicator"].get<std::string>());
      question.streams[static_cast<std::size_t>(found - out.indicators.begin())].said.push_back(
          said);
    }
  }
  return out;
}

/// How the files name an event: by its key, `#n` without one, "once" for a milestone.
std::string name_of(const Case& asked, int stream, Key event, const std::vector<ItemId>& items,
                    bool none_seen, Instant occurred) {
  if (stream != kUnforeseen && !none_seen) {
    const auto& occasions = asked.question.streams[static_cast<std::size_t>(stream)].occasions;
    const auto found = std::find(occasions.begin(), occasions.end(), occurred);
    if (found != occasions.end()) {
      return asked.indicators[static_cast<std::size_t>(stream)] + "/occasion " +
             std::to_string(found - occasions.begin());
    }
  }
  const bool milestone =
      stream != kUnforeseen && asked.question.streams[static_cast<std::size_t>(stream)].once;
  const std::string place =
      (stream == kUnforeseen ? "bears" : asked.indicators[static_cast<std::size_t>(stream)]) + "/";
  if (milestone && !none_seen) return place + "once";
  return place + (event == kOwn || none_seen ? "#" + std::to_string(items.front())
                                             : asked.events[static_cast<std::size_t>(event)]);
}

bool near_relative(double value, double expected, double tolerance) {
  return std::fabs(value - expected) <= tolerance * std::fabs(expected);
}

void check_case(const json& from) {
  CAPTURE(from["name"].get<std::string>());
  const Case asked = read_case(from);
  const json& expected = from["expected"];
  const Account account = belief::account(asked.question, asked.moment);

  CHECK(near_relative(Probability::from(account.closing).value(), expected["probability"], 1e-10));
  CHECK(log_odds(asked.question, asked.moment) == account.closing);
  CHECK(near_relative(at_horizon(asked.question, asked.moment.as_of, account.closing).value(),
                      expected["probability_at_horizon"], 1e-10));
  CHECK(std::fabs(account.opening.decibans() - expected["opening_db"].get<double>()) <= 1e-8);
  CHECK(std::fabs(account.judgement.decibans() - expected["judgement_db"].get<double>()) <= 1e-8);
  const double closing = expected["closing_db"];
  CHECK(std::fabs(account.closing.decibans() - closing) <=
        1e-10 * std::max(1.0, std::fabs(closing)));

  // The oracle also lists totals that have nothing to count, at 0; the books set them aside. (Some
  // of those that only watch lie wholly outside the scenario's time.)
  std::map<std::string, const EventEntry*> entries;
  std::set<std::string> watchers;
  for (const EventEntry& entry : account.events) {
    entries[name_of(asked, entry.stream, entry.event, entry.items, false, entry.occurred)] = &entry;
  }
  for (const NotCountedEntry& entry : account.not_counted) {
    if (entry.reason != NotCountedReason::kCannotBeJudged &&
        entry.reason != NotCountedReason::kCountedElsewhere) {
      const bool none_seen =
          entry.reason == NotCountedReason::kNoneSeen || (entry.total && entry.total->count == 0);
      watchers.insert(
          name_of(asked, entry.stream, entry.event, entry.items, none_seen, entry.occurred));
    }
  }
  std::size_t listed = 0;
  for (const json& event : expected["evidence"]) {
    const std::string name =
        (event["indicator"].is_null() ? "bears" : event["indicator"].get<std::string>()) + "/" +
        event["event"].get<std::string>();
    CAPTURE(name);
    if (!entries.contains(name)) {
      CHECK(watchers.contains(name));
      CHECK(event["arrived_db"].get<double>() == 0.0);
      continue;
    }
    ++listed;
    const EventEntry& entry = *entries[name];
    CHECK(entry.occurred == day(event["t"]));
    CHECK(near_relative(entry.credibility.value(), event["credibility"], 1e-14));
    CHECK(std::fabs(entry.arrived.decibans() - event["arrived_db"].get<double>()) <= 1e-8);
    CHECK(std::fabs(entry.today.decibans() - event["today_db"].get<double>()) <= 1e-8);
    CHECK(near_relative(Probability::from(entry.closing_without).value(),
                        event["probability_without"], 1e-10));
  }
  CHECK(listed == account.events.size());
  for (const auto& silence : expected["silence"].items()) {
    const std::string& id = silence.key();
    CAPTURE(id);
    const auto j = static_cast<std::size_t>(
        std::find(asked.indicators.begin(), asked.indicators.end(), id) - asked.indicators.begin());
    CHECK(std::fabs(account.silence[j].today.decibans() - silence.value().get<double>()) <= 1e-8);
  }
}

void check_file(const std::string& name, std::size_t at_least) {
  std::ifstream file(std::string(SIGNPOST_TESTS_DIR) + "/oracle/" + name);
  REQUIRE(file);
  const json content = json::parse(file);
  CHECK(content["cases"].size() >= at_least);
  for (const json& from : content["cases"]) check_case(from);
}

}  // namespace

TEST_CASE("the shared cases come out to their last digits") { check_file("filter_cases.json", 88); }

TEST_CASE("further random cases, from a reference written independently of both, come out too") {
  check_file("more_cases.json", 100);
}
