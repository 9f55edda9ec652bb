#include "engine/report/remarks.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/base/wording.h"

namespace signpost::report {

std::string coverage_in_words(const CoverDeclaration& cover, std::string_view indicator,
                              const Speech& speech) {
  const std::string span = cover.span.to == kForever
                               ? speech.say("cover.from", {{"day", speech.day(cover.span.from)}})
                               : speech.days(cover.span.from, cover.span.to);
  std::string line = speech.say(
      "cover.line", {{"number", speech.item(cover.number)},
                     {"indicator", std::string(indicator)},
                     {"level", speech.wording().localised(fmt::format("{}", cover.span.level))},
                     {"span", span}});
  if (cover.span.because.empty()) return line;
  return speech.say("cover.because",
                    {{"line", line}, {"because", speech.text(cover.span.because)}});
}

std::string no_scenarios_in_words(int retired, const Speech& speech) {
  if (retired == 0) return speech.say("text.brief-none");
  return speech.say("scenarios.retired", {{"n", std::int64_t{retired}}});
}

std::string how_to_see_retired(int retired, std::string_view action, const Speech& speech) {
  return speech.say("scenarios.retired-see", {{"n", std::int64_t{retired}},
                                              {"list", speech.say(action)},
                                              {"undo", speech.say("action.take-up-again")}});
}

std::string reading_in_words(const Moment& moment, bool hindsight, int not_known_then, Instant now,
                             const Speech& speech) {
  const std::string as_of = speech.say(moment.as_of == now ? "asked.as-of-now" : "asked.as-of",
                                       {{"moment", speech.moment(moment.as_of)}});
  const std::string known_at = speech.moment(moment.known_at);
  if (hindsight) {
    return speech.say(moment.known_at >= now ? "asked.hindsight-today" : "asked.hindsight",
                      {{"as_of", as_of}, {"known_at", known_at}, {"n", not_known_then}});
  }
  if (moment.as_of == now && moment.known_at == now)
    return speech.say("asked.now", {{"as_of", as_of}});
  if (moment.known_at == moment.as_of) return speech.say("asked.then", {{"as_of", as_of}});
  if (moment.known_at == now) return speech.say("asked.today", {{"as_of", as_of}});
  return speech.say("asked.known-at", {{"as_of", as_of}, {"known_at", known_at}});
}

std::string dotted(const std::vector<std::string>& parts) { return joined(parts, " · "); }

std::string item_numbers_in_words(std::span<const ItemId> items, const Speech& speech) {
  constexpr std::size_t kMost = 4;
  std::string text;
  for (const ItemId item : items.first(std::min(kMost, items.size()))) {
    if (!text.empty()) text += ' ';
    text += speech.item(item);
  }
  if (items.size() <= kMost) return text;
  return speech.say("items.and-more",
                    {{"items", text}, {"n", static_cast<std::int64_t>(items.size() - kMost)}});
}

std::string rehearsal_in_words(const Speech& speech) {
  return speech.say("store.rehearsal", {{"option", quoted("--now")}});
}

std::string at_horizon(const Standing& standing, const Speech& speech, bool narrow) {
  const Assessment& assessment = standing.assessment;
  const Scenario& scenario = standing.scenario;
  const bool ahead = scenario.horizon && *scenario.horizon > assessment.moment.as_of &&
                     assessment.state == ScenarioState::kOpen;
  if (!ahead || !assessment.at_horizon || asks_of(scenario) != Asks::kState) return {};
  return speech.say("horizon.then", {{"day", narrow ? speech.short_day(*scenario.horizon)
                                                    : speech.day(*scenario.horizon)},
                                     {"probability", speech.percent(*assessment.at_horizon)}});
}

std::string outcome_in_words(Outcome outcome, const Speech& speech) {
  return speech.say(fmt::format("outcome.{}", to_string(outcome)));
}

std::string settled_in_words(const Resolution& resolution, const Speech& speech) {
  return speech.say("settled.on", {{"day", speech.day(resolution.on)},
                                   {"outcome", outcome_in_words(*resolution.outcome, speech)}});
}

std::string settled_in_short(const Resolution& resolution, const Speech& speech) {
  return speech.say(
      "settled.short",
      {{"day", speech.short_day(resolution.on)},
       {"outcome", speech.say(fmt::format("outcome.short.{}", to_string(*resolution.outcome)))}});
}

std::string how_to_resolve(const Standing& standing, const Speech& speech) {
  std::string items;
  for (const ItemLine& item : standing.happened->items) {
    items += fmt::format(" --item {}", item.item);
  }
  return speech.say("action.resolve-yes", {{"scenario", standing.scenario.id},
                                           {"day", to_date(standing.happened->occurred)},
                                           {"items", items}});
}

std::string as_sentence(std::string_view words) {
  std::string sentence(words);
  if (sentence.empty()) return sentence;
  char& first = sentence.front();
  if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  // What comes from outside ends in its isolate, after its own full stop.
  const bool has_stop =
      sentence.ends_with('.') || sentence.ends_with('.' + std::string(kEndIsolate));
  return has_stop ? sentence : sentence + '.';
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
  const Assessment& assessment = standing.assessment;
  if (assessment.count && assessment.count->decided && !assessment.no_history &&
      !standing.resolution) {
    const bool reached = assessment.count->reached();
    const Instant day =
        reached ? std::min(assessment.moment.as_of, assessment.count->to) : assessment.count->to;
    said.push_back(speech.say(
        "remark.counted", {{"do", speech.say(reached ? "action.resolve-yes" : "action.resolve-no",
                                             {{"scenario", standing.scenario.id},
                                              {"day", to_date(day)},
                                              {"items", std::string()}})}}));
  }
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

}  // namespace signpost::report
