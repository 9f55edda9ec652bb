// signpost verify: is the store what its journal says it is?
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

#include "engine/base/sha256.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/figures.h"
#include "engine/report/json_writer.h"
#include "engine/report/line.h"
#include "engine/service/ahead.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kMostListed = 10;

struct Options {
  std::string head;
};

void print_json(const Session& session, const store::Verification& found,
                const store::AheadOfClock& ahead) {
  report::JsonWriter json;
  json.begin_object()
      .member("format", "signpost.verify/1")
      .member("ok", found.ok)
      .member("entries", found.entries)
      .member("head", to_hex(found.head));
  json.key("problems").begin_array();
  for (const std::string& problem : found.problems) json.value(problem);
  json.end_array().key("rehearsed").begin_array();
  for (const store::JournalEntry& entry : found.rehearsed) {
    json.begin_object()
        .member("entry", entry.entry)
        .member("recorded", entry.recorded)
        .member("kind", entry.kind)
        .end_object();
  }
  json.end_array();
  json.key("ahead").begin_object().member("entries", ahead.entries).member("slots", ahead.slots);
  json.member("judgements", ahead.judgements)
      .member("latest", ahead.any() ? std::optional(ahead.latest) : std::nullopt);
  json.end_object();
  if (found.head_stood_at) json.member("head_stood_at", *found.head_stood_at);
  session.out << json.end_object().take();
}

void print_text(const Session& session, const store::Verification& found) {
  for (const std::string& problem : found.problems) {
    session.out << report::quoted_paragraph(session.terminal, problem, 0, 10, report::Style::kBad);
  }
  session.out << fmt::format(
      "{}: {}\nhead {}\n",
      found.ok
          ? session.terminal.styled(report::Style::kGood, "The chain holds")
          : session.terminal.styled(report::Style::kBad, "The store is not what its journal says"),
      report::counted(found.entries, "entry", "entries"), to_hex(found.head));
  if (found.head_stood_at) {
    session.out << fmt::format("The head that was given stands at entry {}.\n",
                               *found.head_stood_at);
  }
  if (found.rehearsed.empty()) return;
  session.out << report::counted(static_cast<std::int64_t>(found.rehearsed.size()), "entry",
                                 "entries")
              << " made under --now:\n";
  for (std::size_t i = 0; i < std::min(kMostListed, found.rehearsed.size()); ++i) {
    const store::JournalEntry& entry = found.rehearsed[i];
    session.out << fmt::format("  {}  {}  {}\n", entry.entry, to_rfc3339(entry.recorded),
                               entry.kind);
  }
  if (found.rehearsed.size() > kMostListed) {
    session.out << fmt::format("  and {} more; --json lists them all\n",
                               found.rehearsed.size() - kMostListed);
  }
}

int run(const Options& options, const Session& session) {
  std::optional<Digest> head;
  if (!options.head.empty()) head = digest_from_hex(options.head);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  session.tell("recomputing the chain and every digest");
  const store::Verification found = store.verify(head);
  const store::AheadOfClock ahead = service::ahead_of_clock(session.clock, *store.snapshot());
  if (session.json) {
    print_json(session, found, ahead);
  } else {
    print_text(session, found);
  }
  warn_of_ahead(session, ahead);
  return found.ok ? kDone : kNo;
}

}  // namespace

Command add_verify(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Recompute the journal's chain: has any row been changed, dropped or reordered?\n"
      "Prints the head; one kept elsewhere (a notebook, a colleague) and given with --head also "
      "shows a tail that was cut or rewritten. Exits with 1 where something is wrong.");
  command->add_option("--head", options->head, "A head printed earlier, which must be in the chain")
      ->type_name("DIGEST");
  command->footer(
      "Example\n"
      "  signpost verify");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
