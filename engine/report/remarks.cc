#include "engine/report/remarks.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"

namespace signpost::report {

std::string coverage_in_words(const CoverDeclaration& cover, std::string_view indicator,
                              const Speech& speech) {
  const std::string span = cover.span.to == kForever
                               ? speech.say("cover.from", {{"day", speech.day(cover.span.from)}})
                               : speech.days(cover.span.from, cover.span.to);
  std::string line = speech.say("cover.line", {{"number", fmt::format("#{}", cover.number)},
                                               {"indicator", std::string(indicator)},
                                               {"level", fmt::format("{}", cover.span.level)},
                                               {"span", span}});
  if (cover.span.because.empty()) return line;
  return speech.say("cover.because", {{"line", line}, {"because", quoted(cover.span.because)}});
}

std::string no_scenarios_in_words(int retired, const Speech& speech) {
  if (retired == 0) return speech.say("text.brief-none");
  return speech.say("scenarios.retired", {{"n", std::int64_t{retired}}});
}

std::string how_to_see_retired(int retired, std::string_view list, const Speech& speech) {
  return speech.say("scenarios.retired-see",
                    {{"n", std::int64_t{retired}},
                     {"list", std::string(list)},
                     {"undo", std::string("`signpost retire SCENARIO --undo --because TEXT`")}});
}

std::string rehearsal_in_words(const Speech& speech) {
  return speech.say("store.rehearsal", {{"option", std::string("--now")}});
}

std::string at_horizon(const Standing& standing, const Speech& speech) {
  const Assessment& assessment = standing.assessment;
  const Scenario& scenario = standing.scenario;
  const bool ahead = scenario.horizon && *scenario.horizon > assessment.moment.as_of &&
                     assessment.state == ScenarioState::kOpen;
  if (!ahead || !assessment.at_horizon || asks_of(scenario) != Asks::kState) return {};
  return speech.say("horizon.then", {{"day", speech.day(*scenario.horizon)},
                                     {"probability", speech.percent(*assessment.at_horizon)}});
}

std::string as_sentence(std::string_view words) {
  std::string sentence(words);
  if (sentence.empty()) return sentence;
  char& first = sentence.front();
  if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  return sentence.ends_with('.') ? sentence : sentence + '.';
}

std::vector<std::string> tellers(const Standing::Happened& happened, const Speech& speech) {
  std::vector<std::string> sources;
  for (const Bilingual& title : happened.tellers) sources.push_back(speech.text(title));
  return sources;
}

std::string happened_in_words(const Standing::Happened& happened,
                              std::span<const std::string> sources, const Speech& speech) {
  const std::string day = speech.day(happened.occurred, happened.occurred_as);
  const auto number = static_cast<std::int64_t>(sources.size());
  std::string grade;
  if (!happened.items.empty() && !happened.items.front().content.credibility) {
    grade = speech.grade(happened.items.front().grade);
  }
  const std::string who = sources.empty() ? speech.say("source.unnamed") : speech.list(sources);
  if (!happened.came_true()) {
    return speech.say("happened.said", {{"day", day},
                                        {"sources", who},
                                        {"n", std::max<std::int64_t>(number, 1)},
                                        {"credibility", speech.percent(happened.credibility)}});
  }
  return speech.say(
      grade.empty() ? "happened.came-true" : "happened.came-true-graded",
      {{"day", day}, {"sources", who}, {"n", std::max<std::int64_t>(number, 1)}, {"grade", grade}});
}

std::vector<std::string> remarks(const Standing& standing, const Speech& speech) {
  std::vector<std::string> said;
  for (const Scenario& wider : standing.above) {
    said.push_back(speech.say("remark.above", {{"title", speech.text(wider.title)}}));
  }
  if (!standing.revised.empty()) {
    const Standing::Revised& first = standing.revised.front();
    const Standing::Revised& last = standing.revised.back();
    said.push_back(speech.say("remark.revised", {{"first", speech.percent(first.prior)},
                                                 {"last", speech.percent(last.prior)},
                                                 {"day", speech.day(last.on)}}));
  }
  if (standing.rates_revised) said.push_back(speech.say("remark.rates-revised"));
  if (standing.retired) {
    said.push_back(speech.say("remark.retired", {{"day", speech.day(standing.retired->on)},
                                                 {"because", quoted(standing.retired->because)}}));
  }
  if (standing.defined_on) {
    said.push_back(speech.say("remark.defined-on", {{"day", speech.day(*standing.defined_on)}}));
  }
  return said;
}

std::string not_available_in_words(int items, const Speech& speech) {
  return items == 0 ? std::string() : speech.say("reading.not-available", {{"n", items}});
}

std::string not_available_paragraph(int items, const Speech& speech, const Terminal& terminal) {
  if (items == 0) return {};
  return IsolatedText(terminal).paragraph(not_available_in_words(items, speech) + ".", 0,
                                          Style::kAccent);
}

}  // namespace signpost::report
