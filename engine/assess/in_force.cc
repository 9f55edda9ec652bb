#include "engine/assess/in_force.h"

#include <algorithm>

#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::assess {
namespace {

/// The instants at which a span begins or ends, sorted, each once, with the beginning of time.
template <class Span>
std::vector<Instant> boundaries(std::span<const Span> spans) {
  std::vector<Instant> instants{kBeginning};
  for (const Span& span : spans) {
    instants.push_back(span.from);
    if (span.to < kForever) instants.push_back(span.to);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

/// The step function that has `value(instant)` from each boundary on; equal neighbours joined.
template <class Value>
belief::Steps steps_at(const std::vector<Instant>& instants, Value value) {
  belief::Steps steps;
  for (const Instant instant : instants) {
    const double here = value(instant);
    if (steps.empty() || steps.back().value != here) steps.push_back({instant, here});
  }
  return steps;
}

template <class Span>
bool holds(const Span& span, Instant instant) {
  return span.from <= instant && instant < span.to;
}

/// Of its set times.
Zone zone_of(const Indicator& indicator) {
  const Parsed<Zone> zone = Zone::named(indicator.occasions->timezone);
  if (zone) return *zone;
  throw Error(
      ErrorKind::kInvalid,
      {"assess.zone-of-indicator", {{"indicator", indicator.id}, {"says", zone.problem().message}}},
      "assess.zone-of-indicator.hint");
}

}  // namespace

std::optional<Retired> retired_at(std::span<const store::Retirement> retirements,
                                  std::string_view scenario, Instant known_at) {
  std::optional<Retired> retired;
  for (const store::Retirement& one : retirements) {
    if (one.scenario != scenario || one.recorded > known_at) continue;
    retired.reset();
    if (one.retired) retired = {one.recorded, one.because};
  }
  return retired;
}

std::optional<Resolution> resolved_at(std::span<const Resolution> resolutions,
                                      std::string_view scenario, Instant known_at) {
  const auto last =
      std::find_if(resolutions.rbegin(), resolutions.rend(), [&](const Resolution& one) {
        return one.scenario == scenario && one.known_from() <= known_at;
      });
  return last == resolutions.rend() || !last->outcome ? std::nullopt : std::optional(*last);
}

int retired_count(const store::Snapshot& snapshot, Instant known_at) {
  return static_cast<int>(snapshot.scenario_ids().size() -
                          snapshot.active_scenario_ids(known_at).size());
}

belief::Steps coverage_of(const Indicator& indicator, std::span<const CoverDeclaration> covers,
                          Instant known_at, const GradeTable& table) {
  std::vector<CoverageSpan> spans = indicator.coverage;
  for (const CoverDeclaration& cover : covers) {
    if (cover.stands_at(known_at)) spans.push_back(cover.span);
  }
  const double unless_said =
      indicator.watched == Watched::kAlways ? usual_coverage(indicator, table) : 0.0;
  return steps_at(boundaries(std::span<const CoverageSpan>(spans)), [&](Instant instant) {
    const auto last = std::find_if(spans.rbegin(), spans.rend(),
                                   [&](const CoverageSpan& span) { return holds(span, instant); });
    return last == spans.rend() ? unless_said : last->level;
  });
}

bool is_not_available(const store::ItemVersion& version, std::span<const Instant> as_of,
                      const KnownAt& known_at) {
  if (version.version != 1 || version.content.available_given) return false;
  // Of the dates at which it had occurred, the first is the one with the least known.
  const auto first = std::lower_bound(as_of.begin(), as_of.end(), version.content.occurred);
  return first != as_of.end() && version.recorded > known_at.instant.value_or(*first);
}

double usual_coverage(const Indicator& indicator, const GradeTable& table) {
  // A definition's usual grade can be judged; it is checked.
  return credibility(indicator.usual_grade.value_or(kUsualGrade), table)
      .value_or(Probability(0.0))
      .value();
}

std::vector<Instant> occasions_of(const Indicator& indicator, Instant until) {
  if (!indicator.occasions) return {};
  const Occasions& occasions = *indicator.occasions;
  if (occasions.rule.empty()) {
    const auto end = std::upper_bound(occasions.dates.begin(), occasions.dates.end(), until);
    // Before the first of them nothing can be seen: without any the indicator tells nothing.
    return {occasions.dates.begin(), end == occasions.dates.begin() ? end + 1 : end};
  }
  const Recurrence recurrence(occasions.rule, zone_of(indicator), occasions.from);
  std::vector<Instant> times = recurrence.between(
      occasions.from, occasions.until ? std::min(until, *occasions.until) : until);
  if (times.empty()) times.push_back(recurrence.next(occasions.from).value_or(kForever));
  return times;
}

belief::Steps season_of(const Indicator& indicator) {
  return steps_at(boundaries(std::span<const Season>(indicator.seasons)), [&](Instant instant) {
    double factor = 1.0;
    for (const Season& season : indicator.seasons) {
      if (holds(season, instant)) factor *= season.factor;
    }
    return factor;
  });
}

}  // namespace signpost::assess
