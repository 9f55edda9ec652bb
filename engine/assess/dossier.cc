#include "engine/assess/dossier.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "engine/assess/comparison.h"
#include "engine/assess/explanation.h"
#include "engine/assess/history.h"
#include "engine/assess/indicator_lines.h"
#include "engine/assess/standing.h"
#include "engine/assess/watch_list.h"
#include "engine/base/stop.h"
#include "engine/belief/believe.h"
#include "engine/belief/linchpin.h"
#include "engine/belief/uncertainty.h"

namespace signpost::assess {
namespace {

constexpr int kChartPoints = 60;  // at most: a year by weeks

/// Days from the opening to the end: each a date of the chart.
std::vector<Instant> chart_dates(const Scenario& scenario, Instant end) {
  std::vector<Instant> dates;
  const auto span = std::chrono::ceil<std::chrono::days>(end - scenario.opened);
  const std::chrono::days step(std::max<std::int64_t>(1, span.count() / kChartPoints + 1));
  for (Instant date = scenario.opened; date < end; date += step) dates.push_back(date);
  dates.push_back(std::max(end, scenario.opened));
  return dates;
}

/// Independent origins of the items that count; an item of nobody's origin is its own.
int origins_of(const NamedQuestion& named, const Ledger& ledger) {
  std::set<ItemId> counted;
  for (const LedgerEvent& event : ledger.evidence) {
    counted.insert(event.items.begin(), event.items.end());
  }
  std::set<belief::Key> origins;
  std::set<ItemId> nobodys;
  const auto look = [&](const std::vector<belief::Observation>& said) {
    for (const belief::Observation& item : said) {
      if (!counted.contains(item.item)) continue;
      if (item.origin == belief::kOwn) {
        nobodys.insert(item.item);
      } else {
        origins.insert(item.origin);
      }
    }
  };
  for (const belief::Stream& stream : named.question.streams) look(stream.said);
  look(named.question.bearing);
  if (named.question.count) {
    // Whoever tells what is counted in the window.
    for (const belief::CountedStream& one : named.question.count->streams) {
      for (const belief::Observation& item : one.stream.said) {
        if (item.judged && item.occurred >= named.question.count->from) counted.insert(item.item);
      }
      look(one.stream.said);
    }
  }
  return static_cast<int>(origins.size() + nobodys.size());
}

std::optional<Linchpin> linchpin_of(const NamedQuestion& named,
                                    const std::optional<belief::Linchpin>& found) {
  if (!found) return std::nullopt;
  Linchpin linchpin;
  linchpin.events = found->events;
  for (const belief::Key source : found->sources) {
    linchpin.sources.push_back(named.key_name(source));
  }
  linchpin.without = Probability::from(found->without);
  linchpin.exact = found->exact;
  return linchpin;
}

}  // namespace

Dossier dossier(const Case& of, Instant since) {
  Dossier dossier;
  dossier.explanation = explanation(of);
  Archive& archive = of.archive();
  const Moment& moment = of.moment();
  const Scenario& scenario = of.scenario();
  const NamedQuestion& named = of.named();
  const Assessment& now = of.assessment();
  for (const std::string& id : archive.heard_by(scenario)) {
    IndicatorLine& row = dossier.indicators.emplace_back(indicator_line(archive, id, moment, {}));
    const auto expected =
        std::find_if(scenario.expects.begin(), scenario.expects.end(),
                     [&](const Expectation& expectation) { return expectation.indicator == id; });
    row.moves = {
        {scenario.id, expected == scenario.expects.end() ? std::nullopt : ratio_of(*expected)}};
  }
  if (now.no_history) return dossier;

  std::vector<Instant> dates;
  std::vector<LogOdds> line;
  const std::vector<Instant> all = chart_dates(scenario, of.clock());
  const auto points = belief::standings(named.question, all, moment.known_at);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!points[i]) continue;
    dates.push_back(all[i]);
    line.push_back(*points[i]);
  }
  const std::vector<Interval> band =
      belief::intervals(named.question, named.uncertainty(), dates, moment.known_at);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    dossier.history.push_back({dates[i], Probability::from(line[i]), band[i]});
  }
  dossier.interval = band.back();

  dossier.grounds.width = dossier.interval.width();
  dossier.grounds.origins = origins_of(named, *now.ledger);
  if (!now.ledger->evidence.empty()) {
    dossier.grounds.without_strongest =
        std::fabs(now.probability.value() - now.ledger->evidence.front().without.value());
  }
  dossier.events = linchpin_of(named, belief::event_linchpin(named.question, moment, of.account()));
  dossier.sources = linchpin_of(named, belief::source_linchpin(named.question, moment));
  if (const auto source = belief::weightiest_source(named.question, moment)) {
    const double without = Probability::from(source->without).value();
    dossier.grounds.without_source = std::fabs(now.probability.value() - without);
    dossier.grounds.probability_without_source = without;
    dossier.grounds.source = named.key_name(source->sources.front());
  }
  dossier.watch = watch(of);
  const Instant from = std::max(since, scenario.opened);
  if (from < moment.as_of) {
    // In hindsight the past is seen with the same knowledge; else as it was believed then.
    const Moment then{from, of.hindsight() ? moment.known_at : std::min(from, moment.known_at),
                      moment.as_known_then};
    const Case before(archive, scenario.id, then);
    if (!before.has_probability()) return dossier;
    dossier.movement = moved(before.assessment(), before.assessment(), of);
    const Case as_believed =
        of.hindsight() ? Case(archive, scenario.id, {from, from, true}) : before;
    if (as_believed.has_probability()) dossier.believed_then = as_believed.probability();
    for (const Movement::Part& part : dossier.movement->parts) {
      if (!part.event) continue;
      for (const ItemId id_of_item : part.event->items) {
        if (dossier.explanation.items.contains(id_of_item)) continue;
        if (auto gone = archive.item(id_of_item, moment.known_at))
          dossier.gone.emplace(id_of_item, *gone);
      }
    }
  }
  return dossier;
}

Dossiers dossiers(Archive& archive, std::span<const std::string> scenarios, const Moment& moment,
                  Instant since, Instant now) {
  std::vector<std::string> ids = archive.these_or_all(scenarios, moment.known_at);
  std::set<std::string> once;
  std::erase_if(ids, [&](const std::string& id) { return !once.insert(id).second; });
  Dossiers dossiers;
  dossiers.moment = moment;
  dossiers.hindsight = moment.as_of < moment.known_at;
  dossiers.retired = archive.left_out(scenarios, moment.known_at);
  dossiers.now = now;
  dossiers.since = since;
  dossiers.rehearsal = archive.snapshot.is_rehearsal();
  std::set<ItemId> unknown_then;
  std::set<ItemId> unavailable;
  for (const std::string& id : ids) {
    give_up_if_asked();
    const Case one(archive, id, moment);
    dossiers.scenarios.push_back(dossier(one, since));
    unknown_then.merge(not_known_then(one));
    unavailable.merge(not_available(one));
  }
  dossiers.not_known_then = static_cast<int>(unknown_then.size());
  dossiers.not_available = static_cast<int>(unavailable.size());
  const Definitions definitions = archive.snapshot.definitions(moment.known_at);
  for (const Publication& publication : definitions.publications) {
    dossiers.publications.emplace(publication.id, publication);
  }
  for (const Source& source : definitions.sources) dossiers.sources.emplace(source.id, source);
  return dossiers;
}

}  // namespace signpost::assess
