#include "engine/report/watch_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirstFew = 5;
// Where columns end.
constexpr std::size_t kBits = 9;
constexpr std::size_t kSeen = 19;
constexpr std::size_t kSilent = 29;
constexpr std::size_t kTitle = 32;

const std::string& title_of(const WatchList& list, const std::string& id, Language language) {
  const auto found = list.indicators.find(id);
  return found == list.indicators.end() ? id : in(language, found->second.title);
}

}  // namespace

std::string watch_list_text(const WatchList& list, const WatchListChoices& choices,
                            const Speech& speech, const Terminal& terminal) {
  std::string text = Line(terminal).say(speech.say("watch-list.title"), Style::kBold).take();
  text += paragraph(terminal,
                    speech.say("watch-list.reading",
                               {{"as_of", speech.moment(list.moment.as_of)},
                                {"known_at", speech.moment(list.moment.known_at)},
                                {"known", list.hindsight                  ? std::string("hindsight")
                                          : list.moment.as_of == list.now ? std::string("now")
                                                                          : std::string("then")}}),
                    0, list.hindsight ? Style::kAccent : Style::kPlain);
  text += not_available_paragraph(list.not_available, speech, terminal);
  if (list.scenarios.empty()) {
    std::string none = no_scenarios_in_words(list.retired, speech);
    if (list.retired > 0) {
      none += ' ' + how_to_see_retired(list.retired, "`signpost watch-list --retired`", speech);
    }
    return text + IsolatedText(terminal).paragraph(none);
  }
  for (const WatchList::Entry& entry : list.scenarios) {
    text += '\n';
    text += Line(terminal)
                .say(speech.percent(entry.probability), Style::kBold)
                .to(7)
                .quote(in(speech.language(), entry.scenario.title), Style::kBold)
                .take();
    text += Line(terminal)
                .right(speech.say("watch-list.bits"), kBits, Style::kDim)
                .right(speech.say("watch-list.seen"), kSeen, Style::kDim)
                .right(speech.say("watch-list.silent"), kSilent, Style::kDim)
                .take();
    const std::size_t shown =
        choices.all ? entry.lines.size() : std::min(kFirstFew, entry.lines.size());
    for (std::size_t i = 0; i < shown; ++i) {
      const WatchLine& line = entry.lines[i];
      text += Line(terminal)
                  .right(line.uncovered ? "-" : speech.bits(line.bits), kBits)
                  .right(speech.percent(line.if_seen), kSeen)
                  .right(speech.percent(line.if_silent), kSilent)
                  .to(kTitle)
                  .quote(title_of(list, line.indicator, speech.language()))
                  .take();
      std::string note;
      if (line.uncovered) {
        note = speech.say("watch.uncovered", {{"bits", speech.bits(line.bits_if_covered)}});
      } else if (line.stale) {
        note = line.last_seen ? speech.say("watch.stale", {{"day", speech.day(*line.last_seen)}})
                              : speech.say("watch.stale-never");
      }
      if (!note.empty()) text += Line(terminal).to(kTitle).say(note, Style::kBad).take();
    }
    if (const auto more = static_cast<std::int64_t>(entry.lines.size() - shown); more > 0) {
      text += Line(terminal)
                  .to(kTitle)
                  .say(speech.say("watch-list.more", {{"n", more}}), Style::kDim)
                  .take();
    }
  }
  text += '\n';
  text += paragraph(terminal, speech.say("watch-list.legend"), 0, Style::kDim);
  return text;
}

std::string watch_list_json(const WatchList& list) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.watch-list/1");
  json.member("as_of", list.moment.as_of).member("known_at", list.moment.known_at);
  json.member("not_available", list.not_available);
  json.member("hindsight", list.hindsight).member("window_days", list.window.count());
  json.key("scenarios").begin_array();
  for (const WatchList::Entry& entry : list.scenarios) {
    json.begin_object().member("id", entry.scenario.id);
    bilingual_member(json, "title", entry.scenario.title);
    json.member("probability", entry.probability).key("indicators").begin_array();
    for (const WatchLine& line : entry.lines) {
      json.begin_object().member("id", line.indicator);
      const auto found = list.indicators.find(line.indicator);
      bilingual_member(json, "title",
                       found == list.indicators.end() ? Bilingual{} : found->second.title);
      json.member("bits", line.bits)
          .member("bits_if_covered", line.bits_if_covered)
          .member("expected", line.expected)
          .member("if_seen", line.if_seen)
          .member("if_silent", line.if_silent)
          .member("level", line.level)
          .member("last_seen", line.last_seen)
          .member("uncovered", line.uncovered)
          .member("stale", line.stale)
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report
