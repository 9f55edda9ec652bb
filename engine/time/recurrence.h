// What comes again and again: "week on Monday at 06:00", or a rule of RFC 5545.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time/zone.h"

namespace signpost {

/// Reads how often a schedule is due, and gives the rule that it comes to (without "RRULE:"):
///
///   day at 06:00                              FREQ=DAILY;BYHOUR=6;BYMINUTE=0;BYSECOND=0
///   3 days at 18:30
///   week on Monday at 06:00                   FREQ=WEEKLY;BYDAY=MO;…
///   2 weeks on Monday and Thursday at 06:00   FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;…
///   month on the 1st at 06:00, month on the last day at 06:00
///   month on the last Friday at 18:00         FREQ=MONTHLY;BYDAY=-1FR;…
///   year on 28 January at 06:00
///   RRULE:FREQ=…                              as it is, checked
///
/// Several days, or times of day, may be joined by "and" and commas (times with unlike minutes for
/// days only: no rule can say them otherwise). Weekdays and months in full or by three letters, in
/// English. A rule that comes more often than once an hour, has DTSTART, or never comes is refused;
/// one that is only out of step with its start (FREQ=DAILY;INTERVAL=7;BYDAY=FR from a Monday) is
/// not, and has no `next`. A rule without BYHOUR comes at midnight, an hourly one at the full hour.
Parsed<std::string> parse_every(std::string_view text);

/// What a rule, as parse_every gives it, leaves out that its words do not say: months without a
/// 31st, years without a 29 February. Nothing where it leaves out none.
std::optional<Problem> skipped_by(const std::string& rule);

/// A rule on the wall clock of a zone. Wall times are turned into instants by Zone::instant; two
/// that come to one instant are one.
class Recurrence {
 public:
  /// `rule` as parse_every gives it; `start` anchors it: the first day, week or month is the one
  /// that holds it on the wall, an hourly rule's first hour that day's midnight. COUNT counts what
  /// is not before `start`. Throws Error (kInvalid) where parse_every would refuse the rule.
  Recurrence(const std::string& rule, Zone zone, Instant start);

  /// All in [from, to], oldest first, none before `start`; at most `most`.
  [[nodiscard]] std::vector<Instant> between(Instant from, Instant to,
                                             std::size_t most = 1'000'000) const;
  /// The first that is later than `after`.
  [[nodiscard]] std::optional<Instant> next(Instant after) const;

 private:
  std::string rule_;
  Zone zone_;
  Instant start_;
};

}  // namespace signpost
