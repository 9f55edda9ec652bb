#include "engine/belief/believe.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/belief/counted_belief.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/ledger.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {

LogOdds log_odds(const Question& question, const Moment& moment) {
  if (question.count) return CountedBelief::needed(question, moment).log_odds();
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, moment.as_of);
  const Timeline timeline = build_timeline(question, kinds, moment, gathered);
  return filter(question, timeline, gathered);
}

std::optional<LogOdds> standing(const Question& question, const Moment& moment) {
  if (!question.count) return log_odds(question, moment);
  const auto belief = CountedBelief::of(question, moment);
  return belief ? std::optional(belief->log_odds()) : std::nullopt;
}

LogOdds log_odds_unfaded(const Question& question, const Moment& moment, Instant since) {
  if (question.count) return log_odds(question, moment);
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, moment.as_of);
  const Timeline timeline = build_timeline(question, kinds, moment, gathered);
  const double from = std::max(static_cast<double>((since - question.opened).count()), 0.0);
  Filter belief(question, timeline, gathered);
  const bool fades = std::isfinite(question.persistence.count());
  if (fades && from < timeline.end) belief.stop_fading(from);
  belief.hear_until(timeline.end);
  return timeline.with_happening(belief.log_odds_at(timeline.end));
}

Probability at_horizon(const Question& question, Instant as_of, LogOdds now) {
  const Probability p = Probability::from(now);
  const bool stays = question.count || std::isinf(question.persistence.count());
  if (!question.horizon || stays) return p;
  const Days ahead(*question.horizon - std::max(as_of, question.opened));
  if (!(ahead.count() > 0)) return p;
  const double settled = question.base_rate.value();
  const double left = std::exp(-ahead.count() / question.persistence.count());
  return Probability(settled + (p.value() - settled) * left);
}

Account account(const Question& question, const Moment& moment) {
  if (question.count) return counted_account(question, moment);
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, moment.as_of);
  const Timeline timeline = build_timeline(question, kinds, moment, gathered);
  return build_account(question, timeline, gathered);
}

std::vector<LogOdds> silence_since(const Question& question, const Moment& moment, Instant since) {
  if (question.count) return counted_silence_since(question, moment, since);
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, moment.as_of);
  Timeline timeline = build_timeline(question, kinds, moment, gathered);
  return silence_since(question, std::move(timeline), gathered,
                       static_cast<double>((since - question.opened).count()));
}

}  // namespace signpost::belief
