// signpost alert: how alerts stand, the whole story of one, and a trial of the notifiers.
#include <algorithm>
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/alerts.h"
#include "engine/report/json_writer.h"
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

int list(const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::vector<report::AlertLine> lines;
  for (const Alert& alert : latest_alerts(*snapshot)) {
    lines.push_back(line_of(archive, alert, snapshot->evaluations(alert.id, false)));
  }
  if (session.json) {
    session.out << report::alerts_json(lines);
  } else {
    session.show(report::alerts_page(lines, session.speech));
  }
  return kDone;
}

int why(const Options& options, const Session& session) {
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
    throw Error(ErrorKind::kUsage, {"alert.no-such", {{"alert", options.id}}},
                close ? Phrase("store.did-you-mean", {{"id", *close}}) : "alert.no-such.hint");
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
  if (session.json) {
    session.out << report::alert_story_json(story);
  } else {
    session.show(report::alert_story_page(story, session.speech));
  }
  return kDone;
}

/// What came of one of them.
report::Page told_page(const std::string& notifier, const service::Told& told,
                       const report::Speech& speech) {
  using report::Style;
  report::Page page(speech.language());
  page.heading(report::Words{
      {report::quoted(notifier), Style::kBold},
      told.delivered ? report::Span{speech.say("alert.test.delivered"), Style::kGood}
                     : report::Span{speech.say("alert.test.not-delivered"), Style::kBad}});
  page.paragraph(speech.say(told.detail), Style::kPlain, 2, 5);
  return page;
}

/// Hands every notifier a notice that says that it is a test. Nothing is stored.
int test(const Options& options, const Session& session) {
  const std::filesystem::path file = service::settings_file(session);
  const intake::Settings settings = service::settings_of(session);
  if (settings.notifiers.empty()) {
    throw Error(ErrorKind::kNo,
                file.empty() ? Phrase("alert.test.no-settings")
                             : Phrase("alert.test.no-notifier", {{"file", file.string()}}),
                "alert.test.no-notifier.hint");
  }
  for (const std::string& id : options.notifiers) {
    std::vector<std::string> known;
    for (const Notifier& notifier : settings.notifiers) known.push_back(notifier.id);
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    const auto close = nearest(id, known);
    throw Error(ErrorKind::kUsage, {"alert.test.not-configured", {{"notifier", id}}},
                close ? Phrase("store.did-you-mean", {{"id", *close}}) : Phrase());
  }
  const Phrase message("alert.test.message");
  report::JsonWriter notice(/*compact=*/true);
  notice.begin_object()
      .member("format", "signpost.notice/1")
      .member("event", "test")
      .member("evaluated_at", session.clock.now);
  notice.key("message")
      .begin_object()
      .member("en", message.in(Language::kEnglish))
      .member("ar", message.in(Language::kArabic))
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
    if (!session.json) session.show(told_page(notifier.id, told, session.speech));
  }
  json.end_array().end_object();
  if (session.json) session.out << json.take();
  return all ? kDone : kNo;
}

}  // namespace

Command add_alert(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("alert", speech.say("help.alert"));
  const Arguments listed = command.add_subcommand("list", speech.say("help.alert.list"));
  listed.footer(example(speech, "  signpost alert list"));
  const Arguments told = command.add_subcommand("why", speech.say("help.alert.why"));
  told.add_option("ALERT", options->id, speech.say("help.alert.why.alert"))
      .type_name("ALERT")
      .required();
  told.footer(example(speech, "  signpost alert why coalition-support-likely"));
  const Arguments tried = command.add_subcommand("test", speech.say("help.alert.test"));
  tried.add_option("NOTIFIER", options->notifiers, speech.say("help.status.scenario"))
      .type_name("NOTIFIER");
  tried.footer(example(speech, "  signpost alert test mail", "help.alert.test.example"));
  command.require_subcommand(0, 1);
  command.footer(example(speech, "  signpost alert list"));
  return {command, [options, told, tried](Session& session) {
            if (told.parsed()) return why(*options, session);
            if (tried.parsed()) return test(*options, session);
            return list(session);
          }};
}

}  // namespace signpost::cli
