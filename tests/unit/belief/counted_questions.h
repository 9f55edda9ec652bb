// Countable questions in a line or two: the window opens with the scenario.
#pragma once

#include "tests/unit/belief/questions.h"

namespace signpost::belief {

/// One indicator, covered in full; so many periods of history, so many of window.
inline Question countable(double history, double window, double at_least) {
  Question asked;
  asked.opened = kOpened;
  CountedQuestion count;
  count.streams.push_back({stream(1, 1)});
  count.from = kOpened;
  count.to = day(window * kDaysPerMonth);
  count.history_from = day(-history * kDaysPerMonth);
  count.at_least = at_least;
  count.drift = 0.2;
  asked.horizon = count.to;
  asked.count = count;
  return asked;
}

/// What is said of a counted indicator.
inline std::vector<Observation>& heard(Question& asked, std::size_t j = 0) {
  return asked.count->streams[j].stream.said;
}

/// Says `each` events a period, evenly, over [from, until) periods. Returns the next item's number.
inline ItemId say(Question& asked, double from, double until, int each, ItemId number = 1) {
  const double step = kDaysPerMonth / each;
  for (double at = from * kDaysPerMonth + step / 2; at < until * kDaysPerMonth; at += step) {
    heard(asked).push_back(item(number++, at, 0.9));
  }
  return number;
}

}  // namespace signpost::belief
