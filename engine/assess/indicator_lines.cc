#include "engine/assess/indicator_lines.h"

#include <algorithm>
#include <map>

#include "engine/assess/in_force.h"
#include "engine/belief/steps.h"

namespace signpost::assess {
namespace {

constexpr int kEnoughToTell = 5;         // items; fewer do not show what reports are usually worth
constexpr double kCoverageSlack = 0.05;  // DESIGN.md §2: how far credibility may be from coverage
constexpr std::chrono::days kLately(30);

}  // namespace

IndicatorLine indicator_line(Archive& archive, const std::string& id, const Moment& moment,
                             std::optional<Instant> since) {
  const IndicatorFile& file = archive.indicator(id);
  IndicatorLine line;
  line.indicator = standing_at(file.revisions, moment.known_at).content;
  for (const store::ItemVersion& version : file.versions) {
    const Item& item = version.content;
    const Instant at = item.total ? item.total->until : item.occurred;
    if (item.occurred > moment.as_of || !version.known.holds(moment.known_at)) continue;
    if (since && at < *since) continue;
    ++line.items;
    if (at > moment.as_of - kLately) ++line.items_30d;
    const bool is_event = !item.total || item.total->count > 0;
    const Instant seen = std::min(at, moment.as_of);
    line.last_told = std::max(line.last_told.value_or(seen), seen);
    if (is_event && (!line.last_seen || seen > *line.last_seen)) line.last_seen = seen;
  }
  line.covers = archive.covers_at(id, moment.known_at);
  line.level_now = value_at(
      coverage_of(line.indicator, file.covers, moment.known_at, archive.table_at(moment.known_at)),
      moment.as_of);
  return line;
}

std::vector<IndicatorLine> indicator_lines(Archive& archive, const Moment& moment,
                                           std::optional<Instant> since) {
  // Which scenarios each indicator moves, and how strongly.
  std::map<std::string, std::vector<IndicatorLine::Moves>> moves;
  for (const std::string& id : archive.snapshot.active_scenario_ids(moment.known_at)) {
    for (const Expectation& expectation : archive.scenario_at(id, moment.known_at).expects) {
      moves[expectation.indicator].push_back({id, ratio_of(expectation)});
    }
  }
  std::vector<IndicatorLine> lines;
  for (const std::string& id : archive.snapshot.indicator_ids()) {
    lines.push_back(indicator_line(archive, id, moment, since));
    lines.back().moves = moves[id];
  }
  return lines;
}

std::optional<double> credibility_off_coverage(Archive& archive, const std::string& indicator,
                                               const Moment& moment) {
  const IndicatorFile& file = archive.indicator(indicator);
  if (file.revisions.empty()) return std::nullopt;
  const Indicator& about = standing_at(file.revisions, moment.known_at).content;
  if (!about.takes_count()) return std::nullopt;
  const GradeTable& table = archive.table_at(moment.known_at);
  const belief::Steps coverage = coverage_of(about, file.covers, moment.known_at, table);
  double credibility = 0;  // Σ q², Σ q·c and Σ q over the items
  double declared = 0;
  double weight = 0;
  int items = 0;
  for (const store::ItemVersion& version : file.versions) {
    const Item& item = version.content;
    // A total declares the coverage of its own span: only single sightings can fall short.
    if (item.total || item.occurred > moment.as_of || !version.known.holds(moment.known_at)) {
      continue;
    }
    const auto worth = judge(item, sighting_of(item, indicator),
                             archive.registered(version, moment.known_at), table);
    if (!worth) continue;
    const double q = worth->value();
    const double level = value_at(coverage, item.occurred);
    if (level == 0) continue;  // nobody watched: there is no silence to be over-read
    credibility += q * q;
    declared += q * level;
    weight += q;
    ++items;
  }
  if (items < kEnoughToTell || weight == 0) return std::nullopt;
  // Who declares less coverage than reports are worth says that not all of it reaches the desk.
  const bool is_declared = !about.coverage.empty() || !file.covers.empty();
  const double off = credibility - declared;
  if (off >= -kCoverageSlack * weight && (is_declared || off <= kCoverageSlack * weight)) {
    return std::nullopt;
  }
  return credibility / weight;
}

}  // namespace signpost::assess
