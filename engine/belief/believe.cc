#include "engine/belief/believe.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/belief/docket.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/ledger.h"

namespace signpost::belief {

LogOdds log_odds(const Question& question, const Moment& moment) {
  const Kinds kinds(question);
  Hearing hearing = gather(question, kinds, moment.as_of);
  const Docket docket = draw_up(question, kinds, moment, hearing);
  return filter(question, docket, hearing);
}

LogOdds log_odds_unfaded(const Question& question, const Moment& moment, Instant since) {
  const Kinds kinds(question);
  Hearing hearing = gather(question, kinds, moment.as_of);
  const Docket docket = draw_up(question, kinds, moment, hearing);
  const double from = std::max(static_cast<double>((since - question.opened).count()), 0.0);
  Filter belief(question, docket, hearing);
  const bool fades = std::isfinite(question.persistence.count());
  if (fades && from < docket.end) belief.stop_fading(from);
  belief.hear_until(docket.end);
  return docket.with_happening(belief.log_odds_at(docket.end));
}

Probability at_horizon(const Question& question, Instant as_of, LogOdds now) {
  const Probability p = Probability::from(now);
  if (!question.horizon || std::isinf(question.persistence.count())) return p;
  const Days ahead(*question.horizon - std::max(as_of, question.opened));
  if (!(ahead.count() > 0)) return p;
  const double settled = question.base_rate.value();
  const double left = std::exp(-ahead.count() / question.persistence.count());
  return Probability(settled + (p.value() - settled) * left);
}

Account account(const Question& question, const Moment& moment) {
  const Kinds kinds(question);
  Hearing hearing = gather(question, kinds, moment.as_of);
  const Docket docket = draw_up(question, kinds, moment, hearing);
  return keep_books(question, docket, hearing);
}

std::vector<LogOdds> silence_since(const Question& question, const Moment& moment, Instant since) {
  const Kinds kinds(question);
  Hearing hearing = gather(question, kinds, moment.as_of);
  Docket docket = draw_up(question, kinds, moment, hearing);
  return silence_since(question, std::move(docket), hearing,
                       static_cast<double>((since - question.opened).count()));
}

}  // namespace signpost::belief
