#include "engine/report/watch_list.h"

#include <algorithm>
#include <utility>

#include "engine/report/count.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirstFew = 5;

enum : std::size_t { kBits, kSeen, kSilent, kTitle };

class WatchListPage {
 public:
  WatchListPage(const WatchList& list, const WatchListChoices& choices, const Speech& speech)
      : list_(list), choices_(choices), speech_(speech), page_(speech.language()) {}

  Page page() {
    head();
    if (list_.scenarios.empty()) {
      none();
      return std::move(page_);
    }
    for (const WatchList::Entry& entry : list_.scenarios) scenario(entry);
    page_.gap();
    page_.paragraph(speech_.say("watch-list.legend"), Style::kDim);
    return std::move(page_);
  }

 private:
  void head() {
    const char* known = list_.hindsight                   ? "hindsight"
                        : list_.moment.as_of == list_.now ? "now"
                                                          : "then";
    page_.heading(speech_.say("watch-list.title"));
    page_.paragraph(
        speech_.say("watch-list.reading", {{"as_of", speech_.moment(list_.moment.as_of)},
                                           {"known_at", speech_.moment(list_.moment.known_at)},
                                           {"known", known}}),
        list_.hindsight ? Style::kAccent : Style::kPlain);
    page_.paragraph(as_sentence(not_available_in_words(list_.not_available, speech_)),
                    Style::kAccent);
  }

  void none() {
    std::string words = no_scenarios_in_words(list_.retired, speech_);
    if (list_.retired > 0) {
      words += ' ' + how_to_see_retired(list_.retired, "action.watch-list-retired", speech_);
    }
    page_.paragraph(std::move(words));
  }

  void scenario(const WatchList::Entry& entry) {
    page_.gap();
    const std::string now = speech_.percent(entry.probability);
    page_
        .table({{.head = speech_.say("label.probability"), .width = widest({now}, 6)},
                {.head = speech_.say("label.scenario"), .gap = 1}})
        .row()
        .cell(0, now, Style::kBold)
        .cell(1, speech_.text(entry.scenario.title), Style::kBold);
    if (entry.pace) page_.paragraph(pace_in_words(*entry.pace, speech_), Style::kPlain, 2);
    if (entry.lines.empty()) return;
    const std::string seen = speech_.say("watch-list.seen");
    const std::string silent = speech_.say("watch-list.silent");
    Table& table = page_.table(
        {{.head = speech_.say("label.bits"), .width = 9, .end = true},
         {.head = speech_.say("label.if-seen"), .width = widest({seen}, 9), .gap = 1, .end = true},
         {.head = speech_.say("label.if-silent"),
          .width = widest({silent}, 9),
          .gap = 1,
          .end = true},
         {.head = speech_.say("label.indicator"), .gap = 3}});
    table.heads()
        .cell(kBits, speech_.say("watch-list.bits"), Style::kDim)
        .cell(kSeen, seen, Style::kDim)
        .cell(kSilent, silent, Style::kDim);
    const std::size_t shown =
        choices_.all ? entry.lines.size() : std::min(kFirstFew, entry.lines.size());
    for (std::size_t at = 0; at < shown; ++at) indicator(table.row(), entry.lines[at]);
    if (const auto more = static_cast<std::int64_t>(entry.lines.size() - shown); more > 0) {
      table.row().cell({.column = kTitle,
                        .words = {{speech_.say("watch-list.more", {{"n", more}}), Style::kDim}},
                        .span = kToTheEnd});
    }
  }

  void indicator(Row& row, const WatchLine& line) const {
    row.cell(kBits, line.uncovered ? "-" : speech_.short_bits(line.bits))
        .cell(kSeen, speech_.short_percent(line.if_seen))
        .cell(kSilent, speech_.short_percent(line.if_silent))
        .cell(kTitle, title_of(line.indicator));
    if (std::string words = note(line); !words.empty()) {
      row.cell({.column = kTitle,
                .words = {{std::move(words), Style::kBad}},
                .span = kToTheEnd,
                .line = 1});
    }
  }

  [[nodiscard]] std::string title_of(const std::string& id) const {
    const auto found = list_.indicators.find(id);
    return found == list_.indicators.end() ? quoted(id) : speech_.text(found->second.title);
  }

  [[nodiscard]] std::string note(const WatchLine& line) const {
    if (line.uncovered) {
      return speech_.say("watch.uncovered", {{"bits", speech_.bits(line.bits_if_covered)}});
    }
    if (!line.stale) return {};
    return line.last_seen ? speech_.say("watch.stale", {{"day", speech_.day(*line.last_seen)}})
                          : speech_.say("watch.stale-never");
  }

  const WatchList& list_;
  const WatchListChoices& choices_;
  const Speech& speech_;
  Page page_;
};

}  // namespace

Page watch_list_page(const WatchList& list, const WatchListChoices& choices, const Speech& speech) {
  return WatchListPage(list, choices, speech).page();
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
    json.member("probability", entry.probability);
    if (entry.pace) {
      json.key("pace").begin_object().member("counted", entry.pace->standing.counted);
      json.member("at_least", entry.pace->standing.at_least).member("until", entry.pace->until);
      json.member("needed", entry.pace->needed).member("foretold", entry.pace->mean);
      json.key("interval").begin_array().value(entry.pace->low).value(entry.pace->high);
      json.end_array().end_object();
    }
    json.key("indicators").begin_array();
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
