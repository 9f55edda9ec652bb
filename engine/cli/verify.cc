// signpost verify: is the store what its journal says it is?
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/sha256.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
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
  for (const Phrase& problem : found.problems) json.value(printable_lines(problem.english()));
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

report::Page verify_page(const store::Verification& found, const report::Speech& speech) {
  report::Page page(speech.language());
  for (const Phrase& problem : found.problems) {
    page.paragraph(speech.say(problem), report::Style::kBad, 0, 10);
  }
  page.heading({{speech.say(found.ok ? "verify.holds" : "verify.damaged"),
                 found.ok ? report::Style::kGood : report::Style::kBad},
                {speech.say("verify.of", {{"n", found.entries}})}});
  page.typed(speech.say("verify.head", {{"head", report::quoted(to_hex(found.head))}}));
  if (found.head_stood_at) {
    page.paragraph(speech.say("verify.stands-at", {{"n", std::to_string(*found.head_stood_at)}}));
  }
  if (found.rehearsed.empty()) return page;
  page.paragraph(speech.say("verify.rehearsed", {{"n", std::ssize(found.rehearsed)}}));
  const std::size_t shown = std::min(kMostListed, found.rehearsed.size());
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < shown; ++i) {
    numbers.push_back(std::to_string(found.rehearsed[i].entry));
  }
  report::Table& entries = page.table(
      {{.width = 2},
       {.head = speech.say("verify.column.entry"), .width = report::widest(numbers), .end = true},
       {.head = speech.say("verify.column.recorded"), .width = 20, .gap = 2},
       {.head = speech.say("verify.column.kind"), .gap = 2}});
  for (std::size_t i = 0; i < shown; ++i) {
    entries.row()
        .cell(1, numbers[i])
        .cell(2, to_rfc3339(found.rehearsed[i].recorded))
        .cell(3, report::quoted(found.rehearsed[i].kind));
  }
  if (found.rehearsed.size() > shown) {
    page.paragraph(speech.say("verify.more", {{"n", std::ssize(found.rehearsed) -
                                                        static_cast<std::int64_t>(shown)}}),
                   report::Style::kPlain, 2);
  }
  return page;
}

int run(const Options& options, const Session& session) {
  std::optional<Digest> head;
  if (!options.head.empty()) {
    const Parsed<Digest> given = digest_from_hex(options.head);
    if (!given) throw Error(ErrorKind::kUsage, given.problem().message, "cli.not-a-head.hint");
    head = *given;
  }
  const store::Store store = open_store(session, store::Store::Access::kRead);
  session.tell("verify.recomputing");
  const store::Verification found = store.verify(head);
  const store::AheadOfClock ahead = service::ahead_of_clock(session.clock, *store.snapshot());
  if (session.json) {
    print_json(session, found, ahead);
  } else {
    session.show(verify_page(found, session.speech));
  }
  warn_of_ahead(session, ahead);
  return found.ok ? kDone : kNo;
}

}  // namespace

Command add_verify(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("verify", speech.say("help.verify"));
  command.add_option("--head", options->head, speech.say("help.verify.head")).type_name("DIGEST");
  command.footer(example(speech, "  signpost verify"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
