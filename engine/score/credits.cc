#include "engine/score/credits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "engine/score/sum.h"

namespace signpost::score {
namespace {

/// Gathers one kind of lines, scenario by scenario.
class Lines {
 public:
  void begin(std::size_t cluster) {
    for (auto& [of, line] : lines_) line.is_of_this = false;
    cluster_ = cluster;
  }
  /// It had a part in the scenario, if only by being watched.
  void had_a_part(const std::string& of) { (void)at(of); }
  void moved(const std::string& of, double bits) {
    Gathered& line = at(of);
    line.values.back().value += bits;
    line.evidence += bits;
    if (bits == 0) return;
    ++line.told.events;
    if (bits > 0) ++line.told.pointed_right;
  }
  void was_silent(const std::string& of, double bits) {
    Gathered& line = at(of);
    line.values.back().value += bits;
    line.silence += bits;
  }
  /// Of one in no settled scenario, too.
  CreditLine& line(const std::string& of) { return lines_[of].told; }

  std::vector<CreditLine> told() && {
    std::vector<CreditLine> all;
    for (auto& [of, line] : lines_) {
      line.told.of = of;
      line.told.scenarios = static_cast<int>(line.values.size());
      line.told.evidence = line.evidence.value();
      line.told.silence = line.silence.value();
      line.told.interval = mean_interval(line.values);
      std::set<std::uint64_t> clusters;
      for (const ClusterValue& one : line.values) clusters.insert(one.cluster);
      line.told.clusters = clusters.size();
      all.push_back(std::move(line.told));
    }
    std::stable_sort(all.begin(), all.end(), [](const CreditLine& a, const CreditLine& b) {
      return a.bits_a_scenario() > b.bits_a_scenario();
    });
    return all;
  }

 private:
  struct Gathered {
    CreditLine told;
    std::vector<ClusterValue> values;  // one a scenario
    Sum evidence;
    Sum silence;
    bool is_of_this = false;
  };
  Gathered& at(const std::string& of) {
    Gathered& line = lines_[of];
    if (!std::exchange(line.is_of_this, true)) line.values.push_back({cluster_, 0});
    return line;
  }

  std::map<std::string, Gathered> lines_;
  std::size_t cluster_ = 0;
};

}  // namespace

double ScenarioCredit::of_evidence() const {
  Sum sum;
  for (const CreditedEvent& event : events) sum += event.bits;
  return sum.value();
}

double ScenarioCredit::of_silence() const {
  Sum sum;
  for (const CreditedSilence& one : silence) sum += one.bits;
  return sum.value();
}

Worth CreditLine::worth() const {
  if (!interval) return Worth::kTooFew;
  if (std::fabs(interval->low) <= kNothingEarned && std::fabs(interval->high) <= kNothingEarned) {
    return Worth::kDeadWeight;
  }
  if (interval->holds_zero()) return Worth::kUntold;
  return interval->low > 0 ? Worth::kEarns : Worth::kMisleads;
}

void sum_up(CreditCard& card, std::span<const IndicatorTitle> titles,
            std::span<const JudgedClaim> judged) {
  Lines indicators;
  Lines sources;
  Lines grades;
  Lines kinds;
  std::set<ItemId> settled;
  for (const JudgedClaim& claim : judged) settled.insert(claim.item.item);
  std::set<ItemId> denied;
  for (const ScenarioCredit& scenario : card.scenarios) {
    for (Lines* lines : {&indicators, &sources, &grades, &kinds}) lines->begin(scenario.cluster);
    const std::string in_silence(to_string(EvidenceKind::kSilence));
    for (const CreditedSilence& silence : scenario.silence) {
      indicators.was_silent(silence.indicator, silence.bits);
      kinds.was_silent(in_silence, silence.bits);
    }
    for (const CreditedEvent& event : scenario.events) {
      indicators.moved(event.indicator, event.bits);
      kinds.moved(std::string(to_string(event.kind)), event.bits);
      for (const CreditedItem& item : event.items) {
        sources.moved(item.source, item.bits);
        sources.line(item.source).title = item.source_title;
        grades.moved(item.grade, item.bits);
      }
      for (const CreditedItem& item : event.denied) {
        if (settled.contains(item.item) || !denied.insert(item.item).second) continue;
        sources.line(item.source).title = item.source_title;
        ++sources.line(item.source).denied;
      }
    }
  }
  for (const JudgedClaim& claim : judged) {
    CreditLine& line = sources.line(claim.item.source);
    line.title = claim.item.source_title;
    ++(claim.verdict == Verdict::kTrue ? line.confirmed : line.refuted);
  }
  for (const IndicatorTitle& one : titles) indicators.line(one.indicator).title = one.title;
  card.indicators = std::move(indicators).told();
  card.sources = std::move(sources).told();
  card.grades = std::move(grades).told();
  card.kinds = std::move(kinds).told();
}

}  // namespace signpost::score
