#include "engine/assess/view.h"

#include <algorithm>

#include "engine/base/text.h"

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

}  // namespace

belief::Steps coverage_of(const Indicator& indicator,
                          std::span<const store::CoverDeclaration> covers, Instant known_at) {
  std::vector<CoverageSpan> spans = indicator.coverage;
  for (const store::CoverDeclaration& cover : covers) {
    if (cover.recorded <= known_at) spans.push_back(cover.span);
  }
  const double unless_said = indicator.watched == Watched::kAlways ? 1.0 : 0.0;
  return steps_at(boundaries(std::span<const CoverageSpan>(spans)), [&](Instant instant) {
    const auto last = std::find_if(spans.rbegin(), spans.rend(),
                                   [&](const CoverageSpan& span) { return holds(span, instant); });
    return last == spans.rend() ? unless_said : last->level;
  });
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

double value_at(const belief::Steps& steps, Instant instant) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), instant,
                       [](Instant at, const belief::Step& step) { return at < step.from; });
  return after == steps.begin() ? steps.front().value : std::prev(after)->value;
}

SourceNames::SourceNames(const std::vector<store::Revision<Source>>& revisions, Instant known_at) {
  // Of each source one revision: the one that stands, or the first.
  for (const store::Revision<Source>& revision : revisions) {
    const auto [place, is_first] = by_id_.try_emplace(revision.content.id, revision.content);
    if (!is_first && revision.known.holds(known_at)) place->second = revision.content;
  }
  for (const auto& [id, source] : by_id_) {
    by_name_.try_emplace(folded(id), &source);
    for (const std::string& name : {source.title.en, source.title.ar}) {
      if (!name.empty()) by_name_.try_emplace(folded(name), &source);
    }
    for (const std::string& alias : source.aliases) by_name_.try_emplace(folded(alias), &source);
  }
}

const Source* SourceNames::find(std::string_view written) const {
  if (written.empty()) return nullptr;
  const auto found = by_name_.find(folded(written));
  return found == by_name_.end() ? nullptr : found->second;
}

std::string origin_of(const Item& item, const Source* registered) {
  if (!item.origin.empty()) return folded(item.origin);
  if (registered != nullptr) {
    return folded(registered->origin.empty() ? registered->id : registered->origin);
  }
  return folded(item.source);
}

}  // namespace signpost::assess
