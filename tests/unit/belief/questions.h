// Questions in a line or two, in days since the scenario opened.
#pragma once

#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/belief/believe.h"

namespace signpost::belief {

inline const Instant kOpened{std::chrono::seconds(1'643'328'000)};  // 28 January 2022

inline const Days kForAlways{std::numeric_limits<double>::infinity()};

inline Instant day(double days) {
  return kOpened + std::chrono::seconds(std::llround(days * 86400.0));
}
/// The last second before a day begins, as `until` on the day before means.
inline Instant eve(double days) { return day(days) - std::chrono::seconds(1); }

inline Question question(double prior, Days persistence) {
  Question asked;
  asked.prior = Probability(prior);
  asked.base_rate = Probability(prior);
  asked.persistence = persistence;
  asked.opened = kOpened;
  return asked;
}

inline Stream stream(double if_true, double if_false) {
  Stream asked_of;
  asked_of.if_true = Rate(if_true);
  asked_of.if_false = Rate(if_false);
  asked_of.coverage = {{kOpened, 1.0}};
  asked_of.season = {{kOpened, 1.0}};
  return asked_of;
}

inline Observation item(ItemId number, double at, double credibility) {
  Observation said;
  said.item = number;
  said.occurred = day(at);
  said.credibility = credibility;
  return said;
}

inline Observation of_event(Observation said, Key event, Key origin = kOwn) {
  said.event = event;
  said.origin = origin;
  return said;
}

inline Observation total(ItemId number, double from, double until, std::int64_t count,
                         double credibility) {
  Observation said = item(number, from, credibility);
  said.total = Total{day(until), count};
  return said;
}

inline Observation none_seen(ItemId number, double from, double until, double credibility) {
  return total(number, from, until, 0, credibility);
}

inline Observation bearing(ItemId number, double at, double credibility, double ratio) {
  Observation said = item(number, at, credibility);
  said.ratio = ratio;
  return said;
}

inline Observation unjudged(Observation said) {
  said.judged = false;
  return said;
}

inline Denial denial(ItemId number, double at, double credibility, Key event, Key origin = kOwn) {
  Denial said;
  said.item = number;
  said.occurred = day(at);
  said.credibility = credibility;
  said.event = event;
  said.origin = origin;
  return said;
}

inline Denial unjudged(Denial said) {
  said.judged = false;
  return said;
}

/// A stream that can be seen on those days only, with the chances given.
inline Stream set_times(std::initializer_list<double> days, double if_true, double if_false) {
  Stream asked_of = stream(1, 1);
  for (const double on : days) asked_of.occasions.push_back(day(on));
  asked_of.seen_if_true = Probability(if_true);
  asked_of.seen_if_false = Probability(if_false);
  return asked_of;
}

/// A milestone that is what the scenario asks about.
inline Stream happening(double if_true) {
  Stream asked_of = stream(if_true, 0);
  asked_of.once = asked_of.happening = true;
  return asked_of;
}

/// Assessed with what is known on that day, or on another.
inline Moment at(double days) { return {day(days), day(days)}; }
inline Moment at(double days, double known) { return {day(days), day(known)}; }

inline const EventEntry* entry_of(const Account& account, ItemId number) {
  for (const EventEntry& entry : account.events) {
    for (const ItemId id : entry.items) {
      if (id == number) return &entry;
    }
  }
  return nullptr;
}

inline std::optional<NotCountedEntry> not_counted(const Account& account, ItemId number,
                                                  int stream = 0) {
  for (const NotCountedEntry& entry : account.not_counted) {
    for (const ItemId id : entry.items) {
      if (id == number && entry.stream == stream) return entry;
    }
  }
  return std::nullopt;
}

}  // namespace signpost::belief
