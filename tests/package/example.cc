// Signpost as a library: a scenario at 45 %, and a report of 90 % credibility that is ten times
// likelier to be seen if the scenario is under way than if not.
#include <iostream>
#include <limits>

#include "engine/belief/believe.h"
#include "engine/model/words.h"

int main() {
  using namespace signpost;  // NOLINT(google-build-using-namespace): an example
  const auto opened = meant_as_start(*parse_time("2022-01-28"));
  belief::Question question{.prior = Probability(0.45),
                            .base_rate = Probability(0.45),
                            .persistence = Days(std::numeric_limits<double>::infinity()),
                            .opened = opened};
  question.bearing.push_back(
      {.occurred = opened + std::chrono::days(7), .credibility = 0.9, .ratio = 10});
  const auto now = opened + std::chrono::days(30);
  const auto p = Probability::from(belief::log_odds(question, {.as_of = now, .known_at = now}));
  std::cout << question.prior.value() << " -> " << p.value() << " (" << icd203_word(p).key << ")\n";
}
