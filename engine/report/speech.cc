#include "engine/report/speech.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "engine/base/glossary.h"
#include "engine/base/text.h"
#include "engine/model/words.h"

namespace signpost::report {
namespace {

constexpr double kFewest = 3;  // of a unit of time

/// The number in a figure of figures.h: `62` in `>62 %`.
std::string_view number_in(std::string_view percent) {
  percent.remove_suffix(std::string_view(" %").size());
  if (percent.front() == '<' || percent.front() == '>') percent.remove_prefix(1);
  return percent;
}

/// The end of an interval in whole per cent, in the tails as they are told: no word of probability
/// stands beside it that it could leave.
std::string whole_percent(Probability end) {
  const std::string figure = report::percent(end);
  const bool tail = figure.front() == '<' || figure.front() == '>';
  return tail ? figure : fmt::format("{} %", std::llround(100.0 * end.value()));
}

std::chrono::year_month_day date_of(Instant instant) {
  return std::chrono::floor<std::chrono::days>(instant);
}

}  // namespace

std::vector<std::string> Speech::keys(std::string_view prefix) {
  std::vector<std::string> found;
  for (const GlossaryEntry& line : glossary()) {
    if (line.key.starts_with(prefix)) found.emplace_back(line.key);
  }
  return found;
}

std::string Speech::percent_figure(std::string_view figure) const {
  const std::string_view key = figure.front() == '<'   ? "percent.below"
                               : figure.front() == '>' ? "percent.above"
                                                       : "percent";
  return say(key, {{"n", localised(number_in(figure))}});
}

std::string Speech::percent(Probability probability) const {
  return percent_figure(report::percent(probability));
}

std::string Speech::percent_exact(Probability probability) const {
  return percent_figure(report::percent_exact(probability));
}

std::string Speech::short_percent(Probability probability) const {
  std::string figure = report::percent(probability);
  if (language() == Language::kEnglish) return figure;
  std::erase(figure, ' ');
  return unit(localised(figure));
}

std::string Speech::unit(std::string_view ready) const {
  const bool apart = language() == Language::kArabic && digits() == Digits::kLatin;
  return apart ? isolated(without_isolates(ready)) : std::string(ready);
}

std::string Speech::interval(const Interval& interval) const {
  const std::string low = whole_percent(interval.low);
  const std::string high = whole_percent(interval.high);
  if (low == high) return percent_figure(low);
  if (low.front() == '<' || high.front() == '>') {
    return say("interval.ends", {{"low", percent_figure(low)}, {"high", percent_figure(high)}});
  }
  return say("interval",
             {{"low", localised(number_in(low))}, {"high", localised(number_in(high))}});
}

std::string Speech::short_interval(const Interval& interval) const {
  if (language() == Language::kEnglish) return this->interval(interval);
  std::string low = whole_percent(interval.low);
  std::string high = whole_percent(interval.high);
  if (low == high) return short_percent(interval.low);
  std::erase(low, ' ');
  std::erase(low, '%');
  std::erase(high, ' ');
  return isolated(without_isolates(localised(low) + "–" + localised(high)));
}

std::string Speech::points(Probability from, Probability to) const {
  return localised(report::points(from, to));
}

std::string Speech::points(int whole) const { return localised(report::points(whole)); }

std::string Speech::decibans(std::int64_t hundredths) const {
  return localised(report::decibans(hundredths));
}

std::string Speech::decibans_size(std::int64_t hundredths) const {
  const std::int64_t size = std::abs(hundredths);
  return localised(fmt::format("{}.{:02}", size / 100, size % 100));
}

std::string Speech::decibans(LogOdds weight) const { return decibans(report::hundredths(weight)); }

std::string Speech::ratio(double ratio) const { return localised(report::ratio(ratio)); }

std::string Speech::rate(Rate rate) const {
  const std::string figure = report::rate(rate);  // "23 a month"
  const std::size_t end = figure.find(' ');
  return say("rate." + figure.substr(figure.rfind(' ') + 1),
             {{"n", localised(figure.substr(0, end))}});
}

std::string Speech::bits(double bits) const {
  if (bits > 0 && bits < 0.001) return say("number.below", {{"n", localised("0.001")}});
  return localised(two_digits(bits));
}

std::string Speech::short_bits(double bits) const {
  return bits > 0 && bits < 0.001 ? localised("<0.001") : this->bits(bits);
}

std::string Speech::number(std::int64_t number) const {
  std::string figure = grouped(number);
  if (number < 0) figure.replace(0, 1, "−");
  return localised(figure);
}

std::string Speech::figure(double figure, int decimals) const {
  return localised(fmt::format("{:.{}f}", figure, decimals));
}

std::string Speech::signed_figure(double figure, int decimals) const {
  std::string size = this->figure(std::fabs(figure), decimals);
  if (std::fabs(figure) < 0.5 * std::pow(10.0, -decimals)) return size;
  return unit(say(figure > 0 ? "figure.above" : "figure.below", {{"figure", std::move(size)}}));
}

std::string Speech::day(Instant instant, Precision precision) const {
  const std::chrono::year_month_day date = date_of(instant);
  const std::string year = localised(fmt::format("{}", static_cast<int>(date.year())));
  if (precision == Precision::kYear) return say("date.about-year", {{"year", year}});
  const std::string month = say(fmt::format("month.{}", static_cast<unsigned>(date.month())));
  if (precision == Precision::kMonth) {
    return say("date.about-month", {{"month", month}, {"year", year}});
  }
  return say("date.day", {{"day", localised(fmt::format("{}", static_cast<unsigned>(date.day())))},
                          {"month", month},
                          {"year", year}});
}

std::string Speech::short_day(Instant instant, Precision precision) const {
  if (language() == Language::kEnglish) return day(instant, precision);
  const std::string date = to_date(instant);  // 2022-01-24
  switch (precision) {
    case Precision::kYear:
      return "≈ " + localised(date.substr(0, 4));
    case Precision::kMonth:
      return "≈ " + unit(localised(date.substr(0, 7)));
    case Precision::kDay:
    case Precision::kSecond:
      break;
  }
  return unit(localised(date));
}

std::string Speech::utc(std::string_view time) const {
  return unit(say("schedule.utc", {{"time", localised(time)}}));
}

std::string Speech::item(ItemId number) const { return localised(fmt::format("#{}", number)); }

std::string Speech::moment(Instant instant) const {
  using std::chrono::seconds;
  const std::chrono::hh_mm_ss time(instant - std::chrono::floor<std::chrono::days>(instant));
  std::string date = day(instant);
  if (time.to_duration() == std::chrono::hours(24) - seconds(1)) return date;
  return say("date.time", {{"date", std::move(date)},
                           {"time", localised(fmt::format("{:02}:{:02}", time.hours().count(),
                                                          time.minutes().count()))}});
}

std::string Speech::short_moment(Instant instant) const {
  std::string date = short_day(instant);
  if (moment(instant) == day(instant)) return date;
  const std::string text = to_rfc3339(instant);
  const std::string time = text.substr(text.find('T') + 1, std::string_view("14:05").size());
  return unit(say("date.short-time", {{"date", std::move(date)}, {"time", localised(time)}}));
}

std::string Speech::days(Instant from, Instant to) const {
  const std::chrono::year_month_day first = date_of(from);
  const std::chrono::year_month_day last = date_of(to);
  if (first == last) return day(to);
  if (first.year() == last.year() && first.month() == last.month()) {
    return say("date.in-month",
               {{"from", localised(fmt::format("{}", static_cast<unsigned>(first.day())))},
                {"to", day(to)}});
  }
  return say("date.span", {{"from", day(from)}, {"to", day(to)}});
}

std::string Speech::duration(Days days) const {
  struct Unit {
    std::string_view key;
    double days;
  };
  static constexpr Unit kUnits[] = {
      {"unit.years", kDaysPerYear}, {"unit.months", kDaysPerMonth}, {"unit.days", 0.0}};
  if (days.count() < 0.5) return say("unit.less-than-a-day");
  const Unit& unit = *std::find_if(
      std::begin(kUnits), std::end(kUnits),
      [&](const Unit& candidate) { return days.count() >= kFewest * candidate.days; });
  return say(unit.key, {{"n", std::llround(days.count() / std::max(1.0, unit.days))}});
}

std::string Speech::word(Probability probability) const {
  return say(std::string("word.").append(icd203_word(probability).key));
}

std::string Speech::grade(const Grade& grade) const {
  const std::string text = signpost::to_string(grade);
  return text.empty() || language() == Language::kEnglish ? text : isolated(text);
}

std::string Speech::grade_words(const Grade& grade) const {
  std::string source;
  std::string information;
  if (grade.reliability) source = say(fmt::format("grade.{}", *grade.reliability));
  if (grade.credibility) information = say(fmt::format("grade.{}", *grade.credibility));
  if (source.empty() || information.empty()) return source + information;
  return say("grade.words", {{"source", source}, {"information", information}});
}

std::string Speech::text(const Bilingual& text) const { return quoted(in(language(), text)); }

std::string Speech::prose(const Bilingual& text) const {
  if (text.empty()) return {};
  const std::string& here = language() == Language::kArabic ? text.ar : text.en;
  return here.empty() ? say("text.in-other-language", {{"text", quoted(text.any())}})
                      : quoted(here);
}

std::string Speech::list(std::span<const std::string> ready, std::string_view last,
                         std::string_view next) const {
  std::string text;
  for (std::size_t at = 0; at < ready.size(); ++at) {
    text = at == 0
               ? ready[at]
               : say(at + 1 == ready.size() ? last : next, {{"list", text}, {"next", ready[at]}});
  }
  return text;
}

}  // namespace signpost::report
