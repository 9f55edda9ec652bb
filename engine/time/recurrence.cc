#include "engine/time/recurrence.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>
#include <numeric>
#include <utility>

#include "engine/base/text.h"

// A rule is kept in one form (all parts in one order, the times of day always there), and is taken
// in two steps: on which days of the calendar does it come (RFC 5545, 3.3.10), and at which times
// of such a day; these are put on the wall of the zone. A wall knows no zones, so days are plain
// dates.
//
// The days are counted here and not by libical, whose 3.0 was tried against dateutil: it ignores
// WKST but for Sunday and Monday, dates from the end of the month in daily rules, all months but
// the start's in yearly ones, and BYSETPOS for times; it stops in 2582.

namespace signpost {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// What a rule is made of, in the order in which it is written out. Numbers are from `least` to
/// `most`, and from -most to -least where they also count from the end.
struct Part {
  std::string_view name;
  int least = 0;
  int most = 0;  // 0: not a number
  bool from_end = false;
  bool several = true;
};
constexpr std::array<Part, 14> kParts = {{{"FREQ"},
                                          {"INTERVAL", 1, 999, false, false},
                                          {"BYMONTH", 1, 12},
                                          {"BYWEEKNO", 1, 53, true},
                                          {"BYYEARDAY", 1, 366, true},
                                          {"BYMONTHDAY", 1, 31, true},
                                          {"BYDAY"},
                                          {"BYHOUR", 0, 23},
                                          {"BYMINUTE", 0, 59},
                                          {"BYSECOND", 0, 59},
                                          {"BYSETPOS", 1, 366, true},
                                          {"COUNT", 1, 1'000'000, false, false},
                                          {"UNTIL"},
                                          {"WKST"}}};

/// Parts that RFC 5545 forbids with a frequency, or that nobody could tell the meaning of.
const std::map<std::string_view, std::vector<std::string_view>> kForbidden = {
    {"HOURLY", {"BYWEEKNO", "BYYEARDAY", "BYSETPOS"}},
    {"DAILY", {"BYWEEKNO", "BYYEARDAY"}},
    {"WEEKLY", {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"}},
    {"MONTHLY", {"BYWEEKNO", "BYYEARDAY"}},
    {"YEARLY", {}}};

constexpr std::array<std::string_view, 7> kDayCodes = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
const std::vector<std::string> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};
const std::vector<std::string> kMonths = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
constexpr const char* kExamples = "time.every.hint";
constexpr const char* kOneEach = "time.every.one-each.hint";

/// The parts of a rule by name.
using Parts = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    pieces.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return pieces;
}

std::optional<int> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The numbers of a part that was checked; `otherwise` where it is not there.
std::vector<int> numbers(const Parts& parts, std::string_view name, std::vector<int> otherwise) {
  const auto part = parts.find(name);
  if (part == parts.end()) return otherwise;
  std::vector<int> values;
  for (const std::string& piece : split(part->second, ',')) values.push_back(*number(piece));
  return values;
}

int interval_of(const Parts& parts) { return numbers(parts, "INTERVAL", {1}).front(); }

std::string written(const Parts& parts) {
  std::vector<std::string> pieces;
  for (const Part& part : kParts) {
    const auto found = parts.find(part.name);
    if (found != parts.end()) pieces.push_back(found->first + '=' + found->second);
  }
  return fmt::format("{}", fmt::join(pieces, ";"));
}

/// A rule in the form in which it is kept.
Parts parts_of(std::string_view rule) {
  Parts parts;
  for (const std::string& piece : split(rule, ';')) {
    const std::size_t equals = piece.find('=');
    parts[piece.substr(0, equals)] = piece.substr(equals + 1);
  }
  return parts;
}

// --- Days and times ---------------------------------------------------------------------------

using std::chrono::weekday;
using std::chrono::year_month_day;

int number_of(std::chrono::day day) { return static_cast<int>(static_cast<unsigned>(day)); }
int number_of(std::chrono::month month) { return static_cast<int>(static_cast<unsigned>(month)); }

local_days first_of_month(const year_month_day& date) {
  return local_days(date.year() / date.month() / 1);
}
local_days first_of_year(std::chrono::year year) {
  return local_days(year / std::chrono::January / 1);
}

/// The place of a day in [begin, end): from 1, and from -1 backwards.
struct Ordinal {
  Ordinal(local_days day, local_days begin, local_days end)
      : forward(static_cast<int>((day - begin).count()) + 1),
        backward(-static_cast<int>((end - day).count())) {}
  int forward;
  int backward;
};

bool has(const std::vector<int>& values, int value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}
bool has(const std::vector<int>& values, Ordinal place) {
  return has(values, place.forward) || has(values, place.backward);
}

/// The days on which a rule comes, one after another.
class RuleDays {
 public:
  /// From `first`, or `anchor` if later, to `last`; the first day, week, month or year is the one
  /// that holds `anchor`, which also says what the rule does not: its weekday, its day of the
  /// month.
  RuleDays(const Parts& parts, local_days anchor, local_days first, local_days last)
      : frequency_(parts.at("FREQ") == "HOURLY" ? "DAILY" : parts.at("FREQ")),
        interval_(parts.at("FREQ") == "HOURLY" ? 1 : interval_of(parts)),
        week_start_(code_of(parts.contains("WKST") ? parts.at("WKST") : "MO")),
        months_(numbers(parts, "BYMONTH", {})),
        weeks_(numbers(parts, "BYWEEKNO", {})),
        days_of_year_(numbers(parts, "BYYEARDAY", {})),
        days_of_month_(numbers(parts, "BYMONTHDAY", {})),
        positions_(frequency_ == "DAILY" ? std::vector<int>() : numbers(parts, "BYSETPOS", {})),
        counted_in_months_(frequency_ == "MONTHLY" || !months_.empty()),
        first_(std::max(first, anchor)),
        last_(last) {
    if (const auto part = parts.find("BYDAY"); part != parts.end()) {
      for (const std::string& piece : split(part->second, ',')) {
        weekdays_.push_back({number(piece.substr(0, piece.size() - 2)).value_or(0),
                             code_of(piece.substr(piece.size() - 2))});
      }
    }
    take_from(anchor);
    const int since = period_of(first_) - period_of(anchor);
    period_ = period_of(anchor) + since / interval_ * interval_;
  }

  std::optional<local_days> next() {
    while (at_ == found_.size()) {
      if (begin_of(period_) > last_) return std::nullopt;
      fill();
      period_ += interval_;
    }
    return found_[at_++];
  }

 private:
  struct Weekday {
    int count;  // the how manieth of the month or year; 0: each
    weekday day;
  };

  static weekday code_of(std::string_view code) {
    const auto* const found = std::find(kDayCodes.begin(), kDayCodes.end(), code);
    return weekday(static_cast<unsigned>(found - kDayCodes.begin()) + 1);
  }

  void take_from(local_days anchor) {
    const year_month_day date(anchor);
    if (frequency_ == "DAILY" || !weekdays_.empty() || !days_of_month_.empty() ||
        !days_of_year_.empty())
      return;
    if (frequency_ == "WEEKLY" || !weeks_.empty()) {
      weekdays_.push_back({0, weekday(anchor)});
      return;
    }
    if (frequency_ == "YEARLY" && months_.empty()) months_.push_back(number_of(date.month()));
    days_of_month_.push_back(number_of(date.day()));
  }

  [[nodiscard]] local_days begin_of_week(local_days day) const {
    return day - (weekday(day) - week_start_);
  }
  /// Days, weeks, months or years, counted from some fixed one.
  [[nodiscard]] int period_of(local_days day) const {
    const year_month_day date(day);
    const int year = static_cast<int>(date.year());
    if (frequency_ == "YEARLY") return year;
    if (frequency_ == "MONTHLY") return year * 12 + number_of(date.month()) - 1;
    if (frequency_ == "DAILY") return static_cast<int>(day.time_since_epoch().count());
    return static_cast<int>((begin_of_week(day) - begin_of_week(local_days())).count() / 7);
  }
  [[nodiscard]] local_days begin_of(int period) const {
    if (frequency_ == "YEARLY") return first_of_year(std::chrono::year(period));
    if (frequency_ == "MONTHLY") {
      return local_days(std::chrono::year(0) / 1 / 1 + std::chrono::months(period));
    }
    if (frequency_ == "DAILY") return local_days(days(period));
    return begin_of_week(local_days()) + days(7 * period);
  }

  /// Finds the days of the current period.
  void fill() {
    found_.clear();
    at_ = 0;
    const local_days end = begin_of(period_ + 1);
    for (local_days day = begin_of(period_); day < end; day += days(1)) {
      if (comes_on(day)) found_.push_back(day);
    }
    if (!positions_.empty()) {
      const auto count = static_cast<int>(found_.size());
      std::vector<local_days> chosen;
      for (int i = 0; i < count; ++i) {
        if (has(positions_, i + 1) || has(positions_, i - count))
          chosen.push_back(found_[static_cast<std::size_t>(i)]);
      }
      found_ = std::move(chosen);
    }
    std::erase_if(found_, [&](local_days day) { return day < first_ || day > last_; });
  }

  [[nodiscard]] bool comes_on(local_days day) const {
    const year_month_day date(day);
    if (!months_.empty() && !has(months_, number_of(date.month()))) return false;
    const local_days month = first_of_month(date);
    const local_days next_month = first_of_month(date + std::chrono::months(1));
    if (!days_of_month_.empty() && !has(days_of_month_, Ordinal(day, month, next_month)))
      return false;
    const local_days year = first_of_year(date.year());
    const local_days next_year = first_of_year(date.year() + std::chrono::years(1));
    if (!days_of_year_.empty() && !has(days_of_year_, Ordinal(day, year, next_year))) return false;
    if (!weeks_.empty() && !in_weeks(day)) return false;
    if (weekdays_.empty()) return true;
    const Ordinal place =
        counted_in_months_ ? Ordinal(day, month, next_month) : Ordinal(day, year, next_year);
    const int forward = (place.forward - 1) / 7 + 1;
    const int backward = (place.backward + 1) / 7 - 1;
    return std::any_of(weekdays_.begin(), weekdays_.end(), [&](const Weekday& wanted) {
      return wanted.day == weekday(day) &&
             (wanted.count == 0 || wanted.count == forward || wanted.count == backward);
    });
  }

  /// A year's first week is the first with four days in it: the one whose middle day is.
  [[nodiscard]] bool in_weeks(local_days day) const {
    const local_days middle = begin_of_week(day) + days(3);
    const std::chrono::year year = year_month_day(middle).year();
    const int week = static_cast<int>((middle - first_of_year(year)).count()) / 7 + 1;
    const local_days last_middle = begin_of_week(local_days(year / 12 / 28)) + days(3);
    const int weeks = static_cast<int>((last_middle - first_of_year(year)).count()) / 7 + 1;
    return has(weeks_, week) || has(weeks_, week - weeks - 1);
  }

  std::string frequency_;
  int interval_;
  weekday week_start_;
  std::vector<int> months_;
  std::vector<int> weeks_;
  std::vector<int> days_of_year_;
  std::vector<int> days_of_month_;
  std::vector<int> positions_;
  std::vector<Weekday> weekdays_;
  bool counted_in_months_;
  local_days first_;
  local_days last_;
  int period_ = 0;
  std::vector<local_days> found_;  // in the period before `period_`
  std::size_t at_ = 0;
};

/// The times of a day on which the rule comes, in order; an hourly rule's INTERVAL is not yet in.
std::vector<seconds> times_of(const Parts& parts) {
  std::vector<int> every_hour(24);
  std::iota(every_hour.begin(), every_hour.end(), 0);
  std::vector<seconds> times;
  for (const int hour : numbers(parts, "BYHOUR", every_hour)) {
    for (const int minute : numbers(parts, "BYMINUTE", {0})) {
      for (const int second : numbers(parts, "BYSECOND", {0})) {
        times.push_back(hours(hour) + minutes(minute) + seconds(second));
      }
    }
  }
  if (parts.at("FREQ") != "DAILY" || !parts.contains("BYSETPOS")) return times;
  std::vector<seconds> chosen;
  const auto count = static_cast<int>(times.size());
  for (int position : numbers(parts, "BYSETPOS", {})) {
    position = position < 0 ? count + position : position - 1;
    if (position >= 0 && position < count)
      chosen.push_back(times[static_cast<std::size_t>(position)]);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

/// `20221231`, `20221231T180000` or `20221231T180000Z`.
Parsed<WrittenTime> parse_until(std::string_view text) {
  const auto at = [&](std::size_t from, std::size_t size) {
    return text.substr(std::min(from, text.size()), size);
  };
  const std::string date = fmt::format("{}-{}-{}", at(0, 4), at(4, 2), at(6, 2));
  const bool digits = text.substr(0, 8).find_first_not_of("0123456789") == std::string_view::npos;
  if (digits && text.size() == 8) return parse_time(date);
  if (digits && (text.size() == 15 || (text.size() == 16 && text.back() == 'Z'))) {
    return parse_time(fmt::format("{}{}{}:{}:{}Z", date, text[8], at(9, 2), at(11, 2), at(13, 2)));
  }
  return Problem{{"time.rule.not-until", {{"text", text}}}, "time.rule.not-until.hint"};
}

/// The last instant that UNTIL allows: a time on the wall, unless it is written in UTC.
Instant last_of(const Parts& parts, const Zone& zone) {
  const auto until = parts.find("UNTIL");
  if (until == parts.end()) return kForever;
  const Instant last = (*parse_until(until->second)).last;
  return until->second.ends_with('Z') ? last : zone.instant(WallTime(last.time_since_epoch()));
}

// --- Checking a rule --------------------------------------------------------------------------

/// What is wrong with a rule, or nothing.
using Refusal = std::optional<Problem>;

Refusal refuse_unless_known(std::string_view name) {
  if (std::any_of(kParts.begin(), kParts.end(), [&](const Part& p) { return p.name == name; }))
    return std::nullopt;
  if (name.starts_with("DTSTART")) {
    return Problem{"time.rule.no-start", "time.rule.no-start.hint"};
  }
  std::vector<std::string> known;
  known.reserve(kParts.size());
  for (const Part& part : kParts) known.emplace_back(part.name);
  const std::optional<std::string> meant = nearest(name, known);
  return Problem{{"time.rule.no-such-part", {{"part", name}}},
                 meant ? Phrase("base.did-you-mean", {{"name", *meant}})
                       : Phrase("time.rule.no-such-part.hint", {{"parts", Phrase::series(known)}})};
}

Problem not_a_value(std::string_view text, std::string_view part, Phrase hint) {
  return {{"time.rule.not-a-value", {{"text", text}, {"part", part}}}, std::move(hint)};
}

/// Puts a part of numbers in order.
Refusal tidy_numbers(const Part& part, std::string& value) {
  std::vector<int> values;
  for (const std::string& piece : split(value, ',')) {
    const int found = number(piece).value_or(part.most + 1);
    const int size = part.from_end ? std::abs(found) : found;
    if (size < part.least || size > part.most) {
      return not_a_value(
          piece, part.name,
          {part.from_end ? "time.rule.from-end.hint" : "time.rule.numbers.hint",
           {{"least", std::to_string(part.least)}, {"most", std::to_string(part.most)}}});
    }
    values.push_back(found);
  }
  if (!part.several && values.size() > 1) {
    return Problem{{"time.rule.one-number", {{"part", part.name}, {"text", value}}}, {}};
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  value = fmt::format("{}", fmt::join(values, ","));
  return std::nullopt;
}

Problem not_with(std::string_view part, std::string_view frequency, Phrase hint = {}) {
  return {{"time.rule.not-with", {{"part", part}, {"frequency", frequency}}}, std::move(hint)};
}

/// Puts BYDAY in order: MO, -1FR.
Refusal tidy_days(const Parts& parts, std::string& value) {
  const std::string& frequency = parts.at("FREQ");
  const bool may_count =
      frequency == "MONTHLY" || (frequency == "YEARLY" && !parts.contains("BYWEEKNO"));
  std::vector<std::pair<std::size_t, int>> found;
  for (const std::string& piece : split(value, ',')) {
    const std::string_view code =
        std::string_view(piece).substr(piece.size() - std::min<std::size_t>(2, piece.size()));
    const auto day = std::find(kDayCodes.begin(), kDayCodes.end(), code);
    const std::string_view count = std::string_view(piece).substr(0, piece.size() - code.size());
    const int counted = count.empty() ? 0 : number(count).value_or(0);
    if (day == kDayCodes.end() || (!count.empty() && (counted == 0 || std::abs(counted) > 53))) {
      return not_a_value(piece, "BYDAY", "time.rule.by-day.hint");
    }
    if (counted != 0 && !may_count) {
      return not_with("BYDAY=" + piece, frequency, "time.rule.numbered-day.hint");
    }
    found.emplace_back(day - kDayCodes.begin(), counted);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> tidy;
  tidy.reserve(found.size());
  for (const auto& [day, counted] : found) {
    tidy.push_back((counted == 0 ? "" : std::to_string(counted)) + std::string(kDayCodes[day]));
  }
  value = fmt::format("{}", fmt::join(tidy, ","));
  return std::nullopt;
}

Refusal tidy_values(Parts& parts) {
  const auto frequency = parts.find("FREQ");
  if (frequency == parts.end() || !kForbidden.contains(frequency->second)) {
    const bool fine = frequency != parts.end() &&
                      (frequency->second == "SECONDLY" || frequency->second == "MINUTELY");
    return Problem{frequency == parts.end()
                       ? Phrase("time.rule.no-frequency")
                       : Phrase(fine ? "time.rule.too-fine" : "time.rule.no-such-frequency",
                                {{"frequency", frequency->second}}),
                   "time.rule.frequency.hint"};
  }
  for (const std::string_view forbidden : kForbidden.at(frequency->second)) {
    if (parts.contains(forbidden)) {
      return not_with(forbidden, frequency->second);
    }
  }
  for (const Part& part : kParts) {
    const auto found = parts.find(part.name);
    if (found == parts.end() || part.most == 0) continue;
    if (Refusal refusal = tidy_numbers(part, found->second)) return refusal;
  }
  if (const auto days_of_week = parts.find("BYDAY"); days_of_week != parts.end()) {
    if (Refusal refusal = tidy_days(parts, days_of_week->second)) return refusal;
  }
  if (const auto week = parts.find("WKST");
      week != parts.end() &&
      std::find(kDayCodes.begin(), kDayCodes.end(), week->second) == kDayCodes.end()) {
    return not_a_value(week->second, "WKST", "time.rule.week-start.hint");
  }
  if (const auto until = parts.find("UNTIL"); until != parts.end()) {
    if (parts.contains("COUNT")) return Problem{"time.rule.count-and-until", {}};
    const Parsed<WrittenTime> time = parse_until(until->second);
    if (!time) return time.problem();
  }
  return std::nullopt;
}

/// The times of day are said even where they are midnight or the full hour, so that nothing hangs
/// on the time of day of a schedule's start; what goes without saying is left out.
void complete(Parts& parts) {
  if (parts.at("FREQ") != "HOURLY") parts.try_emplace("BYHOUR", "0");
  parts.try_emplace("BYMINUTE", "0");
  parts.try_emplace("BYSECOND", "0");
  if (interval_of(parts) == 1) parts.erase("INTERVAL");
  if (const auto week = parts.find("WKST"); week != parts.end() && week->second == "MO")
    parts.erase(week);
}

/// Is there any day and time that has all that the rule asks for?
bool ever_comes(const Parts& parts, const std::vector<seconds>& times) {
  const int step = std::gcd(24, interval_of(parts));
  if (times.empty() ||
      (parts.at("FREQ") == "HOURLY" && std::none_of(times.begin(), times.end(), [&](seconds time) {
         return time / hours(1) % step == 0;
       }))) {
    return false;
  }
  // Which days a calendar has comes round in 28 years.
  Parts every_period = parts;
  every_period.erase("INTERVAL");
  const local_days first(std::chrono::January / 1 / std::chrono::year(2001));
  const local_days last(std::chrono::December / 31 / std::chrono::year(2028));
  return RuleDays(every_period, first, first, last).next().has_value();
}

/// Brings a rule into the form in which it is kept.
Refusal tidy(Parts& parts) {
  if (Refusal refusal = tidy_values(parts)) return refusal;
  complete(parts);
  const std::vector<seconds> times = times_of(parts);
  if (parts.contains("BYSETPOS") && parts.at("FREQ") != "DAILY") {
    if (times.size() > 1) return Problem{"time.rule.positions-of-times", {}};
    if (!parts.contains("BYDAY") && !parts.contains("BYMONTHDAY") && !parts.contains("BYYEARDAY") &&
        !parts.contains("BYWEEKNO")) {
      return Problem{"time.rule.positions-of-nothing", "time.rule.positions-of-nothing.hint"};
    }
  }
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] - times[i - 1] < hours(1)) {
      return Problem{"time.rule.too-often", "time.rule.too-often.hint"};
    }
  }
  if (!ever_comes(parts, times)) return Problem{"time.rule.never", "time.rule.never.hint"};
  return std::nullopt;
}

/// What is wrong, and in which text.
Problem in_text(std::string_view text, const Problem& found) {
  return {{"time.every.in-text", {{"text", text}, {"says", found.message}}}, found.hint};
}

Parsed<std::string> checked(Parts parts, std::string_view text) {
  if (const Refusal refusal = tidy(parts)) return in_text(text, *refusal);
  return written(parts);
}

/// Reads what stands after "RRULE:".
Parsed<std::string> parse_rule(std::string_view rule, std::string_view text) {
  Parts parts;
  for (std::string piece : split(rule, ';')) {
    std::erase(piece, ' ');
    std::transform(piece.begin(), piece.end(), piece.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const std::size_t equals = piece.find('=');
    if (equals == std::string::npos) {
      return in_text(text,
                     {{"time.rule.not-a-part", {{"text", piece}}}, "time.rule.not-a-part.hint"});
    }
    const std::string name = piece.substr(0, equals);
    if (const Refusal refusal = refuse_unless_known(name)) return in_text(text, *refusal);
    if (!parts.emplace(name, piece.substr(equals + 1)).second) {
      return in_text(text, {{"time.rule.twice", {{"part", name}}}, {}});
    }
  }
  return checked(std::move(parts), text);
}

// --- Reading words ----------------------------------------------------------------------------

using Words = std::vector<std::string>;

/// Thrown by the reading of words and caught by it.
struct Unreadable {
  Problem problem;
};

std::string joined(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

/// What stands between commas and "and".
std::vector<Words> listed(const Words& words) {
  std::vector<Words> items(1);
  for (const std::string& word : words) {
    if (word != "," && word != "and") {
      items.back().push_back(word);
    } else if (!items.back().empty()) {
      items.emplace_back();
    }
  }
  if (items.back().empty()) items.pop_back();
  return items;
}

/// The place of a name among `names`, in full or by its first three letters.
std::optional<std::size_t> place(std::string_view word, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = folded(names[i]);
    if (word == name || word == name.substr(0, 3)) return i;
  }
  return std::nullopt;
}

Problem unknown_name(std::string_view word, const char* key,
                     const std::vector<std::string>& names) {
  const std::optional<std::string> meant = nearest(word, names);
  return {{key, {{"text", word}}},
          meant ? Phrase("base.did-you-mean", {{"name", *meant}})
                : Phrase("base.write-one-of", {{"names", Phrase::series(names)}})};
}

std::string weekday_code(std::string_view word) {
  if (const auto day = place(word, kWeekdays)) return std::string(kDayCodes[*day]);
  throw Unreadable{unknown_name(word, "time.not-a-weekday", kWeekdays)};
}

/// "1st", "15th", "3", "first", "last" (-1).
std::optional<int> ordinal(std::string_view word) {
  static constexpr std::array<std::string_view, 5> kWords = {"first", "second", "third", "fourth",
                                                             "fifth"};
  if (word == "last") return -1;
  const auto* const spelt = std::find(kWords.begin(), kWords.end(), word);
  if (spelt != kWords.end()) return static_cast<int>(spelt - kWords.begin()) + 1;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (word.ends_with(ending)) {
      word.remove_suffix(2);
      break;
    }
  }
  const std::optional<int> value = number(word);
  return value && *value >= 1 && *value <= 31 ? value : std::nullopt;
}

void append(Parts& parts, const char* name, const std::string& value) {
  std::string& list = parts[name];
  list += (list.empty() ? "" : ",") + value;
}

/// "the 1st", "the last day", "the last Friday".
void read_day_of_month(const Words& item, Parts& parts) {
  const std::optional<int> count = ordinal(item.front());
  if (!count || item.size() > 2) {
    throw Unreadable{
        {{"time.not-a-day-of-month", {{"text", joined(item)}}}, "time.not-a-day-of-month.hint"}};
  }
  if (item.size() == 1 || item[1] == "day") {
    append(parts, "BYMONTHDAY", std::to_string(*count));
  } else {
    if (*count > 5) {
      throw Unreadable{{{"time.no-such-weekday", {{"count", item[0]}, {"weekday", item[1]}}},
                        "time.no-such-weekday.hint"}};
    }
    append(parts, "BYDAY", std::to_string(*count) + weekday_code(item[1]));
  }
}

/// "28 January", "January 28".
void read_day_of_year(Words item, Parts& parts) {
  std::erase(item, "of");
  if (item.size() == 2 && !ordinal(item[0])) std::swap(item[0], item[1]);
  const std::optional<int> day = ordinal(item[0]);
  if (item.size() != 2 || !day) {
    throw Unreadable{
        {{"time.not-a-day-of-year", {{"text", joined(item)}}}, "time.not-a-day-of-year.hint"}};
  }
  const auto month = place(item[1], kMonths);
  if (!month) throw Unreadable{unknown_name(item[1], "time.not-a-month", kMonths)};
  parts["BYMONTH"] = std::to_string(*month + 1);
  parts["BYMONTHDAY"] = std::to_string(*day);
}

void read_days(const std::string& unit, const Words& words, Parts& parts) {
  const std::vector<Words> items = listed(words);
  if (unit == "day") {
    if (words.empty()) return;
    throw Unreadable{{"time.every.day-on", "time.every.day-on.hint"}};
  }
  if (items.empty()) {
    throw Unreadable{{Phrase("time.every.no-day-of-" + unit, {}), kExamples}};
  }
  if (unit == "year" && items.size() > 1) {
    throw Unreadable{{"time.every.several-dates", kOneEach}};
  }
  for (const Words& item : items) {
    if (unit == "week") {
      append(parts, "BYDAY", weekday_code(joined(item)));
    } else if (unit == "month") {
      read_day_of_month(item, parts);
    } else {
      read_day_of_year(item, parts);
    }
  }
  if (unit == "month" && parts.contains("BYDAY") && parts.contains("BYMONTHDAY")) {
    throw Unreadable{{"time.every.dates-and-weekdays", kOneEach}};
  }
}

/// "06:00".
minutes time_of_day(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon != std::string_view::npos && colon > 0 && colon <= 2 && word.size() == colon + 3) {
    const std::optional<int> hour = number(word.substr(0, colon));
    const std::optional<int> minute = number(word.substr(colon + 1));
    if (word.find_first_not_of("0123456789:") == std::string_view::npos && hour && minute &&
        *hour < 24 && *minute < 60) {
      return hours(*hour) + minutes(*minute);
    }
  }
  throw Unreadable{{{"time.not-a-time-of-day", {{"text", word}}}, "time.every.time-of-day.hint"}};
}

void read_times(const Words& words, Parts& parts) {
  std::vector<minutes> wanted;
  for (const Words& item : listed(words)) {
    wanted.push_back(time_of_day(joined(item)));
  }
  if (wanted.empty()) throw Unreadable{{"time.every.no-time", kExamples}};
  for (const minutes time : wanted) {
    append(parts, "BYHOUR", std::to_string(time / hours(1)));
    append(parts, "BYMINUTE", std::to_string(time % hours(1) / minutes(1)));
  }
  // BYHOUR and BYMINUTE say every hour with every minute; BYSETPOS says which of them are meant.
  Parts crossed = parts;
  crossed["FREQ"] = "DAILY";
  for (const Part& part : kParts) {
    const auto found = crossed.find(part.name);
    if (found != crossed.end() && part.most > 0) (void)tidy_numbers(part, found->second);
  }
  const std::vector<seconds> all = times_of(crossed);
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::find(wanted.begin(), wanted.end(), all[i]) != wanted.end()) positions.push_back(i + 1);
  }
  if (positions.size() == all.size()) return;
  if (parts.at("FREQ") != "DAILY") {
    throw Unreadable{{"time.every.unlike-minutes", "time.every.unlike-minutes.hint"}};
  }
  parts["BYSETPOS"] = fmt::format("{}", fmt::join(positions, ","));
}

/// [number] unit ["on" days] "at" times
Parts read_words(Words words) {
  static const std::vector<std::string> kUnits = {"day", "week", "month", "year"};
  static const std::array<const char*, 4> kFrequencies = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  Parts parts;
  auto word = words.begin();
  if (word != words.end() && word->find_first_not_of("0123456789") == std::string::npos) {
    parts["INTERVAL"] = *word++;
  }
  if (word == words.end()) throw Unreadable{{"time.every.no-unit", kExamples}};
  std::string unit = *word++;
  if (unit.ends_with('s')) unit.pop_back();
  const auto known = std::find(kUnits.begin(), kUnits.end(), unit);
  if (known == kUnits.end()) {
    const std::optional<std::string> meant = nearest(unit, kUnits);
    throw Unreadable{{{"time.every.not-a-unit", {{"text", unit}}},
                      meant ? Phrase("base.did-you-mean", {{"name", *meant}}) : kExamples}};
  }
  parts["FREQ"] = kFrequencies[static_cast<std::size_t>(known - kUnits.begin())];
  const auto at = std::find(word, words.end(), "at");
  Words on(word, at);
  std::erase(on, "the");
  if (!on.empty()) {
    if (on.front() != "on") {
      throw Unreadable{{{"time.every.neither-on-nor-at", {{"text", on.front()}}}, kExamples}};
    }
    on.erase(on.begin());
  }
  read_days(unit, on, parts);
  read_times(at == words.end() ? Words() : Words(at + 1, words.end()), parts);
  return parts;
}

}  // namespace

Parsed<std::string> parse_every(std::string_view text) {
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return c >= 0 && c < ' ' && c != '\t'; })) {
    return Problem{"time.every.several-lines", kExamples};
  }
  constexpr std::string_view kRule = "rrule:";
  const std::string plain = folded(text);
  if (plain.starts_with(kRule))
    return parse_rule(std::string_view(plain).substr(kRule.size()), text);
  std::string spaced;
  for (const char c : plain) spaced += c == ',' ? std::string(" , ") : std::string(1, c);
  Words words = split(spaced, ' ');
  std::erase(words, "");
  try {
    return checked(read_words(std::move(words)), text);
  } catch (const Unreadable& found) {
    return in_text(text, found.problem);
  }
}

std::optional<Problem> skipped_by(const std::string& rule) {
  const Parts parts = parts_of(rule);
  const auto has = [&](const char* name) { return parts.contains(name); };
  if (!has("BYMONTHDAY") || has("BYDAY")) return std::nullopt;
  const std::vector<int> month_days = numbers(parts, "BYMONTHDAY", {});
  const std::vector<int> months =
      numbers(parts, "BYMONTH", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  if (parts.at("FREQ") != "MONTHLY" && parts.at("FREQ") != "YEARLY") return std::nullopt;
  // In a leap year, how many of the days that are named are missing in which months?
  static constexpr std::array<int, 12> kLongest = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::vector<Phrase> skipped;
  for (const int month : months) {
    const int longest = kLongest.at(static_cast<std::size_t>(month - 1));
    if (std::any_of(month_days.begin(), month_days.end(), [&](int day) { return day > longest; })) {
      skipped.push_back({"time.month." + std::to_string(month), {}});
    }
  }
  const bool leap_day = std::find(months.begin(), months.end(), 2) != months.end() &&
                        std::find(month_days.begin(), month_days.end(), 29) != month_days.end();
  if (skipped.empty() && !leap_day) return std::nullopt;
  const char* const hint =
      parts.at("FREQ") == "MONTHLY" ? "time.skips.last-day.hint" : "time.skips.28-february.hint";
  if (skipped.empty()) return Problem{"time.skips.leap-day", hint};
  return Problem{{leap_day ? "time.skips.months-and-leap-day" : "time.skips.months",
                  {{"months", Phrase::series(skipped)}}},
                 hint};
}

Recurrence::Recurrence(const std::string& rule, Zone zone, Instant start)
    : zone_(std::move(zone)), start_(start) {
  const Parsed<std::string> kept = parse_every("RRULE:" + rule);
  if (!kept) throw Error(ErrorKind::kInvalid, kept.problem().message, kept.problem().hint);
  rule_ = *kept;
}

std::vector<Instant> Recurrence::between(Instant from, Instant to, std::size_t most) const {
  std::vector<Instant> slots;
  const Parts parts = parts_of(rule_);
  const std::vector<seconds> times = times_of(parts);
  const int hourly = parts.at("FREQ") == "HOURLY" ? interval_of(parts) : 1;
  const int count = numbers(parts, "COUNT", {0}).front();
  const Instant last = std::min(to, last_of(parts, zone_));
  if (last < std::max(from, start_) || most == 0) return slots;

  // A gap can be a day long: what the wall shows after it may have been due the day before. What is
  // counted is counted from the start.
  const auto anchor = std::chrono::floor<days>(zone_.wall(start_));
  const auto first =
      count > 0 ? anchor
                : std::max(anchor,
                           std::chrono::floor<days>(zone_.wall(std::max(from, start_))) - days(2));
  RuleDays rule_days(parts, anchor, first, std::chrono::floor<days>(zone_.wall(last)) + days(1));
  Instant before = Instant::min();
  for (int counted = 0; const std::optional<local_days> day = rule_days.next();) {
    for (const seconds time : times) {
      if (((*day - anchor) + time) / hours(1) % hourly != 0) continue;
      const Instant slot = zone_.instant(*day + time);
      if (slot > last) return slots;
      if (slot < start_ || slot == before) continue;
      before = slot;
      if (count > 0 && ++counted > count) return slots;
      if (slot < from) continue;
      slots.push_back(slot);
      if (slots.size() == most) return slots;
    }
  }
  return slots;
}

std::optional<Instant> Recurrence::next(Instant after) const {
  if (after >= kForever) return std::nullopt;
  const std::vector<Instant> first = between(after + seconds(1), kForever, 1);
  return first.empty() ? std::nullopt : std::optional(first.front());
}

}  // namespace signpost
