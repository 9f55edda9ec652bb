#include "engine/time/calendar.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <memory>

#include "engine/base/text.h"

namespace signpost {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};

icaltimetype ical_time(Instant instant, bool whole_day) {
  std::string digits = to_rfc3339(instant);
  std::erase_if(digits, [](char c) { return c == '-' || c == ':'; });
  return icaltime_from_string((whole_day ? digits.substr(0, 8) : digits).c_str());
}

/// Outside text without what could steer a reader's screen; escaping is libical's.
std::string clean(std::string text) {
  constexpr std::string_view kReplacement = "\uFFFD";  // what `printable` puts in its place
  for (std::size_t at = 0; (at = text.find(kReplacement, at)) != std::string::npos;) {
    text.erase(at, kReplacement.size());
  }
  return text;
}

icalcomponent* event_component(const CalendarEvent& event, Instant now) {
  icalcomponent* component = icalcomponent_new_vevent();
  const auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
  add(icalproperty_new_uid(clean(printable(event.uid)).c_str()));
  add(icalproperty_new_dtstamp(ical_time(now, false)));
  add(icalproperty_new_dtstart(ical_time(event.at, event.whole_day)));
  add(icalproperty_new_summary(clean(printable(event.summary)).c_str()));
  if (!event.description.empty()) {
    add(icalproperty_new_description(clean(printable_lines(event.description)).c_str()));
  }
  return component;
}

}  // namespace

std::string calendar_text(std::span<const CalendarEvent> events, Instant now) {
  icalerror_set_errors_are_fatal(0);
  const std::unique_ptr<icalcomponent, Free> calendar(icalcomponent_new_vcalendar());
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Signpost//Signpost//EN"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  for (const CalendarEvent& event : events) {
    icalcomponent_add_component(calendar.get(), event_component(event, now));
  }
  const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(calendar.get()));
  return text.get();
}

}  // namespace signpost
