// The shared cases of countable forecasts: see "fields" at the head of their file.
#include "engine/belief/count.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/count_periods.h"
#include "engine/belief/counted_events.h"
#include "tests/oracle/count_cases.h"

namespace {

using nlohmann::json;
using namespace signpost;          // NOLINT(google-build-using-namespace)
using namespace signpost::belief;  // NOLINT(google-build-using-namespace)
using testing::day;
using testing::kFrom;
using testing::put_to_belief;

double days_of(Instant instant) { return Days(instant - kFrom).count(); }

/// ∫ of coverage over [from, until): of the spans that hold an instant the last one counts.
double exposure(const json& coverage, double from, double until) {
  std::vector<double> ends = {from, until};
  for (const json& span : coverage) {
    for (const std::size_t end : {0U, 1U}) {
      if (!span[end].is_null()) ends.push_back(std::clamp<double>(span[end], from, until));
    }
  }
  std::sort(ends.begin(), ends.end());
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const double middle = (ends[i] + ends[i + 1]) / 2;
    double level = 1;
    for (const json& span : coverage) {
      if (span[0] <= middle && (span[1].is_null() || middle < span[1])) level = span[2];
    }
    sum += level * (ends[i + 1] - ends[i]);
  }
  return sum;
}

/// What of the counts is in [from, until].
double counted(const json& counts, double from, double until) {
  double sum = 0;
  for (const json& count : counts) {
    const double n = count[2];
    const double parts = std::ceil(n);
    for (double i = 0; i < parts; ++i) {
      const double length = count[1].get<double>() - count[0].get<double>();
      const double at = count[0].get<double>() + length * (i + 0.5) / parts;
      if (from <= at && at <= until) sum += n / parts;
    }
  }
  return sum;
}

struct Case {
  CountPeriods periods;
  CountQuestion question;
  CountMoment opened;
  bool has_account = false;
};

Case read_case(const json& from) {
  Case out;
  out.periods =
      count_periods(day(from["history_from"]), kFrom, day(from["to"]), day(from["as_of"]));
  CountQuestion& question = out.question;
  question.window = out.periods.window;
  question.running = out.periods.running;
  question.at_least = from["at_least"];
  question.drift = from["drift"].get<double>();
  question.dispersion = from["dispersion"];
  const Instant opened = day(from.value("opened", 0.0));
  for (std::size_t k = 0; k < out.periods.spans.size(); ++k) {
    const CountSpan& span = out.periods.spans[k];
    const double start = days_of(span.from);
    const double known = days_of(span.known_until);
    CountedPeriod& period = question.periods.emplace_back();
    period.counted = counted(from["counts"], start, known);
    period.exposure = Days(exposure(from["coverage"], start, known));
    if (k >= question.window) {
      period.to_come = Days(exposure(from["coverage"], known, days_of(span.until)));
    }
    if (span.from <= opened && opened < span.until) {
      out.opened = {k, counted(from["counts"], start, days_of(opened)),
                    Days(exposure(from["coverage"], start, days_of(opened)))};
    }
  }
  out.has_account = day(from["as_of"]) > opened;
  return out;
}

/// The largest differences from what is expected, over all cases.
struct Differences {
  double probability = 0;
  double log_odds = 0;
  double foretold = 0;

  static void note(double& largest, double value, double expected) {
    largest = std::max(largest, std::fabs(value - expected));
  }
};

void check_account(const json& expected, const Case& asked, Differences& differences) {
  const std::optional<CountAccount> account = count_account(asked.question, asked.opened);
  REQUIRE(account.has_value());
  Differences::note(differences.log_odds, account->opening.nats(), expected["opening"]);
  Differences::note(differences.log_odds, account->closing.nats(), expected["closing"]);
  REQUIRE(account->lines.size() == expected["lines"].size());
  LogOdds sum = account->opening;
  for (std::size_t i = 0; i < account->lines.size(); ++i) {
    const CountLine& line = account->lines[i];
    const json& wanted = expected["lines"][i];
    CAPTURE(i);
    CHECK(line.at_start.nats() == doctest::Approx(sum.nats()).epsilon(1e-12));
    CHECK(line.counted == doctest::Approx(wanted["counted"].get<double>()).epsilon(1e-12));
    CHECK(line.foretold == doctest::Approx(wanted["foretold"].get<double>()).epsilon(1e-8));
    Differences::note(differences.foretold, line.foretold / wanted["foretold"].get<double>(), 1);
    Differences::note(differences.log_odds, line.brought.nats(), wanted["change"]);
    CHECK(std::fabs(line.brought.nats() - wanted["change"].get<double>()) < 1e-6);
    sum += line.brought;
  }
  CHECK(sum.nats() == doctest::Approx(account->closing.nats()).epsilon(1e-12));
}

void check_case(const json& from, Differences& differences) {
  CAPTURE(from["name"].get<std::string>());
  const Case asked = read_case(from);
  const json& expected = from["expected"];
  REQUIRE(asked.question.periods.size() == expected["periods"].size());
  for (std::size_t k = 0; k < asked.question.periods.size(); ++k) {
    CAPTURE(k);
    const CountedPeriod& period = asked.question.periods[k];
    const json& wanted = expected["periods"][k];
    CHECK(period.counted == doctest::Approx(wanted["counted"].get<double>()).epsilon(1e-12));
    CHECK(std::fabs(period.exposure.count() - wanted["exposure"].get<double>()) < 1e-9);
    CHECK(std::fabs(period.to_come.count() - wanted["to_come"].get<double>()) < 1e-9);
  }
  const std::optional<LogOdds> log_odds = count_log_odds(asked.question);
  REQUIRE(log_odds.has_value());
  const double probability = Probability::from(*log_odds).value();
  CHECK(std::fabs(probability - expected["probability"].get<double>()) < 1e-7);
  Differences::note(differences.probability, probability, expected["probability"]);
  CHECK(asked.has_account == !expected["account"].is_null());
  if (asked.has_account) check_account(expected["account"], asked, differences);
}

// --- The same cases as they are put to belief: observations under an indicator, and coverage -----

/// Returns the largest difference of P.
double check_through_belief(const json& from) {
  CAPTURE(from["name"].get<std::string>());
  const Question question = put_to_belief(from);
  const Instant as_of = day(from["as_of"]);
  const Moment moment{as_of, as_of};
  const json& expected = from["expected"];
  const CountedEvents counted(question, moment);
  REQUIRE(counted.question().periods.size() == expected["periods"].size());
  for (std::size_t k = 0; k < counted.question().periods.size(); ++k) {
    CAPTURE(k);
    const CountedPeriod& period = counted.question().periods[k];
    const json& wanted = expected["periods"][k];
    CHECK(period.counted == wanted["counted"].get<double>());
    CHECK(std::fabs(period.exposure.count() - wanted["exposure"].get<double>()) < 1e-6);
    CHECK(std::fabs(period.to_come.count() - wanted["to_come"].get<double>()) < 1e-6);
  }
  if (!expected["account"].is_null()) {
    const Account account = belief::account(question, moment);
    CHECK(std::fabs(account.opening.nats() - expected["account"]["opening"].get<double>()) < 1e-6);
    CHECK(std::fabs(account.closing.nats() - expected["account"]["closing"].get<double>()) < 1e-6);
    CHECK(account.count->account.lines.size() == expected["account"]["lines"].size());
  }
  return std::fabs(Probability::from(log_odds(question, moment)).value() -
                   expected["probability"].get<double>());
}

}  // namespace

TEST_CASE("the shared cases come out as well where they are told to belief, item by item") {
  std::ifstream file(std::string(SIGNPOST_TESTS_DIR) + "/oracle/count_cases.json");
  REQUIRE(file);
  const json content = json::parse(file);
  double largest = 0;
  int cases = 0;
  for (const json& from : content["cases"]) {
    if (from.value("numbers_only", false)) continue;
    const double difference = check_through_belief(from);
    CHECK(difference < 1e-7);
    largest = std::max(largest, difference);
    ++cases;
  }
  CHECK(cases >= 40);
  MESSAGE("largest difference of P: ", largest);
}

TEST_CASE("the shared cases of countable forecasts come out to a ten-millionth") {
  std::ifstream file(std::string(SIGNPOST_TESTS_DIR) + "/oracle/count_cases.json");
  REQUIRE(file);
  const json content = json::parse(file);
  CHECK(content["cases"].size() >= 42);
  Differences differences;
  for (const json& from : content["cases"]) check_case(from, differences);
  MESSAGE("largest differences: P ", differences.probability, ", log-odds ", differences.log_odds,
          ", foretold (relative) ", differences.foretold);
}
