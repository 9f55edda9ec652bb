#include "engine/assess/siblings.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "engine/assess/history.h"
#include "engine/assess/ledger_names.h"

namespace signpost::assess {
namespace {

/// The opening, the months of the account, and where its clock stands: not twice in a day.
std::vector<Instant> dates_of(const Case& counted) {
  const Instant end = counted.clock();
  std::vector<Instant> dates;
  if (const auto& count = counted.ledger().count) {
    for (const LedgerPeriod& period : count->periods) {
      if (period.from + std::chrono::days(1) <= end) dates.push_back(period.from);
    }
  }
  dates.push_back(end);
  return dates;
}

}  // namespace

std::ptrdiff_t expected_of(const Scenario& judged, const Criterion& criterion) {
  return std::count_if(
      judged.expects.begin(), judged.expects.end(), [&](const Expectation& expectation) {
        const std::vector<std::string>& counted = criterion.indicators;
        return std::find(counted.begin(), counted.end(), expectation.indicator) != counted.end();
      });
}

std::vector<std::string> judged_siblings(Archive& archive, const Scenario& counted,
                                         Instant known_at) {
  if (!counted.criterion || counted.part_of.empty()) return {};
  std::vector<std::pair<std::ptrdiff_t, std::string>> found;
  for (const std::string& id : archive.snapshot.active_scenario_ids(known_at)) {
    const Scenario& other = archive.scenario_at(id, known_at);
    if (other.criterion || other.part_of != counted.part_of) continue;
    found.emplace_back(-expected_of(other, *counted.criterion), id);
  }
  std::sort(found.begin(), found.end());
  const bool any = !found.empty() && found.front().first < 0;
  std::vector<std::string> ids;
  for (auto& [less, id] : found) {
    if (less < 0 || !any) ids.push_back(std::move(id));
  }
  return ids;
}

std::vector<JudgedBeside> judged_beside(const Case& counted) {
  const Moment& moment = counted.moment();
  if (moment.as_of < counted.scenario().opened) return {};
  Archive& archive = counted.archive();
  const std::vector<std::string> siblings =
      judged_siblings(archive, counted.scenario(), moment.known_at);
  if (siblings.empty()) return {};
  const std::vector<Instant> dates = dates_of(counted);
  const KnownAt known{moment.known_at};
  std::map<Instant, Probability> by_count;
  for (const HistoryPoint& point : history(archive, counted.scenario().id, dates, known)) {
    by_count.emplace(point.as_of, point.probability);
  }
  std::vector<JudgedBeside> found;
  for (const std::string& id : siblings) {
    const Case judged(archive, id, moment);
    JudgedBeside& beside = found.emplace_back();
    beside.scenario = id;
    beside.title = judged.scenario().title;
    if (judged.is_settled()) beside.resolution = judged.resolution();
    for (const HistoryPoint& point : history(archive, id, dates, known)) {
      JudgedBeside::Point& both = beside.points.emplace_back();
      both.as_of = point.as_of;
      if (const auto at = by_count.find(point.as_of); at != by_count.end()) {
        both.counted = at->second;
      }
      both.judged = point.probability;
      // Of one that is settled: as it was forecast when its clock stopped.
      const Instant until = judged.question().horizon.value_or(point.as_of);
      both.judged_at_horizon =
          at_horizon(judged.scenario(), std::min(point.as_of, until), point.log_odds);
    }
  }
  return found;
}

}  // namespace signpost::assess
