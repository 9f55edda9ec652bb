#include "engine/report/speech.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "engine/base/text.h"
#include "engine/model/words.h"
#include "engine/report/glossary.h"

namespace signpost::report {
namespace {

constexpr std::string_view kIsolate = "\u2068";
constexpr std::string_view kEndIsolate = "\u2069";
constexpr double kFewest = 3;  // of a unit of time

const GlossaryEntry& entry(std::string_view key) {
  static const auto* const kByKey = [] {
    auto* by_key = new std::unordered_map<std::string_view, const GlossaryEntry*>;
    for (const GlossaryEntry& line : glossary()) by_key->emplace(line.key, &line);
    return by_key;
  }();
  const auto found = kByKey->find(key);
  if (found == kByKey->end()) {
    throw std::logic_error("the glossary lacks " + std::string(key));
  }
  return *found->second;
}

std::string isolated(std::string_view text) {
  return std::string(kIsolate).append(text).append(kEndIsolate);
}

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

/// Figures are made for a terminal that knows every sign.
const Terminal& all_signs() {
  static const Terminal kTerminal;
  return kTerminal;
}

std::chrono::year_month_day date_of(Instant instant) {
  return std::chrono::floor<std::chrono::days>(instant);
}

}  // namespace

struct Speech::State {
  Language language;
  Digits digits;
  std::string locale;
  std::map<std::string_view, Message> messages;
  std::optional<NumberSigns> signs;

  const Message& message(std::string_view key) {
    const auto known = messages.find(key);
    if (known != messages.end()) return known->second;
    const GlossaryEntry& line = entry(key);
    const std::string_view pattern = language == Language::kArabic ? line.arabic : line.english;
    return messages.emplace(line.key, Message(with_digits(pattern), locale)).first->second;
  }

  /// The digits of a pattern's own prose in those of the report; `=0` of a plural form stays.
  std::string with_digits(std::string_view pattern) {
    if (digits == Digits::kLatin) return std::string(pattern);
    std::string text;
    for (const char c : pattern) {
      const bool is_prose = c >= '0' && c <= '9' && !text.ends_with('=');
      text += is_prose ? localised(std::string_view(&c, 1)) : std::string(1, c);
    }
    return text;
  }

  /// The digits and signs of an English figure in those of the language; one that begins with a
  /// sign becomes a left-to-right unit.
  std::string localised(std::string_view figure) {
    if (language == Language::kEnglish) return std::string(figure);
    if (!signs) signs = number_signs(locale);
    std::string text;
    for (const char c : figure) {
      if (c >= '0' && c <= '9') {
        text += signs->digits.at(static_cast<std::size_t>(c - '0'));
      } else if (c == '.') {
        text += signs->decimal;
      } else if (c == ',') {
        text += signs->group;
      } else {
        text += c;
      }
    }
    return figure.front() >= '0' && figure.front() <= '9' ? text : isolated(text);
  }
};

std::string quoted(std::string_view outside) { return isolated(printable(outside)); }

Speech::Speech(Language language, Digits digits)
    : state_(std::make_unique<State>(State{language, digits, "en", {}, {}})) {
  if (language == Language::kArabic) {
    state_->locale = digits == Digits::kArabic ? "ar@numbers=arab" : "ar@numbers=latn";
  }
}

Speech::~Speech() = default;
Speech::Speech(Speech&&) noexcept = default;

Language Speech::language() const { return state_->language; }
Digits Speech::digits() const { return state_->digits; }

std::string Speech::say(std::string_view key, std::initializer_list<Argument> arguments) const {
  return state_->message(key).say({arguments.begin(), arguments.size()});
}

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
  return say(key, {{"n", state_->localised(number_in(figure))}});
}

std::string Speech::percent(Probability probability) const {
  return percent_figure(report::percent(probability));
}

std::string Speech::percent_exact(Probability probability) const {
  return percent_figure(report::percent_exact(probability));
}

std::string Speech::interval(const Interval& interval) const {
  const std::string low = whole_percent(interval.low);
  const std::string high = whole_percent(interval.high);
  if (low == high) return percent_figure(low);
  if (low.front() == '<' || high.front() == '>') {
    return say("interval.ends", {{"low", percent_figure(low)}, {"high", percent_figure(high)}});
  }
  return say("interval", {{"low", state_->localised(number_in(low))},
                          {"high", state_->localised(number_in(high))}});
}

std::string Speech::points(Probability from, Probability to) const {
  return state_->localised(report::points(from, to, all_signs()));
}

std::string Speech::points(int whole) const {
  return state_->localised(report::points(whole, all_signs()));
}

std::string Speech::decibans(std::int64_t hundredths) const {
  return state_->localised(report::decibans(hundredths, all_signs()));
}

std::string Speech::decibans_size(std::int64_t hundredths) const {
  const std::int64_t size = std::abs(hundredths);
  return state_->localised(fmt::format("{}.{:02}", size / 100, size % 100));
}

std::string Speech::decibans(LogOdds weight) const { return decibans(report::hundredths(weight)); }

std::string Speech::ratio(double ratio) const {
  return state_->localised(report::ratio(ratio, all_signs()));
}

std::string Speech::rate(Rate rate) const {
  const std::string figure = report::rate(rate);  // "23 a month"
  const std::size_t end = figure.find(' ');
  return say("rate." + figure.substr(figure.rfind(' ') + 1),
             {{"n", state_->localised(figure.substr(0, end))}});
}

std::string Speech::bits(double bits) const {
  if (bits > 0 && bits < 0.001) return say("number.below", {{"n", state_->localised("0.001")}});
  return state_->localised(two_digits(bits));
}

std::string Speech::number(std::int64_t number) const {
  std::string figure = grouped(number);
  if (number < 0) figure.replace(0, 1, minus(all_signs()));
  return state_->localised(figure);
}

std::string Speech::day(Instant instant, Precision precision) const {
  const std::chrono::year_month_day date = date_of(instant);
  const std::string year = state_->localised(fmt::format("{}", static_cast<int>(date.year())));
  if (precision == Precision::kYear) return say("date.about-year", {{"year", year}});
  const std::string month = say(fmt::format("month.{}", static_cast<unsigned>(date.month())));
  if (precision == Precision::kMonth) {
    return say("date.about-month", {{"month", month}, {"year", year}});
  }
  return say("date.day",
             {{"day", state_->localised(fmt::format("{}", static_cast<unsigned>(date.day())))},
              {"month", month},
              {"year", year}});
}

std::string Speech::moment(Instant instant) const {
  using std::chrono::seconds;
  const std::chrono::hh_mm_ss time(instant - std::chrono::floor<std::chrono::days>(instant));
  std::string date = day(instant);
  if (time.to_duration() == std::chrono::hours(24) - seconds(1)) return date;
  return say("date.time",
             {{"date", std::move(date)},
              {"time", state_->localised(fmt::format("{:02}:{:02}", time.hours().count(),
                                                     time.minutes().count()))}});
}

std::string Speech::days(Instant from, Instant to) const {
  const std::chrono::year_month_day first = date_of(from);
  const std::chrono::year_month_day last = date_of(to);
  if (first == last) return day(to);
  if (first.year() == last.year() && first.month() == last.month()) {
    return say("date.in-month",
               {{"from", state_->localised(fmt::format("{}", static_cast<unsigned>(first.day())))},
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

std::string Speech::list(std::span<const std::string> ready) const {
  std::string text;
  for (std::size_t at = 0; at < ready.size(); ++at) {
    text = at == 0 ? ready[at]
                   : say(at + 1 == ready.size() ? "list.last" : "list.next",
                         {{"list", text}, {"next", ready[at]}});
  }
  return text;
}

}  // namespace signpost::report
