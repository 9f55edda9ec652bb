#include "engine/report/learning.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

using learn::ExpectationLesson;
using learn::GradeLesson;
using learn::History;
using learn::IndicatorLesson;
using learn::ScenarioLesson;

constexpr std::size_t kWidth = 80;
constexpr double kRule =
    2.995732273553991;  // −ln 0.05: of so many expected none comes one in twenty
constexpr double kHeldTooSeldom = 0.85;
constexpr std::size_t kTriedEnough = 12;
constexpr std::size_t kFewReports = 5;  // teach no lag to paste
constexpr double kMostWithin = 1000;    // that a definition may say
constexpr double kFewPerMonth = 0.1;    // below which a rate is told by the year
constexpr std::array<double, 3> kSharesTold{0.5, 0.75, 0.95};

constexpr std::string_view kLetters = "ABCDE";
constexpr std::string_view kDigits = "12345";

double delay_of(const learn::Delays& delays, double share) {
  const auto at = std::find(learn::kDelayShares.begin(), learn::kDelayShares.end(), share);
  return delays.quantiles[static_cast<std::size_t>(at - learn::kDelayShares.begin())].count();
}

// TOML.

/// Three digits, without an exponent.
std::string three_digits(double number) {
  const int before = number > 0 ? static_cast<int>(std::floor(std::log10(number))) : 0;
  std::string text = fmt::format("{:.{}f}", number, std::clamp(2 - before, 0, 12));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

/// Rounded up to a tenth, as it should not promise more than it holds.
std::string factor_up(double factor) {
  return three_digits(std::min(kMostWithin, std::ceil(factor * 10 - 1e-9) / 10));
}

/// A text between quotes; TOML knows the escapes of JSON.
std::string quoted_toml(std::string_view text) {
  JsonWriter json(/*compact=*/true);
  std::string written = json.value(text).take();
  if (written.ends_with('\n')) written.pop_back();
  return written;
}

std::string rate_toml(Rate rate) {
  constexpr std::string_view kTomlByMonth = " per month";
  constexpr std::string_view kTomlByYear = " per year";
  const bool by_month = rate.per_month() >= kFewPerMonth;
  return by_month ? three_digits(rate.per_month()).append(kTomlByMonth)
                  : three_digits(rate.per_day() * kDaysPerYear).append(kTomlByYear);
}

/// Lines of definitions, with what they come from said in both languages.
class Lines {
 public:
  explicit Lines(std::string indent = {}) : indent_(std::move(indent)) {}

  void line(const std::string& text) {
    if (!text.empty()) text_ += indent_;
    text_ += text;
    text_ += '\n';
  }
  void number(std::string_view key, double number) {
    line(fmt::format("{} = {}", key, three_digits(number)));
  }
  void text(std::string_view key, std::string_view value) {
    line(fmt::format("{} = {}", key, quoted_toml(value)));
  }
  using Says = std::function<std::string(const Speech&)>;
  void reason(std::string_view key, const Says& says) {
    for (const auto& [speech, name] : languages()) {
      prose(fmt::format("{}.{}", key, name), without_isolates(says(*speech)));
    }
  }
  /// Where no key holds a reason.
  void remark(const Says& says) {
    for (const auto& [speech, name] : languages()) {
      for (const std::string& part :
           wrap(without_isolates(says(*speech)), kWidth - indent_.size() - 2)) {
        line(std::string("# ").append(printable(part)));
      }
    }
  }
  void add(const Lines& others) { text_ += others.text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  [[nodiscard]] std::array<std::pair<const Speech*, std::string_view>, 2> languages() const {
    return {{{&english_, "en"}, {&arabic_, "ar"}}};
  }

  /// Text of several lines, each but the last continued.
  void prose(const std::string& key, const std::string& text) {
    const std::string whole = fmt::format("{} = {}", key, quoted_toml(text));
    if (display_width(whole) + indent_.size() <= kWidth) {
      line(whole);
      return;
    }
    line(key + " = \"\"\"\\");
    const std::vector<std::string> parts = wrap(text, kWidth - indent_.size() - 6);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string escaped = quoted_toml(parts[i]);
      const std::string inside = escaped.substr(1, escaped.size() - 2);
      line("  " + inside + (i + 1 == parts.size() ? "\"\"\"" : " \\"));
    }
  }

  std::string indent_;
  std::string text_;
  Speech english_{Language::kEnglish};
  Speech arabic_{Language::kArabic};
};

// Words.

std::string titled(const Bilingual& title, const std::string& id, const Speech& speech) {
  return title.empty() ? quoted(id) : speech.text(title);
}

/// What begins with the last second of a day begins with the next one: spans are laid backwards from
/// the end of a day.
Instant first_day(Instant from) { return from + std::chrono::seconds(1); }

std::string count_in_words(double counted, const Speech& speech) {
  return speech.number(std::llround(counted));
}

/// A rate's figure in the unit in which another one is told.
std::string figure_beside(Rate rate, Rate other, const Speech& speech) {
  const std::string told = report::rate(other);  // "23 a month"
  const double days = told.ends_with("day")     ? 1
                      : told.ends_with("month") ? kDaysPerMonth
                                                : kDaysPerYear;
  return speech.bits(rate.per_day() * days);
}

/// "17 a month (9.1 to 31)"
std::string rate_in_words(Rate mean, Rate low, Rate high, const Speech& speech) {
  return speech.say("learn.rate", {{"rate", speech.rate(mean)},
                                   {"low", figure_beside(low, mean, speech)},
                                   {"high", figure_beside(high, mean, speech)}});
}

std::string tested_in_words(const learn::IntervalTest& tested, const Speech& speech) {
  if (tested.origins == 0) return speech.say("learn.untried");
  return speech.say("learn.tried", {{"held", speech.number(static_cast<std::int64_t>(tested.held))},
                                    {"n", static_cast<std::int64_t>(tested.origins)}});
}

std::string ahead_in_words(const learn::RateAhead& ahead, const Speech& speech) {
  std::string words = rate_in_words(ahead.mean, ahead.low, ahead.high, speech);
  if (!ahead.within) return words;
  return speech.say("learn.within",
                    {{"rate", std::move(words)}, {"within", speech.ratio(*ahead.within)}});
}

std::string delays_in_words(const learn::Delays& delays, const Speech& speech) {
  if (delays.reports < kFewReports) {
    return speech.say("learn.delays.few", {{"n", static_cast<std::int64_t>(delays.reports)},
                                           {"longest", speech.duration(delays.longest)}});
  }
  const auto within = [&](double share) { return speech.duration(Days(delay_of(delays, share))); };
  return speech.say("learn.delays", {{"n", static_cast<std::int64_t>(delays.reports)},
                                     {"half", within(kSharesTold[0])},
                                     {"most", within(kSharesTold[1])},
                                     {"all", within(kSharesTold[2])},
                                     {"longest", speech.duration(delays.longest)}});
}

/// What of a span: "36 months to 30 Jun 2022, 648 counted".
template <class Counted>
std::string source_in_words(const Counted& lesson, const Speech& speech) {
  return speech.say("learn.because.span",
                    {{"duration", speech.duration(lesson.until - lesson.from)},
                     {"day", speech.day(lesson.until)},
                     {"counted", count_in_words(lesson.counted, speech)}});
}

std::optional<std::string> told_dispersions(const IndicatorLesson& lesson, const Speech& speech) {
  static constexpr std::array kKeys{"learn.by.week", "learn.by.month", "learn.by.quarter",
                                    "learn.by.half-year"};
  std::vector<std::string> parts;
  for (const learn::DispersionAt& each : lesson.dispersions) {
    parts.push_back(speech.say(kKeys[static_cast<std::size_t>(each.span)],
                               {{"n", speech.figure(each.fit.dispersion, 1)}}));
  }
  if (parts.empty()) return std::nullopt;
  return speech.list(parts);
}

/// Of an expectation whose indicator's level is known: do the declared rates lie about it?
std::string_view place_of(const Expectation& declared, const learn::LearntRate& seen) {
  const Rate least = std::min(declared.if_true.rate, declared.if_false.rate);
  const Rate most = std::max(declared.if_true.rate, declared.if_false.rate);
  if (least > seen.year.high) return "learn.declared.above";
  if (most < seen.year.low) return "learn.declared.below";
  return "learn.declared.about";
}

/// Whether rates of an expectation can be learnt at all.
bool has_rates(const ExpectationLesson& one) {
  return !one.declared.happening && !one.declared.if_true.each_time &&
         one.of.indicator.takes_count();
}

class IndicatorPage {
 public:
  IndicatorPage(const IndicatorLesson& lesson, const Speech& speech)
      : lesson_(lesson), speech_(speech), page_(speech.language()) {}

  Page page() {
    page_.heading(titled(lesson_.indicator.title, lesson_.indicator.id, speech_));
    page_.paragraph(speech_.say("learn.as-known", {{"day", speech_.moment(lesson_.known_at)}}));
    history();
    rows();
    remarks();
    lines();
    return std::move(page_);
  }

 private:
  void history() {
    const std::string key = "learn.history." + std::string(to_string(lesson_.history));
    switch (lesson_.history) {
      case History::kNone:
      case History::kMilestone:
      case History::kSetTimes:
        page_.paragraph(speech_.say(key), Style::kAccent);
        return;
      case History::kNothingCounted:
        page_.paragraph(
            speech_.say(key, {{"duration", speech_.duration(lesson_.exposure)},
                              {"rate", speech_.rate(Rate(kRule / lesson_.exposure.count()))}}),
            Style::kAccent);
        return;
      case History::kNobodyWatched:
      case History::kShort:
      case History::kCounted:
        break;
    }
    page_.paragraph(
        speech_.say("learn.counted", {{"n", count_in_words(lesson_.counted, speech_)},
                                      {"from", speech_.day(lesson_.from)},
                                      {"until", speech_.day(lesson_.until)},
                                      {"duration", speech_.duration(lesson_.until - lesson_.from)},
                                      {"exposure", speech_.duration(lesson_.exposure)}}));
    if (lesson_.history != History::kCounted) page_.paragraph(speech_.say(key), Style::kAccent);
  }

  void row(std::string_view label, std::string words) {
    rows_.emplace_back(speech_.say(label), std::move(words));
  }

  void rows() {
    if (lesson_.rate) {
      const learn::LearntRate& rate = *lesson_.rate;
      row("learn.row.level", rate_in_words(rate.level, rate.level_low, rate.level_high, speech_));
      row("learn.row.year", tried_in_words(rate.year));
      row("learn.row.half-year", tried_in_words(rate.half_year));
    }
    if (const auto told = told_dispersions(lesson_, speech_)) row("learn.row.dispersion", *told);
    if (lesson_.rate) row("learn.row.season", season());
    if (lesson_.silence) row("learn.row.silence", silence(*lesson_.silence));
    if (lesson_.delays) row("learn.row.delays", delays_in_words(*lesson_.delays, speech_));
    if (rows_.empty()) return;
    std::vector<std::string> labels;
    for (const auto& [label, words] : rows_) labels.push_back(label);
    page_.gap();
    Table& table = page_.table({{.head = {}, .width = widest(labels)}, {.head = {}, .gap = 2}});
    for (auto& [label, words] : rows_) {
      table.row()
          .cell(0, label, Style::kDim)
          .cell({.column = 1, .words = {{std::move(words)}}, .lines = kAllLines});
    }
  }

  std::string tried_in_words(const learn::RateAhead& ahead) const {
    return speech_.say("learn.ahead", {{"ahead", ahead_in_words(ahead, speech_)},
                                       {"tried", tested_in_words(ahead.tested, speech_)}});
  }

  std::string season() const {
    const std::optional<learn::Season>& season = lesson_.rate->season;
    if (!season) return speech_.say("learn.season.short");
    if (!season->shows) return speech_.say("learn.season.none");
    const auto& factors = season->factors;
    const auto best = std::max_element(factors.begin(), factors.end());
    const auto worst = std::min_element(factors.begin(), factors.end());
    const auto month = [&](auto at) {
      return speech_.say(fmt::format("month.{}", at - factors.begin() + 1));
    };
    return speech_.say("learn.season.shows", {{"most", speech_.ratio(*best)},
                                              {"when", month(best)},
                                              {"least", speech_.ratio(*worst)},
                                              {"then", month(worst)}});
  }

  std::string silence(const learn::Silence& silence) const {
    return speech_.say(silence.running ? "learn.silence.running" : "learn.silence.over",
                       {{"duration", speech_.duration(silence.until - silence.from)},
                        {"from", speech_.day(first_day(silence.from))},
                        {"until", speech_.day(silence.until)}});
  }

  void remark(std::string words, Style style = Style::kPlain) {
    if (!remarked_) page_.gap();
    remarked_ = true;
    page_.paragraph(std::move(words), style);
  }

  void remarks() {
    if (lesson_.rate) {
      const learn::LearntRate& rate = *lesson_.rate;
      if (rate.months < learn::kShortHistory) {
        remark(speech_.say("learn.short-history"), Style::kAccent);
      }
      const learn::IntervalTest& tested = rate.year.tested;
      if (tested.origins >= kTriedEnough && tested.share() < kHeldTooSeldom) {
        remark(speech_.say("learn.held-too-seldom"), Style::kAccent);
      }
      if (rate.season && rate.season->shows && !lesson_.indicator.seasons.empty()) {
        remark(speech_.say("learn.season.beside"));
      }
    }
    if (lesson_.told_by >= Days(2)) {
      remark(speech_.say("learn.told-by", {{"duration", speech_.duration(lesson_.told_by)}}));
    }
    if (lesson_.without_delay > 0) {
      remark(speech_.say("learn.without-delay",
                         {{"n", static_cast<std::int64_t>(lesson_.without_delay)}}));
    }
  }

  void lines() {
    std::string lines = lines_to_paste(lesson_);
    if (lines.empty()) return;
    page_.gap();
    page_.paragraph(speech_.say("learn.lines.indicator"), Style::kBold);
    page_.typed(std::move(lines));
  }

  const IndicatorLesson& lesson_;
  const Speech& speech_;
  Page page_;
  std::vector<std::pair<std::string, std::string>> rows_;
  bool remarked_ = false;
};

class ScenarioPage {
 public:
  ScenarioPage(const ScenarioLesson& lesson, const Speech& speech)
      : lesson_(lesson), speech_(speech), page_(speech.language()) {}

  Page page() {
    page_.heading(titled(lesson_.scenario.title, lesson_.scenario.id, speech_));
    page_.paragraph(speech_.say("learn.as-known", {{"day", speech_.moment(lesson_.known_at)}}));
    if (lesson_.judged_by.empty()) {
      page_.paragraph(speech_.say("learn.not-judged"), Style::kAccent);
    } else {
      windows();
    }
    if (lesson_.counts) counts(*lesson_.counts);
    expectations();
    std::string lines = lines_to_paste(lesson_);
    if (!lines.empty()) {
      page_.gap();
      page_.paragraph(speech_.say("learn.lines.scenario"), Style::kBold);
      page_.typed(std::move(lines));
    }
    return std::move(page_);
  }

 private:
  void windows() {
    const auto met = std::count_if(lesson_.windows.begin(), lesson_.windows.end(),
                                   [](const learn::PastWindow& window) { return window.met; });
    if (lesson_.windows.empty()) {
      page_.paragraph(
          speech_.say("learn.no-window", {{"duration", speech_.duration(lesson_.window)},
                                          {"scenario", quoted(lesson_.judged_by)}}),
          Style::kAccent);
    } else {
      page_.paragraph(speech_.say("learn.windows",
                                  {{"n", static_cast<std::int64_t>(lesson_.windows.size())},
                                   {"duration", speech_.duration(lesson_.window)},
                                   {"from", speech_.day(first_day(lesson_.windows.front().from))},
                                   {"until", speech_.day(lesson_.windows.back().until)},
                                   {"scenario", quoted(lesson_.judged_by)},
                                   {"met", speech_.number(met)}}));
    }
    if (!lesson_.unjudged.empty()) {
      page_.paragraph(speech_.say("learn.unjudged",
                                  {{"n", static_cast<std::int64_t>(lesson_.unjudged.size())}}));
    }
    if (lesson_.base_rate && !lesson_.windows.empty()) {
      const learn::LearntBaseRate& learnt = *lesson_.base_rate;
      page_.paragraph(speech_.say("learn.base-rate",
                                  {{"mean", speech_.percent(learnt.mean)},
                                   {"interval", speech_.interval({learnt.low, learnt.high})}}),
                      Style::kBold);
      if (learnt.few) {
        page_.paragraph(speech_.say(lesson_.scenario.criterion ? "learn.few-windows"
                                                               : "learn.few-windows.declared"),
                        Style::kAccent);
      }
    }
    if (lesson_.spells) spells(*lesson_.spells);
  }

  void spells(const learn::Spells& spells) {
    if (!spells.mean) {
      page_.paragraph(
          speech_.say("learn.spells.open", {{"duration", speech_.duration(spells.total)}}));
      return;
    }
    page_.paragraph(speech_.say("learn.spells", {{"n", static_cast<std::int64_t>(spells.ended)},
                                                 {"mean", speech_.duration(*spells.mean)},
                                                 {"low", speech_.duration(*spells.low)},
                                                 {"high", speech_.duration(*spells.high)},
                                                 {"longest", speech_.duration(spells.longest)}}));
  }

  void counts(const learn::CriterionLesson& counts) {
    page_.paragraph(
        speech_.say("learn.criterion.dispersion", {{"n", speech_.figure(counts.dispersion, 1)}}));
    if (counts.season_shows) {
      page_.paragraph(speech_.say("learn.criterion.season"), Style::kAccent);
    }
  }

  void expectations() {
    for (const ExpectationLesson& one : lesson_.expectations) {
      page_.gap();
      page_.heading(
          Words{{titled(one.of.indicator.title, one.of.indicator.id, speech_), Style::kBold}});
      for (const std::string& words : told_of(one)) {
        page_.paragraph(words, Style::kPlain, 2);
      }
    }
  }

  std::string given_in_words(std::string_view key,
                             const std::optional<learn::ConditionalRate>& rate) const {
    if (!rate) return speech_.say(std::string(key).append(".none"));
    return speech_.say(key, {{"rate", rate_in_words(rate->mean, rate->low, rate->high, speech_)},
                             {"n", static_cast<std::int64_t>(rate->windows)},
                             {"within", speech_.ratio(rate->within)}});
  }

  std::vector<std::string> told_of(const ExpectationLesson& one) const {
    std::vector<std::string> told;
    if (!has_rates(one)) {
      told.push_back(speech_.say(one.of.indicator.occasions ? "learn.history.set-times"
                                                            : "learn.history.milestone"));
      return told;
    }
    told.push_back(
        speech_.say("learn.declared", {{"if_true", speech_.rate(one.declared.if_true.rate)},
                                       {"if_false", speech_.rate(one.declared.if_false.rate)}}));
    if (one.of.rate) {
      const learn::RateAhead& year = one.of.rate->year;
      told.push_back(speech_.say("learn.seen", {{"rate", ahead_in_words(year, speech_)}}));
      told.push_back(speech_.say(place_of(one.declared, *one.of.rate)));
    } else if (one.of.history == History::kNothingCounted) {
      told.push_back(speech_.say("learn.history.nothing-counted",
                                 {{"duration", speech_.duration(one.of.exposure)},
                                  {"rate", speech_.rate(Rate(kRule / one.of.exposure.count()))}}));
    } else {
      told.push_back(speech_.say("learn.history." + std::string(to_string(one.of.history))));
    }
    if (one.given.if_met || one.given.if_not) {
      told.push_back(given_in_words("learn.met", one.given.if_met));
      told.push_back(given_in_words("learn.not-met", one.given.if_not));
      if (lesson_.at_todays_level) told.push_back(speech_.say("learn.at-todays-level"));
    }
    return told;
  }

  const ScenarioLesson& lesson_;
  const Speech& speech_;
  Page page_;
};

/// Of one letter or digit.
struct GradeLine {
  std::string grade;
  bool is_letter = false;
  double before = 1;  // by the default table
  double in_force = 1;
  double learnt = 1;
  learn::GradeInterval interval;
  std::size_t verdicts = 0;
  std::size_t came_true = 0;

  [[nodiscard]] bool moved() const { return verdicts > 0 || learnt != before; }
};

std::vector<GradeLine> lines_of(const GradeLesson& lesson, bool letters) {
  const GradeTable table;
  std::vector<GradeLine> lines;
  const std::string_view names = letters ? kLetters : kDigits;
  for (std::size_t i = 0; i < names.size(); ++i) {
    GradeLine& line = lines.emplace_back();
    line.grade = std::string(1, names[i]);
    line.is_letter = letters;
    line.before = letters ? table.reliability[i] : table.credibility[i];
    line.in_force = letters ? lesson.in_force.reliability[i] : lesson.in_force.credibility[i];
    line.learnt = letters ? lesson.learnt.table.reliability[i] : lesson.learnt.table.credibility[i];
    line.interval = letters ? lesson.learnt.reliability[i] : lesson.learnt.credibility[i];
    line.verdicts = letters ? lesson.learnt.of_letter[i] : lesson.learnt.of_digit[i];
    line.came_true = letters ? lesson.true_of_letter[i] : lesson.true_of_digit[i];
  }
  return lines;
}

class GradesPage {
 public:
  GradesPage(const GradeLesson& lesson, const Speech& speech)
      : lesson_(lesson), speech_(speech), page_(speech.language()) {}

  Page page() {
    page_.heading(speech_.say("learn.grades.title"));
    page_.paragraph(speech_.say("learn.as-known", {{"day", speech_.moment(lesson_.known_at)}}));
    if (lesson_.without_grade > 0) {
      page_.paragraph(speech_.say("learn.grades.without",
                                  {{"n", static_cast<std::int64_t>(lesson_.without_grade)}}));
    }
    if (lesson_.learnt.verdicts == 0) {
      page_.paragraph(speech_.say("learn.grades.none"), Style::kAccent);
      return std::move(page_);
    }
    page_.paragraph(speech_.say("learn.grades.verdicts",
                                {{"n", static_cast<std::int64_t>(lesson_.learnt.verdicts)}}));
    page_.gap();
    table();
    page_.gap();
    page_.paragraph(speech_.say("learn.grades.legend"), Style::kDim);
    page_.paragraph(
        speech_.say(lesson_.learnt.gain > 0 ? "learn.grades.gain" : "learn.grades.no-gain",
                    {{"gain", speech_.bits(std::fabs(lesson_.learnt.gain))}}));
    page_.gap();
    page_.paragraph(speech_.say("learn.lines.grades"), Style::kBold);
    page_.typed(lines_to_paste(lesson_));
    return std::move(page_);
  }

 private:
  void table() {
    enum : std::size_t { kGrade, kNow, kLearnt, kBetween, kTrue };
    constexpr std::array kHeads{"learn.head.grade", "learn.head.now", "learn.head.learnt",
                                "learn.head.between", "learn.head.true"};
    std::array<std::string, kHeads.size()> heads;
    for (std::size_t i = 0; i < heads.size(); ++i) heads[i] = speech_.say(kHeads[i]);
    Table& table = page_.table({{.head = heads[kGrade], .width = 8},
                                {.head = heads[kNow], .width = 8, .gap = 1, .end = true},
                                {.head = heads[kLearnt], .width = 8, .gap = 2, .end = true},
                                {.head = heads[kBetween], .width = 18, .gap = 2, .end = true},
                                {.head = heads[kTrue], .width = 16, .gap = 2, .end = true}});
    Row& over = table.heads();
    for (std::size_t i = 0; i < heads.size(); ++i) over.cell(i, heads[i], Style::kDim);
    for (const bool letters : {true, false}) {
      for (const GradeLine& line : lines_of(lesson_, letters)) {
        const Style style = line.verdicts > 0 ? Style::kPlain : Style::kDim;
        Row& row = table.row();
        row.cell(kGrade, quoted(line.grade), style)
            .cell(kNow, speech_.bits(line.in_force), style)
            .cell(kLearnt, speech_.bits(line.learnt),
                  line.verdicts > 0 ? Style::kBold : Style::kDim)
            .cell(kBetween,
                  speech_.say("learn.between", {{"low", speech_.bits(line.interval.low)},
                                                {"high", speech_.bits(line.interval.high)}}),
                  style)
            .cell(kTrue,
                  speech_.say("credit.right",
                              {{"right", speech_.number(static_cast<std::int64_t>(line.came_true))},
                               {"all", speech_.number(static_cast<std::int64_t>(line.verdicts))}}),
                  style);
      }
    }
  }

  const GradeLesson& lesson_;
  const Speech& speech_;
  Page page_;
};

// JSON.

void rate_member(JsonWriter& json, std::string_view name, Rate mean, Rate low, Rate high) {
  json.key(name).begin_object().member("rate", mean.per_day());
  json.member("low", low.per_day()).member("high", high.per_day()).end_object();
}

void ahead_member(JsonWriter& json, std::string_view name, const learn::RateAhead& ahead) {
  json.key(name).begin_object().member("rate", ahead.mean.per_day());
  json.member("low", ahead.low.per_day()).member("high", ahead.high.per_day());
  json.member("within", ahead.within).member("tested", ahead.tested.origins);
  json.member("held", ahead.tested.held).end_object();
}

void no_members(JsonWriter& json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) json.key(name).null();
}

void rate_members(JsonWriter& json, const IndicatorLesson& lesson) {
  if (!lesson.rate) {
    no_members(json, {"months", "level", "year", "half_year", "drift", "season"});
    return;
  }
  const learn::LearntRate& rate = *lesson.rate;
  json.member("months", rate.months);
  rate_member(json, "level", rate.level, rate.level_low, rate.level_high);
  ahead_member(json, "year", rate.year);
  ahead_member(json, "half_year", rate.half_year);
  json.member("drift", rate.drift);
  if (!rate.season) {
    no_members(json, {"season"});
    return;
  }
  json.key("season").begin_object().member("shows", rate.season->shows);
  json.member("chance", rate.season->chance).key("factors").begin_array();
  for (const double factor : rate.season->factors) json.value(factor);
  json.end_array().end_object();
}

void dispersion_member(JsonWriter& json, const IndicatorLesson& lesson) {
  static constexpr std::array kNames{"week", "month", "quarter", "half_year"};
  json.key("dispersion").begin_object();
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto at = std::find_if(
        lesson.dispersions.begin(), lesson.dispersions.end(),
        [&](const learn::DispersionAt& each) { return static_cast<std::size_t>(each.span) == i; });
    json.key(kNames[i]);
    if (at == lesson.dispersions.end()) {
      json.null();
    } else {
      json.value(at->fit.dispersion);
    }
  }
  json.end_object();
}

void delays_member(JsonWriter& json, const std::optional<learn::Delays>& delays) {
  if (!delays) {
    no_members(json, {"delays"});
    return;
  }
  json.key("delays").begin_object().member("reports", delays->reports);
  json.key("quantiles").begin_array();
  for (std::size_t i = 0; i < learn::kDelayShares.size(); ++i) {
    json.begin_object().member("share", learn::kDelayShares[i]);
    json.member("days", delays->quantiles[i].count()).end_object();
  }
  json.end_array().member("longest_days", delays->longest.count());
  json.member("lag_days", delays->lag.count()).end_object();
}

void lesson_members(JsonWriter& json, const IndicatorLesson& lesson) {
  const bool any = lesson.until > lesson.from && lesson.history != History::kNone;
  json.member("history", to_string(lesson.history));
  json.member("from", any ? std::optional(lesson.from) : std::nullopt);
  json.member("until", any ? std::optional(lesson.until) : std::nullopt);
  json.member("counted", lesson.counted).member("exposure_days", lesson.exposure.count());
  json.member("told_by_days", lesson.told_by.count());
  rate_members(json, lesson);
  dispersion_member(json, lesson);
  if (lesson.silence) {
    json.key("silence").begin_object().member("from", lesson.silence->from);
    json.member("until", lesson.silence->until);
    json.member("running", lesson.silence->running).end_object();
  } else {
    no_members(json, {"silence"});
  }
  delays_member(json, lesson.delays);
  json.member("without_delay", lesson.without_delay);
}

JsonWriter begun(std::string_view of, const std::optional<std::string>& id, Instant known_at) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.learn/1").member("of", of);
  json.member("id", id).member("known_at", known_at);
  return json;
}

void given_member(JsonWriter& json, std::string_view name,
                  const std::optional<learn::ConditionalRate>& rate) {
  if (!rate) {
    no_members(json, {name});
    return;
  }
  json.key(name).begin_object().member("rate", rate->mean.per_day());
  json.member("low", rate->low.per_day()).member("high", rate->high.per_day());
  json.member("within", rate->within).member("windows", rate->windows);
  json.member("counted", rate->counted).end_object();
}

void window_member(JsonWriter& json, std::string_view name,
                   const std::vector<learn::PastWindow>& windows) {
  json.key(name).begin_array();
  for (const learn::PastWindow& window : windows) {
    json.begin_object().member("from", window.from).member("until", window.until);
    json.member("met", window.met).end_object();
  }
  json.end_array();
}

void grades_member(JsonWriter& json, std::string_view name, const std::vector<GradeLine>& lines) {
  json.key(name).begin_array();
  for (const GradeLine& line : lines) {
    json.begin_object().member("grade", line.grade).member("in_force", line.in_force);
    json.member("learnt", line.learnt).member("low", line.interval.low);
    json.member("high", line.interval.high).member("verdicts", line.verdicts);
    json.member("true", line.came_true).end_object();
  }
  json.end_array();
}

// What lines come from.

std::string baseline_because(const IndicatorLesson& lesson, const Speech& speech) {
  const learn::RateAhead& year = lesson.rate->year;
  return speech.say("learn.because.baseline",
                    {{"span", source_in_words(lesson, speech)},
                     {"rate", rate_in_words(year.mean, year.low, year.high, speech)},
                     {"tried", tested_in_words(year.tested, speech)}});
}

int year_of(Instant instant) {
  return static_cast<int>(
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)).year());
}

/// A line a month: there are many. What they come from is said once above them, and in each of them by
/// the years alone, which are read in every language. Beside declared seasons a further one would have
/// to be multiplied into them.
void season_lines(const IndicatorLesson& lesson, Lines& lines) {
  const std::optional<learn::Season>& season = lesson.rate->season;
  if (!season || !season->shows || !lesson.indicator.seasons.empty()) return;
  const Instant first = first_day(lesson.from);
  const std::vector<learn::SeasonMonth> months = learn::months_of(*season, first, lesson.known_at);
  lines.remark([&](const Speech& speech) {
    return speech.say("learn.because.season",
                      {{"n", static_cast<std::int64_t>(months.size())},
                       {"day", speech.day(months.back().until - std::chrono::seconds(1))},
                       {"span", source_in_words(lesson, speech)}});
  });
  const std::string because = fmt::format("learn: {}–{}", year_of(first), year_of(lesson.until));
  lines.line("season = [");
  for (const learn::SeasonMonth& month : months) {
    lines.line(fmt::format("  {{ from = {}, to = {}, factor = {}, because = {} }},",
                           to_date(month.from), to_date(month.until - std::chrono::seconds(1)),
                           three_digits(month.factor), quoted_toml(because)));
  }
  lines.line("]");
}

void conditioned_lines(const ExpectationLesson& one, const ScenarioLesson& lesson, Lines& lines) {
  const learn::ConditionalRate& met = *one.given.if_met;
  const learn::ConditionalRate& not_met = *one.given.if_not;
  lines.text("if_true", rate_toml(met.mean));
  lines.text("if_false", rate_toml(not_met.mean));
  lines.line("within = " + factor_up(std::max(met.within, not_met.within)));
  lines.reason("because", [&](const Speech& speech) {
    return speech.say(lesson.at_todays_level ? "learn.because.given.level" : "learn.because.given",
                      {{"met", speech.number(static_cast<std::int64_t>(met.windows))},
                       {"not_met", speech.number(static_cast<std::int64_t>(not_met.windows))},
                       {"counted_met", count_in_words(met.counted, speech)},
                       {"counted_not", count_in_words(not_met.counted, speech)},
                       {"duration", speech.duration(lesson.window)},
                       {"scenario", quoted(lesson.judged_by)}});
  });
}

/// The declared ratio stays; the mean over base rate and rest is what was seen.
void levelled_lines(const ExpectationLesson& one, const Scenario& scenario, Lines& lines) {
  const double ratio = *ratio_of(one.declared);
  const double base_rate = base_rate_of(scenario).value();
  const learn::RateAhead& year = one.of.rate->year;
  const Rate if_false(year.mean.per_day() / (base_rate * ratio + 1 - base_rate));
  lines.text("if_true", rate_toml(Rate(ratio * if_false.per_day())));
  lines.text("if_false", rate_toml(if_false));
  if (year.within) lines.line("within = " + factor_up(std::max(1.0, *year.within)));
  lines.reason("because", [&](const Speech& speech) {
    return speech.say("learn.because.level", {{"span", source_in_words(one.of, speech)},
                                              {"rate", speech.rate(year.mean)},
                                              {"ratio", speech.ratio(ratio)}});
  });
}

/// For the table of the criterion, which the definition has already and which cannot stand twice.
Lines criterion_lines(const ScenarioLesson& lesson) {
  Lines lines("  ");
  if (!lesson.counts) return lines;
  lines.remark([&](const Speech& speech) {
    return speech.say("learn.because.criterion-dispersion",
                      {{"span", source_in_words(*lesson.counts, speech)}});
  });
  lines.number("dispersion", lesson.counts->dispersion);
  return lines;
}

Lines lines_of(const ExpectationLesson& one, const ScenarioLesson& lesson) {
  Lines lines("  ");
  const bool given = one.given.if_met && one.given.if_not;
  const bool levelled = lesson.judged_by.empty() && one.of.rate && ratio_of(one.declared);
  if (!has_rates(one) || !(given || levelled)) return lines;
  lines.line("[[scenario.expects]]");
  lines.text("indicator", one.declared.indicator);
  if (given) {
    conditioned_lines(one, lesson, lines);
  } else {
    levelled_lines(one, lesson.scenario, lines);
  }
  return lines;
}

}  // namespace

std::string lines_to_paste(const IndicatorLesson& lesson) {
  Lines lines;
  if (lesson.rate) {
    lines.text("baseline", rate_toml(lesson.rate->year.mean));
    lines.reason("baseline_because",
                 [&](const Speech& speech) { return baseline_because(lesson, speech); });
    if (const auto monthly = lesson.dispersion_to_declare()) {
      lines.remark([&](const Speech& speech) {
        return speech.say(
            lesson.beside_season ? "learn.because.dispersion.season" : "learn.because.dispersion",
            {{"span", source_in_words(lesson, speech)}});
      });
      lines.number("dispersion", std::max(1.0, *monthly));
    }
  }
  if (lesson.delays && lesson.delays->reports >= kFewReports) {
    const double days = std::max(0.0, lesson.delays->lag.count());
    lines.remark([&](const Speech& speech) { return delays_in_words(*lesson.delays, speech); });
    lines.text("lag", fmt::format("{:.0f} days", days));
  }
  if (lesson.rate) season_lines(lesson, lines);
  return lines.take();
}

std::string lines_to_paste(const ScenarioLesson& lesson) {
  Lines lines;
  if (asks_of(lesson.scenario) == Asks::kState && lesson.base_rate && !lesson.windows.empty()) {
    const learn::LearntBaseRate& learnt = *lesson.base_rate;
    lines.number("base_rate", learnt.mean.value());
    lines.reason("base_rate_because", [&](const Speech& speech) {
      return speech.say("learn.because.base-rate",
                        {{"met", speech.number(static_cast<std::int64_t>(learnt.met))},
                         {"n", speech.number(static_cast<std::int64_t>(learnt.windows))},
                         {"duration", speech.duration(lesson.window)},
                         {"scenario", quoted(lesson.judged_by)},
                         {"day", speech.day(lesson.known_at)},
                         {"declared", speech.percent(base_rate_of(lesson.scenario))}});
    });
    if (lesson.spells && lesson.spells->mean) {
      const learn::Spells& spells = *lesson.spells;
      lines.remark([&](const Speech& speech) {
        return speech.say("learn.because.lasts", {{"n", static_cast<std::int64_t>(spells.ended)},
                                                  {"low", speech.duration(*spells.low)},
                                                  {"high", speech.duration(*spells.high)}});
      });
      lines.text("lasts", fmt::format("{:.0f} days", std::max(1.0, spells.mean->count())));
    }
  }
  lines.add(criterion_lines(lesson));
  for (const ExpectationLesson& one : lesson.expectations) lines.add(lines_of(one, lesson));
  return lines.take();
}

std::string lines_to_paste(const GradeLesson& lesson) {
  Lines lines;
  if (lesson.learnt.verdicts == 0) return {};
  for (const bool letters : {true, false}) {
    for (const GradeLine& line : lines_of(lesson, letters)) {
      if (!line.moved()) continue;
      if (!lines.empty()) lines.line("");
      lines.line("[[grade]]");
      lines.line(letters ? fmt::format("letter = \"{}\"", line.grade)
                         : fmt::format("digit = {}", line.grade));
      lines.number("odds", line.learnt);
      lines.reason("because", [&](const Speech& speech) {
        return speech.say("learn.because.grade",
                          {{"right", speech.number(static_cast<std::int64_t>(line.came_true))},
                           {"n", static_cast<std::int64_t>(line.verdicts)},
                           {"day", speech.day(lesson.known_at)},
                           {"low", speech.bits(line.interval.low)},
                           {"high", speech.bits(line.interval.high)}});
      });
    }
  }
  return lines.take();
}

Page learning_page(const IndicatorLesson& lesson, const Speech& speech) {
  return IndicatorPage(lesson, speech).page();
}
Page learning_page(const ScenarioLesson& lesson, const Speech& speech) {
  return ScenarioPage(lesson, speech).page();
}
Page learning_page(const GradeLesson& lesson, const Speech& speech) {
  return GradesPage(lesson, speech).page();
}

std::string learning_json(const IndicatorLesson& lesson) {
  JsonWriter json = begun("indicator", lesson.indicator.id, lesson.known_at);
  lesson_members(json, lesson);
  return json.member("lines", lines_to_paste(lesson)).end_object().take();
}

std::string learning_json(const ScenarioLesson& lesson) {
  JsonWriter json = begun("scenario", lesson.scenario.id, lesson.known_at);
  text_member(json, "judged_by", lesson.judged_by);
  json.member("window_days", lesson.window.count());
  window_member(json, "windows", lesson.windows);
  json.member("unjudged", lesson.unjudged.size());
  json.member("at_todays_level", lesson.at_todays_level);
  if (lesson.base_rate) {
    const learn::LearntBaseRate& learnt = *lesson.base_rate;
    json.key("base_rate").begin_object().member("mean", learnt.mean).member("low", learnt.low);
    json.member("high", learnt.high).member("windows", learnt.windows);
    json.member("met", learnt.met).member("few", learnt.few).end_object();
  } else {
    no_members(json, {"base_rate"});
  }
  if (lesson.spells) {
    const learn::Spells& spells = *lesson.spells;
    const auto days = [](const std::optional<Days>& length) {
      return length ? std::optional(length->count()) : std::nullopt;
    };
    json.key("spells").begin_object().member("ended", spells.ended).member("open", spells.open);
    json.member("mean_days", days(spells.mean)).member("low_days", days(spells.low));
    json.member("high_days", days(spells.high));
    json.member("longest_days", spells.longest.count()).end_object();
  } else {
    no_members(json, {"spells"});
  }
  json.member("dispersion",
              lesson.counts ? std::optional(lesson.counts->dispersion) : std::nullopt);
  json.key("expectations").begin_array();
  for (const ExpectationLesson& one : lesson.expectations) {
    json.begin_object().member("indicator", one.declared.indicator);
    json.member("if_true", one.declared.if_true.rate.per_day());
    json.member("if_false", one.declared.if_false.rate.per_day());
    given_member(json, "met", one.given.if_met);
    given_member(json, "not_met", one.given.if_not);
    json.key("level").begin_object();
    lesson_members(json, one.of);
    json.end_object().end_object();
  }
  json.end_array();
  return json.member("lines", lines_to_paste(lesson)).end_object().take();
}

std::string learning_json(const GradeLesson& lesson) {
  JsonWriter json = begun("grades", std::nullopt, lesson.known_at);
  json.member("verdicts", lesson.learnt.verdicts).member("without_grade", lesson.without_grade);
  json.member("gain_nats",
              lesson.learnt.verdicts == 0 ? std::nullopt : std::optional(lesson.learnt.gain));
  grades_member(json, "letters", lines_of(lesson, true));
  grades_member(json, "digits", lines_of(lesson, false));
  return json.member("lines", lines_to_paste(lesson)).end_object().take();
}

}  // namespace signpost::report
