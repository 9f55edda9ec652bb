#include "engine/belief/believe.h"

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

Account account(const Question& question, const Moment& moment) {
  Hearing hearing = gather(question, moment.as_of);
  const Docket docket = draw_up(question, moment, hearing);
  return keep_books(question, docket, hearing);
}

std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at) {
  std::vector<LogOdds> points;
  points.reserve(as_of.size());
  for (const Instant instant : as_of) points.push_back(log_odds(question, {instant, known_at}));
  return points;
}

}  // namespace signpost::belief
