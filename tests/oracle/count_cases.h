// The shared cases of countable forecasts as they are put to belief: see "fields" at the head of
// their file.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/belief/question.h"
#include "engine/time/instant.h"

namespace signpost::testing {

using nlohmann::json;

inline const Instant kFrom{std::chrono::seconds(1'640'995'200)};  // 1 January 2022

inline Instant day(double days) {
  return kFrom + std::chrono::seconds(std::llround(days * 86400.0));
}

/// The level of coverage from each day on which it changes: of spans that hold a day the last counts.
inline belief::Steps steps_of(const json& coverage) {
  std::vector<double> edges = {-100'000};
  for (const json& span : coverage) {
    edges.push_back(span[0]);
    if (!span[1].is_null()) edges.push_back(span[1]);
  }
  std::sort(edges.begin(), edges.end());
  belief::Steps steps;
  for (const double edge : edges) {
    double level = 1;
    for (const json& span : coverage) {
      if (span[0] <= edge && (span[1].is_null() || edge < span[1])) level = span[2];
    }
    steps.push_back({day(edge), level});
  }
  return steps;
}

/// Whether nothing is counted before the window. Then somebody must have looked and seen none, or
/// there would be no history.
inline bool nothing_before(const json& from) {
  return std::none_of(from["counts"].begin(), from["counts"].end(),
                      [](const json& count) { return count[0].get<double>() < 0; });
}

inline belief::Question put_to_belief(const json& from) {
  belief::Question question;
  question.opened = day(from.value("opened", 0.0));
  question.horizon = day(from["to"]);
  belief::CountedQuestion& count = question.count.emplace();
  count.from = kFrom;
  count.to = day(from["to"]);
  count.history_from = day(from["history_from"]);
  count.at_least = from["at_least"];
  count.drift = from["drift"].get<double>();
  count.dispersion = from["dispersion"].get<double>();
  belief::Stream& stream = count.streams.emplace_back().stream;
  stream.coverage = steps_of(from["coverage"]);
  stream.season = {{kFrom, 1.0}};
  ItemId next = 1;
  if (nothing_before(from)) {
    belief::Observation& none = stream.said.emplace_back();
    none.item = next++;
    none.occurred = day(from["history_from"]);
    none.credibility = 0.9;
    none.total = Total{kFrom, 0};
  }
  for (const json& told : from["counts"]) {
    const double start = told[0];
    const double length = told[1].get<double>() - start;
    const int n = told[2];
    for (int i = 0; i < n; ++i) {
      belief::Observation& item = stream.said.emplace_back();
      item.item = next++;
      item.occurred = day(start + length * (i + 0.5) / n);
      item.credibility = 0.9;
    }
  }
  return question;
}

}  // namespace signpost::testing
