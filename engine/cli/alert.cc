// signpost alert: how alerts stand, the whole story of one, and a trial of the notifiers.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/alerts.h"
#include "engine/report/json_writer.h"
#include "engine/report/line.h"
#include "engine/service/alert_news.h"
#include "engine/service/delivery.h"
#include "engine/service/notifier.h"
#include "engine/service/signals.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string id;
  std::string language;
  std::vector<std::string> notifiers;
};

/// The latest revision of each alert, in the order of first definition.
std::vector<Alert> latest_alerts(const store::Snapshot& snapshot) {
  std::vector<Alert> latest;
  for (store::Revision<Alert>& revision : snapshot.alerts()) {
    if (!latest.empty() && latest.back().id == revision.content.id) latest.pop_back();
    latest.push_back(std::move(revision.content));
  }
  return latest;
}

report::AlertLine line_of(assess::Archive& archive, const Alert& alert,
                          const std::vector<AlertEvaluation>& story) {
  report::AlertLine line{
      alert, service::names_of(archive, alert), {}, {}, archive.retired(alert.scenario, kForever)};
  if (story.empty()) return line;
  line.last = story.back();
  for (auto evaluation = story.rbegin();
       evaluation != story.rend() && evaluation->state == line.last->state; ++evaluation) {
    line.changed = evaluation->reading.as_of;
  }
  return line;
}

int list(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::vector<report::AlertLine> lines;
  for (const Alert& alert : latest_alerts(*snapshot)) {
    lines.push_back(line_of(archive, alert, snapshot->evaluations(alert.id, false)));
  }
  session.out << (session.json ? report::alerts_json(lines)
                               : report::alerts_text(lines, speech, session.terminal));
  return kDone;
}

int why(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  const intake::Settings settings = service::settings_of(session);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const std::vector<Alert> alerts = latest_alerts(*snapshot);
  const auto alert = std::find_if(alerts.begin(), alerts.end(),
                                  [&](const Alert& one) { return one.id == options.id; });
  if (alert == alerts.end()) {
    std::vector<std::string> ids;
    ids.reserve(alerts.size());
    for (const Alert& one : alerts) ids.push_back(one.id);
    const auto close = nearest(options.id, ids);
    throw Error(ErrorKind::kUsage, fmt::format("no alert \"{}\" in the store", options.id),
                close ? fmt::format("did you mean \"{}\"?", *close)
                      : "`signpost alert list` lists the alerts");
  }
  assess::Archive archive(*snapshot);
  report::AlertStory story;
  story.story = snapshot->evaluations(alert->id, false);
  story.line = line_of(archive, *alert, story.story);
  const std::vector<Delivery> deliveries = snapshot->deliveries(false, alert->id);
  for (const Delivery& delivery : deliveries) {
    report::NoticeLine& line = story.notices.emplace_back();
    line.delivery = delivery;
    for (const service::Waiting& waiting :
         service::outbox(std::span(&delivery, 1), settings.notifiers)) {
      line.waiting.push_back(waiting.notifier);
      if (!waiting.due) line.unconfigured.push_back(waiting.notifier);
    }
  }
  session.out << (session.json ? report::alert_story_json(story)
                               : report::alert_story_text(story, speech, session.terminal));
  return kDone;
}

/// Hands every notifier a notice that says that it is a test. Nothing is stored.
int test(const Options& options, const Session& session) {
  const std::filesystem::path file = service::settings_file(session);
  const intake::Settings settings = service::settings_of(session);
  if (settings.notifiers.empty()) {
    throw Error(ErrorKind::kNo,
                file.empty() ? "no notifier is configured: there are no settings"
                             : fmt::format("{} names no notifier", file.string()),
                "write [[notifier]] tables into signpost.toml beside the store: README.md, "
                "\"Telling people\"");
  }
  for (const std::string& id : options.notifiers) {
    std::vector<std::string> known;
    for (const Notifier& notifier : settings.notifiers) known.push_back(notifier.id);
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    const auto close = nearest(id, known);
    throw Error(ErrorKind::kUsage, fmt::format("no notifier \"{}\" is configured", id),
                close ? fmt::format("did you mean \"{}\"?", *close) : "");
  }
  report::JsonWriter notice(/*compact=*/true);
  notice.begin_object()
      .member("format", "signpost.notice/1")
      .member("event", "test")
      .member("evaluated_at", session.clock.now);
  notice.key("message")
      .begin_object()
      .member("en", "This is a test of Signpost's alerts: nothing has happened.")
      .member("ar", "هذه تجربة لتنبيهات البرنامج: لم يحدث شيء.")
      .end_object();
  std::string text = notice.end_object().take();
  while (text.ends_with('\n')) text.pop_back();
  service::Signals signals(service::Signals::Hangup::kEnds);  // as in run.cc
  const auto end = [&] { return signals.asked_to_end(); };
  bool all = true;
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.alert-test/1").key("notifiers").begin_array();
  for (const Notifier& notifier : settings.notifiers) {
    if (!options.notifiers.empty() && std::find(options.notifiers.begin(), options.notifiers.end(),
                                                notifier.id) == options.notifiers.end()) {
      continue;
    }
    if (end()) {
      all = false;
      break;
    }
    const service::Told told = service::tell(notifier, text, service::door_of(session), end);
    all &= told.delivered;
    json.begin_object()
        .member("id", notifier.id)
        .member("delivered", told.delivered)
        .member("detail", told.detail)
        .end_object();
    if (session.json) continue;
    session.out << report::Line(session.terminal)
                       .quote(notifier.id, report::Style::kBold)
                       .say(told.delivered ? ": delivered" : ": not delivered",
                            told.delivered ? report::Style::kGood : report::Style::kBad)
                       .take();
    if (!told.detail.empty()) {
      session.out << report::quoted_paragraph(session.terminal, told.detail, 2, 5);
    }
  }
  json.end_array().end_object();
  if (session.json) session.out << json.take();
  return all ? kDone : kNo;
}

}  // namespace

Command add_alert(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("alert",
                         "How alerts stand and why, and whether people can be told\n"
                         "Alerts are defined by [[alert]] tables, judged at each saved assessment "
                         "and told once, by `signpost run`.");
  CLI::App* listed = command->add_subcommand("list", "All alerts, their state and the reason");
  add_language_option(*listed, options->language);
  CLI::App* told = command->add_subcommand(
      "why", "The whole story of one: rule, values, state, what was told when, and why not");
  told->add_option("ALERT", options->id, "The alert")->type_name("ALERT")->required();
  add_language_option(*told, options->language);
  CLI::App* tried = command->add_subcommand(
      "test", "Hand each notifier a notice that says that it is a test; nothing is stored");
  tried->add_option("NOTIFIER", options->notifiers, "Only these; default all")
      ->type_name("NOTIFIER");
  command->require_subcommand(0, 1);
  command->footer(
      "Example\n"
      "  signpost alert list");
  return {command, [options, told, tried](Session& session) {
            if (told->parsed()) return why(*options, session);
            if (tried->parsed()) return test(*options, session);
            return list(*options, session);
          }};
}

}  // namespace signpost::cli
