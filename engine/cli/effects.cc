#include "engine/cli/effects.h"

#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/line.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kIndent = 2;  // columns before a line
constexpr std::size_t kGap = 2;     // between columns
constexpr std::size_t kLeastTitle = 24;

std::string_view arrow(const report::Terminal& terminal) {
  return terminal.unicode ? " → " : " -> ";
}

std::string words_of(const Effect& effect, const report::Terminal& terminal) {
  const report::Speech speech(report::Language::kEnglish);
  std::string words = speech.word(effect.before);
  const std::string after = speech.word(effect.after);
  if (words != after) words.append(arrow(terminal)).append(after);
  if (effect.state == ScenarioState::kNotYetOpen) words += ", not yet open";
  if (effect.state == ScenarioState::kPastHorizon) words += ", at its horizon";
  return words;
}

}  // namespace

std::string change_in_words(const Effect& effect, const report::Terminal& terminal) {
  if (effect.log_odds_before == effect.log_odds_after) {
    return "no change at " + report::percent(effect.after);
  }
  // Both sides with as many decimals: 4.7 % → 5.0 %, not 4.7 % → 5 %. Where that hides the change
  // the plain figures may still show it, for they never round into another word's band.
  const auto decimals = [](const std::string& figure) {
    const std::size_t point = figure.find('.');
    return point == std::string::npos ? 0 : figure.size() - point;
  };
  const std::string before = report::percent(effect.before);
  const std::string after = report::percent(effect.after);
  const std::string before_exact = report::percent_exact(effect.before);
  const std::string after_exact = report::percent_exact(effect.after);
  const auto change = [&](const std::string& from, const std::string& to) {
    return std::string(from).append(arrow(terminal)).append(to);
  };
  if (before != after && decimals(before) == decimals(after)) return change(before, after);
  if (before_exact != after_exact) return change(before_exact, after_exact);
  if (before != after) return change(before, after);
  return "hardly any change at " + after;
}

void print_effects(const Session& session, std::span<const Effect> effects) {
  const report::Terminal& terminal = session.terminal;
  std::size_t changes = 0;
  std::size_t words = 0;
  std::size_t titles = 0;
  for (const Effect& effect : effects) {
    changes = std::max(changes, display_width(change_in_words(effect, terminal)));
    words = std::max(words, display_width(words_of(effect, terminal)));
    titles = std::max(titles, display_width(printable(effect.title.any())));
  }
  // Where the words would leave no room for titles they stand on a line of their own.
  const bool below = kIndent + kLeastTitle + kGap + changes + kGap + words > terminal.width;
  const std::size_t taken = kIndent + kGap + changes + (below ? 0 : kGap + words);
  titles = std::min(titles, terminal.width - std::min(taken, terminal.width - kLeastTitle));
  for (const Effect& effect : effects) {
    report::Line line(terminal);
    line.to(kIndent).quote(effect.title.any(), report::Style::kPlain, titles);
    line.to(kIndent + titles + kGap).say(change_in_words(effect, terminal), report::Style::kBold);
    if (below) {
      session.out << line.take();
      line.to(2 * kIndent);
    } else {
      line.to(kIndent + titles + kGap + changes + kGap);
    }
    session.out << line.say(words_of(effect, terminal)).take();
  }
}

void print_retired(const Session& session, std::span<const std::string> retired) {
  if (retired.empty()) return;
  const report::Speech speech(report::Language::kEnglish);
  std::vector<std::string> ids;
  for (const std::string& id : retired) ids.push_back(report::quoted(id));
  session.out << report::IsolatedText(session.terminal)
                     .paragraph(speech.say(
                         "record.retired",
                         {{"n", static_cast<std::int64_t>(ids.size())},
                          {"scenarios", speech.list(ids)},
                          {"see", std::string("`signpost explain SCENARIO`")},
                          {"undo",
                           std::string("`signpost retire SCENARIO --undo --because TEXT`")}}));
}

void write_effects(report::JsonWriter& json, std::span<const Effect> effects) {
  json.key("scenarios").begin_array();
  for (const Effect& effect : effects) {
    json.begin_object()
        .member("id", effect.scenario)
        .member("before", effect.before)
        .member("after", effect.after)
        .end_object();
  }
  json.end_array();
}

}  // namespace signpost::cli
