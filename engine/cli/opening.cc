#include "engine/cli/opening.h"

#include <cmath>
#include <filesystem>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/saved.h"
#include "engine/report/remarks.h"
#include "engine/service/ahead.h"

namespace signpost::cli {
namespace {

/// By whole per cent, as figures are printed: less is no move that anybody would see.
constexpr double kSeen = 0.005;

/// What copy was kept of an older store, and which scenarios stand elsewhere under today's model.
report::Page upgraded_page(const report::Speech& speech, const std::filesystem::path& copy,
                           const store::Store& store) {
  report::Page page(speech.language());
  page.paragraph(speech.say("store.upgraded", {{"copy", report::quoted(copy.string())}}));
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  bool moved = false;
  for (const MovedByModel& one : assess::moved_by_model(archive)) {
    if (std::fabs(one.after.value() - one.before.value()) < kSeen) continue;
    if (!std::exchange(moved, true)) {
      page.paragraph(speech.say("model.moved", {{"n", kModelNumber}}));
    }
    page.paragraph(
        speech.say("model.moved-line",
                   {{"title", speech.text(archive.scenario_at(one.scenario, kForever).title)},
                    {"before", speech.percent(one.before)},
                    {"after", speech.percent(one.after)},
                    {"day", speech.day(one.moment.as_of)}}),
        report::Style::kPlain, 2);
  }
  return page;
}

}  // namespace

store::Store open_store(const Session& session, store::Store::Access access) {
  store::Store store = store::Store::open(session.store, access);
  if (const auto& copy = store.copy_before_upgrade()) {
    session.show_beside(upgraded_page(session.speech, *copy, store));
  }
  tell_rehearsal(session, store.is_rehearsal());
  return store;
}

void tell_rehearsal(const Session& session, bool is_rehearsal) {
  const bool told = session.rehearsal;
  session.rehearsal = is_rehearsal;
  if (!is_rehearsal || told) return;
  report::Page page(session.speech.language());
  page.paragraph(report::rehearsal_in_words(session.speech));
  session.show_beside(page);
}

void warn_of_ahead(const Session& session, const store::AheadOfClock& ahead) {
  if (!ahead.any()) return;
  session.warn(service::ahead_in_words(ahead), service::hint_for_ahead(session.rehearsal));
}

}  // namespace signpost::cli
