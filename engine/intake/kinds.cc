#include "engine/intake/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

namespace signpost::intake {
namespace {

// What is left of the wider kind must be more than rounding.
constexpr double kNothingLeft = 1e-9;

/// The next wider kind; none of what is no stream, where `of` is a mistake.
std::string wider_of(const Index<Indicator>& indicators, const std::string& id) {
  const auto found = indicators.find(id);
  const bool is_stream = found != indicators.end() && found->second->takes_count();
  return is_stream ? found->second->of : std::string();
}

/// The wider kinds of an indicator, from the next on; none where they lead in a circle.
std::vector<std::string> wider_kinds(const Index<Indicator>& indicators, const std::string& id) {
  std::vector<std::string> wider;
  std::set<std::string> seen = {id};
  for (std::string of = wider_of(indicators, id); !of.empty(); of = wider_of(indicators, of)) {
    if (!seen.insert(of).second) return {};
    wider.push_back(of);
  }
  return wider;
}

/// The place of the nearest expected ancestor of each expectation.
std::vector<std::optional<std::size_t>> nearest_expected(const std::vector<Expectation>& expects,
                                                         const Index<Indicator>& indicators) {
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < expects.size(); ++i) at.emplace(expects[i].indicator, i);
  std::vector<std::optional<std::size_t>> nearest(expects.size());
  for (std::size_t i = 0; i < expects.size(); ++i) {
    for (const std::string& wider : wider_kinds(indicators, expects[i].indicator)) {
      const auto found = at.find(wider);
      if (found == at.end()) continue;
      nearest[i] = found->second;
      break;
    }
  }
  return nearest;
}

std::string rounded(double rate) { return fmt::format("{:.4g}", rate); }

/// `"raids" 15 + "complex-attacks" 6 = 21 per month`.
Phrase sum_of(const std::vector<Expectation>& expects, const std::vector<std::size_t>& parts,
              bool if_true) {
  Phrase sum;
  double all = 0;
  for (const std::size_t part : parts) {
    const Expectation& e = expects[part];
    const double one = (if_true ? e.if_true : e.if_false).rate.per_month();
    const Phrase term("intake.term", {{"indicator", e.indicator}, {"rate", rounded(one)}});
    sum = sum.empty() ? term : Phrase("intake.plus", {{"sum", sum}, {"term", term}});
    all += one;
  }
  if (parts.size() == 1) return {"intake.per-month", {{"rate", sum}}};
  return {"intake.sum-per-month", {{"sum", sum}, {"rate", rounded(all)}}};
}

}  // namespace

std::vector<std::string> circle_through(
    const std::string& id,
    const std::function<std::vector<std::string>(const std::string& id)>& next) {
  std::map<std::string, std::string> from;  // by which way each was reached
  std::deque<std::string> open = {id};
  while (!open.empty()) {
    const std::string here = open.front();
    open.pop_front();
    for (const std::string& there : next(here)) {
      if (there == id) {
        std::vector<std::string> way = {id, here};
        while (way.back() != id) way.push_back(from.at(way.back()));
        std::reverse(way.begin(), way.end());
        return way;
      }
      if (from.emplace(there, here).second) open.push_back(there);
    }
  }
  return {};
}

bool is_of(const Index<Indicator>& indicators, const std::string& narrower,
           const std::string& wider) {
  const std::vector<std::string> kinds = wider_kinds(indicators, narrower);
  return std::find(kinds.begin(), kinds.end(), wider) != kinds.end();
}

Phrase no_stream(const Indicator& indicator) {
  if (indicator.once) return {"intake.happens-once", {{"indicator", indicator.id}}};
  if (indicator.occasions) return {"intake.seen-at-set-times", {{"indicator", indicator.id}}};
  return {};
}

std::vector<Crowded> crowded(const std::vector<Expectation>& expects,
                             const Index<Indicator>& indicators) {
  const auto nearest = nearest_expected(expects, indicators);
  std::vector<Crowded> all;
  for (std::size_t wider = 0; wider < expects.size(); ++wider) {
    std::vector<std::size_t> parts;
    for (std::size_t i = 0; i < expects.size(); ++i) {
      if (nearest[i] == wider) parts.push_back(i);
    }
    for (const bool if_true : {true, false}) {
      const auto rate = [&](std::size_t i) {
        return (if_true ? expects[i].if_true : expects[i].if_false).rate.per_day();
      };
      std::vector<std::size_t> with_rate;
      double together = 0;
      for (const std::size_t part : parts) {
        if (!(rate(part) > 0)) continue;
        with_rate.push_back(part);
        together += rate(part);
      }
      const double whole = rate(wider);  // 0: at set times, or not read
      if (with_rate.empty() || !(whole > 0) || whole - together > kNothingLeft * whole) continue;
      const std::string& id = expects[wider].indicator;
      all.push_back({.expectation = wider,
                     .parts = with_rate,
                     .if_true = if_true,
                     .message = {"intake.crowded",
                                 {{"rate", if_true ? "if_true" : "if_false"}, {"indicator", id}}},
                     .hint = {"intake.crowded.hint",
                              {{"indicator", id},
                               {"rate", rounded(Rate(whole).per_month())},
                               {"parts", sum_of(expects, with_rate, if_true)}}}});
    }
  }
  return all;
}

}  // namespace signpost::intake
