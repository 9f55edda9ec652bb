// Tests of scenarios: given this evidence, on this date this is to be expected.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/alert.h"
#include "engine/model/evidence.h"

namespace signpost {

/// What a test expects on one date, with what is known then.
struct TestExpectation {
  Instant on;
  std::string scenario;  // of `alert` the alert's
  std::optional<std::pair<Probability, Probability>> between;
  std::string word;   // an ICD 203 key: "likely", "very-likely"; empty: any
  std::string alert;  // with `state`
  std::optional<AlertState> state;
  Diagnostic at;  // where it stands, to say what failed there
};

struct ScenarioTest {
  std::string name;
  std::vector<std::string> evidence;  // files, beside the one that holds the test
  std::string folder;                 // in which they are looked for
  std::vector<Item> given;            // written in the test itself
  std::vector<TestExpectation> expects;
  Diagnostic at;
};

}  // namespace signpost
