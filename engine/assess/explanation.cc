#include "engine/assess/explanation.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/assess/count_names.h"
#include "engine/assess/history.h"
#include "engine/assess/indicator_lines.h"
#include "engine/assess/siblings.h"
#include "engine/assess/standing.h"

namespace signpost::assess {
namespace {

/// Indicators whose events count under another: the silence of both is counted all the same.
std::set<std::pair<std::string, std::string>> untied(
    const Ledger& ledger, const std::map<std::string, Indicator>& indicators) {
  std::set<std::pair<std::string, std::string>> pairs;
  const auto is_stream = [&](const std::string& id) {
    const auto found = indicators.find(id);
    return found != indicators.end() && found->second.takes_count();
  };
  for (const NotCounted& entry : ledger.not_counted) {
    if (entry.reason == NotCountedReason::kCountedElsewhere && is_stream(entry.indicator) &&
        is_stream(entry.counted_under)) {
      pairs.emplace(entry.indicator, entry.counted_under);
    }
  }
  return pairs;
}

}  // namespace

Explanation explanation(const Case& of) {
  Archive& archive = of.archive();
  const Moment& moment = of.moment();
  const Ledger& ledger = of.ledger();
  const std::set<ItemId> unknown_then = not_known_then(of);
  Explanation explanation;
  explanation.standing = standing(of);
  explanation.hindsight = of.hindsight();
  explanation.not_known_then = static_cast<int>(unknown_then.size());
  explanation.not_available = static_cast<int>(not_available(of).size());
  for (const ItemId id : items_named(ledger)) {
    if (auto line = archive.item(id, moment.known_at)) {
      line->known_then = !unknown_then.contains(id);
      explanation.items.emplace(id, std::move(*line));
    }
  }
  name_indicators(of, explanation.indicators);
  for (const Expectation& expectation : of.scenario().expects) {
    if (const auto mean = credibility_off_coverage(archive, expectation.indicator, moment)) {
      explanation.mean_credibility.emplace(expectation.indicator, *mean);
    }
  }
  if (of.named().question.count && of.has_probability()) {
    explanation.count = count_forecast(of.named(), moment);
    explanation.beside = judged_beside(of);
  }
  for (const auto& [id, indicator] : explanation.indicators) {
    const std::vector<CoverDeclaration> own = archive.covers_at(id, moment.known_at);
    explanation.covers.insert(explanation.covers.end(), own.begin(), own.end());
  }
  for (const auto& [narrow, wide] : untied(ledger, explanation.indicators)) {
    explanation.advice.push_back(
        {"assess.silence-counts-twice", {{"narrow", narrow}, {"wide", wide}}});
  }
  const auto unforeseen =
      std::count_if(ledger.evidence.begin(), ledger.evidence.end(),
                    [](const LedgerEvent& event) { return event.indicator.empty(); });
  if (unforeseen >= kUnforeseenForAdvice) {
    explanation.advice.push_back({"assess.unforeseen", {{"n", unforeseen}}});
  }
  return explanation;
}

}  // namespace signpost::assess
