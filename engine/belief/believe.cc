#include "engine/belief/believe.h"

#include <algorithm>
#include <cmath>

#include "engine/belief/docket.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/ledger.h"

namespace signpost::belief {

LogOdds log_odds(const Question& question, const Moment& moment) {
  Hearing hearing = gather(question, moment.as_of);
  const Docket docket = draw_up(question, moment, hearing);
  return filter(question, docket, hearing);
}

LogOdds log_odds_unfaded(const Question& question, const Moment& moment, Instant since) {
  Hearing hearing = gather(question, moment.as_of);
  const Docket docket = draw_up(question, moment, hearing);
  const double from = std::max(static_cast<double>((since - question.opened).count()), 0.0);
  Filter belief(question, docket, hearing);
  const bool fades = std::isfinite(question.persistence.count());
  if (fades && from < docket.end) belief.stop_fading(from);
  belief.hear_until(docket.end);
  return belief.log_odds_at(docket.end);
}

Account account(const Question& question, const Moment& moment) {
  Hearing hearing = gather(question, moment.as_of);
  const Docket docket = draw_up(question, moment, hearing);
  return keep_books(question, docket, hearing);
}

}  // namespace signpost::belief
