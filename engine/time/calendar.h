// An iCalendar file (RFC 5545): dates to subscribe to.
#pragma once

#include <span>
#include <string>

#include "engine/time/instant.h"

namespace signpost {

struct CalendarEvent {
  std::string uid;  // the same for the same event, in every file
  Instant at;
  bool whole_day = false;  // the UTC day that holds `at`
  std::string summary;     // texts are outside text: escaped, control characters taken out
  std::string description;
};

/// A VCALENDAR with one VEVENT each, in their order; lines folded at 75 octets, never within a
/// character; CRLF. `now` is the DTSTAMP.
std::string calendar_text(std::span<const CalendarEvent> events, Instant now);

}  // namespace signpost
