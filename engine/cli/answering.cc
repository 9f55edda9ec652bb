#include "engine/cli/answering.h"

#include <fmt/format.h>

#include <optional>
#include <ostream>

#include "engine/base/error.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
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
    session.warn(error.message() +
                 ": alerts wait until they are mended and `signpost run` has done what is due");
    return;
  }
  service::DueWork due(store, session, session.clock.after_waiting(), settings.notifiers);
  if (due.changes_due() == 0) return;
  const std::size_t slots = due.slots_due();
  if (slots > 0) {
    session.warn(
        fmt::format("{} due; alerts wait until `signpost run` has done what is due",
                    report::counted(static_cast<std::int64_t>(slots), "slot is", "slots are")));
    return;
  }
  const report::Terminal& terminal = session.json ? session.err_terminal : session.terminal;
  std::ostream& out = session.json ? session.err : session.out;
  while (const std::optional<Round> round = due.next()) {
    for (const std::string& line : service::alert_news(*round, store, report::Language::kEnglish)) {
      out << report::IsolatedText(terminal).paragraph(line, 0, report::Style::kBold);
    }
  }
}

}  // namespace

void answer_changes(const Session& session, store::Store& store) {
  try {
    judge_changes(session, store);
  } catch (const Error& error) {
    throw Error(ErrorKind::kStore,
                "what was told is stored, but alerts are not judged: " + error.message(),
                "the next change, or `signpost run`, judges them" +
                    (error.hint().empty() ? "" : "; of the judging: " + error.hint()));
  }
}

}  // namespace signpost::cli
