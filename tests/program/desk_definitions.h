// What the desk of a test that runs the program tracks: attacks, and whether they are a campaign.
#pragma once

#include <string>

namespace signpost::testing {

/// The indicator "attacks" and the scenario "campaign" that expects it.
inline const std::string kCampaign = R"(
[[indicator]]
id = "attacks"
title.en = "Attacks"
observable.en = "an attack"

[[scenario]]
id = "campaign"
role = "effect"
title.en = "A campaign"
prior = 0.3
prior_because = "judgement"
persistence = "180 days"
opened = 2022-01-28
horizon = 2024-01-28
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "20 per month"
  if_false = "6 per month"
  because = "judgement"
)";

/// A scenario against which they speak, "calm".
inline const std::string kCalm = R"(
[[scenario]]
id = "calm"
role = "effect"
title.en = "Calm"
prior = 0.6
prior_because = "judgement"
persistence = "90 days"
opened = 2022-01-28
horizon = 2024-01-28
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "3 per month"
  if_false = "10 per month"
  because = "judgement"
)";

/// A schedule that reports on all of it every day, "daily".
inline const std::string kDaily = R"(
[[schedule]]
id = "daily"
every = "day at 06:00"
timezone = "Asia/Damascus"
start = 2022-02-01
scenarios = ["*"]
report = { format = "csv", output = "reports/{date}.csv" }
)";

}  // namespace signpost::testing
