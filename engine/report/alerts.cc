#include "engine/report/alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/base/text.h"
#include "engine/model/words.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"

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
  json.member("when", alert.when).member("because", alert.because);
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

std::string alerts_text(const std::vector<AlertLine>& alerts, const Speech& speech,
                        const Terminal& terminal) {
  if (alerts.empty()) return paragraph(terminal, speech.say("alert.none"));
  const IsolatedText ready(terminal);
  std::string text;
  for (const AlertLine& line : alerts) {
    const AlertState state = line.last ? line.last->state : AlertState::kInactive;
    const bool raised = state == AlertState::kRaised;
    Line head(terminal);
    head.say(state_word(speech, state), raised ? Style::kBad : Style::kDim).to(10);
    head.quote(
        line.alert.title.any().empty() ? line.alert.id : in(speech.language(), line.alert.title),
        Style::kBold);
    text += head.take();
    const auto say = [&](const std::string& words, Style style = Style::kPlain) {
      text += ready.paragraph(words, 10, style);
    };
    say(fmt::format("{} · {}", line.alert.id, line.alert.scenario), Style::kDim);
    say(speech.say("alert.watches",
                   {{"condition", condition_in_words(speech, line.alert.condition, line.names)},
                    {"scenario", speech.text(line.names.scenario)}}));
    if (line.retired) {
      say(speech.say("alert.retired", {{"day", speech.day(line.retired->on)},
                                       {"because", quoted(line.retired->because)}}),
          Style::kAccent);
    }
    if (!line.last) {
      if (line.retired) continue;
      say(speech.say("alert.never"));
      continue;
    }
    std::string told =
        speech.say("alert.judged", {{"day", speech.moment(line.last->reading.as_of)},
                                    {"reading", reading_in_words(speech, line.alert, *line.last)},
                                    {"reason", reason_in_words(speech, line.alert, *line.last)}});
    say(told);
  }
  return text;
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

std::string alert_story_text(const AlertStory& story, const Speech& speech,
                             const Terminal& terminal) {
  const Alert& alert = story.line.alert;
  const IsolatedText ready(terminal);
  std::string text = alerts_text({story.line}, speech, terminal);
  const auto say = [&](std::size_t indent, const std::string& words, Style style = Style::kPlain) {
    text += ready.paragraph(words, indent, style);
  };
  text += '\n';
  say(0, speech.say("alert.rule"), Style::kBold);
  say(kIndent,
      speech.say("alert.rule.raise",
                 {{"condition", condition_in_words(speech, alert.condition, story.line.names)},
                  {"n", std::int64_t{alert.in_a_row}}}));
  if (alert.origins > 1) {
    say(kIndent, speech.say("alert.rule.origins", {{"n", std::int64_t{alert.origins} - 1}}));
  }
  if (alert.clear) {
    const bool difference =
        alert.condition.kind == Kind::kRises || alert.condition.kind == Kind::kFalls;
    const auto points = std::llround(*alert.clear * 100);
    say(kIndent,
        difference
            ? speech.say("alert.rule.clear-points",
                         {{"points", speech.number(points)},
                          {"unit", speech.say("unit.points", {{"n", std::int64_t{points}}})}})
            : speech.say(alert.condition.kind == Kind::kAtLeast ? "alert.rule.clear-below"
                                                                : "alert.rule.clear-above",
                         {{"level", speech.percent(Probability(*alert.clear))}}));
  }
  if (alert.hold > Days(0)) {
    say(kIndent, speech.say("alert.rule.hold", {{"hold", speech.duration(alert.hold)}}));
  }
  say(kIndent, speech.say("alert.rule.evidence"));
  if (!alert.because.empty()) {
    say(kIndent, speech.say("alert.rule.because", {{"because", quoted(alert.because)}}));
  }

  text += '\n';
  say(0, speech.say("alert.story"), Style::kBold);
  if (story.story.empty()) say(kIndent, speech.say("alert.never"));
  for (std::size_t i = 0; i < story.story.size();) {
    std::size_t end = i + 1;
    while (end < story.story.size() && same(story.story[i], story.story[end])) ++end;
    const AlertEvaluation& first = story.story[i];
    const AlertEvaluation& last = story.story[end - 1];
    const bool news = first.reason == AlertReason::kRaised || first.reason == AlertReason::kCleared;
    std::string when = speech.moment(first.reading.as_of);
    if (end - i > 1) {
      when = speech.say("alert.stretch", {{"from", when},
                                          {"to", speech.moment(last.reading.as_of)},
                                          {"n", static_cast<std::int64_t>(end - i)}});
    }
    text += Line(terminal)
                .to(kIndent)
                .say(ready.clean(when), Style::kDim)
                .say("  ")
                .say(state_word(speech, first.state), news ? Style::kBold : Style::kPlain)
                .take();
    say(2 * kIndent,
        speech.say("alert.story-line", {{"reason", reason_in_words(speech, alert, last)},
                                        {"reading", reading_in_words(speech, alert, last)}}));
    i = end;
  }

  text += '\n';
  say(0, speech.say("alert.notices"), Style::kBold);
  if (story.notices.empty()) say(kIndent, speech.say("alert.no-notices"));
  for (const NoticeLine& line : story.notices) {
    const Notice& notice = line.delivery.notice;
    say(kIndent, speech.say(notice.raised ? "alert.notice.raised" : "alert.notice.cleared",
                            {{"as_of", speech.moment(notice.as_of)},
                             {"recorded", speech.moment(notice.recorded)}}));
    if (notice.notifiers.empty()) say(2 * kIndent, speech.say("alert.nobody"));
    for (const std::string& notifier : notice.notifiers) {
      say(2 * kIndent, notice_in_words(speech, line, notifier));
    }
  }
  return text;
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
