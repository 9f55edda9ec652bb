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

}  // namespace signpost::belief
