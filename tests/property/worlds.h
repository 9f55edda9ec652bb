// Random questions for the property tests: small, but with everything the model knows in odd
// mixtures.
#pragma once

#include <cstdint>

#include "engine/belief/question.h"
#include "engine/model/assessment.h"

namespace signpost::belief {

struct Features {
  bool totals = true;  // those of nothing among them
  bool milestones = true;
  bool lags = true;
  bool keys = true;     // events told by several items, under several indicators
  bool bearing = true;  // evidence that no indicator foresaw
  bool horizon = true;
  bool denials = true;
  bool kinds = true;      // indicators that are `of` others
  bool set_times = true;  // indicators that can be seen at set times only
  bool happening = true;  // the answer itself may be told
  bool ties = true;       // instants and grades that coincide
};

/// Single events of plain indicators, and nothing else.
inline constexpr Features kPlain{false, false, false, false, false, false,
                                 false, false, false, false, true};

struct World {
  Question question;
  Moment moment;
};

/// The world of that number: the same on every machine.
World world(std::uint64_t number, int streams, int items, const Features& features = {});

/// The same world's evidence, of which much was known late, amended or withdrawn.
Chronicle chronicle(std::uint64_t number, const World& world);

/// What of it was known at an instant.
Question known_at(const Chronicle& chronicle, Instant instant);

/// A seed for RapidCheck that does not change from run to run, unless RC_PARAMS is set; told on
/// standard output either way. So many worlds a law (under sanitizers fewer, how_many.h).
void fix_seed(int worlds = 500);

}  // namespace signpost::belief
