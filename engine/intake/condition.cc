#include "engine/intake/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/intake/source_text.h"
#include "engine/intake/toml_table.h"

namespace signpost::intake {
namespace {

using Kind = Condition::Kind;

constexpr Days kUsualWindow(30);
constexpr double kLongestYears = 100;

/// Walks over the words of a condition: what stands between spaces, and signs of comparison.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(trimmed(text)) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  /// All that is left, and nothing is then.
  std::string_view all() { return std::exchange(rest_, {}); }
  /// Up to the next space.
  std::string_view next() { return take_bytes(std::min(rest_.find_first_of(" \t"), rest_.size())); }
  /// A word that stands next, whole.
  bool take(std::string_view word) {
    const std::size_t end = std::min(rest_.find_first_of(" \t<>="), rest_.size());
    if (rest_.substr(0, end) != word) return false;
    take_bytes(end);
    return true;
  }
  /// A sign that stands next: a number may follow it without a space.
  bool take_sign(std::string_view sign) {
    if (!rest_.starts_with(sign)) return false;
    take_bytes(sign.size());
    return true;
  }
  /// What stands before a word, which is taken too; all where it does not come.
  std::string_view up_to(std::string_view word, bool& found) {
    const std::size_t at = rest_.find(fmt::format(" {} ", word));
    found = at != std::string_view::npos;
    if (!found) return all();
    const std::string_view before = trimmed(take_bytes(at));
    take_bytes(word.size());
    return before;
  }

 private:
  std::string_view take_bytes(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_ = trimmed(rest_.substr(count));
    return taken;
  }

  std::string_view rest_;
};

/// "0.7", "70%", "70 %"; of a difference "0.15", "15 points". Strictly between 0 and 1.
Parsed<double> parse_level(std::string_view text, bool is_difference) {
  const Phrase hint = is_difference ? "intake.not-a-difference.hint" : to_write("0.7", "70%");
  std::string_view digits = text;
  bool hundredths = false;
  const auto take_unit = [&](std::string_view unit) {
    if (hundredths || !digits.ends_with(unit)) return;
    hundredths = true;
    digits = trimmed(digits.substr(0, digits.size() - unit.size()));
  };
  if (is_difference) {
    for (const char* unit : {"percentage points", "percentage point", "points", "point"}) {
      take_unit(unit);
    }
    if (!hundredths && digits.ends_with('%')) {
      return Problem{{"intake.percent-of-what", {{"text", text}}}, hint};
    }
  } else {
    take_unit("%");
  }
  const auto number = parse_number(digits);
  if (!number) {
    const auto comma = decimal_comma(text);
    if (comma) return *comma;
    return Problem{
        {is_difference ? "intake.not-a-difference" : "intake.not-a-probability", {{"text", text}}},
        hint};
  }
  const double level = hundredths ? *number / 100 : *number;
  if (!(level > 0 && level < 1)) {
    return Problem{{is_difference ? "intake.difference-outside" : "intake.probability-outside",
                    {{"text", text}}},
                   hint};
  }
  return level;
}

Parsed<Days> parse_window(std::string_view text) {
  Parsed<Days> window = parse_duration(text);
  if (!window) return window;
  if (!(window->count() > 0 && window->count() <= kLongestYears * kDaysPerYear)) {
    return Problem{
        {"intake.window-outside", {{"text", text}, {"years", number_text(kLongestYears)}}},
        to_write("\"30 days\"")};
  }
  return window;
}

Parsed<Condition> with_level(Kind kind, std::string_view text) {
  const Parsed<double> level = parse_level(text, false);
  if (!level) return level.problem();
  return Condition{.kind = kind, .level = *level, .within = kUsualWindow, .indicator = {}};
}

/// After "probability" or "at the horizon", which is what is compared.
Parsed<Condition> parse_threshold(Words words, std::string_view compared) {
  if (words.take_sign(">=") || words.take_sign("≥")) return with_level(Kind::kAtLeast, words.all());
  if (words.take_sign("<=") || words.take_sign("≤")) return with_level(Kind::kAtMost, words.all());
  for (const auto& [sign, instead] : {std::pair(">", ">="), {"<", "<="}}) {
    if (words.take_sign(sign)) {
      return Problem{{"intake.not-understood-here", {{"text", sign}}},
                     to_write(fmt::format("\"{} {} {}\"", compared, instead,
                                          words.done() ? "0.7" : words.all()))};
    }
  }
  return Problem{"intake.compared-with-nothing", to_write(fmt::format("\"{} >= 0.7\"", compared),
                                                          fmt::format("\"{} <= 0.2\"", compared))};
}

/// After "at": where it will stand at the horizon.
Parsed<Condition> parse_at_horizon(Words words) {
  constexpr std::string_view kCompared = "at the horizon";
  const bool the_horizon = words.take("the") && words.take("horizon");
  if (!the_horizon) {
    return Problem{"intake.at-no-time", to_write(fmt::format("\"{} >= 0.7\"", kCompared))};
  }
  const Parsed<Condition> threshold = parse_threshold(words, kCompared);
  if (!threshold) return threshold.problem();
  Condition condition = *threshold;
  condition.at_horizon = true;
  return condition;
}

/// After "rises" or "falls".
Parsed<Condition> parse_change(Kind kind, Words words) {
  const std::string_view verb = kind == Kind::kRises ? "rises" : "falls";
  if (!words.take("by") || words.done()) {
    return Problem{{"intake.by-no-amount", {{"verb", verb}}},
                   to_write(fmt::format("\"{} by 0.15 within 30 days\"", verb))};
  }
  bool has_window = false;
  const Parsed<double> level = parse_level(words.up_to("within", has_window), true);
  if (!level) return level.problem();
  Condition condition{.kind = kind, .level = *level, .within = kUsualWindow, .indicator = {}};
  if (has_window) {
    const Parsed<Days> window = parse_window(words.all());
    if (!window) return window.problem();
    condition.within = *window;
  }
  return condition;
}

/// After "indicator".
Parsed<Condition> parse_seen(Words words) {
  const std::string_view id = words.next();
  if (const auto problem = check_id(id)) return *problem;
  const bool is_seen = words.take("seen");
  const bool has_window = words.take("within");
  if (!is_seen || (!words.done() && !has_window)) {
    return Problem{{"intake.not-said-of-indicator", {{"indicator", id}}},
                   to_write(fmt::format("\"indicator {} seen within 30 days\"", id))};
  }
  Condition condition{
      .kind = Kind::kSeen, .level = 0, .within = kUsualWindow, .indicator = std::string(id)};
  if (has_window) {
    const Parsed<Days> window = parse_window(words.all());
    if (!window) return window.problem();
    condition.within = *window;
  }
  return condition;
}

/// After "no evidence".
Parsed<Condition> parse_silence(Words words) {
  if (!words.take("for")) {
    return Problem{"intake.no-evidence-no-time", to_write("\"no evidence for 60 days\"")};
  }
  const Parsed<Days> window = parse_window(words.all());
  if (!window) return window.problem();
  return Condition{.kind = Kind::kNoEvidence, .level = 0, .within = *window, .indicator = {}};
}

}  // namespace

Parsed<Condition> parse_condition(std::string_view text) {
  Words words(text);
  const std::string first(Words(text).next());
  if (words.take("probability") || first.starts_with('>') || first.starts_with('<') ||
      first.starts_with("≥") || first.starts_with("≤")) {
    return parse_threshold(words, "probability");
  }
  if (words.take("at")) return parse_at_horizon(words);
  if (words.take("rises")) return parse_change(Kind::kRises, words);
  if (words.take("falls")) return parse_change(Kind::kFalls, words);
  if (words.take("indicator")) return parse_seen(words);
  if (words.take("no") && words.take("evidence")) return parse_silence(words);
  if (words.take("word") && words.take("changes") && words.done()) {
    return Condition{
        .kind = Kind::kWordChanges, .level = 0, .within = kUsualWindow, .indicator = {}};
  }
  return Problem{
      {"intake.not-a-condition", {{"text", trimmed(text)}}},
      did_you_mean(first,
                   {"probability", "at the horizon", "rises", "falls", "word changes", "indicator"},
                   "intake.not-a-condition.hint")};
}

}  // namespace signpost::intake
