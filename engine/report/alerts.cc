#include "engine/report/alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

using Kind = Condition::Kind;

constexpr std::size_t kIndent = 2;

std::string state_word(const Speech& speech, AlertState state) {
  return speech.say(fmt::format("label.alert-{}", to_string(state)));
}

std::string title_of(const Alert& alert, const Speech& speech) {
  return alert.title.any().empty() ? quoted(alert.id) : speech.text(alert.title);
}

/// What it was judged by, besides the probability.
std::string reading_in_words(const Speech& speech, const Alert& alert,
                             const AlertEvaluation& evaluation) {
  const AlertReading& reading = evaluation.reading;
  std::string words = speech.say(alert.condition.at_horizon ? "alert.stood-horizon" : "alert.stood",
                                 {{"probability", speech.percent_exact(reading.probability)},
                                  {"word", speech.word(reading.probability)}});
  const auto add = [&](const std::string& more) {
    words = speech.say("list.next", {{"list", words}, {"next", more}});
  };
  if (reading.extreme) {
    add(speech.say(alert.condition.kind == Kind::kRises ? "alert.lowest" : "alert.highest",
                   {{"probability", speech.percent_exact(*reading.extreme)},
                    {"window", speech.duration(alert.condition.within)}}));
  }
  if (reading.last) {
    add(speech.say(alert.condition.kind == Kind::kSeen ? "alert.last-seen" : "alert.last-told",
                   {{"day", speech.day(*reading.last)}}));
  }
  if (reading.without_origins) {
    add(speech.say("alert.without-origins",
                   {{"probability", speech.percent_exact(*reading.without_origins)},
                    {"n", std::int64_t{alert.origins} - 1}}));
  }
  if (reading.unfaded) {
    add(speech.say("alert.unfaded", {{"probability", speech.percent_exact(*reading.unfaded)}}));
  }
  if (reading.watched) {
    add(speech.say("alert.watched", {{"duration", speech.duration(*reading.watched)}}));
  }
  return words;
}

void reading_members(JsonWriter& json, const AlertEvaluation& evaluation) {
  const AlertReading& reading = evaluation.reading;
  json.member("as_of", reading.as_of).member("on_change", reading.on_change);
  json.member("probability", reading.probability);
  word_member(json, "word", reading.probability);
  json.member("extreme", reading.extreme)
      .member("last", reading.last)
      .member("unfaded", reading.unfaded);
  json.key("watched_days");
  if (reading.watched) {
    json.value(reading.watched->count());
  } else {
    json.null();
  }
  json.member("without_origins", reading.without_origins);
}

void evaluation_members(JsonWriter& json, const AlertEvaluation& evaluation) {
  json.member("assessment", evaluation.assessment).member("revision", evaluation.revision);
  reading_members(json, evaluation);
  json.member("holds", evaluation.holds)
      .member("state", to_string(evaluation.state))
      .member("reason", to_string(evaluation.reason))
      .member("in_a_row", evaluation.in_a_row)
      .member("raised", evaluation.raised);
}

void alert_members(JsonWriter& json, const AlertLine& line) {
  const Alert& alert = line.alert;
  json.member("id", alert.id);
  bilingual_member(json, "title", alert.title);
  json.member("scenario", alert.scenario).member("when", alert.when);
  json.member("for", alert.in_a_row).member("clear", alert.clear);
  json.member("hold_days", alert.hold.count()).member("origins", alert.origins);
  json.member("state", to_string(line.last ? line.last->state : AlertState::kInactive));
  json.member("changed", line.changed);
  retired_member(json, line.retired);
  json.key("last");
  if (line.last) {
    json.begin_object();
    evaluation_members(json, *line.last);
    json.end_object();
  } else {
    json.null();
  }
}

/// Do two judgements next to each other tell the same?
bool same(const AlertEvaluation& a, const AlertEvaluation& b) {
  return a.state == b.state && a.reason == b.reason && a.revision == b.revision;
}

std::string notice_in_words(const Speech& speech, const NoticeLine& line,
                            const std::string& notifier) {
  const Attempt* last = nullptr;
  int attempts = 0;
  for (const Attempt& attempt : line.delivery.attempts) {
    if (attempt.notifier != notifier) continue;
    ++attempts;
    last = &attempt;
    if (attempt.delivered) break;
  }
  const auto among = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), notifier) != names.end();
  };
  if (last != nullptr && last->delivered) {
    return speech.say("alert.told", {{"notifier", quoted(notifier)},
                                     {"time", speech.moment(last->ended.value_or(last->begun))},
                                     {"n", std::int64_t{attempts}}});
  }
  if (among(line.unconfigured)) {
    return speech.say("alert.not-configured", {{"notifier", quoted(notifier)}});
  }
  if (last == nullptr) return speech.say("alert.not-tried", {{"notifier", quoted(notifier)}});
  return speech.say("alert.failed",
                    {{"notifier", quoted(notifier)},
                     {"n", std::int64_t{attempts}},
                     {"detail", quoted(last->ended ? last->detail : std::string("…"))}});
}

/// The whole story of one alert.
class StoryPage {
 public:
  StoryPage(const AlertStory& story, const Speech& speech)
      : story_(story),
        alert_(story.line.alert),
        speech_(speech),
        page_(alerts_page({story.line}, speech)) {}

  Page page() {
    rule();
    became();
    notices();
    return std::move(page_);
  }

 private:
  void rule() {
    heading("alert.rule");
    say(speech_.say("alert.rule.raise", {{"condition", condition_in_words(speech_, alert_.condition,
                                                                          story_.line.names)},
                                         {"n", std::int64_t{alert_.in_a_row}}}));
    if (alert_.origins > 1) {
      say(speech_.say("alert.rule.origins", {{"n", std::int64_t{alert_.origins} - 1}}));
    }
    if (alert_.clear) say(clears_in_words(*alert_.clear));
    if (alert_.hold > Days(0)) {
      say(speech_.say("alert.rule.hold", {{"hold", speech_.duration(alert_.hold)}}));
    }
    say(speech_.say("alert.rule.evidence"));
    if (!alert_.because.empty()) {
      say(speech_.say("alert.rule.because", {{"because", speech_.text(alert_.because)}}));
    }
  }

  [[nodiscard]] std::string clears_in_words(double clear) const {
    const Kind kind = alert_.condition.kind;
    if (kind == Kind::kRises || kind == Kind::kFalls) {
      const std::int64_t points = std::llround(clear * 100);
      return speech_.say("alert.rule.clear-points",
                         {{"points", speech_.number(points)},
                          {"unit", speech_.say("unit.points", {{"n", points}})}});
    }
    return speech_.say(kind == Kind::kAtLeast ? "alert.rule.clear-below" : "alert.rule.clear-above",
                       {{"level", speech_.percent(Probability(clear))}});
  }

  /// A stretch of judgements that tell the same, by its first and last.
  void became() {
    heading("alert.story");
    const std::vector<AlertEvaluation>& story = story_.story;
    if (story.empty()) say(speech_.say("alert.never"));
    for (auto first = story.begin(); first != story.end();) {
      const auto end = std::find_if_not(
          first, story.end(), [&](const AlertEvaluation& next) { return same(*first, next); });
      stretch(*first, *std::prev(end), end - first);
      first = end;
    }
  }

  void stretch(const AlertEvaluation& first, const AlertEvaluation& last, std::int64_t number) {
    const bool news = first.reason == AlertReason::kRaised || first.reason == AlertReason::kCleared;
    std::string when = speech_.short_moment(first.reading.as_of);
    if (number > 1) {
      when = speech_.say(
          "alert.stretch",
          {{"from", when}, {"to", speech_.short_moment(last.reading.as_of)}, {"n", number}});
    }
    page_.table({{.head = speech_.say("label.as-of"), .gap = kIndent}})
        .row()
        .cell({.words = {{std::move(when), Style::kDim},
                         {"  "},
                         {state_word(speech_, first.state), news ? Style::kBold : Style::kPlain}}});
    say(speech_.say("alert.story-line", {{"reason", reason_in_words(speech_, alert_, last)},
                                         {"reading", reading_in_words(speech_, alert_, last)}}),
        2 * kIndent);
  }

  void notices() {
    heading("alert.notices");
    if (story_.notices.empty()) say(speech_.say("alert.no-notices"));
    for (const NoticeLine& line : story_.notices) {
      const Notice& notice = line.delivery.notice;
      say(speech_.say(notice.raised ? "alert.notice.raised" : "alert.notice.cleared",
                      {{"as_of", speech_.moment(notice.as_of)},
                       {"recorded", speech_.moment(notice.recorded)}}));
      if (notice.notifiers.empty()) say(speech_.say("alert.nobody"), 2 * kIndent);
      for (const std::string& notifier : notice.notifiers) {
        say(notice_in_words(speech_, line, notifier), 2 * kIndent);
      }
    }
  }

  void heading(std::string_view key) {
    page_.gap();
    page_.heading(speech_.say(key));
  }
  void say(std::string words, std::size_t indent = kIndent) {
    page_.paragraph(std::move(words), Style::kPlain, indent);
  }

  const AlertStory& story_;
  const Alert& alert_;
  const Speech& speech_;
  Page page_;
};

}  // namespace

std::string condition_in_words(const Speech& speech, const Condition& condition,
                               const AlertNames& names) {
  const auto points = std::llround(condition.level * 100);
  return speech.say(fmt::format("alert.when.{}{}", to_string(condition.kind),
                                condition.at_horizon ? "-horizon" : ""),
                    {{"level", speech.percent(Probability(condition.level))},
                     {"points", speech.number(points)},
                     {"unit", speech.say("unit.points", {{"n", std::int64_t{points}}})},
                     {"window", speech.duration(condition.within)},
                     {"indicator", names.indicator.any().empty() ? quoted(condition.indicator)
                                                                 : speech.text(names.indicator)}});
}

std::string reason_in_words(const Speech& speech, const Alert& alert, const AlertEvaluation& now) {
  return speech.say(fmt::format("alert.reason.{}", to_string(now.reason)),
                    {{"n", std::int64_t{now.in_a_row}},
                     {"of", std::int64_t{alert.in_a_row}},
                     {"origins", std::int64_t{alert.origins}},
                     {"hold", speech.duration(alert.hold)},
                     {"since", now.raised ? speech.day(*now.raised) : std::string()}});
}

std::string news_in_words(const Speech& speech, const Alert& alert, const AlertEvaluation& now,
                          const AlertNames& names) {
  if (now.reason == AlertReason::kModel) {
    return speech.say("alert.news.model", {{"alert", title_of(alert, speech)},
                                           {"state", state_word(speech, now.state)},
                                           {"reading", reading_in_words(speech, alert, now)},
                                           {"day", speech.moment(now.reading.as_of)}});
  }
  if (now.reason == AlertReason::kResolved) {
    return speech.say("alert.news.resolved", {{"alert", title_of(alert, speech)},
                                              {"scenario", speech.text(names.scenario)},
                                              {"day", speech.moment(now.reading.as_of)}});
  }
  const bool raised = now.reason == AlertReason::kRaised;
  return speech.say(raised ? "alert.news.raised" : "alert.news.cleared",
                    {{"alert", title_of(alert, speech)},
                     {"condition", condition_in_words(speech, alert.condition, names)},
                     {"scenario", speech.text(names.scenario)},
                     {"reading", reading_in_words(speech, alert, now)},
                     {"day", speech.moment(now.reading.as_of)}});
}

std::string notice_json(const Alert& alert, const AlertEvaluation& now, const AlertNames& names,
                        Instant told_at) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("format", "signpost.notice/1");
  json.member("event", now.reason == AlertReason::kRaised ? "raised" : "cleared");
  json.member("alert", alert.id);
  bilingual_member(json, "title", alert.title);
  json.member("when", alert.when).member("because", alert.because.any());
  json.key("scenario").begin_object().member("id", alert.scenario);
  bilingual_member(json, "title", names.scenario);
  json.end_object();
  reading_members(json, now);
  json.member("evaluated_at", told_at);
  json.key("message").begin_object();
  for (const auto& [name, language] :
       {std::pair("en", Language::kEnglish), std::pair("ar", Language::kArabic)}) {
    const Speech speech(language);
    json.member(name, without_isolates(news_in_words(speech, alert, now, names)));
  }
  std::string line = json.end_object().end_object().take();
  while (line.ends_with('\n')) line.pop_back();
  return line;
}

Page alerts_page(const std::vector<AlertLine>& alerts, const Speech& speech) {
  Page page(speech.language());
  if (alerts.empty()) {
    page.paragraph(speech.say("alert.none"));
    return page;
  }
  std::vector<std::string> states;
  for (const auto& [state, word] : words_of(AlertState())) {
    states.push_back(state_word(speech, state));
  }
  Table& table = page.table({{.width = widest(states, 9)}, {.gap = 1}});
  for (const AlertLine& line : alerts) {
    Row& row = table.row();
    const auto say = [&](std::string words, Style style = Style::kPlain) {
      row.cell(
          {.column = 1, .words = {{std::move(words), style}}, .line = kBelow, .lines = kAllLines});
    };
    const AlertState state = line.last ? line.last->state : AlertState::kInactive;
    row.cell(0, state_word(speech, state), state == AlertState::kRaised ? Style::kBad : Style::kDim)
        .cell(1, title_of(line.alert, speech), Style::kBold);
    say(dotted({quoted(line.alert.id), quoted(line.alert.scenario)}), Style::kDim);
    say(speech.say("alert.watches",
                   {{"condition", condition_in_words(speech, line.alert.condition, line.names)},
                    {"scenario", speech.text(line.names.scenario)}}));
    if (line.retired) {
      say(speech.say("alert.retired", {{"day", speech.day(line.retired->on)},
                                       {"because", quoted(line.retired->because)}}),
          Style::kAccent);
    }
    if (line.last) {
      say(speech.say("alert.judged",
                     {{"day", speech.moment(line.last->reading.as_of)},
                      {"reading", reading_in_words(speech, line.alert, *line.last)},
                      {"reason", reason_in_words(speech, line.alert, *line.last)}}));
    } else if (!line.retired) {
      say(speech.say("alert.never"));
    }
  }
  return page;
}

std::string alerts_json(const std::vector<AlertLine>& alerts) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.alerts/1").key("alerts").begin_array();
  for (const AlertLine& line : alerts) {
    json.begin_object();
    alert_members(json, line);
    json.end_object();
  }
  return json.end_array().end_object().take();
}

Page alert_story_page(const AlertStory& story, const Speech& speech) {
  return StoryPage(story, speech).page();
}

std::string alert_story_json(const AlertStory& story) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.alert/1");
  alert_members(json, story.line);
  json.key("story").begin_array();
  for (const AlertEvaluation& evaluation : story.story) {
    json.begin_object();
    evaluation_members(json, evaluation);
    json.end_object();
  }
  json.end_array().key("notices").begin_array();
  for (const NoticeLine& line : story.notices) {
    const Notice& notice = line.delivery.notice;
    json.begin_object()
        .member("event", notice.raised ? "raised" : "cleared")
        .member("as_of", notice.as_of)
        .member("recorded", notice.recorded);
    json.key("notifiers").begin_array();
    for (const std::string& notifier : notice.notifiers) {
      const auto waits = std::find(line.waiting.begin(), line.waiting.end(), notifier);
      json.begin_object().member("id", notifier).member("delivered", waits == line.waiting.end());
      json.key("attempts").begin_array();
      for (const Attempt& attempt : line.delivery.attempts) {
        if (attempt.notifier != notifier) continue;
        json.begin_object()
            .member("begun", attempt.begun)
            .member("ended", attempt.ended)
            .member("delivered", attempt.delivered)
            .member("detail", attempt.detail)
            .end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
