#include "engine/cli/answering.h"

#include <optional>
#include <ostream>

#include "engine/base/error.h"
#include "engine/report/page_text.h"
#include "engine/service/alert_news.h"
#include "engine/service/due_work.h"
#include "engine/service/site.h"

namespace signpost::cli {
namespace {

void judge_changes(const Session& session, store::Store& store) {
  if (store.snapshot()->alerts().empty()) return;
  intake::Settings settings;
  try {
    settings = service::settings_of(session);
  } catch (const Error& error) {
    session.warn({"alerts.wait-for-settings", {{"says", error.message()}}});
    return;
  }
  service::DueWork due(store, session, session.clock.after_waiting(), settings.notifiers);
  if (due.changes_due() == 0) return;
  if (const std::size_t slots = due.slots_due(); slots > 0) {
    session.warn({"alerts.wait-for-slots", {{"n", slots}}});
    return;
  }
  const report::Terminal& terminal = session.json ? session.err_terminal : session.terminal;
  std::ostream& out = session.json ? session.err : session.out;
  while (const std::optional<Round> round = due.next()) {
    report::Page page(session.speech.language());
    for (std::string& line : service::alert_news(*round, store, session.speech.language())) {
      page.paragraph(std::move(line), report::Style::kBold);
    }
    out << report::page_text(page, terminal);
  }
}

}  // namespace

void answer_changes(const Session& session, store::Store& store) {
  try {
    judge_changes(session, store);
  } catch (const Error& error) {
    throw Error(ErrorKind::kStore, {"alerts.not-judged", {{"says", error.message()}}},
                error.hint().empty()
                    ? Phrase("alerts.not-judged.hint")
                    : Phrase("alerts.not-judged-why.hint", {{"says", error.hint()}}));
  }
}

}  // namespace signpost::cli
