// signpost redact: blank what could harm someone. What was scored stays, and the chain verifies.
#include <memory>
#include <optional>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/prompt.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string id;
  std::string because;
  bool yes = false;
};

/// Asks, where it can; Error where it may not be done.
void require_consent(const Session& session, const std::string& number, const Item& item) {
  if (!session.asks) throw Error(ErrorKind::kUsage, "redact.needs-yes", "redact.needs-yes.hint");
  report::Page page(session.speech.language());
  page.paragraph(with_text(session.speech, session.say("item.title", {{"item", number}}), item),
                 report::Style::kPlain, 0, 1);
  page.paragraph(session.say("redact.will"));
  session.show_beside(page);
  if (!confirm(session, "redact.confirm")) throw Error(ErrorKind::kNo, "redact.nothing-done");
}

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  ItemId id = 0;
  Item item;
  std::optional<Instant> earlier;
  {
    const auto snapshot = store.snapshot();
    id = item_named(*snapshot, options.id);
    const auto history = snapshot->item(id);
    item = history->versions.back().content;
    earlier = history->redacted;
  }
  const std::string number = std::to_string(id);
  if (!options.yes && !earlier) require_consent(session, number, item);
  store.redact(id, options.because, session.clock);
  session.tell({"tell.item-blanked", {{"item", number}}});
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.redact/1").member("id", id).end_object();
    session.out << json.take();
    return kDone;
  }
  report::Page page(session.speech.language());
  page.paragraph(earlier ? session.say("redact.was", {{"item", number},
                                                      {"date", report::quoted(to_date(*earlier))}})
                         : session.say("redact.done", {{"item", number}}));
  page.paragraph(session.say("redact.copies"));
  session.show(page);
  return kDone;
}

}  // namespace

Command add_redact(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("redact", speech.say("help.redact"));
  command.add_option("ID", options->id, speech.say("help.item")).type_name("ID").required();
  command.add_option("--because", options->because, speech.say("help.redact.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
  command.add_flag("--yes", options->yes, speech.say("help.redact.yes"));
  command.footer(example(speech, "  signpost redact 12 --because \"names a witness\" --yes"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
