#include "tests/unit/cli/prompt.h"

#include <doctest/doctest.h>

#include <utility>

namespace signpost::testing {

const char* const kDeskDefinitions = R"([publication]
id = "paper-2022"
publisher = "A think tank"
published = 2022-01-28
language = "en"
title.en = "After the attack"

[[source]]
id = "monitor"
title.en = "The Monitor"
title.ar = "المرصد"
aliases = ["Monitor daily"]
reliability = "B"
because = "careful counts"

[[indicator]]
id = "attacks"
title.en = "Attacks in the north-east"
title.ar = "هجمات في الشمال الشرقي"
observable.en = "an attack that a monitor reports"
dispersion = 3

[[indicator]]
id = "calm-markets"
title.en = "Markets open late"
observable.en = "a report that markets stay open after dark"

[[scenario]]
id = "campaign"
role = "effect"
title.en = "A campaign of attacks"
title.ar = "حملة هجمات"
prior = 0.3
prior_because = "judgement"
lasts = "11 months"
opened = 2022-01-28
horizon = 2023-01-28
resolves.yes = "ten attacks a month"
resolves.no = "fewer"
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "6 per month"
  if_false = "2 per month"
  because = "judgement"

[[scenario]]
id = "recovery"
role = "effect"
title.en = "Daily life recovers"
prior = 0.5
prior_because = "judgement"
lasts = "11 months"
opened = 2022-01-28
horizon = 2023-01-28
resolves.yes = "markets open"
resolves.no = "they do not"
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "1 per month"
  if_false = "3 per month"
  because = "judgement"
  [[scenario.expects]]
  indicator = "calm-markets"
  if_true = "2 per month"
  if_false = "1 per month"
  because = "judgement"
)";

void Prompt::open_desk() {
  const Instant later = std::exchange(now, meant_as_start(*parse_time("2022-01-28")));
  REQUIRE((*this)({"init"}).code == 0);
  write("desk.toml", kDeskDefinitions);
  const Said loaded = (*this)({"load", path("desk.toml")});
  INFO(loaded.err);
  REQUIRE(loaded.code == 0);
  now = later;
}

}  // namespace signpost::testing
