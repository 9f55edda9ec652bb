#include "engine/cli/effects.h"

#include <algorithm>
#include <optional>

#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kIndent = 2;  // columns before a line
constexpr std::size_t kGap = 2;     // between columns
constexpr std::size_t kLeastTitle = 24;

std::string change(const std::string& before, const std::string& after,
                   const report::Speech& speech) {
  return speech.say("effects.change", {{"before", before}, {"after", after}});
}

std::string words_of(const Effect& effect, const report::Speech& speech) {
  const std::string none = speech.say("count.none");
  const std::string before = effect.no_history_before ? none : speech.word(effect.before);
  const std::string after = effect.no_history_after ? none : speech.word(effect.after);
  std::string words = before == after ? after : change(before, after, speech);
  if (effect.state == ScenarioState::kNotYetOpen) {
    return speech.say("effects.not-yet-open", {{"words", words}});
  }
  if (effect.state == ScenarioState::kPastHorizon) {
    return speech.say("effects.at-horizon", {{"words", words}});
  }
  return words;
}

/// "41 % → 48 %", with decimals where it takes them to see a difference; "no change at 41 %".
std::string change_in_words(const Effect& effect, const report::Speech& speech) {
  const std::string after = effect.no_history_after ? "–" : speech.percent(effect.after);
  if (effect.no_history_before || effect.no_history_after) {
    return effect.no_history_before && effect.no_history_after
               ? after
               : change(effect.no_history_before ? "–" : speech.percent(effect.before), after,
                        speech);
  }
  if (effect.log_odds_before == effect.log_odds_after) {
    return speech.say("effects.no-change", {{"probability", after}});
  }
  // Both sides with as many decimals: 4.7 % → 5.0 %, not 4.7 % → 5 %. Where that hides the change
  // the plain figures may still show it, for they never round into another word's band.
  const auto decimals = [](Probability probability) {
    const std::string figure = report::percent(probability);
    const std::size_t point = figure.find('.');
    return point == std::string::npos ? 0 : figure.size() - point;
  };
  const std::string before = speech.percent(effect.before);
  const std::string before_exact = speech.percent_exact(effect.before);
  const std::string after_exact = speech.percent_exact(effect.after);
  const bool alike = decimals(effect.before) == decimals(effect.after);
  if (before != after && (alike || before_exact == after_exact)) {
    return change(before, after, speech);
  }
  if (before_exact != after_exact) return change(before_exact, after_exact, speech);
  return speech.say("effects.hardly-any", {{"probability", after}});
}

}  // namespace

report::Page effects_page(const Session& session, std::span<const Effect> effects) {
  const report::Speech& speech = session.speech;
  report::Page page(speech.language());
  std::vector<std::string> titles;
  std::vector<std::string> changes;
  std::vector<std::string> words;
  // An arrow may take two columns.
  const report::IsolatedText ready(session.terminal, speech.language());
  for (const Effect& effect : effects) {
    titles.push_back(speech.text(effect.title));
    changes.push_back(ready.clean(change_in_words(effect, speech)));
    words.push_back(ready.clean(words_of(effect, speech)));
  }
  const std::size_t change_width = report::widest(changes);
  const std::size_t words_width = report::widest(words);
  // Where the words would leave no room for titles they stand on a line of their own.
  const std::size_t width = session.terminal.width;
  const bool below = kIndent + kLeastTitle + kGap + change_width + kGap + words_width > width;
  const std::size_t taken = kIndent + kGap + change_width + (below ? 0 : kGap + words_width);
  const std::size_t title_width =
      std::min(report::widest(titles, 1), width - std::min(taken, width - kLeastTitle));
  for (std::size_t at = 0; at < effects.size(); ++at) {
    report::Row& row = page.table({{.width = kIndent},
                                   {.width = title_width},
                                   {.width = change_width, .gap = kGap},
                                   {.gap = kGap}})
                           .row();
    row.cell(1, titles[at]).cell(2, changes[at], report::Style::kBold);
    if (below) {
      page.paragraph(words[at], report::Style::kPlain, 2 * kIndent, 1);
    } else {
      row.cell(3, words[at]);
    }
  }
  return page;
}

void print_effects(const Session& session, std::span<const Effect> effects) {
  session.show(effects_page(session, effects));
}

report::Page retired_page(const Session& session, std::span<const std::string> retired) {
  report::Page page(session.speech.language());
  if (retired.empty()) return page;
  std::vector<std::string> ids;
  for (const std::string& id : retired) ids.push_back(report::quoted(id));
  page.paragraph(session.say("record.retired", {{"n", std::ssize(ids)},
                                                {"scenarios", session.speech.list(ids)},
                                                {"see", session.say("action.explain")},
                                                {"undo", session.say("action.take-up-again")}}));
  return page;
}

void write_effects(report::JsonWriter& json, std::span<const Effect> effects) {
  json.key("scenarios").begin_array();
  for (const Effect& effect : effects) {
    const auto known = [](Probability probability, bool no_history) {
      return no_history ? std::nullopt : std::optional(probability);
    };
    json.begin_object()
        .member("id", effect.scenario)
        .member("before", known(effect.before, effect.no_history_before))
        .member("after", known(effect.after, effect.no_history_after))
        .end_object();
  }
  json.end_array();
}

}  // namespace signpost::cli
