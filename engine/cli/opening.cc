#include "engine/cli/opening.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/saved.h"
#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"
#include "engine/service/ahead.h"

namespace signpost::cli {
namespace {

/// By whole per cent, as figures are printed: less is no move that anybody would see.
constexpr double kSeen = 0.005;

void tell_moved_by_model(const Session& session, const store::Store& store) {
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.err_terminal);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  bool moved = false;
  for (const MovedByModel& one : assess::moved_by_model(archive)) {
    if (std::fabs(one.after.value() - one.before.value()) < kSeen) continue;
    if (!moved) session.err << ready.paragraph(speech.say("model.moved", {{"n", kModelNumber}}));
    moved = true;
    session.err << ready.paragraph(
        speech.say("model.moved-line",
                   {{"title", speech.text(archive.scenario_at(one.scenario, kForever).title)},
                    {"before", speech.percent(one.before)},
                    {"after", speech.percent(one.after)},
                    {"day", speech.day(one.moment.as_of)}}),
        2);
  }
}

}  // namespace

store::Store open_store(const Session& session, store::Store::Access access) {
  store::Store store = store::Store::open(session.store, access);
  if (const auto& copy = store.copy_before_upgrade()) {
    const report::Speech speech(report::Language::kEnglish);
    session.err << report::IsolatedText(session.err_terminal)
                       .paragraph(speech.say("store.upgraded",
                                             {{"copy", report::quoted(copy->string())}}));
    tell_moved_by_model(session, store);
  }
  tell_rehearsal(session, store.is_rehearsal());
  return store;
}

void tell_rehearsal(const Session& session, bool is_rehearsal) {
  const bool told = session.rehearsal;
  session.rehearsal = is_rehearsal;
  if (!is_rehearsal || told) return;
  session.err << report::IsolatedText(session.err_terminal)
                     .paragraph(
                         report::rehearsal_in_words(report::Speech(report::Language::kEnglish)));
}

void warn_of_ahead(const Session& session, const store::AheadOfClock& ahead) {
  if (!ahead.any()) return;
  session.warn(service::ahead_in_words(ahead));
  session.err << "hint: " << service::hint_for_ahead(session.rehearsal) << '\n';
}

}  // namespace signpost::cli
