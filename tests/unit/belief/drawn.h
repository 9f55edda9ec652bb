// A timeline beside the hearing that it points into.
#pragma once

#include <vector>

#include "engine/belief/kinds.h"
#include "engine/belief/timeline.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {

struct DrawnUp {
  DrawnUp(const Question& asked, const Moment& moment)
      : kinds(asked),
        gathered(gather(asked, kinds, moment.as_of)),
        timeline(build_timeline(asked, kinds, moment, gathered)) {}
  Kinds kinds;
  Gathered gathered;
  Timeline timeline;

  /// In days, of one stream.
  [[nodiscard]] std::vector<double> jumps(int of_stream) const {
    std::vector<double> at;
    for (const Jump& jump : timeline.jumps) {
      if (jump.stream == of_stream) at.push_back(jump.at / kSecondsPerDay);
    }
    return at;
  }
  /// What the stream's silence drains on a day.
  [[nodiscard]] double drain(double on, int of_stream = 0) const {
    double drain = 0;
    for (const DrainChange& change : timeline.changes) {
      if (change.stream == of_stream && change.at <= on * kSecondsPerDay) drain = change.drain;
    }
    return drain;
  }
  /// Of the stream's events that are no lone items, but for set times at which nothing was seen.
  [[nodiscard]] std::vector<Counted> counted(int of_stream) const {
    std::vector<Counted> all;
    for (const Counted& each : timeline.counted) {
      if (each.event.stream == of_stream && !each.unseen) all.push_back(each);
    }
    return all;
  }
  /// Σ of what the stream's jumps add to the log-odds.
  [[nodiscard]] double worth(int of_stream) const {
    double sum = 0;
    for (const Jump& jump : timeline.jumps) {
      if (jump.stream == of_stream) sum += timeline.log_factor(jump, gathered);
    }
    return sum;
  }
};

/// Days since the scenario opened.
using DayList = std::vector<double>;

/// A stream whose drain is its coverage.
inline Stream unit_stream() { return stream(1.5, 0.5); }

inline Question one_stream(Stream listened) {
  Question asked = question(0.3, Days(180));
  asked.streams = {std::move(listened)};
  return asked;
}

}  // namespace signpost::belief
